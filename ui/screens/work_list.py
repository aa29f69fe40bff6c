"""The work list: what waits, filtered as typed, opened with Enter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QTableView, QVBoxLayout, QWidget

from app.domain.encounter import STATUS_LABEL, Status
from app.domain.work_list import WorkListQuery, WorkListRow
from ui.action_spec import Where
from ui.desk import Desk
from ui.models.work_list_model import COLUMNS, WorkListModel
from ui.presenters.work_list_presenter import WorkListPresenter
from ui.screens.parts import button, label, pane, table

_OWN_UNITS = "Mina enheter"
_ALL_UNITS, _ALL_STATUSES = "Alla enheter", "Alla utom signerade"
_EVERYTHING = "Alla"
_UNSIGNED = tuple(status for status in Status if status is not Status.SIGNED)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WorkListScreen(QWidget):
    """The list of events with its filters."""

    place = Where.WORK_LIST
    opened = Signal(str)  # encounter id
    next_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = WorkListPresenter(desk, self)
        self.presenter.query = replace(
            self.presenter.query, statuses=_UNSIGNED, include_changed=True
        )
        self._own_units = self.presenter.query.units
        self.model = WorkListModel(desk.app.now, self)
        self.table: QTableView = table(self.model, "Arbetslista")
        self.filter = QLineEdit()
        self.units, self.statuses = QComboBox(), QComboBox()
        self._shown: WorkListQuery | None = None
        self._counts = label("", "muted")
        self._empty = label("", "muted")
        self._next = button("&Nästa händelse", "Hämta nästa händelse i tur (Ctrl+N)", "primary")
        self._lay_out()
        self._connect()

    def focus_filter(self) -> None:
        """Go to the filter with its text chosen."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def selected_ids(self) -> list[str]:
        """Return the chosen events, in the order shown."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        items = (self.model.row_item(row) for row in rows)
        return [item.id for item in items if item is not None]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.watch(on=True)
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.watch(on=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self._open_current()
                return True
            if watched is self.filter and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("Filtrera på enhet, person, nummer eller huvuddiagnos …")
        self.filter.setAccessibleName("Filtrera arbetslistan")
        self.filter.setClearButtonEnabled(True)
        self.units.setAccessibleName("Enhet")
        self.statuses.setAccessibleName("Status")
        self.units.addItem(_OWN_UNITS if self._own_units else _ALL_UNITS)
        self.statuses.addItem(_ALL_STATUSES, _UNSIGNED)
        for status in Status:
            self.statuses.addItem(STATUS_LABEL[status], (status,))
        self.statuses.addItem(_EVERYTHING, ())
        frame, inner = pane("Arbetslista", aside=self._counts)
        filters = QHBoxLayout()
        filters.addWidget(self.filter, 1)
        for widget in (self.units, self.statuses):
            filters.addWidget(widget)
        inner.addLayout(filters)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._next)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)
        self._empty.setWordWrap(True)
        self._empty.hide()
        self._size_columns()

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        character = self.table.fontMetrics().averageCharWidth()
        for position, column in enumerate(COLUMNS):
            self.table.setColumnWidth(position, column.width * character)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.answered.connect(self._show)
        presenter.page_read.connect(self.model.put_page)
        presenter.counts_read.connect(self._show_counts)
        presenter.units_read.connect(self._show_units)
        presenter.failed.connect(self._tell)
        self.model.page_wanted.connect(presenter.read_page)
        self.filter.textChanged.connect(presenter.set_text)
        self.filter.installEventFilter(self)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _index: self._open_current())
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.units.activated.connect(lambda _i: self._filter_by_combos())
        self.statuses.activated.connect(lambda _i: self._filter_by_combos())
        self._next.clicked.connect(self.next_asked)

    def _show(self, count: int, rows: list[WorkListRow]) -> None:
        kept, before = self.selected_ids()[:1], self.table.currentIndex().row()
        scrolled = self.table.verticalScrollBar().value()
        is_same, self._shown = self.presenter.query == self._shown, self.presenter.query
        (self.model.renew if is_same else self.model.start)(count, rows)
        row = self.model.row_of(kept[0]) if kept else -1
        row = min(before, count - 1) if row < 0 and is_same else row
        if count and self.table.currentIndex().row() != max(0, row):
            self.table.selectRow(max(0, row))
        if is_same:
            self.table.verticalScrollBar().setValue(scrolled)
        self._empty.setVisible(count == 0)
        self._empty.setText(_empty_text(self.presenter.query.text))

    def _show_counts(self, counts: dict[str, int]) -> None:
        parts = (f"{STATUS_LABEL[s]} {counts[s.value]}" for s in Status if counts.get(s.value))
        self._counts.setText("   ".join(parts))

    def _show_units(self, units: list[str]) -> None:
        offered = [*((_OWN_UNITS,) if self._own_units else ()), _ALL_UNITS, *units]
        if offered == [self.units.itemText(i) for i in range(self.units.count())]:
            return
        chosen = self.units.currentText()
        self.units.clear()
        self.units.addItems(offered)
        self.units.setCurrentText(chosen)

    def _tell(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    def _filter_by_combos(self) -> None:
        unit = self.units.currentText()
        query = replace(
            self.presenter.query,
            units=self._own_units if unit == _OWN_UNITS else () if unit == _ALL_UNITS else (unit,),
            statuses=self.statuses.currentData(),
            include_changed=self.statuses.currentIndex() == 0,
        )
        self.presenter.set_query(query)

    def _sort(self, section: int) -> None:
        key = COLUMNS[section].sort
        if key is None:
            return
        query = self.presenter.query
        descending = query.sort is key and not query.descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(section, order)
        self.presenter.sort_by(key, descending=descending)

    def _open_current(self) -> None:
        self.presenter.when_settled(self._open_chosen)  # Enter right after typing waits for it

    def _open_chosen(self) -> None:
        item = self.model.row_item(self.table.currentIndex().row())
        if item is not None:
            self.opened.emit(item.id)


def _empty_text(text: str) -> str:
    if text:
        return f"Ingen händelse stämmer med ”{text[:60]}”. Ändra filtret eller töm fältet."
    return "Inget väntar här. Läs in händelser med Ctrl+O eller välj en annan status."
