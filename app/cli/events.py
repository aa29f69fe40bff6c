"""`kodklar intake`, `worklist` and `summary`: events in, the list, paper out."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.cli.person import terminal_person
from app.domain.encounter import STATUS_LABEL
from app.domain.work_list import WorkListQuery, WorkListRow
from app.services.context import AppContext
from app.services.intake import import_events
from app.services.reporting import write_summary
from app.services.work_list import work_count, work_page

_PAGE = 500


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this module."""
    intake = commands.add_parser("intake", parents=[shared], help="läs in vårdhändelser")
    intake.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    intake.add_argument("--json", action="store_true")
    intake.set_defaults(run=_intake, needs_no_storage=False)
    listing = commands.add_parser("worklist", parents=[shared], help="visa arbetslistan")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_worklist, needs_no_storage=False)
    summary = commands.add_parser("summary", parents=[shared], help="skriv kodningssammanfattning")
    summary.add_argument("event", metavar="EVENT")
    summary.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    summary.set_defaults(run=_summary, needs_no_storage=False)


def _intake(app: AppContext, args: argparse.Namespace) -> int:
    report = import_events(app, args.paths, progress())
    written = {
        "files": list(report.files),
        "kinds": list(report.kinds),
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "changed_after_signing": report.changed_after_signing,
        "events": list(report.encounter_ids),
        "rejected": [
            {"file": r.file_name, "place": r.place, "reason": r.reason} for r in report.rejected
        ],
        "remarks": list(report.remarks),
    }
    if args.json:
        print_json(written)
    else:
        print(
            f"{report.added} nya händelser, {report.updated} ändrade, "
            f"{report.unchanged} oförändrade, {len(report.rejected)} i karantän."
        )
        for rejected in report.rejected:
            print(f"  {rejected.file_name}, {rejected.place}: {rejected.reason}")
        for remark in report.remarks:
            print(f"  {remark}")
    return 1 if report.rejected else 0


def _worklist(app: AppContext, args: argparse.Namespace) -> int:
    query, now = WorkListQuery(), app.now()
    rows: list[WorkListRow] = []
    for offset in range(0, work_count(app, query), _PAGE):
        rows += work_page(app, query, offset, _PAGE)
    if args.json:
        for row in rows:
            print_json(_row_json(row, now))
        return 0
    print_table(
        ("händelse", "status", "enhet", "klass", "typ", "slut", "dagar", "person"),
        [_row_text(row, now) for row in rows],
    )
    return 0


def _summary(app: AppContext, args: argparse.Namespace) -> int:
    path = write_summary(app, args.event, args.out, terminal_person(app))
    print(path)
    return 0


def _row_json(row: WorkListRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status.value,
        "unit": row.unit,
        "class": row.encounter_class.value,
        "type": row.encounter_type.value,
        "start": row.start.isoformat() if row.start else None,
        "end": row.end.isoformat() if row.end else None,
        "days_waiting": row.days_waiting(now),
        "patient": row.patient_number,
        "principal": row.principal or None,
        "claimed_by": row.claimed_by or None,
        "record_changed": row.record_changed,
    }


def _row_text(row: WorkListRow, now: datetime) -> tuple[str, ...]:
    days = row.days_waiting(now)
    return (
        row.id,
        STATUS_LABEL[row.status],
        row.unit,
        row.encounter_class.value,
        row.encounter_type.value,
        row.end.strftime("%Y-%m-%d %H:%M") if row.end else "",
        "" if days is None else str(days),
        row.patient_number,
    )
