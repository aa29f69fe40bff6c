"""How an import of a whole table is printed, and how validity stands in JSON."""

from __future__ import annotations

from typing import Any

from app.cli.output import print_json
from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_words import format_day, format_report
from app.domain.period import Period


def print_report(report: FileImportReport, *, as_json: bool) -> None:
    """Tell what an import led to."""
    if as_json:
        print_json(
            import_json(report.latest)
            | {
                "written_as": report.written_as,
                "added": report.added,
                "gone": report.gone,
                "warnings": list(report.warnings),
                "already_imported": report.already_imported,
            }
        )
        return
    for sentence in format_report(report):
        print(sentence)


def import_json(latest: FileImport | None) -> dict[str, Any]:
    """Return an import as JSON has it; nothing for none."""
    if latest is None:
        return {}
    return {
        "name": latest.name,
        "rows": latest.rows,
        "file": latest.source.name,
        "sha256": latest.source.sha256,
        "imported_at": latest.imported_at.isoformat(),
    }


def period_json(period: Period) -> dict[str, str | None]:
    """Return a validity as JSON has it."""
    return {
        "valid_from": format_day(period.start) or None,
        "valid_to": format_day(period.end) or None,
    }
