"""The work list: lists beside it, filtered as typed, opened with Enter, marked with Space."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QTableView,
    QWidget,
)

from app.domain.encounter import STATUS_LABEL, Status
from app.domain.work_list import WorkListQuery, WorkListRow
from app.domain.work_list_rule import WorkListName
from app.services.bulk_acts import MOST_MARKED
from ui.action_spec import Where
from ui.desk import Desk
from ui.models.work_list_model import COLUMNS, WorkListModel
from ui.presenters.work_list_presenter import WorkListPresenter
from ui.presenters.work_lists_presenter import WorkListsPresenter
from ui.screens.parts import WrappedLabel, button, pane, remark, table
from ui.screens.work_list_lists import ListsPane, MarkedBar, format_number

_ALL_UNITS, _ALL_STATUSES, _EVERYTHING = "Alla enheter", "Listans status", "Alla"
_LIST_UNITS = "Listans enheter"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Characters across below which the lists stand in a box instead of a pane.
_ROOMY = 112


class WorkListScreen(QWidget):
    """The list of events with its filters."""

    place = Where.WORK_LIST
    opened = Signal(str)  # encounter id
    next_asked = Signal()
    print_asked = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = WorkListPresenter(desk, self)
        self.lists_presenter = WorkListsPresenter(desk, self)
        self.model = WorkListModel(desk.app.now, self)
        self.table: QTableView = table(self.model, "Arbetslista")
        self.lists, self.marked = ListsPane(desk.person), MarkedBar()
        self.lists.current = self.presenter.chosen_list
        self.filter = QLineEdit()
        self.units, self.statuses = QComboBox(), QComboBox()
        self.always_next = QCheckBox("A&lltid nästa")
        self._shown: WorkListQuery | None = None
        self._in_all = ""
        self._counts, self._empty = remark(), WrappedLabel()
        self._next = button("&Nästa händelse", "Hämta nästa händelse i listan (Ctrl+N)", "primary")
        self._lay_out()
        self._connect()

    def focus_filter(self) -> None:
        """Go to the filter with its text chosen."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focus_lists(self) -> None:
        """Go to the lists."""
        lists = self.lists.table if self.lists.isVisible() else self.lists.box
        lists.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def selected_ids(self) -> list[str]:
        """Return the marked events, or where none is marked the chosen rows, in their order."""
        return list(self.model.marks) or self._chosen_ids()

    def print_shown(self) -> None:
        """Print what is marked, or chosen."""
        self.print_asked.emit()

    def refresh(self) -> None:
        """Read the list and the counts of all lists again."""
        self.presenter.refresh()
        self.lists_presenter.refresh()

    def mark_all(self) -> None:
        """Mark all that the list shows, up to a limit."""
        self.presenter.find_all(MOST_MARKED)

    def sortable_headers(self) -> list[str]:
        """Return the headers of the columns that the list can be sorted by."""
        return [column.header for column in COLUMNS if column.sort is not None]

    def sort_by(self, header: str) -> None:
        """Sort by the column of a header, or of its beginning; once more turns it round."""
        typed = header.casefold()
        found = [at for at, c in enumerate(COLUMNS) if c.header.casefold().startswith(typed)]
        if found and COLUMNS[found[0]].sort is not None:
            self._sort(found[0])
        else:
            self.told.emit("Listan kan inte sorteras så. Välj en kolumn bland svaren.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.watch(on=True)
        self.lists_presenter.refresh()
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.watch(on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the lists stand in a box where there is no room for a pane."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Part the room anew for another size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.lists.fit_to_text()
            self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER:
            self._open_current()
            return True
        if watched is self.filter:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        elif event.key() == Qt.Key.Key_Space:
            self._toggle()
            return True
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.mark_all()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("Filtrera på enhet, person, nummer eller huvuddiagnos …")
        self.filter.setAccessibleName("Filtrera arbetslistan")
        self.filter.setClearButtonEnabled(True)
        self.units.setAccessibleName("Enhet")
        self.statuses.setAccessibleName("Status")
        self.always_next.setToolTip("Nästa händelse öppnas av sig själv efter signering")
        self.always_next.setAccessibleName("Alltid nästa")
        self.units.addItems([_LIST_UNITS, _ALL_UNITS])
        self.statuses.addItem(_ALL_STATUSES, None)
        for status in Status:
            self.statuses.addItem(STATUS_LABEL[status], (status,))
        self.statuses.addItem(_EVERYTHING, ())
        for box in (self.units, self.statuses):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.lists)
        frame, inner = pane("Arbetslista", aside=self._counts)
        layout.addWidget(frame, 1)  # empty: what is full is slow to move
        filters = QHBoxLayout()
        filters.addWidget(self.filter, 1)
        for widget in (self.units, self.statuses):
            filters.addWidget(widget)
        inner.addLayout(filters)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.marked)
        foot = QHBoxLayout()
        foot.addWidget(self.lists.box)
        foot.addStretch(1)
        foot.addWidget(self.always_next)
        foot.addWidget(self._next)
        inner.addLayout(foot)
        self._empty.hide()
        self._size_columns()

    def _make_room(self) -> None:
        is_roomy = self.width() >= _ROOMY * self.fontMetrics().averageCharWidth()
        self.lists.setVisible(is_roomy)
        self.lists.box.setVisible(not is_roomy)

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
        presenter.all_found.connect(self._mark_found)
        presenter.failed.connect(self._tell)
        self.model.page_wanted.connect(presenter.read_page)
        self.model.marks_changed.connect(lambda: self.marked.show_count(len(self.model.marks)))
        self.marked.unmark_asked.connect(self.unmark_all)
        self.filter.textChanged.connect(presenter.set_text)
        self.filter.installEventFilter(self)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _index: self._open_current())
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.units.activated.connect(lambda _i: self._filter_by_boxes())
        self.statuses.activated.connect(lambda _i: self._filter_by_boxes())
        self._next.clicked.connect(self.next_asked)
        self._connect_lists()

    def _connect_lists(self) -> None:
        lists = self.lists_presenter
        lists.lists_read.connect(self.lists.show_lists)
        lists.always_next_read.connect(self.always_next.setChecked)
        lists.told.connect(self.told)
        lists.saved.connect(self._choose_saved)
        lists.saved.connect(lists.note_list)
        lists.returned.connect(self._return_to)
        self.lists.chosen.connect(self._show_list)
        self.lists.chosen.connect(lists.note_list)
        self.lists.entered.connect(self.table.setFocus)
        self.always_next.clicked.connect(lambda on: lists.set_always_next(on=on))
        lists.read_always_next()
        lists.return_to_list()

    def unmark_all(self) -> None:
        """Take every mark away."""
        self.model.mark(self.model.marks, on=False)
        self.table.setFocus()

    def _show_list(self, named: WorkListName) -> None:
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self.units.setCurrentIndex(0)
        self.statuses.setCurrentIndex(0)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.presenter.choose_list(named)
        self.lists_presenter.check_units(named)

    def _choose_saved(self, named: WorkListName) -> None:
        self.lists.current = named  # shown as chosen once the lists have been read again
        self._show_list(named)

    def _return_to(self, named: WorkListName) -> None:
        self.lists.current = named
        self.lists.show_lists(self.lists_presenter.lists)
        self._show_list(named)

    def _chosen_ids(self) -> list[str]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        items = (self.model.row_item(row) for row in rows)
        return [item.id for item in items if item is not None]

    def _toggle(self) -> None:
        """Mark the chosen rows, or take their marks away where all have one."""
        chosen = self._chosen_ids()
        self.model.mark(chosen, on=not set(chosen) <= set(self.model.marks))

    def _mark_found(self, ids: list[str], count: int) -> None:
        self.model.mark(ids, on=True)
        if count > len(ids):
            self.told.emit(
                f"De första {format_number(len(ids))} av {format_number(count)} är markerade; "
                "fler går inte att markera på en gång."
            )

    def _show(self, count: int, rows: list[WorkListRow]) -> None:
        kept, before = self._chosen_ids()[:1], self.table.currentIndex().row()
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
        self._empty.setText(_empty_text(self.filter.text().strip(), self._shown.units))
        self._tell_counts()

    def _show_counts(self, counts: dict[str, int]) -> None:
        parts = (f"{STATUS_LABEL[s]} {counts[s.value]}" for s in Status if counts.get(s.value))
        self._in_all = "   ".join(parts)
        self._tell_counts()

    def _tell_counts(self) -> None:
        """Say how many events the list shows now, and how many there are in all by status."""
        in_all = f"   Alla händelser: {self._in_all}" if self._in_all else ""
        self._counts.setText(f"{format_number(self.model.rowCount())} visas{in_all}")

    def _show_units(self, units: list[str]) -> None:
        offered = [_LIST_UNITS, _ALL_UNITS, *units]
        if offered == [self.units.itemText(i) for i in range(self.units.count())]:
            return
        chosen = self.units.currentText()
        self.units.clear()
        self.units.addItems(offered)
        self.units.setCurrentText(chosen)
        self.lists_presenter.units = tuple(units)

    def _tell(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    def _filter_by_boxes(self) -> None:
        place, unit = self.units.currentIndex(), self.units.currentText()
        units = None if place == 0 else () if place == 1 else (unit,)
        self.presenter.narrow(units, self.statuses.currentData())

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


def _empty_text(text: str, units: tuple[str, ...]) -> str:
    if text:
        return f"Ingen händelse stämmer med ”{text[:60]}”. Ändra filtret eller töm fältet."
    if units:
        return f"Inget väntar vid {', '.join(units)[:60]}. Välj Alla enheter, eller en annan lista."
    return "Inget väntar här. Välj en annan lista, eller läs in händelser med Ctrl+O."
