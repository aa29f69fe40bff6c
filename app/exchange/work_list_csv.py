"""Rows of the work list as a table for a spreadsheet.

UTF-8 with BOM, semicolons, CRLF: what a Swedish Excel opens by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO

from app.domain.complexity import COMPLEXITY_LABEL
from app.domain.encounter import STATUS_LABEL
from app.domain.work_list import WorkListRow
from app.exchange.edition_difference_csv import guard_cell

HEADER = (
    "Händelse", "Status", "Skäl", "Parkerad till", "Enhet", "Klass", "Typ", "Start", "Slut",
    "Dagar sedan slut", "Dagar kvar", "Omfattning", "Personnummer", "Namn", "Huvuddiagnos",
    "Tilldelad", "Hos",
)  # fmt: skip


def format_header() -> bytes:
    """Write the head of the table."""
    return b"\xef\xbb\xbf" + _written(HEADER)


def format_row(row: WorkListRow, now: datetime) -> bytes:
    """Write one event; a protected person is masked, as in the list."""
    return _written(
        (
            row.id,
            STATUS_LABEL[row.status],
            row.status_reason,
            row.park_until.isoformat() if row.park_until else "",
            row.unit,
            row.encounter_class.value,
            row.encounter_type.value,
            _moment(row.start),
            _moment(row.end),
            row.days_waiting(now),
            row.days_left(now),
            COMPLEXITY_LABEL[row.complexity],
            row.patient_number,
            row.patient_name,
            row.principal,
            row.assigned.name if row.assigned else "",
            row.claimed_by,
        )
    )


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def _written(cells: Sequence[str | int | None]) -> bytes:
    """Write a row; numbers stay numbers, also those of days that are overdue."""
    guarded = [guard_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    target = StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerow(guarded)
    return target.getvalue().encode("utf-8", "replace")
