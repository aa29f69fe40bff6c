"""How an import of a whole table is told, and how validity is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.cli.output import print_json
from app.domain.file_import import FileImport, FileImportReport
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
    if not report.already_imported:
        print(
            f"{report.latest.name}: {report.latest.rows} rader inlästa ({report.written_as}), "
            f"{report.added} nya och {report.gone} borttagna mot förut; "
            "en ändrad rad räknas som båda."
        )
    for warning in report.warnings:
        print(warning)


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
        "valid_from": shown_day(period.start) or None,
        "valid_to": shown_day(period.end) or None,
    }


def shown_period(period: Period) -> tuple[str, str]:
    """Return the two cells of a validity."""
    return shown_day(period.start), shown_day(period.end)


def shown_day(day: date | None) -> str:
    """Return a day in ISO form, or nothing."""
    return day.isoformat() if day else ""
