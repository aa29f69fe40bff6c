"""Every edition that is read in: which is in use, what it holds, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.concept import Edition, EditionState
from ui.models.editions import (
    EDITION_COLUMNS,
    EDITION_WIDTHS,
    EditionRow,
    count_rows,
    edition_rows,
)
from ui.models.list_table_model import ListTableModel
from ui.screens.edition_contents import EditionContents, size_columns
from ui.screens.hindered import say_why
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, remark, table
from ui.screens.roomy import keep_rows, scrolling

#: Two editions are compared with each other.
_PAIR = 2


class EditionsScreen(QWidget):
    """A table of editions; the chosen one is described below and acted on."""

    help_name = "editions"

    chosen = Signal(object)  # Edition, the row that is described
    use_asked = Signal(object)  # Edition
    retire_asked = Signal(object)
    remove_asked = Signal(object)
    export_asked = Signal(object)
    compare_asked = Signal(object, object)  # before or None, after
    import_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.rows: ListTableModel[EditionRow] = ListTableModel(EDITION_COLUMNS, self)
        self.table = table(self.rows, "Utgåvor av kodverk")
        self.contents = EditionContents()
        self._hindrance = ""  # why who sits here may not decide about editions
        self._described = ""  # id of the edition that the contents below are of
        self._about, self._count = WrappedLabel("paneTitle"), remark()
        self._use = button("&Ta i bruk", "Låt utgåvan gälla från sin första dag (Ctrl+Retur)")
        self._retire = button("Ta &ur bruk", "Låt ingen dag välja utgåvan")
        self._remove = button("Ta &bort …", "Ta bort utgåvan ur databasen (Del)")
        self._compare = button("&Jämför", "Visa skillnaderna mot utgåvan före (Retur)", "primary")
        self._export = button("E&xportera …", "Spara utgåvan som en fil för en annan arbetsplats")
        self._import = button("&Läs in …", "Läs in en ny utgåva från dess mapp")
        self._close = button("&Stäng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()

    def show_editions(self, editions: Sequence[Edition], chosen: str = "") -> None:
        """Show the editions; the one with the given id, or the one that was chosen, stays so."""
        kept = chosen or (self.current.id if self.current else "")
        rows = edition_rows(editions)
        self.rows.set_items(rows)
        places = [position for position, row in enumerate(rows) if row.edition.id == kept]
        if rows:
            self.table.selectRow(places[0] if places else 0)
        count = len(rows)
        self._count.setText("1 utgåva" if count == 1 else f"{count} utgåvor")
        self._show_current()

    def hinder(self, reason: str) -> None:
        """Grey what decides about editions, and say why; without a reason it is open."""
        self._hindrance = reason
        say_why((self._use, self._retire, self._remove), reason)
        self._show_current()

    def show_contents(
        self, edition: Edition, previous: Edition | None, titles: Mapping[str, str]
    ) -> None:
        """Describe the chosen edition beside the one before it."""
        if self.current is None or self.current.id != edition.id:
            return  # another row has been chosen meanwhile
        beside = f", jämfört med {previous.label}" if previous else ""
        self._described = edition.id
        self._about.setText(f"{edition.label}: koder per nivå och kapitel{beside}")
        self.contents.show_contents(count_rows(edition, previous, titles), edition.sources)

    @property
    def current(self) -> Edition | None:
        """The edition that is acted on."""
        row = self.rows.item(self.table.currentIndex().row())
        return row.edition if row else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        size_columns(self.table, EDITION_WIDTHS)
        below = QWidget()
        described = QVBoxLayout(below)
        described.setContentsMargins(0, 0, 0, 0)
        described.addWidget(self._about)
        described.addWidget(self.contents, 1)
        keep_rows(self.table)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(below)
        frame, inner = pane("Utgåvor av kodverk", aside=self._count)
        inner.addLayout(_row(self._use, self._retire, self._remove, self._export))
        inner.addWidget(scrolling(halves), 1)
        foot = _row(self._close)
        for widget in (self._import, self._compare):
            foot.addWidget(widget)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(lambda *_: self._show_current())
        selection.selectionChanged.connect(lambda *_: self._name_comparison())
        self.table.doubleClicked.connect(lambda _index: self._ask_compare())
        self._use.clicked.connect(lambda: self.use_asked.emit(self.current))
        self._retire.clicked.connect(lambda: self.retire_asked.emit(self.current))
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self.current))
        self._export.clicked.connect(lambda: self.export_asked.emit(self.current))
        self._compare.clicked.connect(self._ask_compare)
        self._import.clicked.connect(self.import_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        for keys, act in (
            ("Ctrl+Return", self._use.click),
            ("Ctrl+Enter", self._use.click),
            ("Del", self._remove.click),
        ):
            on_key(self, keys, act)
        for keys in ("Return", "Enter"):
            on_key(self.table, keys, self._ask_compare)

    def _show_current(self) -> None:
        edition = self.current
        is_own = edition is not None and not edition.is_starter
        state = edition.state if edition else None
        may = is_own and not self._hindrance
        self._use.setEnabled(may and state is not EditionState.ACTIVE)
        self._retire.setEnabled(may and state is EditionState.ACTIVE)
        self._remove.setEnabled(may)
        self._export.setEnabled(is_own)
        self._name_comparison()
        if edition is not None and edition.id != self._described:
            self._described = ""
            self._about.setText(f"{edition.label}: räknar koderna …")
            self.contents.show_contents((), edition.sources)
        if edition is not None:
            self.chosen.emit(edition)

    def _pair(self) -> tuple[Edition | None, Edition] | None:
        """Return what to compare: the two chosen, older first, or one with the one before."""
        chosen = [
            row.edition
            for index in self.table.selectionModel().selectedRows()
            if (row := self.rows.item(index.row())) is not None
        ]
        if len(chosen) == _PAIR:
            before, after = sorted(chosen, key=lambda e: (str(e.valid.start or ""), e.id))
            return (before, after)
        return (None, self.current) if self.current is not None else None

    def _name_comparison(self) -> None:
        is_two = len(self.table.selectionModel().selectedRows()) == _PAIR
        text = "&Jämför de två" if is_two else "&Jämför med föregående"
        self._compare.setText(text)
        self._compare.setAccessibleName(text.replace("&", ""))

    def _ask_compare(self) -> None:
        pair = self._pair()
        if pair is not None:
            self.compare_asked.emit(*pair)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
