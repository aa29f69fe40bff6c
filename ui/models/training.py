"""Tables of training: exercises that come a page at a time, the class, what was missed, marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from textwrap import shorten

from PySide6.QtCore import QModelIndex, QObject, Signal

from app.domain.training_class import ClassRow, ClassTable, Missed
from app.domain.training_marks import PART_LABEL, MarkLine
from app.domain.training_ports import ExerciseRow
from ui.models.list_table_model import Column, Index, ListTableModel

PAGE = 200
#: Characters of the name of an exercise above its column of the class; the tips hold it whole.
_LONGEST_HEADING = 26
_NOTHING = "–"


def _points(line: MarkLine) -> str:
    return f"{line.points} av {line.full}" if line.full else str(line.points)


EXERCISE_COLUMNS: tuple[Column[ExerciseRow], ...] = (
    Column("Övning", lambda row: row.title, tooltip=lambda row: row.title),
    Column("Ämnen", lambda row: ", ".join(row.topics), tooltip=lambda row: ", ".join(row.topics)),
    Column("Svårighet", lambda row: row.difficulty.value),
    Column("Mål", lambda row: " ".join(row.goals), tooltip=lambda row: "\n".join(row.goals)),
    Column("Inlämnade", lambda row: str(row.attempts), is_number=True),
)

MISSED_COLUMNS: tuple[Column[Missed], ...] = (
    Column("Del", lambda row: PART_LABEL[row.part]),
    Column("Kod", lambda row: row.code),
    Column("Hör till", lambda row: row.hangs_on or _NOTHING),
    Column("Missade", lambda row: f"{row.missed} av {row.of}", is_number=True),
    Column(
        "Angivet i stället",
        lambda row: ", ".join(f"{code} ({count})" for code, count in row.given) or _NOTHING,
    ),
    Column("Varför", lambda row: row.why, tooltip=lambda row: row.why),
)

MARK_COLUMNS: tuple[Column[MarkLine], ...] = (
    Column("Del", lambda line: PART_LABEL[line.part]),
    Column("Facit", lambda line: " | ".join(line.expected) or _NOTHING),
    Column("Angivet", lambda line: line.given or _NOTHING),
    Column(
        "Bedömning",
        lambda line: line.told_verdict,
        icon=lambda line: "signed" if line.is_right else "warning",
    ),
    Column("Poäng", _points, is_number=True),
)


class ExercisesModel(ListTableModel[ExerciseRow]):
    """Exercises of which more are asked for as the table is scrolled."""

    more_wanted = Signal(int)  # how many there are already

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(EXERCISE_COLUMNS, parent)
        self.total = 0
        self._asked = 0

    def begin(self, rows: Sequence[ExerciseRow], total: int) -> None:
        """Show the first page of another question."""
        self.total, self._asked = total, len(rows)
        self.set_items(rows)

    def append(self, rows: Sequence[ExerciseRow]) -> None:
        """Show one more page."""
        first = len(self._items)
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._items = (*self._items, *rows)
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are exercises that nobody has asked for yet."""
        return not parent.isValid() and self._asked < self.total

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self._asked = min(self.total, len(self._items) + PAGE)
            self.more_wanted.emit(len(self._items))


def class_columns(table: ClassTable) -> tuple[Column[ClassRow], ...]:
    """Return a column for the trainee, one for each exercise, and one for the mean."""
    cells = tuple(
        Column(
            shorten(title, _LONGEST_HEADING, placeholder=" …"),
            partial(_cell, place),
            tooltip=partial(_cell_tip, place, title),
            is_number=True,
        )
        for place, (_id, title) in enumerate(table.exercises)
    )
    return (
        Column("Deltagare", lambda row: row.trainee),
        *cells,
        Column("Medel", lambda row: _percent(row.mean), is_number=True),
    )


def mean_row(table: ClassTable) -> str:
    """Say the mean of each exercise in a line."""
    parts = [
        f"{title}: {_percent(mean)}"
        for (_id, title), mean in zip(table.exercises, table.means, strict=True)
    ]
    return " · ".join(parts)


def _percent(value: int | None) -> str:
    return _NOTHING if value is None else f"{value} %"


def _cell(place: int, row: ClassRow) -> str:
    cell = row.cells[place]
    if cell is None:
        return _NOTHING
    marks = ("*" if cell.is_overruled else "") + (" sen" if cell.is_late else "")
    return f"{cell.percent} %{marks}"


def _cell_tip(place: int, title: str, row: ClassRow) -> str:
    cell = row.cells[place]
    if cell is None:
        return f"{row.trainee} har inte lämnat in {title}."
    tries = "1 försök" if cell.attempts == 1 else f"{cell.attempts} försök"
    changed = " Ändrad av utbildaren." if cell.is_overruled else ""
    return f"{row.trainee}, {title}: {cell.percent} %, {tries}.{changed} Retur visar bedömningen."
