"""The group of an event on paper: what it is, why, and what would give another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportlab.platypus.flowables import Flowable

from app.domain.drg_told import OTHERWISE, ToldGroup
from app.domain.encounter import Encounter
from app.domain.summary import CodingSummary
from app.reports.event_head import build_fact_table, format_moment, format_number
from app.reports.paging import Section, build_pdf
from app.reports.styles import CODE, TEXT_WIDTH, clean_text
from app.reports.tables import Cell, Column, Row, RowTable, title_lines

TITLE = "DRG med förklaring"
_NO_GROUP = "Ingen DRG"
_NO_RULE = "Ingen regel i tabellerna uppfylls, så händelsen får ingen grupp."
_WHOLE = (Column("", TEXT_WIDTH),)


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """An event with its group in words. Moments are wall-clock time."""

    encounter: Encounter = field(repr=False)
    told: ToldGroup
    #: What the definition tables are called.
    tables: str
    #: What is odd about the event or the tables, as whole sentences.
    remarks: tuple[str, ...] = ()
    #: What one thing otherwise would give.
    otherwise: tuple[str, ...] = ()
    printed_at: datetime | None = None
    #: A word across every page, `ÖVNING` of a training event; empty in the work itself.
    watermark: str = ""


def build_drg_explanation(printed: PrintedGroup) -> bytes:
    """Build the PDF; the same group gives the same bytes, and no patient data is in the metadata.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    encounter, patient = printed.encounter, printed.encounter.patient
    event_id = clean_text(encounter.id)
    at = format_moment(printed.printed_at)
    page = Section(
        name=event_id,
        head=clean_text(encounter.unit.label),
        running=(
            f"{TITLE} {event_id}",
            clean_text(f"{format_number(patient)}  {patient.shown_name}"),
        ),
        marks=(printed.watermark,) if printed.watermark else (),
        foot=f"Händelse {event_id}" + (f" · utskriven {at}" if at else ""),
        story=lambda: list(_story(printed)),
        watermark=printed.watermark,
    )
    return build_pdf(f"{TITLE} {event_id}", [page])


def _story(printed: PrintedGroup) -> Iterator[Flowable]:
    told = printed.told
    yield title_lines(f"{told.drg} {told.text}".strip() or _NO_GROUP, TITLE)
    warnings = list(_warnings(printed))
    if warnings:
        yield RowTable("", _WHOLE, [Row((Cell(f"⚠ {each}", CODE),)) for each in warnings])
    yield build_fact_table(CodingSummary(printed.encounter))
    *why, (basis, sentences) = told.sections()
    for heading, lines in why:
        yield from _part(heading, lines)
    yield from _part(basis, [" ".join((*sentences, f"Definitionstabeller: {printed.tables}."))])
    yield from _part(OTHERWISE, printed.otherwise)


def _part(heading: str, sentences: Sequence[str]) -> Iterator[Flowable]:
    """Yield a heading with a line for each sentence; nothing where there are none."""
    rows = [Row((Cell(each),)) for each in sentences]
    if rows:
        yield RowTable(heading, _WHOLE, rows)


def _warnings(printed: PrintedGroup) -> Iterator[str]:
    told = printed.told
    if told.problem is not None:
        yield f"Problemgrupp. {told.problem.meaning}"
    elif told.trouble:
        yield told.trouble
    yield from printed.remarks
    if not told.drg:
        yield _NO_RULE
