"""The handout of an exercise: the event and its record, without the key, and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable

from app.domain.encounter import Encounter
from app.domain.patient import SEX_LABEL
from app.domain.record import CareRecord, Measurement, Medication, RecordDocument
from app.domain.training import Exercise
from app.reports.event_head import format_age, format_moment, format_number
from app.reports.paging import build_pdf
from app.reports.styles import BLACK, CODE, COLUMN, PALE, SECTION, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable
from app.reports.training_pages import (
    WHOLE,
    build_facts,
    build_section,
    build_title,
    lines_of,
)

_DRUGS = (
    Column("Läkemedel", 52 * mm),
    Column("ATC", 22 * mm),
    Column("Insatt – utsatt", 44 * mm),
    Column("Orsak och dosering", TEXT_WIDTH - 118 * mm),
)
_VALUES = (
    Column("Mätvärde", 52 * mm),
    Column("Resultat", 38 * mm),
    Column("Referens", 28 * mm),
    Column("Tid", TEXT_WIDTH - 118 * mm),
)
#: Height of a line to write on, in points.
_LINE = 9 * mm
#: Space above a heading among the lines, in points.
_ABOVE = 3 * mm
_SECONDARIES, _PROCEDURES = 6, 4


def build_handouts(exercises: Sequence[Exercise], printed_at: datetime) -> bytes:
    """Build the PDF of one or more handouts, each from a new page with its own numbering.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    sections = [
        build_section(
            each.title,
            "Övning i klinisk kodning",
            f"Övning {each.id}",
            printed_at,
            partial(_story, each),
        )
        for each in exercises
    ]
    name = exercises[0].title if len(exercises) == 1 else f"{len(exercises)} övningar"
    return build_pdf(f"Övning: {name}", sections)


def _story(exercise: Exercise) -> Iterator[Flowable]:
    yield from build_title(exercise.title, f"Svårighet: {exercise.difficulty.value}")
    yield build_facts("Vårdhändelse", _event_facts(exercise.event))
    yield build_facts("Patient (påhittad)", _patient_facts(exercise.event))
    yield from record_tables(exercise.record)
    yield CondPageBreak(_AnswerLines.total_height())
    yield _AnswerLines()


def record_tables(record: CareRecord) -> Iterator[Flowable]:
    """Make the tables of a record: notes in order of time, drugs, values."""
    for note in sorted(record.documents, key=_when):
        who = f", {note.author_role.lower()}" if note.author_role else ""
        title = f"{note.title}{who}, {format_moment(note.time)}"
        yield RowTable(title, WHOLE, [Row((Cell(lines_of(note.text)),))])
    if record.medications:
        yield RowTable("Läkemedelslista", _DRUGS, [_drug(each) for each in record.medications])
    if record.measurements:
        rows = [_value(each) for each in record.measurements]
        yield RowTable("Mätvärden och provsvar", _VALUES, rows)


def _when(note: RecordDocument) -> str:
    return note.time.isoformat() if note.time else ""


def _event_facts(event: Encounter) -> Iterator[tuple[str, str]]:
    yield "Enhet", event.unit.label
    yield "Klass och typ", _class_and_type(event)
    yield "Tid", f"{format_moment(event.start)} – {format_moment(event.end)}"
    yield "Kontaktform", event.contact_form
    yield "Juridisk vårdform", event.legal_form
    yield "Utskrivningssätt", event.discharge_mode
    yield "Yrkeskategori", ", ".join(event.professions)


def _class_and_type(event: Encounter) -> str:
    names = dict.fromkeys((event.encounter_class.value, event.encounter_type.value))
    return ", ".join(names)


def _patient_facts(event: Encounter) -> Iterator[tuple[str, str]]:
    patient = event.patient
    yield "Namn", patient.shown_name
    yield "Personnummer", format_number(patient)
    yield "Kön och ålder", f"{SEX_LABEL[patient.sex]}, {format_age(event)}"


def _drug(drug: Medication) -> Row:
    name = f"{drug.name} ({drug.substance})" if drug.substance else drug.name
    told = "; ".join(filter(None, (drug.reason, drug.dosage)))
    span = f"{_day(drug.start)} – {_day(drug.end)}" if drug.start or drug.end else ""
    return Row((Cell(name), Cell(drug.atc), Cell(span), Cell(told)))


def _value(value: Measurement) -> Row:
    shown = f"{value.value} {value.unit}".strip()
    style = CODE if value.is_outside else Cell().style
    mark = " ⚠" if value.is_outside else ""
    cells = (Cell(value.name), Cell(f"{shown}{mark}", style), Cell(value.reference))
    return Row((*cells, Cell(format_moment(value.time))))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


class _AnswerLines(Flowable):
    """Lines to write the coding on, kept together on a page."""

    _rows = (
        ("Huvuddiagnos", 1),
        ("Bidiagnoser (par och yttre orsak på samma rad)", _SECONDARIES),
        ("Åtgärder med tilläggskoder, läkemedel (ATC)", _PROCEDURES),
    )

    @classmethod
    def total_height(cls) -> float:
        """Return the height in points."""
        lines = sum(count for _, count in cls._rows)
        heads = len(cls._rows) * (COLUMN.leading + _ABOVE)
        return SECTION.leading + heads + lines * _LINE + 8 * mm

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Measure the lines, in points."""
        self.height = self.total_height()
        return TEXT_WIDTH, self.height

    def draw(self) -> None:
        """Paint headings and lines."""
        top = self.height - 4 * mm
        self._paint("Din kodning", SECTION.font, SECTION.size, top - SECTION.drop, BLACK)
        top -= SECTION.leading + 1 * mm
        for name, count in self._rows:
            top -= _ABOVE
            self._paint(name, COLUMN.font, COLUMN.size, top - COLUMN.drop, COLUMN.ink)
            top -= COLUMN.leading
            for _ in range(count):
                top -= _LINE
                self.canv.setStrokeGray(PALE)
                self.canv.setLineWidth(0.5)
                self.canv.line(0, top, TEXT_WIDTH, top)

    def _paint(self, text: str, font: str, size: float, y: float, ink: float) -> None:
        self.canv.setFillGray(ink)
        self.canv.setFont(font, size)
        self.canv.drawString(0, y, text)
