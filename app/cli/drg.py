"""`kodklar drg`: definition tables, and the groups of contacts by them."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.drg_explanation import Explanation, Variation
from app.exchange.drg_cases import CaseFormat
from app.services.context import AppContext
from app.services.drg import EventGrouping, group_stored, variations
from app.services.drg_files import GroupedLine, group_file
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
    status = 0
    for line in group_file(
        app,
        args.file,
        chosen,
        layout=layout,
        with_explanation=args.explain,
        jobs=args.jobs,
        control=progress(),
    ):
        status = 1 if line.error else status
        if args.json:
            print_json(_line_json(line))
        else:
            _print_line(line)
    return status


def explain_event(app: AppContext, args: argparse.Namespace) -> int:
    """Print the group of an event, why, and what would change it."""
    grouping = group_stored(app, args.event, args.tables)
    others = variations(app, grouping)
    if args.json:
        print_json(_event_json(args.event, grouping, others))
        return 0
    print(f"Definitionstabeller: {grouping.tables.label}")
    for remark in grouping.remarks:
        print(f"Anmärkning: {remark}")
    print_explanation(grouping.explanation)
    for other in others:
        print(f"  {other.told}: {other.outcome.drg} {other.text}")
    return 0


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


def _line_json(line: GroupedLine) -> dict[str, Any]:
    outcome = line.outcome
    written: dict[str, Any] = {"id": line.id}
    if outcome is None:
        return written | {"line": line.number, "error": line.error}
    written |= {
        "drg": outcome.drg or None,
        "rule": outcome.rule or None,
        "rtc": outcome.rtc or None,
        "mdc": outcome.mdc or None,
    }
    if line.remark:
        written["remark"] = line.remark
    if line.explanation is not None:
        written["explanation"] = explanation_json(line.explanation)
    return written


def explanation_json(told: Explanation) -> dict[str, Any]:
    """Write an explanation as one object."""
    return {
        "text": told.text,
        "rtc_text": told.rtc_text,
        "row": told.row,
        "conditions": [
            {"column": c.column, "cell": c.cell, "asked": c.asked, "codes": list(c.codes)}
            for c in told.conditions
        ],
        "complications": [
            {
                "code": c.code,
                "category": c.category,
                "level": c.level,
                "weight": c.weight.value,
                "told": c.told,
            }
            for c in told.complications
        ],
        "unknown": list(told.unknown),
        "idle": list(told.idle),
        "near": [{"rule": n.rule, "drg": n.drg, "text": n.text, "told": n.told} for n in told.near],
    }


def _print_line(line: GroupedLine) -> None:
    if line.outcome is None:
        print(line.error)
        return
    outcome = line.outcome
    if not outcome.is_grouped:
        print(f"{line.id}: ingen regel uppfylls.")
    else:
        print(f"{line.id}: {outcome.drg} regel {outcome.rule} returkod {outcome.rtc}")
    if line.remark:
        print(f"  {line.remark}")
    if line.explanation is not None:
        print_explanation(line.explanation)


def print_explanation(told: Explanation) -> None:
    """Print an explanation in lines of its own."""
    print(f"  {told.outcome.drg} {told.text} (rad {told.row})")
    for condition in told.conditions:
        codes = f": {', '.join(condition.codes)}" if condition.codes else ""
        print(f"  - {condition.asked}{codes}")
    for each in told.complications:
        print(f"  Komplikation {each.code} {each.category}: {each.told}")
    if told.unknown:
        print(f"  Okända för tabellerna: {', '.join(told.unknown)}")
    if told.idle:
        print(f"  Utan del i resultatet: {', '.join(told.idle)}")
    for miss in told.near:
        print(f"  Skiljer från {miss.drg} {miss.text}: {miss.told}")
