"""What a review of files found, as a table for a spreadsheet: a row for each finding.

UTF-8 with BOM, semicolons, CRLF: what a Swedish Excel opens by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from app.domain.finding import SEVERITY_LABEL, Finding
from app.exchange.edition_difference_csv import guard_cell

HEADER = ("Fil", "Rad", "Händelse", "Regel", "Grad", "Koder", "Anmärkning")
#: Stands as the severity of a line that could not be read.
NOT_REVIEWED = "Ej granskad"


def format_header() -> bytes:
    """Write the head of the table."""
    return b"\xef\xbb\xbf" + _written([HEADER])


def format_line(
    file: str, number: int, encounter_id: str, findings: Sequence[Finding], error: str
) -> bytes:
    """Write what came of one line: a row a finding, one where it could not be read, else none."""
    place = (file, str(number), encounter_id)
    if error:
        return _written([(*place, "", NOT_REVIEWED, "", error)])
    return _written(
        (
            *place,
            finding.rule_id,
            SEVERITY_LABEL[finding.severity],
            " ".join(finding.codes),
            f"{finding.message} {finding.remark}".strip(),
        )
        for finding in findings
    )


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8", "replace")
