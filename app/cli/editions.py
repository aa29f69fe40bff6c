"""`kodklar codebook list|show|activate|retire|remove|export`: the editions that are read in."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.codebook import name_state
from app.domain.codebook_ports import Codebook
from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import Edition
from app.domain.edition_content import count_chapters, format_level_count
from app.domain.errors import NotFoundError
from app.domain.list_words import format_count
from app.domain.plain_text import group_thousands
from app.services.codebooks import list_editions
from app.services.context import AppContext
from app.services.editions import (
    activate_edition,
    export_edition,
    remove_edition,
    retire_edition,
)

_HEADERS = ("id", "kodverk", "utgåva", "gäller från", "koder", "läge", "inläst", "av")


def list_all(app: AppContext, args: argparse.Namespace) -> int:
    """Print every edition, official ones first."""
    editions = list_editions(app)
    if args.json:
        for edition in editions:
            print_json(edition_json(edition))
    else:
        print_table(_HEADERS, [_row(each, editions) for each in editions], "Inga kodverk.")
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print what an edition is: where it comes from, and its codes per level and chapter."""
    book = app.library.codebook(args.edition)
    if book is None:
        known = ", ".join(edition.id for edition in list_editions(app))
        raise NotFoundError(f"Det finns ingen utgåva {args.edition}. Välj någon av {known}.")
    edition = book.edition
    chapters = edition.chapter_counts or count_chapters(book.concepts())
    if args.json:
        print_json(edition_json(edition) | {"chapter_counts": dict(chapters)})
        return 0
    state = name_state(edition, list_editions(app)).lower()
    print(f"{edition.label} ({edition.id}): {state}.")
    print(_validity(edition))
    print(_origin(edition))
    _print_contents(book, chapters)
    return 0


def activate(app: AppContext, args: argparse.Namespace) -> int:
    """Take an edition into use."""
    done = activate_edition(app, args.edition)
    print(f"{done.edition.label} är i bruk.")
    if done.retired is not None:
        print(f"{done.retired.label}, som gäller från samma dag, är ur bruk.")
    return 0


def retire(app: AppContext, args: argparse.Namespace) -> int:
    """Take an edition out of use."""
    print(f"{retire_edition(app, args.edition).label} är ur bruk.")
    return 0


def remove(app: AppContext, args: argparse.Namespace) -> int:
    """Delete an edition that nothing uses."""
    remove_edition(app, args.edition)
    print(f"Utgåvan {args.edition} är borttagen.")
    return 0


def export(app: AppContext, args: argparse.Namespace) -> int:
    """Write an edition to one file."""
    print(f"Skrev {export_edition(app, args.edition, args.out, progress())}.")
    return 0


def edition_json(edition: Edition) -> dict[str, Any]:
    """Write an edition for programs."""
    return {
        "id": edition.id,
        "system": edition.system.value,
        "name": edition.name,
        "version": edition.version,
        "valid_from": _day(edition.valid.start) or None,
        "valid_to": _day(edition.valid.end) or None,
        "is_starter": edition.is_starter,
        "state": edition.state.value,
        "imported_at": edition.imported_at.isoformat() if edition.imported_at else None,
        "imported_by": edition.imported_by,
        "content_sha256": edition.content_sha256,
        "counts": dict(edition.counts),
        "sources": [{"name": s.name, "sha256": s.sha256} for s in edition.sources],
    }


def _row(edition: Edition, editions: Sequence[Edition]) -> tuple[str, ...]:
    return (
        edition.id,
        SYSTEM_LABEL[edition.system],
        edition.label,
        _day(edition.valid.start),
        group_thousands(sum(edition.counts.values())),
        name_state(edition, editions),
        f"{edition.imported_at:%Y-%m-%d %H:%M}" if edition.imported_at else "",
        edition.imported_by,
    )


def _validity(edition: Edition) -> str:
    if edition.is_starter:
        return "Följer med programmet och används där inget annat kodverk finns."
    end = f" till {_day(edition.valid.end)}" if edition.valid.end else ""
    return f"Gäller från {_day(edition.valid.start)}{end}."


def _origin(edition: Edition) -> str:
    if edition.imported_at is None:
        return "Filer:"
    by = f" av {edition.imported_by}" if edition.imported_by else ""
    return f"Inläst {edition.imported_at:%Y-%m-%d %H:%M}{by} från:"


def _print_contents(book: Codebook, chapters: Mapping[str, int]) -> None:
    for source in book.edition.sources:
        print(f"  {source.name}  {source.sha256}")
    total = sum(book.edition.counts.values())
    print(f"{format_count(total, 'kod eller rubrik', 'koder och rubriker')}:")
    for level, count in book.edition.counts.items():
        print(f"  {format_level_count(level, count)}")
    titles = {concept.code: concept.title for concept in book.children(None)}
    rows = [
        (code, group_thousands(count), titles.get(code, "")) for code, count in chapters.items()
    ]
    print_table(("kapitel", "koder", "rubrik"), rows, "Inga kapitel.")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
