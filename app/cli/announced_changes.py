"""`kodklar codebook changes`: a publisher's list of changes, held against what is in use."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.services.announced_changes import (
    Agreement,
    AnnouncedChange,
    AnnouncedChanges,
    read_announced_changes,
)
from app.services.context import AppContext

#: The long texts come last, so that the answers stand in a column of their own.
_HEADERS = ("dag", "vad", "kod", "stämmer", "före → efter")


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print every change with whether the edition of its day agrees, and the counts."""
    found = read_announced_changes(app, args.file, progress())
    if args.json:
        print_json(_as_json(found))
        return 0
    print_table(_HEADERS, [_row(each) for each in found.changes], "Listan är tom.")
    for sentence in (found.summary, *found.remarks):
        print(sentence)
    return 0


def _row(announced: AnnouncedChange) -> tuple[str, ...]:
    change = announced.change
    agreement = announced.agreement.value.lower()
    return (change.day.isoformat(), change.kind.value, change.code, agreement, announced.said)


def _as_json(found: AnnouncedChanges) -> dict[str, Any]:
    return {
        "file": found.file_name,
        "changes": [_change_json(each) for each in found.changes],
        "counts": {_option(each): found.count(each) for each in Agreement},
        "remarks": list(found.remarks),
    }


def _change_json(announced: AnnouncedChange) -> dict[str, Any]:
    change, edition = announced.change, announced.edition
    return {
        "day": change.day.isoformat(),
        "system": change.system.value,
        "kind": change.kind.name.lower(),
        "code": change.code,
        "before": change.before,
        "after": change.after,
        "comment": change.comment,
        "agreement": _option(announced.agreement),
        "edition": edition.id if edition else None,
    }


def _option(agreement: Agreement) -> str:
    return agreement.name.lower().replace("_", "-")
