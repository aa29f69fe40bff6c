"""What if: other ways of coding the event, and the findings that each brings and takes away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from app.domain.finding import Finding, Severity
from app.domain.list_words import format_count
from app.services.what_if import Variant
from ui.delegates.code_row import CodeRow
from ui.delegates.finding_row import FindingRowDelegate
from ui.models.code_list_model import CodeListModel, Entry
from ui.models.findings import FindingRow
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.what_if_presenter import WhatIfPresenter
from ui.screens.parts import (
    ScaledTable,
    WrappedLabel,
    button,
    code_list,
    label,
    on_escape,
    pane,
    remark,
    table,
)
from ui.screens.roomy import scrolling

_TRYING = "Prövar andra sätt att koda …"
_EMPTY = "Händelsen har inga diagnoser att pröva. Koda den först; Esc går tillbaka."
_HOW = "Pilarna väljer, Retur kodar så, Esc ändrar inget."
_LEAST_ROWS = 3


def _counted(findings: Sequence[Finding], sign: str) -> str:
    if not findings:
        return "–"
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return f"{sign}{len(findings)}" + (f" ({errors} fel)" if errors else "")


_COLUMNS: tuple[Column[Variant], ...] = (
    Column("Försvinner", lambda each: _counted(each.outcome.falls, "−")),
    Column("Tillkommer", lambda each: _counted(each.outcome.rises, "+")),
    Column("Ändring", lambda each: each.sentence, tooltip=lambda each: each.sentence),
)


class WhatIfScreen(QWidget):
    """A table of variants above the findings that fall and rise with the chosen one."""

    closed = Signal()
    help_name = "what_if"

    def __init__(self, presenter: WhatIfPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        presenter.setParent(self)
        self._model: ListTableModel[Variant] = ListTableModel(_COLUMNS, self)
        self.table = table(self._model, "Andra sätt att koda")
        self.falls, self.rises = FindingList("Försvinner"), FindingList("Tillkommer")
        self._state = WrappedLabel()
        self._stays = remark()
        self._close = button("S&täng", "Tillbaka utan att ändra (Esc)")
        self._take = button("Koda s&å", "Ändra händelsen som raden säger (Retur)", "primary")
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Try the variants, and be ready for the arrows."""
        self._state.setText(_TRYING)
        self.presenter.begin()

    @property
    def current(self) -> Variant | None:
        """The chosen variant."""
        row = self.table.currentIndex().row()
        return self._variants[row] if 0 <= row < len(self._variants) else None

    def _lay_out(self) -> None:
        self._variants: tuple[Variant, ...] = ()
        frame, inner = pane("")
        inner.addWidget(label("Vad händer om …", "heading"))
        inner.addWidget(self._state)
        if isinstance(self.table, ScaledTable):
            self.table.least_rows = _LEAST_ROWS
        below = QSplitter(Qt.Orientation.Horizontal)
        for each in (self.falls, self.rises):
            below.addWidget(each)
        below.setChildrenCollapsible(False)
        below.setHandleWidth(8)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.table)
        both.addWidget(below)
        both.setSizes([360, 440])
        both.setChildrenCollapsible(False)
        inner.addWidget(both, 1)
        row = QHBoxLayout()
        row.addWidget(self._close)
        row.addWidget(self._stays, 1)
        row.addStretch(1)
        row.addWidget(self._take)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(scrolling(frame))

    def _connect(self) -> None:
        self.presenter.tried.connect(self._show)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.table.activated.connect(lambda _index: self._code_so())
        self._take.clicked.connect(self._code_so)
        self._close.clicked.connect(self._leave)
        on_escape(self, self._leave)
        self._choose()

    def _show(self, variants: tuple[Variant, ...]) -> None:
        self._variants = variants
        self._model.set_items(variants)
        self._state.setText(_HOW if variants else _EMPTY)
        for column in (0, 1):
            self.table.resizeColumnToContents(column)
        if variants:
            self.table.setCurrentIndex(self._model.index(0, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose()

    def _choose(self) -> None:
        variant = self.current
        outcome = variant.outcome if variant is not None else None
        self.falls.show_findings(outcome.falls if outcome else ())
        self.rises.show_findings(outcome.rises if outcome else ())
        count = len(outcome.stays) if outcome else 0
        number = format_count(count, "anmärkning", "anmärkningar") if count else "Inga anmärkningar"
        stays = f"{number} står kvar."
        self._stays.setText(stays if outcome else "")
        self._take.setEnabled(variant is not None)

    def _code_so(self) -> None:
        if self.current is not None and self.presenter.take(self.current):
            self._leave()

    def _leave(self) -> None:
        self.presenter.stop()
        self.closed.emit()


class FindingList(QWidget):
    """One side of the comparison."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._count = remark()
        frame, inner = pane(title, aside=self._count)
        self.rows: CodeListModel[FindingRow] = CodeListModel(self)
        self.list: QListView = code_list(self.rows, title)
        self.list.setItemDelegate(FindingRowDelegate(self.list))
        inner.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, most severe first."""
        rows = [FindingRow(finding) for finding in findings]
        self.rows.set_entries(
            [Entry(CodeRow(code=r.finding.rule_id, title=r.spoken), r) for r in rows]
        )
        self._count.setText("" if rows else "Inga anmärkningar")
