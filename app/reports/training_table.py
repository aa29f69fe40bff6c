"""The class on paper: trainees and exercises in one table, and what was commonly missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from app.domain.training_class import ClassCell, ClassTable, Missed
from app.domain.training_marks import PART_LABEL, Part
from app.reports.paging import build_pdf
from app.reports.styles import BODY, CODE, NOTE, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable
from app.reports.training_pages import WHOLE, Titles, build_section, build_title, name_code

TITLE = "Klassens resultat"
_LEGEND = "– inte inlämnad · * ändrad av utbildaren · s inlämnad för sent"
_NAME = 46 * mm
#: So many exercises stand side by side; the rest follow in tables of their own.
_ACROSS = 10
_TRAINEES = (
    Column("Deltagare", TEXT_WIDTH - 80 * mm),
    Column("Inlämnade övningar", 40 * mm),
    Column("I medel", 40 * mm),
)
_EXERCISES = (
    Column("Nr", 12 * mm),
    Column("Övning", TEXT_WIDTH - 72 * mm),
    Column("Inlämnade", 30 * mm),
    Column("I medel", 30 * mm),
)
_MISSED = (
    Column("Del", 28 * mm),
    Column("Kod", 70 * mm),
    Column("Missade", 24 * mm),
    Column("Angivet i stället", TEXT_WIDTH - 122 * mm),
)
#: So many lines of what was missed are printed of each exercise.
_MOST_MISSED = 8


@dataclass(frozen=True, slots=True)
class PrintedClass:
    """A class table, and what was missed in each exercise by its id."""

    table: ClassTable = field(repr=False)
    missed: Mapping[str, Sequence[Missed]] = field(repr=False)
    titles: Titles = field(repr=False)


def build_class(printed: PrintedClass, printed_at: datetime) -> bytes:
    """Build the PDF of a class.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    section = build_section(
        TITLE, "Övning i klinisk kodning", TITLE, printed_at, lambda: _story(printed)
    )
    return build_pdf(TITLE, [section])


def _story(printed: PrintedClass) -> Iterator[Flowable]:
    table = printed.table
    trainees = "1 deltagare" if len(table.rows) == 1 else f"{len(table.rows)} deltagare"
    exercises = "1 övning" if len(table.exercises) == 1 else f"{len(table.exercises)} övningar"
    yield from build_title(TITLE, f"{trainees}, {exercises}")
    rows = [
        Row((Cell(row.trainee), Cell(str(row.done)), Cell(_percent(row.mean), CODE)))
        for row in table.rows
    ]
    yield RowTable("Deltagare", _TRAINEES, rows)
    yield RowTable("Övningar", _EXERCISES, list(_exercise_rows(table)))
    for first in range(0, len(table.exercises), _ACROSS):
        yield _matrix(table, first)
    yield RowTable("", WHOLE, [Row((Cell(_LEGEND, NOTE),))])
    for exercise_id, title in table.exercises:
        missed = printed.missed.get(exercise_id, ())
        if missed:
            rows = [_missed(each, printed.titles) for each in missed[:_MOST_MISSED]]
            yield RowTable(f"Ofta missat: {title}", _MISSED, rows)


def _exercise_rows(table: ClassTable) -> Iterator[Row]:
    for number, (_, title) in enumerate(table.exercises):
        done = sum(row.cells[number] is not None for row in table.rows)
        mean = _percent(table.means[number])
        yield Row((Cell(str(number + 1)), Cell(title), Cell(str(done)), Cell(mean, CODE)))


def _matrix(table: ClassTable, first: int) -> RowTable:
    last = min(first + _ACROSS, len(table.exercises))
    width = (TEXT_WIDTH - _NAME) / _ACROSS
    columns = [Column("Deltagare", _NAME)]
    columns += [Column(str(number + 1), width) for number in range(first, last)]
    rows = [
        Row((Cell(row.trainee), *(Cell(_shown(cell)) for cell in row.cells[first:last])))
        for row in table.rows
    ]
    return RowTable(f"Procent, övning {first + 1}–{last}", columns, rows)


def _shown(cell: ClassCell | None) -> str:
    if cell is None:
        return "–"
    return f"{cell.percent}{'*' if cell.is_overruled else ''}{' s' if cell.is_late else ''}"


def _missed(missed: Missed, titles: Titles) -> Row:
    title = name_code(titles, missed.system, missed.code)
    told = ", ".join(f"{code} ({count})" for code, count in missed.given)
    return Row(
        (
            Cell(PART_LABEL[missed.part], NOTE),
            Cell(f"{missed.code} {title}".strip(), BODY),
            Cell(f"{missed.missed} av {missed.of}", CODE),
            Cell(told or ("begärs inte" if missed.part is Part.SURPLUS else "inget")),
        )
    )


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"
