"""The rows of one table or list: where they come from, a filter, a day, and the row in full."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.kodserver import COMBINATIONS
from app.domain.list_words import format_count
from ui.models.list_rows import ListRow, columns
from ui.models.list_table_model import ListTableModel
from ui.presenters.shelf import ListEntry
from ui.screens.combination_check import CombinationCheck
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import ElidedLabel, WrappedLabel, label, pane, table

#: Characters of a row that are shown in full below the table.
_SHOWN = 600
#: Lines below which a row is not shown in full.
_LEAST_LINES = 17
_DAY_CHARACTERS = 13
_NO_DAY = "Skriv dagen som 2024-01-31, eller töm fältet."


class ListRowsPane(QWidget):
    """Shows one list; asks its owner for what it does not know."""

    filtered = Signal(str, object)  # words, day or None
    day_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ListTableModel[ListRow] = ListTableModel((), self)
        self.table = table(self.model, "Rader")
        self._columns = FittedColumns(self.table)
        self.filter, self.day = QLineEdit(), QLineEdit()
        self.check = CombinationCheck()
        self.facts = WrappedLabel()
        self._heading, self._count = ElidedLabel("paneTitle"), label("", "muted")
        self._head = QWidget()
        self._remark, self._detail = WrappedLabel(), WrappedLabel("fact")
        self._day_label = label("Gäller den", "muted")
        self._entry: ListEntry | None = None
        self._has_detail = self._is_forgetting = False
        self._told = ("", "")  # key of the list, sentences
        self._lay_out()
        self._connect()

    def show_entry(self, entry: ListEntry | None, title: str, nothing: str) -> None:
        """Show what a list is; without one, what to do about it."""
        is_other = entry is None or self._entry is None or entry.key != self._entry.key
        self._entry = entry
        self._heading.setText(entry.title if entry else "")
        self._head.setVisible(entry is not None)
        key, told = self._told
        if entry is not None and key != entry.key:
            self._told = ("", "")
        about = f"{entry.facts} {told if entry.key == key else ''}".strip() if entry else nothing
        self.facts.setText(about)
        self.table.setAccessibleName(entry.title if entry else title)
        has_rows = entry is not None and entry.rows > 0
        has_days = entry is not None and entry.has_days
        has_check = entry is not None and entry.key == COMBINATIONS
        for widget in (self.filter, self.table, self._count):
            widget.setVisible(has_rows)
        self._has_detail = has_rows and not has_check
        for widget in (self._day_label, self.day):
            widget.setVisible(has_rows and has_days)
        self.check.setVisible(has_check)
        self._make_room()
        if is_other:
            self.model.set_columns(columns(entry.headers if entry else ()))
            self._forget_filter()
        self._tell_filter()

    def tell(self, key: str, told: str) -> None:
        """Say something of a list beside where its rows come from, while it is chosen."""
        self._told = (key, told)

    def measure(self, rows: tuple[ListRow, ...]) -> None:
        """Fit the columns to all rows of the list, and offer what combinations have."""
        entry = self._entry
        if entry is not None:
            self._columns.fit(entry.headers, [row.cells for row in rows], entry.wide)
            self.check.offer(rows if entry.key == COMBINATIONS else ())

    def show_rows(self, rows: list[ListRow], total: int) -> None:
        """Show the rows that fit the filter, and say how many there are in all."""
        entry = self._entry
        self.model.set_items(rows)
        if entry is None:
            return
        every = format_count(total, "rad", "rader")
        is_all = len(rows) == total
        self._count.setText(every if is_all else f"{len(rows)} av {every}")
        nothing = "Ingen rad stämmer. Ändra filtret eller dagen." if total and not rows else ""
        self._remark.setText(nothing)
        self._remark.setVisible(bool(nothing))
        self.table.selectRow(0)
        self._show_detail()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.filter
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _forget_filter(self) -> None:
        self._is_forgetting = True  # blocked signals would leave the fields' clear buttons
        self.filter.clear()
        self.day.clear()
        self._is_forgetting = False
        self._count.setText("")
        self._detail.setText("")
        self._remark.hide()

    def _tell_filter(self) -> None:
        if self._is_forgetting:
            return
        typed = self.day.text().strip()
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            self._remark.setText(_NO_DAY)
            self._remark.show()
            return
        self.filtered.emit(self.filter.text(), day)

    def _show_detail(self) -> None:
        row = self.model.item(self.table.currentIndex().row())
        cells = zip(self._entry.headers, row.cells, strict=True) if self._entry and row else ()
        text = "   ".join(f"{name}: {cell}" for name, cell in cells if cell)
        self._detail.setText(text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …")

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("Filtrera på kod eller text …")
        self.filter.setAccessibleName("Filtrera raderna")
        self.filter.setClearButtonEnabled(True)
        self.day.setPlaceholderText("alla dagar")
        self.day.setAccessibleName("Gäller den (dag)")
        self.day.setToolTip("Visa bara rader som gäller den dagen, skriven som 2024-01-31")
        self.day.setClearButtonEnabled(True)
        self._day_label.setBuddy(self.day)
        self._detail.setAccessibleName("Hela raden")
        frame, inner = pane("")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._count)
        inner.addWidget(self._head)
        inner.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self._day_label)
        row.addWidget(self.day)
        inner.addLayout(row)
        inner.addWidget(self._remark)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._detail)
        inner.addWidget(self.check)
        inner.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.filter.installEventFilter(self)
        self._forget_filter()

    def _connect(self) -> None:
        self.check.told.connect(self._make_room)
        self.filter.textChanged.connect(lambda _text: self._tell_filter())
        self.day.textChanged.connect(lambda _text: self._tell_filter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_detail())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what a low window has no room for."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a low window the row in full goes, and an answer stands instead of the facts."""
        is_high = self.height() >= _LEAST_LINES * self.fontMetrics().height()
        self._detail.setVisible(self._has_detail and is_high)
        has_answer = not self.check.isHidden() and bool(self.check.answer.text())
        self.facts.setVisible(is_high or not has_answer)

    def changeEvent(self, event: QEvent) -> None:
        """Give the day the room that it needs at every size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.day.setFixedWidth(self.fontMetrics().averageCharWidth() * _DAY_CHARACTERS)
