"""The answers to a step of a completion as rows, and the places and activities as a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.codes import CodeSystem
from app.domain.completion import Option
from app.domain.external_cause import CauseGrid, CauseShape
from app.domain.search import MATCH_LABEL, MatchKind, SearchHit
from app.services.cause_builder import Mechanism
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry
from ui.theme import colour

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: Lines of a title that is longer than one; long ones are told apart by their ends.
_TITLE_LINES, _LONG_TITLE_LINES, _LONG = 2, 4, 90
_NONE_HERE = "–"
_ROW_HEADS = {CauseShape.PLACE: "Plats", CauseShape.TRANSPORT: "Roll och trafik"}


def answer_entries(
    answers: Sequence[Mechanism | Option], passing: str = ""
) -> list[Entry[SearchHit]]:
    """Rows for answers, guesses under a heading; passing the step over comes last."""
    rows: list[Entry[SearchHit]] = []
    heading = ""
    for each in answers:
        if is_guess(each):
            continue
        if (own := _heading(each)) != heading:
            heading = own
            rows.append(Entry(CodeRow(title=heading)))
        rows.append(_entry(each))
    guesses = [_entry(each) for each in answers if is_guess(each)]
    if guesses:
        head = CodeRow(title=MATCH_LABEL[MatchKind.FUZZY], has_line=bool(rows))
        rows += [Entry(head), *guesses]
    if passing:
        skip = Option(CodeSystem.ICD10SE, "", passing)
        rows.append(Entry(CodeRow(title=passing, is_offer=True), offer=skip))
    return rows


def is_guess(answer: object) -> bool:
    """Whether an answer was found by a look-alike of what was typed."""
    if isinstance(answer, Mechanism):
        return answer.kind is MatchKind.FUZZY
    return isinstance(answer, Option) and answer.is_guess


def _heading(answer: Mechanism | Option) -> str:
    """Return what stands above answers that are shown before anything is typed."""
    is_ready = isinstance(answer, Mechanism) and answer.kind is MatchKind.OWN
    return answer.why if is_ready else ""


def _entry(answer: Mechanism | Option) -> Entry[SearchHit]:
    return Entry(_row(answer), offer=answer)


def _row(answer: Mechanism | Option) -> CodeRow:
    if isinstance(answer, Mechanism):
        return CodeRow(
            answer.parts.code,
            answer.concept.title,
            note="" if answer.kind is MatchKind.OWN else answer.why,
            marked=answer.marked,
            title_lines=_lines(answer.concept.title),
        )
    lines = _lines(answer.title)
    aside = f"tangent {answer.key}" if answer.key else ""
    return CodeRow(answer.code, answer.title, note=answer.why, aside=aside, title_lines=lines)


def _lines(title: str) -> int:
    return _LONG_TITLE_LINES if len(title) > _LONG else _TITLE_LINES


class CauseGridModel(QAbstractTableModel):
    """A row for each fourth character in words, a column for each fifth; a cell is a code.

    The first column says the row; it cannot be chosen, nor can a cell that no code stands in.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid: CauseGrid | None = None
        self._current = -1
        #: Whether rows and cells are said in short, where there is little room.
        self.is_short = False

    @property
    def grid(self) -> CauseGrid | None:
        """What is shown."""
        return self._grid

    def show_grid(self, grid: CauseGrid | None) -> None:
        """Show the codes of a mechanism."""
        self.beginResetModel()
        self._grid, self._current = grid, -1
        self.endResetModel()

    def shorten(self, is_short: bool) -> None:
        """Say rows and cells in short, or in full."""
        if is_short != self.is_short:
            self.is_short = is_short
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def point(self, row: int) -> None:
        """Let the words of the chosen row stand out."""
        if row != self._current:
            self._current = row
            self._tell_words()

    def cell(self, index: Index) -> tuple[str, str] | None:
        """Return the fourth and fifth character of a cell, or None outside the codes."""
        if self._grid is None or not index.isValid() or index.column() == 0:
            return None
        key = (
            self._grid.rows[index.row()].character,
            self._grid.columns[index.column() - 1].character,
        )
        return key if key in self._grid.codes else None

    def place(self, fourth: str, fifth: str) -> QModelIndex:
        """Return the cell of a fourth and fifth character; invalid where there is none."""
        if self._grid is None:
            return QModelIndex()
        rows = [word.character for word in self._grid.rows]
        columns = [word.character for word in self._grid.columns]
        if fourth not in rows or fifth not in columns:
            return QModelIndex()
        return self.index(rows.index(fourth), columns.index(fifth) + 1)

    def cell_text(self, cell: tuple[str, str]) -> str:
        """Return what a cell shows: its two characters, or the code where there is one column."""
        if self._grid is None:
            return ""
        if not self._grid.has_activities:
            return self._grid.codes[cell].code
        return cell[1] if self.is_short else "".join(cell)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._grid is None else len(self._grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._grid is None else len(self._grid.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        grid = self._grid
        if grid is None or not index.isValid():
            return None
        if role == Role.ForegroundRole:
            return colour(self._ink(index))
        if index.column() == 0:
            return self._said(index.row(), role)
        return self._code(grid, index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        grid = self._grid
        if grid is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if section == 0:
            if role == Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return _ROW_HEADS.get(grid.shape, "") if role == Role.DisplayRole else None
        word = grid.columns[section - 1]
        if role == Role.ToolTipRole:
            return word.help or word.words
        return word.character if role == Role.DisplayRole else None

    def _ink(self, index: Index) -> str:
        """Return the palette token of a cell: the words of the chosen row stand out."""
        if index.column() == 0:
            return "accent" if index.row() == self._current else "text"
        return "muted" if self.cell(index) is None else "text"

    def _said(self, row: int, role: int) -> Any:
        if self._grid is None:
            return None
        word = self._grid.rows[row]
        if role == Role.ToolTipRole:
            return word.help or word.words
        if role != Role.DisplayRole:
            return None
        said = word.short if self.is_short and word.short else word.words
        return f"{word.character} {said}".strip()

    def _code(self, grid: CauseGrid, index: Index, role: int) -> Any:
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role not in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        cell = self.cell(index)
        if cell is None:
            return _NONE_HERE if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return self.cell_text(cell)
        return f"{grid.codes[cell].code} {grid.spell(*cell)}"

    def _tell_words(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
