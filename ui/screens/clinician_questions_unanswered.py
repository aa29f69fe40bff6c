"""Questions that nobody has answered, unit by unit; those whose recipient has left stand out."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.clinician_query import Standing, UnansweredQuery
from app.domain.list_words import format_count, format_day
from ui.action_spec import Where
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.unanswered_presenter import UnansweredPresenter
from ui.screens.ask_clinician_text import recipient_line
from ui.screens.flow_row import FlowRow
from ui.screens.list_tables import FittedColumns, choose_again
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, remark, table
from ui.screens.roomy import keep_rows

_NONE = "Alla frågor är besvarade. Ctrl+R ställer en ny fråga om händelsen som du kodar."
_WIDE = 6


class UnansweredScreen(QWidget):
    """A table over all units; Enter opens the event, Esc goes back."""

    place = Where.EVERYWHERE
    closed = Signal()
    open_asked = Signal(object)  # ClinicianQuery
    redirect_asked = Signal(object)
    withdraw_asked = Signal(object)
    help_name = "clinician_questions"

    def __init__(self, presenter: UnansweredPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self._today = presenter.desk.app.now().date()
        self._model: ListTableModel[UnansweredQuery] = ListTableModel(self._columns_of(), self)
        self.table = table(self._model, "Obesvarade frågor")
        self._columns = FittedColumns(self.table)
        self._count, self._units, self._empty = remark(), WrappedLabel("fact"), WrappedLabel()
        self._takes_focus = False
        self._open = button("Öppna hä&ndelsen", "Öppna händelsen som frågan gäller (Retur)")
        self._redirect = button("&Fråga någon annan …", "Ställ frågan till någon annan (F2)")
        self._withdraw = button("&Ta tillbaka …", "Frågan behöver inget svar längre (Del)")
        self._close = button("&Stäng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> UnansweredQuery | None:
        """The chosen question."""
        return self._model.item(self.table.currentIndex().row())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again whenever it comes to the front."""
        super().showEvent(event)
        self._today = self.presenter.desk.app.now().date()
        self._takes_focus = True
        self.presenter.refresh()

    def _columns_of(self) -> tuple[Column[UnansweredQuery], ...]:
        return (
            Column("Enhet", lambda row: row.query.unit),
            Column("Till", _to, tooltip=_to, icon=_standing_icon),
            Column("Svar senast", lambda row: str(row.query.due)),
            Column("Försenad", self._late, icon=self._late_icon),
            Column("Från", lambda row: row.query.asked_by.name),
            Column("Händelse", lambda row: format_day(row.query.event_day)),
            Column("Fråga", _question, tooltip=lambda row: row.query.question),
        )

    def _late(self, row: UnansweredQuery) -> str:
        days = row.query.days_overdue(self._today)
        return format_count(days, "dag", "dagar") if days else ""

    def _late_icon(self, row: UnansweredQuery) -> str:
        return "warning" if row.query.is_overdue(self._today) else ""

    def _show(self) -> None:
        rows, kept = self.presenter.rows, self.current
        near = max(self.table.currentIndex().row(), 0)
        self._model.set_items(rows)
        self._columns.fit_to(self._columns_of(), rows, _WIDE)
        choose_again(
            self.table, [row.query.id for row in rows], kept.query.id if kept else "", near
        )
        self._count.setText(format_count(len(rows), "fråga", "frågor") if rows else "")
        self._units.setText(self._by_unit(rows))
        self._units.setVisible(bool(rows))
        self._empty.setText(_NONE if self.presenter.is_read and not rows else "")
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        for each in (self._open, self._redirect, self._withdraw):
            each.setEnabled(bool(rows))
        self._focus_first()

    def _focus_first(self) -> None:
        """Go to the table once its rows are there; a hidden one would not take the focus."""
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            (self.table if self.presenter.rows else self._close).setFocus()

    def _by_unit(self, rows: tuple[UnansweredQuery, ...]) -> str:
        every = Counter(row.query.unit for row in rows)
        late = Counter(row.query.unit for row in rows if row.query.is_overdue(self._today))
        parts = [
            f"{unit}: {count}" + (f" ({_late_words(late[unit])})" if late[unit] else "")
            for unit, count in every.items()
        ]
        return " · ".join(parts)

    def _ask(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current.query)

    def _lay_out(self) -> None:
        keep_rows(self.table)
        frame, inner = pane("Obesvarade frågor till behandlare", aside=self._count)
        inner.addWidget(self._units)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addStretch(0)
        inner.addWidget(FlowRow((self._close, self._withdraw, self._redirect, self._open)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.table.activated.connect(lambda _index: self._ask(self.open_asked))
        self._open.clicked.connect(lambda: self._ask(self.open_asked))
        self._redirect.clicked.connect(lambda: self._ask(self.redirect_asked))
        self._withdraw.clicked.connect(lambda: self._ask(self.withdraw_asked))
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        on_key(self.table, "F2", self._redirect.click)
        on_key(self.table, "Del", self._withdraw.click)


def _late_words(count: int) -> str:
    return f"varav {format_count(count, 'försenad', 'försenade')}"


def _to(row: UnansweredQuery) -> str:
    return recipient_line(row.query, row.standing)


def _standing_icon(row: UnansweredQuery) -> str:
    return "" if row.standing is Standing.HERE else "warning"


def _question(row: UnansweredQuery) -> str:
    return " ".join(row.query.question.split())
