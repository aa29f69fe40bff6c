"""Who works here, and who has left: the lead adds, changes, lets leave and takes back."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.access import ROLE_LABEL, Person, Role
from app.domain.errors import AppError
from app.domain.list_words import format_count, format_day
from app.services.leaving import PersonAndWork
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.people_presenter import PeoplePresenter
from ui.screens.list_tables import FittedColumns, choose_again
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, remark, table
from ui.screens.person_form import PersonForm
from ui.screens.roomy import keep_rows

_WIDE = 3
#: Lines below which the form takes the place of the list.
_LEAST_LINES = 24
_LEFT_BEHIND = (
    "Frågor till den som har slutat ställs till någon annan under Händelse → Obesvarade frågor "
    "(F2). Händelser som står kvar blir lediga med Slutar en gång till."
)


class PeopleScreen(QWidget):
    """A table of people, and below it a form for one of them."""

    closed = Signal()
    leave_asked = Signal(object)  # PersonAndWork
    return_asked = Signal(object)
    failed = Signal(object)  # Exception that the form does not tell
    help_name = "people"

    def __init__(self, presenter: PeoplePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self._model: ListTableModel[PersonAndWork] = ListTableModel(_COLUMNS, self)
        self.table = table(self._model, "Personer")
        self._columns = FittedColumns(self.table)
        self._count, self._about = remark(), WrappedLabel("fact")
        self.form, self._foot = PersonForm(), QWidget()
        self.everybody = QCheckBox("Visa även &dem som har slutat")
        self._leave = button("&Slutar …", "Personen arbetar inte här längre (Del)")
        self._return = button("Är till&baka", "Personen arbetar här igen")
        self._change = button("Änd&ra …", "Byt skrivbord eller enheter (F2)")
        self._add = button("&Lägg till …", "Lägg till en person (Insert)", "primary")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._saved_id = ""
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> PersonAndWork | None:
        """The chosen person."""
        return self._model.item(self.table.currentIndex().row())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again whenever it comes to the front."""
        super().showEvent(event)
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list where a low window has no room for it beside the form."""
        super().resizeEvent(event)
        self._make_room()

    def open_form(self, person: Person | None) -> None:
        """Ask about a new person, or about one that is to be changed."""
        self.form.ask(person, self.presenter.units)
        self._make_room()

    def close_form(self) -> None:
        """Take the form away and go back to the list."""
        self.form.hide()
        self._make_room()
        self.table.setFocus()

    def _make_room(self) -> None:
        is_asking = not self.form.isHidden()
        is_high = self.height() >= _LEAST_LINES * self.fontMetrics().height()
        for each in (self.everybody, self.table):
            each.setVisible(is_high or not is_asking)
        self._foot.setVisible(not is_asking)

    def _show(self) -> None:
        kept, near = self.current, max(self.table.currentIndex().row(), 0)
        every = self.presenter.rows
        shown = [r for r in every if self.everybody.isChecked() or not r.person.has_left]
        self._model.set_items(shown)
        self._columns.fit_to(_COLUMNS, shown, _WIDE)
        ids, wanted = [row.person.id for row in shown], kept.person.id if kept else ""
        if self._saved_id in ids:
            wanted, self._saved_id = self._saved_id, ""
        choose_again(self.table, ids, wanted, near)
        here = sum(not row.person.has_left for row in every)
        gone = f", {len(every) - here} har slutat" if len(every) > here else ""
        self._count.setText(format_count(here, "person", "personer") + gone if every else "")
        self._note_choice()

    def _note_choice(self) -> None:
        row = self.current
        is_here = row is not None and not row.person.has_left
        waits = row is not None and bool(row.waiting.sentence)
        self._leave.setEnabled(is_here or waits)
        self._return.setEnabled(row is not None and not is_here)
        self._change.setEnabled(is_here)
        self._about.setText("" if is_here or not waits else _LEFT_BEHIND)
        self._about.setVisible(bool(self._about.text()))

    def _ask(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current)

    def _ask_change(self) -> None:
        row = self.current
        if row is not None and not row.person.has_left:
            self.open_form(row.person)

    def _save(self, person: Person | None, name: str, role: Role, units: tuple[str, ...]) -> None:
        if person is None:
            self.presenter.add(name, role, units)
        else:
            self.presenter.change(person, role, units)

    def _note_saved(self, person: Person) -> None:
        self.close_form()
        self._saved_id = person.id  # the list is read again now, and then holds them

    def _note_failed(self, error: Exception) -> None:
        if self.form.isVisible() and isinstance(error, AppError):
            self.form.tell(str(error))
        else:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        keep_rows(self.table)
        frame, inner = pane("Personer", aside=self._count)
        inner.addWidget(self.everybody)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._about)
        inner.addWidget(self.form)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._close)
        row.addStretch(1)
        for each in (self._return, self._leave, self._change, self._add):
            row.addWidget(each)
        inner.addStretch(0)
        inner.addWidget(self._foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.saved.connect(self._note_saved)
        self.presenter.failed.connect(self._note_failed)
        self.everybody.toggled.connect(lambda _on: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._note_choice())
        self.table.activated.connect(lambda _index: self._ask_change())
        self._leave.clicked.connect(lambda: self._ask(self.leave_asked))
        self._return.clicked.connect(lambda: self._ask(self.return_asked))
        self._change.clicked.connect(self._ask_change)
        self._add.clicked.connect(lambda: self.open_form(None))
        self._close.clicked.connect(self.closed)
        self.form.saved.connect(self._save)
        self.form.closed.connect(self.close_form)
        on_escape(self, self.closed.emit)
        on_key(self, "Ins", self._add.click)
        on_key(self.table, "F2", self._change.click)
        on_key(self.table, "Del", self._leave.click)


def _name(row: PersonAndWork) -> str:
    return row.person.name


def _role(row: PersonAndWork) -> str:
    return ROLE_LABEL[row.person.role]


def _units(row: PersonAndWork) -> str:
    return ", ".join(row.person.units) or "alla"


def _waiting(row: PersonAndWork) -> str:
    return row.waiting.sentence


#: A cell that has no room for its text tells it in its tip.
_COLUMNS: tuple[Column[PersonAndWork], ...] = (
    Column("Namn", _name, tooltip=_name),
    Column("Skrivbord", _role, tooltip=_role),
    Column("Enheter", _units, tooltip=_units),
    Column("Väntar på personen", _waiting, tooltip=_waiting),
    Column("Har slutat", lambda row: format_day(row.person.left_on)),
)
