"""`kodklar codebook`: import, list, compare and check editions."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import Concept, Edition, Level
from app.services.codebook_check import Disagreement, SystemCheck, check_starter
from app.services.codebooks import compare_editions, import_codebook, list_editions
from app.services.context import AppContext

_LEVEL: dict[str, str] = {
    Level.CHAPTER: "kapitel",
    Level.BLOCK: "avsnitt",
    Level.CATEGORY: "kategorier",
    Level.SUBCATEGORY: "fyrställiga",
    Level.EXTENSION: "femställiga",
    Level.HEADING: "rubriker",
    Level.ITEM: "koder att rapportera",
}


def import_editions(app: AppContext, args: argparse.Namespace) -> int:
    """Import every codebook among the paths, each in a transaction of its own."""
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
    levels = ", ".join(f"{count} {_LEVEL.get(level, level)}" for level, count in counts.items())
    verb = "fanns redan, inget ändrades" if already else "inläst"
    print(f"{edition.label} ({edition.id}): {verb}. {sum(counts.values())} koder: {levels}.")


def list_all(app: AppContext, args: argparse.Namespace) -> int:
    """Print every edition, official ones first."""
    editions = list_editions(app)
    if args.json:
        for edition in editions:
            print_json(_edition_json(edition))
        return 0
    rows = [
        (e.id, SYSTEM_LABEL[e.system], e.label, _text(e.valid.start), str(sum(e.counts.values())))
        for e in editions
    ]
    print_table(("id", "kodverk", "utgåva", "gäller från", "koder"), rows, "Inga kodverk.")
    return 0


def compare(app: AppContext, args: argparse.Namespace) -> int:
    """Print what is new, withdrawn and retitled from one edition to another."""
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
    print(
        f"{label} mot {found.official}: {found.codes} koder, {found.existing} finns ({share} %), "
        f"{found.judged} bedömda titlar."
    )
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
