"""`kodklar intake` and `worklist`: events in, and the list of them."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.encounter import STATUS_LABEL
from app.domain.list_words import format_count
from app.domain.work_list import WorkListQuery, WorkListRow
from app.services.context import AppContext
from app.services.intake import import_events
from app.services.work_list import work_count, work_page

_PAGE = 500


def take_in(app: AppContext, args: argparse.Namespace) -> int:
    """Import events; 1 where something was set aside."""
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
            f"{format_count(report.added, 'ny händelse', 'nya händelser')}, "
            f"{format_count(report.updated, 'ändrad', 'ändrade')}, "
            f"{format_count(report.unchanged, 'oförändrad', 'oförändrade')}, "
            f"{len(report.rejected)} i karantän."
        )
        for rejected in report.rejected:
            print(f"  {rejected.file_name}, {rejected.place}: {rejected.reason}")
        for remark in report.remarks:
            print(f"  {remark}")
    return 1 if report.rejected else 0


def show_work_list(app: AppContext, args: argparse.Namespace) -> int:
    """Print the work list in the order of work."""
    query, now = WorkListQuery(), app.now()
    rows: list[WorkListRow] = []
    for offset in range(0, work_count(app, query), _PAGE):
        rows += work_page(app, query, offset, _PAGE)
    if args.json:
        for row in rows:
            print_json(_row_json(row, now))
        return 0
    print_table(
        ("händelse", "status", "enhet", "klass", "typ", "slut", "dagar", "patient", "hos"),
        [_row_text(row, now) for row in rows],
        "Arbetslistan är tom. Läs in händelser med kodklar intake.",
    )
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
        row.claimed_by,
    )
