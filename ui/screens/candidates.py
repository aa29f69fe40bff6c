"""Sentences of KVÅ that could be rules: read, accepted or put aside, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.list_words import format_count
from app.services.candidates import ListedCandidate
from ui.models.candidates import CANDIDATE_COLUMNS, WIDE, format_decision_on
from ui.models.list_table_model import ListTableModel
from ui.presenters.candidates_presenter import CandidatesPresenter
from ui.screens.hindered import say_why
from ui.screens.list_tables import FittedColumns, choose_again
from ui.screens.parts import WrappedLabel, button, label, on_escape, on_key, pane, remark, table
from ui.screens.roomy import keep_rows

_ALL = "Alla"
_STATES = (_ALL, "Oläst", "Godtagen", "Avböjd", "Går inte att pröva")
_NONE = (
    "KVÅ för dagen säger inget som kunde bli en regel. Läs in en officiell utgåva av KVÅ under "
    "Kodverk."
)
_NONE_FITS = "Ingen mening stämmer med valen. Ändra filtret, eller välj Alla."
_READING = "Läser beskrivningarna i KVÅ …"


class CandidatesScreen(QWidget):
    """A table of sentences; the chosen one is told in full below, and decided on."""

    help_name = "candidates"

    accept_asked = Signal(object)  # ListedCandidate
    decline_asked = Signal(object)
    closed = Signal()

    def __init__(self, presenter: CandidatesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.rows: ListTableModel[ListedCandidate] = ListTableModel(CANDIDATE_COLUMNS, self)
        self.table = table(self.rows, "Meningar i KVÅ")
        self.states, self.filter = QComboBox(), QLineEdit()
        self._columns = FittedColumns(self.table)
        self._count, self._empty, self._about = remark(), WrappedLabel(), WrappedLabel("fact")
        self._accept = button("Go&dta …", "Gör meningen till en regel (Ctrl+Retur)", "primary")
        self._decline = button("Av&böj …", "Lägg meningen åt sidan (Del)")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._takes_focus, self._hindrance = False, ""
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> ListedCandidate | None:
        """The sentence that is decided on."""
        return self.rows.item(self.table.currentIndex().row())

    def hinder(self, reason: str) -> None:
        """Grey what decides about sentences, and say why; without a reason it is open."""
        self._hindrance = reason
        say_why((self._accept, self._decline), reason)
        self._show_current()

    def focus_filter(self) -> None:
        """Go to the filter, all of it chosen."""
        self.filter.setFocus()
        self.filter.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again whenever it comes to the front."""
        super().showEvent(event)
        self._takes_focus = True
        self.presenter.refresh()

    def _show(self) -> None:
        kept, near = self.current, max(self.table.currentIndex().row(), 0)
        shown = [row for row in self.presenter.rows if self._fits(row)]
        self.rows.set_items(shown)
        self._columns.fit_to(CANDIDATE_COLUMNS, shown, WIDE)
        ids = [row.candidate.id for row in shown]
        choose_again(self.table, ids, kept.candidate.id if kept else "", near)
        self._show_count(len(shown))
        self._show_current()
        self._focus_first()

    def _focus_first(self) -> None:
        """Go to the table once its rows are there; a hidden one would not take the focus."""
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            (self.table if self.rows.items else self._close).setFocus()

    def _fits(self, row: ListedCandidate) -> bool:
        state = self.states.currentText()
        if state != _ALL and row.state.capitalize() != state:
            return False
        cells = (column.text(row) for column in CANDIDATE_COLUMNS)
        text = f"{' '.join(cells)} {row.title}".casefold()
        return all(word in text for word in self.filter.text().casefold().split())

    def _show_count(self, shown: int) -> None:
        every = len(self.presenter.rows)
        total = format_count(every, "mening", "meningar")
        self._count.setText(total if shown == every else f"{shown} av {total}")
        nothing = _NONE_FITS if every else _NONE if self.presenter.is_read else _READING
        self._empty.setText("" if shown else nothing)
        self._empty.setVisible(not shown)
        self.table.setVisible(bool(shown))

    def _show_current(self) -> None:
        row = self.current
        is_open = row is not None and not (row.decision and row.decision.is_accepted)
        may = not self._hindrance
        self._accept.setEnabled(
            may and row is not None and is_open and row.candidate.can_be_enforced
        )
        self._decline.setEnabled(may and row is not None and not _is_declined(row))
        self._about.setText(describe(row) if row is not None else "")
        self._about.setVisible(row is not None)

    def _lay_out(self) -> None:
        self.states.addItems(list(_STATES))
        self.states.setAccessibleName("Läge")
        self.filter.setAccessibleName("Filtrera meningarna")
        self.filter.setPlaceholderText("Filtrera på kod eller ord …")
        self.filter.setClearButtonEnabled(True)
        self._about.setAccessibleName("Om meningen")
        keep_rows(self.table)
        frame, inner = pane("Meningar i KVÅ som kan bli regler", aside=self._count)
        head = QHBoxLayout()
        name = label("L&äge", "muted")
        name.setBuddy(self.states)
        for widget in (name, self.states):
            head.addWidget(widget)
        head.addWidget(self.filter, 1)
        inner.addLayout(head)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._about)
        inner.addStretch(0)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._decline)
        foot.addWidget(self._accept)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.states.currentIndexChanged.connect(lambda _index: self._show())
        self.filter.textChanged.connect(lambda _text: self._show())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self._accept.clicked.connect(lambda: self.accept_asked.emit(self.current))
        self._decline.clicked.connect(lambda: self.decline_asked.emit(self.current))
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self._accept.click)
        on_key(self.table, "Del", self._decline.click)


def describe(row: ListedCandidate) -> str:
    """Tell all there is to tell of a sentence: the code, the words, what they would mean."""
    candidate = row.candidate
    parts = [f"{candidate.code} {row.title}".strip() + f": ”{candidate.quote.rstrip('.')}”."]
    if not candidate.can_be_enforced:
        parts.append("Meningen nämner ingen kod att pröva mot, och kan inte bli en regel.")
    if not row.is_said:
        parts.append("Dagens utgåva säger det inte längre.")
    decided = format_decision_on(row)
    if decided:
        parts.append(f"{row.state.capitalize()} av {decided.rstrip('.')}.")
    return " ".join(parts)


def _is_declined(row: ListedCandidate) -> bool:
    return row.decision is not None and not row.decision.is_accepted
