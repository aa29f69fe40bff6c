"""`kodklar codebook`: import, list and compare editions."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import Concept, Edition
from app.domain.errors import AppError
from app.services.codebooks import compare_editions, import_codebook, list_editions
from app.services.context import AppContext


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this module."""
    group = commands.add_parser("codebook", help="kodverk: läs in, lista, jämför")
    acts = group.add_subparsers(metavar="import|list|diff", required=True)
    add = acts.add_parser("import", parents=[shared], help="läs in en utgåva")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--version", metavar="V", help="utgåvans version, till exempel 2024")
    add.add_argument("--valid-from", type=_day, metavar="D", help="första giltighetsdag")
    add.add_argument("--json", action="store_true")
    add.set_defaults(run=_import, needs_no_storage=False)
    listing = acts.add_parser("list", parents=[shared], help="visa inlästa utgåvor")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list, needs_no_storage=False)
    diff = acts.add_parser("diff", parents=[shared], help="skillnader mellan två utgåvor")
    diff.add_argument("a", metavar="A")
    diff.add_argument("b", metavar="B")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(run=_diff, needs_no_storage=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"{text} är inte ett datum. Skriv ÅÅÅÅ-MM-DD.") from error


def _import(app: AppContext, args: argparse.Namespace) -> int:
    for paths in _codebooks(app, args.paths):
        report = import_codebook(
            app,
            paths,
            version=args.version,
            valid_from=args.valid_from,
            control=progress(),
        )
        written = _edition_json(report.edition) | {
            "counts": report.counts,
            "warnings": list(report.warnings),
            "already_imported": report.already_imported,
        }
        if args.json:
            print_json(written)
        else:
            _print_report(report.edition, report.counts, already=report.already_imported)
            for warning in report.warnings:
                print(f"  {warning}")
    return 0


def _codebooks(app: AppContext, paths: list[Path]) -> list[list[Path]]:
    found = app.readers.recognise(paths)
    return [list(book.files) for book in found] if len(found) > 1 else [paths]


def _print_report(edition: Edition, counts: dict[str, int], *, already: bool) -> None:
    levels = ", ".join(f"{count} {level}" for level, count in counts.items())
    verb = "fanns redan, inget ändrades" if already else "inläst"
    print(f"{edition.label} ({edition.id}): {verb}. {sum(counts.values())} koder: {levels}.")


def _list(app: AppContext, args: argparse.Namespace) -> int:
    editions = list_editions(app)
    if args.json:
        for edition in editions:
            print_json(_edition_json(edition))
        return 0
    rows = [
        (e.id, SYSTEM_LABEL[e.system], e.label, _text(e.valid.start), str(sum(e.counts.values())))
        for e in editions
    ]
    print_table(("id", "kodverk", "utgåva", "gäller från", "koder"), rows)
    return 0


def _diff(app: AppContext, args: argparse.Namespace) -> int:
    change = compare_editions(app, args.a, args.b)
    if args.json:
        print_json(
            {
                "before": change.before.id,
                "after": change.after.id,
                "new": [_concept_json(concept) for concept in change.new],
                "withdrawn": [_concept_json(concept) for concept in change.withdrawn],
                "retitled": [
                    {"code": r.after.code, "before": r.before.title, "after": r.after.title}
                    for r in change.retitled
                ],
            }
        )
        return 0
    for heading, concepts in (("Nya", change.new), ("Utgångna", change.withdrawn)):
        print(f"{heading}: {len(concepts)}")
        for concept in concepts:
            print(f"  {concept.marked_code}  {concept.title}")
    print(f"Ändrad titel: {len(change.retitled)}")
    for retitled in change.retitled:
        print(f"  {retitled.after.marked_code}  {retitled.before.title} → {retitled.after.title}")
    return 0


def _edition_json(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "system": edition.system.value,
        "name": edition.name,
        "version": edition.version,
        "valid_from": _text(edition.valid.start) or None,
        "valid_to": _text(edition.valid.end) or None,
        "is_starter": edition.is_starter,
        "counts": dict(edition.counts),
        "sources": [{"name": s.name, "sha256": s.sha256} for s in edition.sources],
    }


def _concept_json(concept: Concept) -> dict[str, str]:
    return {"code": concept.code, "title": concept.title}


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
