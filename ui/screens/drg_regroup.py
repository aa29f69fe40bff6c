"""Signed events grouped again by other tables: what changes, event for event."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_regroup import Regrouped
from app.domain.version import SignedGroup
from ui.models.list_table_model import Column, ListTableModel
from ui.screens.parts import WrappedLabel, button, label, on_escape, pane, remark, table
from ui.screens.roomy import keep_rows

_HOW = (
    "Händelserna som är signerade grupperas med de här tabellerna. Inget av det som är signerat "
    "ändras."
)


def _named(group: SignedGroup | None) -> str:
    if group is None:
        return "–"
    return f"{group.drg} {group.text}".strip() or group.error or "Ingen DRG"


_COLUMNS: tuple[Column[Regrouped], ...] = (
    Column("Händelse", lambda each: each.encounter_id),
    Column("Signerad", lambda each: f"{each.signed_at:%Y-%m-%d}"),
    Column("Vid signeringen", lambda each: _named(each.old), tooltip=lambda e: _named(e.old)),
    Column("Nu", lambda each: _named(each.new), tooltip=lambda e: _named(e.new)),
)


class DrgRegroupScreen(QWidget):
    """Which tables and since when above, the events with another group below."""

    closed = Signal()
    started = Signal(object, object)  # DrgTableSet, date or None
    opened = Signal(str)  # id of an event
    help_name = "drg_regroup"

    def __init__(self, tables: DrgTableSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.tables = tables
        self.rows: ListTableModel[Regrouped] = ListTableModel(_COLUMNS, self)
        self.table = table(self.rows, "Händelser som får en annan grupp")
        self.limits = QCheckBox("Bara signerade &från")
        self.since = QDateEdit()
        self._why = label("Varför", "paneTitle")
        self._count, self._state, self._reason = remark(), WrappedLabel(), WrappedLabel("fact")
        self.start = button("Gr&uppera om", "Gruppera om; det går att avbryta", "primary")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()

    def show_result(self, total: int, others: Sequence[Regrouped]) -> None:
        """Show the events whose group is another."""
        self.rows.set_items(others)
        self.table.setVisible(bool(others))
        self._why.setVisible(bool(others))
        self._count.setText(f"{len(others)} av {total}")
        if not total:
            self._state.setText("Inga signerade händelser finns från den tiden.")
        elif others:
            self._state.setText(f"{len(others)} av {total} signerade händelser får en annan grupp.")
        else:
            self._state.setText(f"Alla {total} signerade händelser behåller sin grupp.")
        for column in range(self.rows.columnCount() - 1):
            self.table.resizeColumnToContents(column)
        if others:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_reason()

    def _tell_reason(self) -> None:
        chosen = self.rows.item(self.table.currentIndex().row())
        self._reason.setText(chosen.reason or chosen.new.error if chosen is not None else "")

    def _begin(self) -> None:
        day = self.since.date().toPython() if self.limits.isChecked() else None
        self._state.setText("Grupperar om …")
        self.started.emit(self.tables, day)

    def _open(self) -> None:
        chosen = self.rows.item(self.table.currentIndex().row())
        if chosen is not None:
            self.opened.emit(chosen.encounter_id)

    def _lay_out(self) -> None:
        keep_rows(self.table)
        self.limits.setAccessibleName("Bara signerade från")
        self.since.setAccessibleName("Signerade från")
        self.since.setDisplayFormat("yyyy-MM-dd")
        self.since.setDate(QDate.currentDate().addMonths(-1))
        self.since.setEnabled(False)
        self._reason.setAccessibleName("Skäl")
        self._state.setText(_HOW)
        self.table.hide()
        self._why.hide()
        frame, inner = pane(f"Gruppera om med {self.tables.label}", aside=self._count)
        head = QHBoxLayout()
        head.addWidget(self.limits)
        head.addWidget(self.since)
        head.addStretch(1)
        head.addWidget(self.start)
        inner.addLayout(head)
        inner.addWidget(self._state)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._why)
        inner.addWidget(self._reason)
        inner.addStretch(0)
        row = QHBoxLayout()
        row.addWidget(self._close)
        row.addStretch(1)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.limits.toggled.connect(self.since.setEnabled)
        self.start.clicked.connect(self._begin)
        self._close.clicked.connect(self.closed)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_reason())
        self.table.activated.connect(lambda _index: self._open())
        on_escape(self, self.closed.emit)
