"""What changed from one edition to another: counted, filtered, explained, and what it touches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.concept import Edition
from app.domain.edition_difference import EditionDifference
from ui.models.differences import CHANGE_COLUMNS, ChangeRow
from ui.models.editions import format_count
from ui.models.list_table_model import ListTableModel
from ui.presenters.difference_presenter import DifferencePresenter
from ui.screens.change_detail import ChangeDetail
from ui.screens.difference_summary import DifferenceSummary
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, label, on_escape, on_key, pane, remark, table
from ui.screens.roomy import TurningSplitter, keep_rows, scrolling

#: Two parts of the window to the left, seven to the right.
_LEFT = 150
#: Characters below which what stands beside each other stands above each other.
_NARROW = 76
#: The column that takes the room that is left.
_TITLE = 2


class DifferencesScreen(QWidget):
    """Kinds and chapters to the left, changes in the middle, the chosen one explained below."""

    help_name = "differences"

    pair_asked = Signal(str, str)  # edition ids, before and after
    after_asked = Signal(str)  # edition id, to be compared with the one before it
    jump_asked = Signal(object)  # Touched
    code_asked = Signal(object)  # CodeDifference
    csv_asked = Signal()
    print_asked = Signal()
    closed = Signal()

    def __init__(self, presenter: DifferencePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self._editions: Sequence[Edition] = ()
        self.before, self.after = QComboBox(), QComboBox()
        self._names = label("", "paneTitle")
        self.filter = QLineEdit()
        self.only_touched = QCheckBox("Bara det som berör &oss")
        self.changes: ListTableModel[ChangeRow] = ListTableModel(CHANGE_COLUMNS, self)
        self.summary, self.detail = DifferenceSummary(), ChangeDetail()
        self.table = table(self.changes, "Ändringar")
        self._columns = FittedColumns(self.table)
        self._count, self._remarks, self._empty = remark(), WrappedLabel(), WrappedLabel()
        self._code = button("Visa ko&den", "Visa koden i kodverket")
        self._csv = button("Spara so&m CSV …", "Spara det som visas som en tabell")
        self._print = button("Skriv &ut …", "Förhandsgranska det som visas (Ctrl+P)", "primary")
        self._close = button("&Stäng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()

    def offer_editions(self, editions: Sequence[Edition], before: Edition, after: Edition) -> None:
        """Offer the editions to compare, with the present ones chosen."""
        self._editions = editions
        self.after.clear()
        self.before.clear()
        for edition in editions:
            self.after.addItem(edition.label, edition.id)
            if edition.system is after.system and edition.id != after.id:
                self.before.addItem(edition.label, edition.id)
        self.after.setCurrentIndex(self.after.findData(after.id))
        self.before.setCurrentIndex(self.before.findData(before.id))
        self._offer_choice(shown=True)

    def name_editions(self, before: str, after: str) -> None:
        """Name the editions where there is no choice of others."""
        self._names.setText(f"{before} → {after}")
        self._offer_choice(shown=False)

    def show_nothing(self, sentence: str) -> None:
        """Say what to do where there is nothing to compare."""
        self._names.setText("")
        self._remarks.hide()
        self._offer_choice(shown=False)
        self._empty.setText(sentence)
        self._empty.show()

    def focus_filter(self) -> None:
        """Go to the filter with its text chosen."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def print_shown(self) -> None:
        """Ask for what is shown on paper."""
        self._print.click()

    @property
    def current(self) -> ChangeRow | None:
        """The change that is explained."""
        return self.changes.item(self.table.currentIndex().row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.filter
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)

    # -- layout ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        frame, inner = pane("Skillnader mellan utgåvor", aside=self._count)
        body = QWidget()
        parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addLayout(self._head())
        parts.addWidget(self._remarks)
        parts.addWidget(self._empty)
        halves = TurningSplitter(Qt.Orientation.Horizontal, _NARROW)
        halves.addWidget(self.summary)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(self.table)
        right.addWidget(self.detail)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        halves.addWidget(right)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 7)
        halves.setSizes([2 * _LEFT, 7 * _LEFT])
        parts.addWidget(halves, 1)
        inner.addWidget(scrolling(body), 1)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        for widget in (self._code, self._csv, self._print):
            foot.addWidget(widget)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)
        keep_rows(self.table, 5)
        self._empty.hide()
        self._remarks.hide()

    def _head(self) -> QVBoxLayout:
        for combo, name in ((self.before, "Utgåvan före"), (self.after, "Utgåvan efter")):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(12)
        self.filter.setPlaceholderText("Sök på kod eller ord …")
        self.filter.setAccessibleName("Sök bland ändringarna")
        self.filter.setClearButtonEnabled(True)
        self.only_touched.setAccessibleName("Bara det som berör oss")
        self.only_touched.setToolTip("Visa bara koder som någon använder")
        pair = QHBoxLayout()
        pair.addWidget(self._names, 1)
        pair.addWidget(self.before, 1)
        self._arrow = label("→")
        pair.addWidget(self._arrow)
        pair.addWidget(self.after, 1)
        search = QHBoxLayout()
        search.addWidget(self.filter, 1)
        search.addWidget(self.only_touched)
        rows = QVBoxLayout()
        rows.addLayout(pair)
        rows.addLayout(search)
        return rows

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.compared.connect(self._show_comparison)
        presenter.chosen.connect(self._show_changes)
        self.before.activated.connect(lambda _i: self._ask_pair())
        self.after.activated.connect(lambda _i: self.after_asked.emit(self.after.currentData()))
        self.filter.textChanged.connect(presenter.set_text)
        self.filter.installEventFilter(self)
        self.only_touched.toggled.connect(lambda on: presenter.set_only_touched(on=on))
        self.summary.kind_chosen.connect(presenter.set_kind)
        self.summary.chapter_chosen.connect(presenter.set_chapter)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._explain())
        for keys in ("Return", "Enter"):
            on_key(self.table, keys, self._go_to_touched)
        self.detail.jump_asked.connect(self.jump_asked)
        self._code.clicked.connect(self._ask_code)
        self._csv.clicked.connect(self.csv_asked)
        self._print.clicked.connect(self.print_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    # -- answers -------------------------------------------------------------------------------

    def _offer_choice(self, *, shown: bool) -> None:
        for widget in (self.before, self._arrow, self.after):
            widget.setVisible(shown)
        self._names.setVisible(not shown)

    def _ask_pair(self) -> None:
        self.pair_asked.emit(self.before.currentData(), self.after.currentData())

    def _show_comparison(self, difference: EditionDifference) -> None:
        self._remarks.setText("\n".join(difference.remarks))

    def _show_changes(self, rows: list[ChangeRow]) -> None:
        presenter = self.presenter
        titles = presenter.difference.chapter_titles if presenter.difference else {}
        self._remarks.setVisible(bool(presenter.difference and presenter.difference.remarks))
        self.summary.show_counts(presenter.counted, presenter.filter, titles)
        self.changes.set_items(rows)
        self._columns.fit_to(CHANGE_COLUMNS, rows, _TITLE)
        self._count.setText(
            "1 ändring" if len(rows) == 1 else f"{format_count(len(rows))} ändringar"
        )
        self._empty.setText(_nothing_found(self.presenter))
        self._empty.setVisible(not rows)
        for widget in (self._csv, self._print):
            widget.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
        self._explain()

    def _explain(self) -> None:
        self.detail.show_change(self.current)
        self._code.setEnabled(self.current is not None)

    def _go_to_touched(self) -> None:
        if not self.detail.focus_places():
            self._ask_code()

    def _ask_code(self) -> None:
        if self.current is not None:
            self.code_asked.emit(self.current.change)


def _nothing_found(presenter: DifferencePresenter) -> str:
    if presenter.difference is None:
        return "Jämförelsen är inte klar. Avbröts den, så stäng och öppna skillnaderna igen."
    if not presenter.difference.changes:
        return "Utgåvorna är lika: inget har ändrats mellan dem."
    return "Ingen ändring stämmer. Välj alla ändringar och alla kapitel, eller töm sökfältet."
