"""Rows of the record's lists: drugs with ATC, and values with their trend on one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.encounter import Encounter
from app.domain.record import Measurement, MeasurementKind, Medication
from app.domain.record_flow import Trend, find_trends
from app.services.shown_values import is_during
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry
from ui.screens.record_document import sign_of, word_of

NO_DRUGS = "Inga läkemedel i journalen."
NO_VALUES = "Inga värden i journalen."
#: Earlier values on a row; of more the number is told.
_MOST_EARLIER = 6


def medication_entries(medications: Sequence[Medication]) -> list[Entry[Medication]]:
    """List the drugs in the order of the record; a sentence where there is none."""
    if not medications:
        return [Entry(CodeRow(title=NO_DRUGS))]
    return [Entry(_medication_row(drug), drug) for drug in medications]


def value_entries(measurements: Iterable[Measurement], event: Encounter) -> list[Entry[Trend]]:
    """List a row for each analysis: those outside their interval first, then laboratory, bedside.

    The sections are headed; a sentence where there is no value.
    """
    trends = find_trends(measurements)
    sections = (
        ("Utanför referens", [t for t in trends if t.latest.is_outside]),
        ("Laboratorium", _others(trends, MeasurementKind.LABORATORY)),
        ("Mätvärden", _others(trends, MeasurementKind.BEDSIDE)),
    )
    rows: list[Entry[Trend]] = []
    for title, found in sections:
        if found:
            rows.append(Entry(CodeRow(title=f"{title} ({len(found)})")))
            rows += [Entry(_trend_row(trend, event), trend) for trend in found]
    return rows or [Entry(CodeRow(title=NO_VALUES))]


def _others(trends: Iterable[Trend], kind: MeasurementKind) -> list[Trend]:
    return [t for t in trends if t.latest.kind is kind and not t.latest.is_outside]


def _trend_row(trend: Trend, event: Encounter) -> CodeRow:
    latest = trend.latest
    facts = [
        f"ref. {latest.reference}" if latest.reference else "",
        _when(latest, event),
        _days(trend),
        latest.comment,
    ]
    told = " ".join(part for part in (latest.value, latest.unit, *_trail(trend)) if part)
    return CodeRow(
        title=f"{latest.name}: {told}",
        note=" · ".join(fact for fact in facts if fact),
        aside=" ".join((sign_of(latest), word_of(latest))).strip(),
        icon="warning" if latest.is_outside else "",
        is_strong=latest.is_outside,
        title_lines=2,
        is_offer=True,  # a row without code, so that names and values begin at one place
    )


def _when(value: Measurement, event: Encounter) -> str:
    if value.time is None:
        return ""
    day = value.time.date()
    return f"{value.time:%Y-%m-%d %H:%M}{'' if is_during(event, day) else _outside(event, day)}"


def _outside(event: Encounter, day: date) -> str:
    first = event.admission_day
    return " (före händelsen)" if first is not None and day < first else " (efter händelsen)"


def _trail(trend: Trend) -> list[str]:
    """Write the earlier values, newest first, each with the sign of one outside its interval."""
    shown = [f"← {value.value}{sign_of(value)}" for value in trend.earlier[:_MOST_EARLIER]]
    more = len(trend.earlier) - len(shown)
    return [*shown, f"← {more} till"] if more else shown


def _days(trend: Trend) -> str:
    """Write the days of the earlier values that are shown."""
    times = [value.time for value in trend.earlier[:_MOST_EARLIER] if value.time]
    days = dict.fromkeys(f"{time.day}/{time.month} {time:%y}" for time in times)
    return f"tidigare {', '.join(days)}" if days else ""


def _medication_row(drug: Medication) -> CodeRow:
    span = "–".join(day.isoformat() if day else "" for day in (drug.start, drug.end)).strip("–")
    note = " · ".join(part for part in (drug.substance, drug.dosage, drug.reason, span) if part)
    return CodeRow(code=drug.atc or "–", title=drug.name, note=note)
