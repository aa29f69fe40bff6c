"""`kodklar codebook`: import and check editions."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.editions import edition_json
from app.cli.output import print_json, progress
from app.cli.person import terminal_person
from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import EditionState
from app.domain.edition_content import format_level_count
from app.domain.list_words import format_count
from app.domain.plain_text import group_thousands
from app.services.codebook_check import Disagreement, SystemCheck, check_starter
from app.services.codebooks import ImportReport, import_codebook
from app.services.context import AppContext

_YES = ("j", "ja", "y", "yes")


def import_editions(app: AppContext, args: argparse.Namespace) -> int:
    """Import every codebook among the paths, each in a transaction of its own."""
    for paths in _codebooks(app, args.paths):
        report = import_codebook(
            app,
            paths,
            version=args.version,
            valid_from=args.valid_from,
            imported_by=terminal_person().name,
            state=EditionState(args.state),
            answer=_answer_yes if args.yes else _ask if _is_somebody_there() else None,
            control=progress(),
        )
        if args.json:
            print_json(_report_json(report))
        else:
            _print_report(report)
    return 0


def _codebooks(app: AppContext, paths: list[Path]) -> list[list[Path]]:
    found = app.readers.recognise(paths)
    return [list(book.files) for book in found] if len(found) > 1 else [paths]


def _answer_yes(question: str) -> bool:
    print(f"{question} Ja (--yes).", file=sys.stderr)
    return True


def _is_somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(question: str) -> bool:
    """Ask on the terminal."""
    print(f"{question} [j/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def _report_json(report: ImportReport) -> dict[str, Any]:
    return edition_json(report.edition) | {
        "counts": report.counts,
        "warnings": list(report.warnings),
        "already_imported": report.already_imported,
        "retired": report.retired.id if report.retired else None,
    }


def _print_report(report: ImportReport) -> None:
    edition, counts = report.edition, report.counts
    levels = ", ".join(format_level_count(level, n) for level, n in counts.items())
    total = format_count(sum(counts.values()), "kod", "koder")
    verb = "fanns redan, inget ändrades" if report.already_imported else "inläst"
    print(f"{edition.label} ({edition.id}): {verb}. {total}: {levels}.")
    if edition.state is not EditionState.ACTIVE:
        print(f"  Den är inte i bruk. Ta den i bruk med kodklar codebook activate {edition.id}.")
    if report.retired is not None:
        print(f"  {report.retired.label}, som gäller från samma dag, är ur bruk.")
    for warning in report.warnings:
        print(f"  {warning}")


def check(app: AppContext, args: argparse.Namespace) -> int:
    """Print what is wrong in the starter edition; status 1 when something is."""
    folder: Path = args.folder
    report = check_starter(
        app, folder / "starter", args.against, folder / "title-review.tsv", progress()
    )
    if args.json:
        for found in report.systems:
            print_json(_check_json(found))
    else:
        for found in report.systems:
            _print_check(found)
        for remark in report.remarks:
            print(remark)
    return 0 if report.is_clean else 1


def _check_json(found: SystemCheck) -> dict[str, Any]:
    return asdict(found) | {"existing": found.existing, "clean": found.is_clean}


def _print_check(found: SystemCheck) -> None:
    share = f"{100 * found.share_existing:.1f}".replace(".", ",")
    label = SYSTEM_LABEL[found.system]
    counted = format_count(found.codes, "kod", "koder")
    existing = f"{group_thousands(found.existing)} finns"
    judged = format_count(found.judged, "bedömd titel", "bedömda titlar")
    print(f"{label} mot {found.official}: {counted}, {existing} ({share} %), {judged}.")
    for heading, codes in (("Finns inte", found.missing), ("Bedömd men borta", found.gone)):
        for code in codes:
            print(f"  {heading}: {code}")
    lists: tuple[tuple[str, tuple[Disagreement, ...]], ...] = (
        ("Fel märke", found.wrong_marks),
        ("Fel plats", found.misplaced),
        ("Ej bedömd titel", found.unjudged),
        ("Bedömd titel har ändrats", found.reworded),
        ("Avskriven titel", found.copied),
    )
    for heading, each in lists:
        for one in each:
            print(f"  {heading}: {one.code}  {one.starter} | {one.official}")
    if found.is_clean:
        print("  Inget att anmärka på.")
