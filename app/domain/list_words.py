"""The sentences about tables and lists that screen and command line share."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.file_import import FileImport, FileImportReport
from app.domain.finding import SEVERITY_LABEL, Severity
from app.domain.local_list import ListPreview
from app.domain.period import Period
from app.domain.plain_text import group_thousands
from app.domain.regional import BLOCK_LABEL, Block, RuleSwitch, judged_severity


def format_report(report: FileImportReport) -> tuple[str, ...]:
    """Tell what an import led to: what was read, then every warning."""
    if report.already_imported:
        return report.warnings
    if report.told:
        return (report.told, *report.warnings)
    name = report.latest.name[:1].upper() + report.latest.name[1:]
    rows = format_count(report.latest.rows, "rad inläst", "rader inlästa")
    added = format_count(report.added, "ny", "nya")
    gone = format_count(report.gone, "borttagen", "borttagna")
    read = (
        f"{name}: {rows} ({report.written_as}), {added} och {gone} mot förut; "
        "en ändrad rad räknas som båda."
    )
    return (read, *report.warnings)


def format_import(latest: FileImport) -> str:
    """Tell where the rows of a table come from: file, moment and person."""
    return format_origin(latest.source.name, latest.imported_at, latest.imported_by)


def format_origin(file_name: str, at: datetime, by: str) -> str:
    """Tell which file something was read from, when, and by whom if that is known."""
    person = f" av {by}" if by else ""
    return f"Inläst {at:%Y-%m-%d %H:%M}{person} ur {file_name}."


def format_count(count: int, one: str, many: str) -> str:
    """Write a number with its noun, the thousands apart: `1 rad`, `20 113 rader`."""
    return f"{group_thousands(count)} {one if count == 1 else many}"


def format_day(day: date | None) -> str:
    """Write a day in ISO form, or nothing."""
    return day.isoformat() if day else ""


def format_period(period: Period) -> tuple[str, str]:
    """Write the two cells of a validity."""
    return format_day(period.start), format_day(period.end)


def format_block(block: Block) -> str:
    """Write what a blocked code may not be."""
    return f"{BLOCK_LABEL[block.kind]} {block.other}".strip()


def format_switch(switch: RuleSwitch) -> str:
    """Write what a region has decided about a rule."""
    return "av" if switch.severity is None else f"grad {SEVERITY_LABEL[switch.severity]}"


def format_effect(switch: RuleSwitch, severity: Severity, *, is_verified: bool = True) -> str:
    """Write what a decision makes of a rule that the rule book judges with that severity."""
    judged = judged_severity(switch, is_verified=is_verified)
    if judged is None:
        return "stängs av"
    why = "" if judged is switch.severity else " (ej verifierad)"
    if judged is severity:
        return f"{'förblir' if why else 'är redan'} {SEVERITY_LABEL[severity]}{why}"
    return f"{SEVERITY_LABEL[severity]} blir {SEVERITY_LABEL[judged]}{why}"


def format_guess(found: ListPreview) -> str:
    """Tell which column of a file seems to be what."""
    if found.guess is None:
        return "Det framgår inte vilken kolumn som är vad."
    guess = found.guess
    day = "" if guess.valid_from is None else f", första dag i kolumn {guess.valid_from + 1}"
    return f"Koden verkar stå i kolumn {guess.code + 1}, texten i kolumn {guess.text + 1}{day}."
