"""`kodklar codebook diff`: what changed from one edition to another, and what that touches."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.cli.output import print_json, progress
from app.domain.concept import Concept
from app.domain.edition_difference import (
    CodeDifference,
    DifferenceFilter,
    DifferenceKind,
    EditionDifference,
    TouchedByCode,
    choose_differences,
    count_by_chapter,
)
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.difference_files import write_difference_csv, write_difference_pdf
from app.services.edition_differences import compare_editions
from app.services.touched_codes import find_touched

_HEADING = {DifferenceKind.NEW: "Nya", DifferenceKind.WITHDRAWN: "Utgångna"}
#: Told with their number even where there are none.
_ALWAYS_TOLD = (DifferenceKind.NEW, DifferenceKind.WITHDRAWN, DifferenceKind.RETITLED)


def compare(app: AppContext, args: argparse.Namespace) -> int:
    """Print the chosen changes, or write them to files and print the paths."""
    difference = compare_editions(app, args.a, args.b, progress())
    chosen = _filter(difference, args)
    needs_uses = args.touched or args.json or args.csv or args.pdf
    touched = find_touched(app, difference, progress()) if needs_uses else {}
    changes = choose_differences(difference, chosen, touched)
    if args.csv:
        print(write_difference_csv(app, difference, changes, touched, args.csv))
    if args.pdf:
        print(
            write_difference_pdf(
                app, difference, changes, touched, args.pdf, progress(), chosen=chosen
            )
        )
    if args.json:
        print_json(_as_json(difference, changes, touched))
    elif not (args.csv or args.pdf):
        _print(difference, changes, touched, args.kind)
    return 0


def _filter(difference: EditionDifference, args: argparse.Namespace) -> DifferenceFilter:
    chapter = args.chapter.upper()
    if chapter and chapter not in difference.chapter_titles:
        known = ", ".join(difference.chapter_titles)
        raise AppError(f"Det finns inget kapitel {args.chapter}. Välj något av {known}.")
    kinds = frozenset(kind for kind in DifferenceKind if _option(kind) in args.kind)
    return DifferenceFilter(kinds, chapter, args.text, args.touched)


def _option(kind: DifferenceKind) -> str:
    return kind.name.lower().replace("_", "-")


def _print(
    difference: EditionDifference,
    changes: Sequence[CodeDifference],
    touched: TouchedByCode,
    asked: Sequence[str],
) -> None:
    for kind in DifferenceKind:
        of_kind = [change for change in changes if change.kind is kind]
        is_told = _option(kind) in asked if asked else kind in _ALWAYS_TOLD
        if of_kind or is_told:
            print(f"{_HEADING.get(kind, kind.value)}: {len(of_kind)}")
        for change in of_kind:
            print(f"  {change.concept.marked_code}  {_said(change)}")
            for use in touched.get(change.code, ()):
                print(f"      {use.kind}: {use.text}")
    for remark in difference.remarks:
        print(remark)


def _said(change: CodeDifference) -> str:
    title = change.concept.title
    if change.kind is DifferenceKind.NEW:
        return title
    if change.kind is DifferenceKind.WITHDRAWN:
        return f"{title} ({change.after_text})" if change.after_text else title
    said = f"{change.before_text or '–'} → {change.after_text or '–'}"
    return said if change.kind is DifferenceKind.RETITLED else f"{title}: {said}"


def _as_json(
    difference: EditionDifference, changes: Sequence[CodeDifference], touched: TouchedByCode
) -> dict[str, Any]:
    shown = EditionDifference(difference.before, difference.after, tuple(changes))
    return {
        "before": difference.before.id,
        "after": difference.after.id,
        "new": [_concept_json(concept) for concept in shown.new],
        "withdrawn": [_concept_json(concept) for concept in shown.withdrawn],
        "retitled": [
            {"code": each.after.code, "before": each.before.title, "after": each.after.title}
            for each in shown.retitled
        ],
        "changes": [_change_json(change, touched) for change in changes],
        "chapters": [
            {
                "chapter": chapter,
                "title": difference.chapter_titles.get(chapter, ""),
                "counts": {_option(kind): count for kind, count in counts.items()},
            }
            for chapter, counts in count_by_chapter(difference, changes).items()
        ],
        "remarks": list(difference.remarks),
    }


def _change_json(change: CodeDifference, touched: TouchedByCode) -> dict[str, Any]:
    return {
        "kind": _option(change.kind),
        "code": change.code,
        "title": change.concept.title,
        "chapter": change.chapter,
        "before": change.before_text,
        "after": change.after_text,
        "touched": [
            asdict(use) | {"kind": use.kind.name.lower().replace("_", "-")}
            for use in touched.get(change.code, ())
        ],
    }


def _concept_json(concept: Concept) -> dict[str, str]:
    return {"code": concept.code, "title": concept.title}
