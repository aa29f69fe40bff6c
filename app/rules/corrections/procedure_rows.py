"""Corrections of whole rows of procedures: their days, rows too many, codes that were replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.domain.codes import CodeSystem
from app.domain.correction import Correction
from app.domain.encounter import Encounter, Procedure
from app.domain.finding import Finding
from app.domain.row_changes import exchange_kva, with_procedure
from app.rules.case import ADDITIONAL, Case
from app.rules.corrections.offers import is_usable, known_among, named, offer

_KVA = CodeSystem.KVA
#: What the intensive care register uses in the place of its old codes.
_INTENSIVE_CARE = {
    "DV023": ("DV100", "DV101", "DV102", "DV103", "DV104", "DV105", "DV106"),
    "FXL10": ("FXL40", "FXL50", "FXL60"),
    "FXL20": ("FXL40", "FXL50", "FXL60"),
    "FXL30": ("FXL40", "FXL50", "FXL60"),
}
_OXYTOCIN = ("DT036", "DT037")


def date_within_stay(case: Case, finding: Finding) -> Iterator[Correction]:
    """Date the procedure to the nearest day of the stay, or to the one at its other end."""
    first, last = case.encounter.admission_day, case.encounter.end
    if first is None or last is None:
        return
    days = [_day(line) for line in case.encounter.procedures if line.code == finding.code]
    is_early = any(day is not None and day < first for day in days)
    for end in dict.fromkeys((first, last.date()) if is_early else (last.date(), first)):
        rows = tuple(
            replace(line, date=end, start=None, end=None)
            if line.code == finding.code and _is_outside(line, first, last.date())
            else line
            for line in case.encounter.procedures
        )
        sentence = f"Datera {named(case, finding.code)} till {end}."
        yield offer(sentence, replace(case.encounter, procedures=rows))


def date_undated(case: Case, finding: Finding) -> Iterator[Correction]:
    """Date every row of the procedure that lacks a day to the first or the last of the event."""
    first, last = case.encounter.admission_day, case.encounter.end
    days = dict.fromkeys(day for day in (first, last.date() if last else None) if day)
    for day in days:
        rows = tuple(
            replace(line, date=day)
            if line.code == finding.code and line.date is None and line.start is None
            else line
            for line in case.encounter.procedures
        )
        sentence = f"Datera {named(case, finding.code)} till {day}."
        yield offer(sentence, replace(case.encounter, procedures=rows))


def keep_one_row(case: Case, finding: Finding) -> Iterator[Correction]:
    """Take one of two rows of the same day away; rows of other days stay."""
    rows = case.encounter.procedures
    for number, line in enumerate(rows):
        for later in range(number + 1, len(rows)):
            is_pair = {line.code, rows[later].code} == set(finding.codes[:2])
            if is_pair and line.date == rows[later].date:
                for gone in (number, later):
                    after = _without_rows(case.encounter, {gone})
                    yield offer(f"Ta bort {_told(case, rows[gone])}.", after)
                return


def count_on_one_row(case: Case, finding: Finding) -> Iterator[Correction]:
    """Keep one of several equal rows, with the code that says how many there were."""
    alike = [
        (row, lead, extras) for row, (lead, extras) in _leads(case) if lead.code == finding.code
    ]
    if not alike:
        return
    first_row, first, extras = alike[0]
    same = [row for row, lead, others in alike if _is_same(first, extras, lead, others)]
    count = f"ZX1{len(same):02}"
    if len(same) == 1 or not is_usable(case, count, _KVA):
        return
    whole = replace(first, additional=tuple(dict.fromkeys((*extras, count))))
    gone = {n for row in same[1:] for n in _with_loose(case, row)}
    gone |= set(_with_loose(case, first_row)) - {first_row}
    after = _without_rows(with_procedure(case.encounter, first_row, whole), gone)
    sentence = f"Skriv {named(case, finding.code)} på en rad med {named(case, count)}."
    yield offer(sentence, after)


def use_replacement(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write the code that came in the place of one of intensive care."""
    for code in known_among(case, _INTENSIVE_CARE.get(finding.code, ()), _KVA):
        after = exchange_kva(case.encounter, finding.code, code)
        yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)


def tell_oxytocin(case: Case, finding: Finding) -> Iterator[Correction]:
    """Say what the oxytocin was given for."""
    for code in known_among(case, _OXYTOCIN, _KVA):
        after = exchange_kva(case.encounter, finding.code, code)
        yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)


def _day(line: Procedure) -> date | None:
    return line.date or (line.start.date() if line.start else None)


def _is_outside(line: Procedure, first: date, last: date) -> bool:
    day = _day(line)
    return day is not None and not first <= day <= last


def _leads(case: Case) -> list[tuple[int, tuple[Procedure, tuple[str, ...]]]]:
    """Each lead with its place and its additional codes, those on Z rows after it included."""
    rows = enumerate(case.encounter.procedures)
    places = [number for number, line in rows if not line.code.startswith(ADDITIONAL)]
    return list(zip(places, case.led_procedures, strict=True))


def _is_same(
    first: Procedure, extras: tuple[str, ...], other: Procedure, others: tuple[str, ...]
) -> bool:
    is_equal = (first.date, first.start) == (other.date, other.start)
    return is_equal and set(extras) == set(others)


def _with_loose(case: Case, lead: int) -> list[int]:
    """Return the places of a lead and of the Z rows after it."""
    rows = case.encounter.procedures
    end = next((n for n, _ in _leads(case) if n > lead), len(rows))
    return list(range(lead, end))


def _without_rows(encounter: Encounter, gone: set[int]) -> Encounter:
    kept = tuple(row for n, row in enumerate(encounter.procedures) if n not in gone)
    return replace(encounter, procedures=kept)


def _told(case: Case, line: Procedure) -> str:
    day = f", {line.date}" if line.date else ""
    return f"{named(case, line.code)}{day}"
