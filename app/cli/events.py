"""`kodklar intake`: events in."""

from __future__ import annotations

import argparse

from app.cli.output import print_json, progress
from app.domain.list_words import format_count
from app.services.context import AppContext
from app.services.intake import import_events


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
