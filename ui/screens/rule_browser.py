"""The rule browser: every rule, searched and filtered, and the page of the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from app.domain.list_words import format_count
from app.domain.rule_page import RulePage
from app.domain.rule_search import find_pages
from ui.models.list_table_model import ListTableModel
from ui.models.rules import RULE_COLUMNS, WIDE, RuleRow
from ui.presenters.rules_presenter import RulesPresenter, Shown
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, remark, table
from ui.screens.roomy import TurningSplitter, keep_rows, scrolling
from ui.screens.rule_filters import RuleFilters
from ui.screens.rule_text import rule_html

_NOTHING = "Ingen regel stämmer. Ändra orden eller valen, eller töm dem med Rensa."
_BOOK, _ASIDE = "Bokens ordning", "Oftast avfärdade"
_NARROW = 110
#: Rows that there is always room for: the page below has to be read too.
_LEAST_ROWS = 2


class RuleBrowser(QWidget):
    """Search and list to the left, the page to the right; Esc goes back."""

    closed = Signal()
    print_asked = Signal()
    off_asked = Signal(object)  # RulePage
    help_name = "rules"

    def __init__(self, presenter: RulesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.model: ListTableModel[RuleRow] = ListTableModel(RULE_COLUMNS, self)
        self.table = table(self.model, "Regler")
        self.field, self.order = QLineEdit(), QComboBox()
        self.filters = RuleFilters()
        self.text = QTextBrowser()
        self.hindrance = WrappedLabel()
        self._count, self._empty = remark(), WrappedLabel()
        self._columns = FittedColumns(self.table)
        self._shown: Shown | None = None
        self._wanted = ""
        #: The rows have their heights when the screen has been laid out.
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self._clear = button("&Rensa", "Töm orden och alla val")
        self._off = button("Stä&ng av …", "Stäng av regeln på arbetsplatsen, med ett skäl")
        self._on = button("&Slå på", "Låt regeln anmärka igen")
        self._print = button(
            "Skriv &ut regelboken …", "Förhandsgranska, skriv ut eller spara som PDF"
        )
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()

    @property
    def current(self) -> RulePage | None:
        """The page that is shown, or None."""
        row = self.model.item(self.table.currentIndex().row())
        return row.page if row is not None else None

    def open_at(self, rule_id: str) -> None:
        """Show one rule, and every other below it in the list."""
        self._wanted = rule_id
        self.field.clear()
        self.filters.clear()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book again whenever it comes to the front."""
        super().showEvent(event)
        self.presenter.refresh()
        (self.table if self._wanted else self.field).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Write the page anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show_page()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows leave the field for the list."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _take(self, shown: Shown) -> None:
        self._shown = shown
        self.filters.offer(shown.pages)
        self._fit(shown)
        self._show()

    def _show(self) -> None:
        shown = self._shown
        if shown is None:
            return
        kept = self._wanted or (self.current.rule_id if self.current else "")
        rows = self._rows(shown)
        self.model.set_items(rows)
        ids = [row.page.rule_id for row in rows]
        if rows:
            self.table.selectRow(ids.index(kept) if kept in ids else 0)
            self._laid_out.start()
        self._wanted = "" if kept in ids else self._wanted
        self._show_count(len(rows), len(shown.pages))
        self._show_page()

    def _fit(self, shown: Shown) -> None:
        """Fit the columns to all rules, so that they stay as they are while somebody types."""
        rows = [RuleRow(page, shown.statistics.total(page.rule_id)) for page in shown.pages]
        self._columns.fit_to(RULE_COLUMNS, rows, WIDE)

    def _rows(self, shown: Shown) -> list[RuleRow]:
        found = find_pages(shown.pages, self.filters.asked(self.field.text()))
        rows = [RuleRow(page, shown.statistics.total(page.rule_id)) for page in found]
        if self.order.currentText() == _ASIDE:
            rows.sort(key=lambda row: (-row.overridden, -row.hits))
        return rows

    def _show_count(self, found: int, every: int) -> None:
        total = format_count(every, "regel", "regler")
        self._count.setText(total if found == every else f"{found} av {total}")
        told = self.filters.refusal or ("" if found else _NOTHING)
        self._empty.setText(told)
        self._empty.setVisible(bool(told))
        self.table.setVisible(bool(found))

    def _show_page(self) -> None:
        page, shown = self.current, self._shown
        is_own = page is not None and shown is not None and page.rule_id in shown.own
        self._off.setVisible(page is not None and not page.is_verified and not is_own)
        self._off.setEnabled(False)
        self._on.setVisible(is_own)
        self.hindrance.setText("")
        self.hindrance.hide()
        if page is None or shown is None:
            self.text.setHtml("")
            return
        months = shown.statistics.of_rule(page.rule_id)
        self.text.setHtml(rule_html(page, months))
        self.text.setAccessibleName(f"Regeln {page.rule_id}")
        if self._off.isVisibleTo(self):
            self.presenter.ask_switch(page.rule_id)

    def _note_hindrance(self, rule_id: str, why: str) -> None:
        page = self.current
        if page is not None and page.rule_id == rule_id:
            self._off.setEnabled(not why)
            self.hindrance.setText(why)
            self.hindrance.setVisible(bool(why))

    def _ask_off(self) -> None:
        if self.current is not None:
            self.off_asked.emit(self.current)

    def _switch_on(self) -> None:
        if self.current is not None:
            self.presenter.switch_on(self.current.rule_id)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText("Sök på ord, regel, katalognummer eller kod …")
        self.field.setAccessibleName("Sök bland reglerna")
        self.text.setAccessibleName("Den valda regeln")
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.order.addItems([_BOOK, _ASIDE])
        self.order.setAccessibleName("Ordning")
        self.order.setToolTip("Bokens ordning, eller reglerna ni oftast avfärdar först")
        keep_rows(self.table, _LEAST_ROWS)
        split = TurningSplitter(Qt.Orientation.Horizontal, _NARROW)
        split.addWidget(self._list_side())
        split.addWidget(self._page_side())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([820, 540])
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        for widget in (self._on, self._off, self._print):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _list_side(self) -> QWidget:
        frame, inner = pane("Regler", aside=self._count)
        head = QHBoxLayout()
        head.addWidget(self.field, 1)
        head.addWidget(self.order)
        head.addWidget(self._clear)
        inner.addLayout(head)
        inner.addWidget(self.filters)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addStretch(0)
        return scrolling(frame)

    def _page_side(self) -> QWidget:
        frame, inner = pane("Regeln")
        inner.addWidget(self.text, 1)
        inner.addWidget(self.hindrance)
        return frame

    def _connect(self) -> None:
        self.presenter.shown.connect(self._take)
        self.presenter.hindered.connect(self._note_hindrance)
        self.field.textChanged.connect(lambda _text: self._show())
        self.filters.changed.connect(self._show)
        self.order.currentIndexChanged.connect(lambda _index: self._show())
        chosen = self.table.selectionModel().currentRowChanged
        chosen.connect(lambda *_rows: self._show_page())
        self._clear.clicked.connect(self._clear_all)
        self._off.clicked.connect(self._ask_off)
        self._on.clicked.connect(self._switch_on)
        self._print.clicked.connect(self.print_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        on_key(self, "Ctrl+F", self.field.setFocus)

    def _clear_all(self) -> None:
        self.filters.clear()
        self.field.clear()
        self.field.setFocus()
