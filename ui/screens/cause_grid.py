"""Where and doing what: the codes of one mechanism, moved in with arrows or typed as digits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.domain.external_cause import CauseGrid, CauseParts
from ui.models.completion import CauseGridModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Between the text of a cell and its neighbours, in characters, with the style's padding.
_CELL_MARGIN = {False: 2.4, True: 1.6}
_LEAST_ROWS, _LINES_IN_SHORT = 4, 2
#: Characters of a row's words below which they are said in short.
_ROOM_FOR_WORDS = 22
_NO_ROW = "{key} finns inte här: välj {known}."
_NO_CELL = "{code} finns inte i utgåvan. Välj en annan plats eller aktivitet."


class CauseGridView(QTableView):
    """The grid of the builder. A first digit is the place, a second the activity, and so on."""

    taken = Signal(str, str)  # fourth and fifth character: Enter
    pointed = Signal(str, str)  # the cell that is chosen now
    refused = Signal(str)  # why a digit means nothing here
    left = Signal()  # Esc
    went_back = Signal(str)  # Backspace, or a letter that begins another search

    def __init__(self) -> None:
        super().__init__()
        self.grid_model = CauseGridModel(self)
        self.setModel(self.grid_model)
        self.setAccessibleName("Plats och aktivitet")
        self._is_second = False
        self._lay_out()
        self.doubleClicked.connect(self._take)
        self.selectionModel().currentChanged.connect(self._note_current)

    @property
    def grid(self) -> CauseGrid | None:
        """What is shown."""
        return self.grid_model.grid

    def show_grid(self, grid: CauseGrid, start: CauseParts) -> None:
        """Show the codes of a mechanism, one of them chosen."""
        self.grid_model.show_grid(grid)
        self._is_second = False
        header = self.horizontalHeader()
        header.setVisible(grid.has_activities)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit()
        index = self.grid_model.place(start.fourth, start.fifth)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def event(self, event: QEvent) -> bool:
        """Take Esc here, whatever it means on the screen."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, take, go back or leave; the arrows move."""
        key, text = event.key(), event.text().upper()
        if key in _ENTER:
            self._take(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Backspace:
            self.went_back.emit("")
        elif text.isalnum() and not self._has_command(event):
            self._type(text, event.text())
        else:
            self._is_second = False
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the digits what they need, and the words the rest."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new size of the text over."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin anew with the place."""
        self._is_second = False
        super().focusInEvent(event)

    def _lay_out(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(10)
        self.horizontalHeader().setMinimumSectionSize(10)
        self.horizontalHeader().setHighlightSections(True)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().sectionResized.connect(self._fit_rows)

    def _fit(self) -> None:
        if self.grid is None:
            return
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        self.setMinimumHeight((_LEAST_ROWS + 1) * (metrics.height() + 10))
        width = self._cell_width(is_short=False)
        room = self.viewport().width() - width * len(self.grid.columns)
        is_short = room < _ROOM_FOR_WORDS * metrics.averageCharWidth()
        self.grid_model.shorten(is_short)
        width = self._cell_width(is_short=is_short)
        for column in range(1, self.grid_model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self._fit_rows()

    def _fit_rows(self, section: int = 0) -> None:
        """Make the rows as high as their words need, in short two lines at most."""
        if section or self.grid is None:
            return
        self.resizeRowsToContents()
        most = _LINES_IN_SHORT * self.fontMetrics().height() + 10
        for row in range(self.grid_model.rowCount() if self.grid_model.is_short else 0):
            self.setRowHeight(row, min(most, self.rowHeight(row)))
        self.scrollTo(self.currentIndex())

    def _cell_width(self, *, is_short: bool) -> int:
        grid = self.grid
        if grid is None:
            return 0
        characters = 1 if is_short and grid.has_activities else 2
        widest = "0" * characters if grid.has_activities else next(iter(grid.codes.values())).code
        metrics = self.fontMetrics()
        margin = _CELL_MARGIN[is_short] * metrics.averageCharWidth()
        return metrics.horizontalAdvance(widest) + round(margin)

    def _type(self, character: str, typed: str) -> None:
        """Choose a row by its character, then a column by the next; a letter may search anew."""
        cell = self.grid_model.cell(self.currentIndex())
        grid = self.grid
        if grid is None or cell is None:
            return
        fifths = [word.character for word in grid.columns]
        if self._is_second and character in fifths:
            self._go(cell[0], character)
            self._is_second = False
            return
        fourths = [word.character for word in grid.rows]
        if not self._is_second and character in fourths:
            self._go_to_row(character, cell[1])
            self._is_second = grid.has_activities
        elif character.isalpha():
            self.went_back.emit(typed)
        else:
            known = fifths if self._is_second else fourths
            self.refused.emit(_NO_ROW.format(key=character, known=", ".join(known)))

    def _go_to_row(self, fourth: str, fifth: str) -> None:
        """Choose a row, in the same column where the edition has a code there, else the last."""
        grid = self.grid
        if grid is None:
            return
        if grid.concept(fourth, fifth) is None:
            fifth = [each for above, each in grid.codes if above == fourth][-1]
        self._go(fourth, fifth)

    def _go(self, fourth: str, fifth: str) -> None:
        grid = self.grid
        if grid is None:
            return
        if grid.concept(fourth, fifth) is None:
            code = CauseParts(grid.mechanism.code, fourth, fifth).code
            self.refused.emit(_NO_CELL.format(code=code))
            return
        self.setCurrentIndex(self.grid_model.place(fourth, fifth))

    def _take(self, index: QModelIndex) -> None:
        cell = self.grid_model.cell(index)
        if cell is not None:
            self.taken.emit(*cell)

    def _note_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.grid_model.point(current.row())
        cell = self.grid_model.cell(current)
        if cell is not None:
            self.pointed.emit(*cell)

    @staticmethod
    def _has_command(event: QKeyEvent) -> bool:
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return bool(event.modifiers() & held)
