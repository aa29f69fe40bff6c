"""A page of text or a table over the present screen: keys, help, log, quarantine, about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui.models.list_table_model import Column, ListTableModel
from ui.screens.parts import button, label, on_escape, pane, table

Row = Sequence[str]
#: Characters that a column shows before the next one; the whole text is its tooltip.
_WIDEST = 80


class SheetScreen(QWidget):
    """Shows one page; Esc or Stäng goes back."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._pages = QStackedWidget()
        self.text = QTextBrowser()
        self._heading = label("", "heading")
        self._empty = label("", "muted")
        self.filter = QLineEdit()
        self._table_holder = QWidget()
        self._table_layout = QVBoxLayout(self._table_holder)
        self._act = button("", "")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._then: Callable[[], None] | None = None
        self._lay_out()

    def show_text(self, heading: str, html: str) -> None:
        """Show marked-up text."""
        self._begin(heading, "", None)
        self.text.setHtml(html)
        self._pages.setCurrentWidget(self.text)
        self.text.setFocus()

    def show_rows(
        self,
        heading: str,
        headers: Sequence[str],
        rows: Sequence[Row],
        empty: str,
        act: tuple[str, Callable[[], None]] | None = None,
        remark: str = "",
    ) -> None:
        """Show a table that can be filtered; `empty` says what to do when there are no rows.

        `remark` is what there is to say of the rows, above them.
        """
        self._begin(heading, act[0] if act and rows else "", act[1] if act else None)
        columns: list[Column[Row]] = [
            Column(header, itemgetter(at), tooltip=itemgetter(at))
            for at, header in enumerate(headers)
        ]
        model = ListTableModel(columns, self._table_holder)
        model.set_items(rows)
        proxy = QSortFilterProxyModel(self._table_holder)
        proxy.setSourceModel(model)
        proxy.setFilterKeyColumn(-1)
        proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        view = table(proxy, heading)
        self._put(view)
        view.resizeColumnsToContents()
        _narrow(view, len(headers) - 1)
        self.filter.textChanged.connect(proxy.setFilterFixedString)
        said = remark if rows else empty
        self._empty.setText(said)
        self._empty.setVisible(bool(said))
        self.filter.setVisible(bool(rows))
        self._pages.setCurrentWidget(self._table_holder)
        view.setFocus()

    def _begin(self, heading: str, act: str, then: Callable[[], None] | None) -> None:
        self._heading.setText(heading)
        self._act.setText(act)
        self._act.setAccessibleName(act.replace("&", ""))
        self._act.setVisible(bool(act))
        self._then = then
        self.filter.clear()

    def _put(self, view: QWidget) -> None:
        old = self._table_layout.itemAt(2)
        shown = old.widget() if old is not None else None
        if shown is not None:
            self.filter.textChanged.disconnect()
            self._table_layout.removeWidget(shown)
            shown.deleteLater()
        self._table_layout.addWidget(view, 1)

    def _lay_out(self) -> None:
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName("Sidans text")
        self.filter.setPlaceholderText("Filtrera …")
        self.filter.setAccessibleName("Filtrera tabellen")
        self.filter.setClearButtonEnabled(True)
        self._empty.setWordWrap(True)
        self._table_layout.setContentsMargins(0, 0, 0, 0)
        self._table_layout.addWidget(self.filter)
        self._table_layout.addWidget(self._empty)
        self._pages.addWidget(self.text)
        self._pages.addWidget(self._table_holder)
        frame, inner = pane("")
        inner.addWidget(self._heading)
        inner.addWidget(self._pages, 1)
        row = QHBoxLayout()
        row.addWidget(self._close)
        row.addStretch(1)
        row.addWidget(self._act)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        self._act.clicked.connect(lambda: self._then() if self._then else None)


def _narrow(view: QTableView, columns: int) -> None:
    """Let no long text among the first columns push the others out of sight."""
    widest = view.fontMetrics().averageCharWidth() * _WIDEST
    for at in range(columns):
        view.setColumnWidth(at, min(view.columnWidth(at), widest))
