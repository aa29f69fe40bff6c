"""The screen of tables and lists: a shelf to the left, the rows of one list to the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.lists_presenter import ListsPresenter
from ui.presenters.shelf import ListEntry, Shelf
from ui.screens.hindered import say_why
from ui.screens.list_rows_pane import ListRowsPane
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import ElidedLabel, button, on_escape, pane, table

_SHELF_COLUMNS: tuple[Column[ListEntry], ...] = (
    Column("Lista", lambda e: e.title, tooltip=lambda e: e.title),
    Column("Läge", lambda e: e.state, tooltip=lambda e: e.facts),
)
_LEAST_CHARACTERS = 25
_SHIPPED_TIP = "Den här listan följer med programmet och läses inte in från fil."


class ListsScreen(QWidget):
    """One shelf of tables or lists; Esc goes back."""

    closed = Signal()
    file_asked = Signal()
    export_asked = Signal()
    removal_asked = Signal()

    def __init__(self, presenter: ListsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.help_name = ""
        self.presenter = presenter
        self.model = ListTableModel(_SHELF_COLUMNS, self)
        self.shelf, self.rows = table(self.model, "Listor"), ListRowsPane()
        self._columns = FittedColumns(self.shelf)
        self.heading = ElidedLabel("heading")
        self.take = button("", "", "primary")
        self.remove = button("Ta &bort …", "Ta bort den valda listan med alla dess koder")
        self.export = button(
            "Spara i &fil …", "Skriv allt som står här i en fil som kan läsas in igen"
        )
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._wanted = self._hindrance = ""
        self._takes_focus = self._is_opened = False
        self._lay_out()
        self._connect()

    def open(self, shelf: Shelf, key: str = "", hindrance: str = "") -> None:
        """Show a shelf, with one of its lists chosen; say why nothing may be read into it here."""
        self._hindrance = hindrance
        self.help_name, self._wanted, self._is_opened = shelf.name, key, True
        self.heading.setText(shelf.title)
        self.shelf.setAccessibleName(shelf.title)
        self.take.setText(shelf.file_button)
        self.take.setAccessibleName(shelf.file_button.replace("&", ""))
        self.model.set_items(())
        self._left.hide()
        self.remove.hide()
        self.export.setVisible(shelf.export is not None)
        self.take.setEnabled(False)
        self.rows.show_entry(None, shelf.title, "Läser …")
        self.presenter.open(shelf)

    def refresh(self, key: str = "", told: str = "") -> None:
        """Read the shelf again, and choose that list, or the one that was chosen.

        What is told of the list stays on screen until another one is chosen.
        """
        entry = self.presenter.entry
        self.rows.tell(key, told)
        self._takes_focus = bool(told)
        self._wanted = key or (entry.key if entry else "")
        self.presenter.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Give the shelf the room that it needs at every size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_shelf()

    def _size_shelf(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        self.shelf.setMinimumWidth(character * _LEAST_CHARACTERS)

    def _show_entries(self, entries: tuple[ListEntry, ...]) -> None:
        shelf = self.presenter.shelf
        self.model.set_items(entries)
        self._left.setVisible(len(entries) > 1 or any(entry.is_removable for entry in entries))
        self._columns.fit_to(_SHELF_COLUMNS, entries, 0)
        keys = [entry.key for entry in entries]
        row = keys.index(self._wanted) if self._wanted in keys else 0
        if entries:
            self.shelf.selectRow(row)
        elif shelf is not None:
            self._choose(None)
        takes_focus, self._takes_focus = self._takes_focus, False
        is_opened, self._is_opened = self._is_opened, False
        if is_opened or (takes_focus and not self._is_among_rows()):
            self._focus_first()

    def _show_failure(self, error: Exception) -> None:
        """Say on the empty screen why it is empty; what is shown already stays."""
        if self.presenter.entry is None:
            self.rows.show_entry(None, self.heading.toolTip(), str(error))

    def _is_among_rows(self) -> bool:
        """Whether somebody works with the rows already, who must not lose the place."""
        focus = QApplication.focusWidget()
        return focus is not None and self.rows.isAncestorOf(focus)

    def _focus_first(self) -> None:
        for widget in (self.shelf, self.rows.filter, self.take, self._close):
            if widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                return

    def _choose(self, entry: ListEntry | None) -> None:
        shelf = self.presenter.shelf
        if shelf is None:
            return
        self._wanted = entry.key if entry else self._wanted
        takes_file = entry is None or entry.takes_file
        why_not = self._hindrance if takes_file else _SHIPPED_TIP
        self.take.setEnabled(not why_not)
        say_why((self.take,), why_not)
        self.remove.setVisible(entry is not None and entry.is_removable)
        self.presenter.choose(entry)
        self.rows.show_entry(entry, shelf.title, shelf.nothing)

    def _lay_out(self) -> None:
        self._left, left = pane("")
        left.addWidget(self.shelf)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left)
        split.addWidget(self.rows)
        self._size_shelf()
        split.setSizes([400, 600])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        foot.addWidget(self.export)
        foot.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.heading)
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.failed.connect(self._show_failure)
        presenter.entries_read.connect(self._show_entries)
        presenter.rows_read.connect(self.rows.measure)
        presenter.rows_shown.connect(self.rows.show_rows)
        presenter.answered.connect(self.rows.check.show_answer)
        self.rows.filtered.connect(presenter.filter)
        self.rows.check.asked.connect(presenter.check)
        chosen = self.shelf.selectionModel().currentRowChanged
        chosen.connect(lambda now, _before: self._choose(self.model.item(now.row())))
        self.take.clicked.connect(self.file_asked)
        self.remove.clicked.connect(self.removal_asked)
        self.export.clicked.connect(self.export_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
