"""`kodklar drg`: definition tables, and the groups of contacts by them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Any, TextIO

from app.cli.endings import interrupted_when_asked_to_end
from app.cli.output import print_json, print_table, progress
from app.domain.drg_explanation import Variation
from app.exchange.drg_answers import (
    explanation_json,
    line_as_object,
    line_as_text,
)
from app.exchange.drg_case_heads import CaseFormat
from app.services.context import AppContext
from app.services.drg import EventGrouping, group_stored, variations
from app.services.drg_blocks import ToldBlock
from app.services.drg_files import group_file
from app.services.drg_tables import choose_tables, import_tables, remove_tables, table_sets

_NONE = "Inga definitionstabeller är inlästa. Läs in dem med kodklar drg import."


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Import a set of definition tables."""
    described, is_new = import_tables(app, args.path, control=progress())
    if args.json:
        print_json({**_set_json(described), "new": is_new, "remarks": list(described.remarks)})
        return 0
    if is_new:
        print(f"Läste in {described.label}: {described.rules} regler. Id {described.id}.")
    else:
        print(f"{described.label} var redan inläst. Inget ändrades.")
    for remark in described.remarks:
        print(f"Anmärkning: {remark}")
    return 0


def show_tables(app: AppContext, args: argparse.Namespace) -> int:
    """List the imported sets."""
    sets = table_sets(app)
    if args.json:
        for each in sets:
            print_json(_set_json(each))
        return 0
    rows = [
        (each.id, each.version, each.country, str(each.valid.start or ""), str(each.rules))
        for each in sets
    ]
    print_table(("id", "version", "land", "gäller från", "regler"), rows, _NONE)
    return 0


def remove(app: AppContext, args: argparse.Namespace) -> int:
    """Forget a set."""
    print(f"Tog bort {remove_tables(app, args.tables).label}.")
    return 0


def group(app: AppContext, args: argparse.Namespace) -> int:
    """Group a file of contacts; 1 where a line could not be grouped."""
    chosen = choose_tables(app, args.tables)
    layout = CaseFormat(args.format) if args.format else None
    blocks = group_file(
        app,
        args.file,
        chosen,
        line_as_object if args.json else line_as_text,
        layout=layout,
        with_explanation=args.explain,
        jobs=args.jobs,
        control=progress(),
    )
    with interrupted_when_asked_to_end(), closing(blocks):
        return _print_blocks(blocks, sys.stderr if args.json else None)


def _print_blocks(blocks: Iterable[ToldBlock], aside: TextIO | None) -> int:
    """Print what came of lines; remarks go aside where an object has no room for them."""
    failed = 0
    for told in blocks:
        failed += told.failed
        sys.stdout.write(told.text)
        if aside is not None:
            aside.writelines(f"{remark}\n" for remark in told.remarks)
    return 1 if failed else 0


def event_object(app: AppContext, args: argparse.Namespace) -> None:
    """Print the group of an event, why, and what would change it, as an object."""
    grouping = group_stored(app, args.event, args.tables)
    print_json(_event_json(args.event, grouping, variations(app, grouping)))


def _event_json(event: str, grouping: EventGrouping, others: list[Variation]) -> dict[str, Any]:
    outcome = grouping.explanation.outcome
    return {
        "id": event,
        "drg": outcome.drg or None,
        "rule": outcome.rule or None,
        "rtc": outcome.rtc or None,
        "mdc": outcome.mdc or None,
        "tables": grouping.tables.id,
        "remarks": list(grouping.remarks),
        "explanation": explanation_json(grouping.explanation),
        "variations": [
            {"told": o.told, "drg": o.outcome.drg, "rule": o.outcome.rule, "text": o.text}
            for o in others
        ],
    }


def _set_json(each: Any) -> dict[str, Any]:
    return {
        "id": each.id,
        "version": each.version,
        "country": each.country,
        "valid_from": str(each.valid.start) if each.valid.start else None,
        "valid_to": str(each.valid.end) if each.valid.end else None,
        "rules": each.rules,
        "checksum": each.checksum,
        "source": each.source,
    }
