"""The local search terms: looked through by state, judged, sent elsewhere and taken in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.list_words import format_count, format_origin
from app.domain.local_term import STATE_LABEL, LocalTerm, TermState
from ui.models.local_terms import WIDE, TermTable, format_remark
from ui.presenters.local_terms_presenter import LocalTermsPresenter
from ui.screens.hindered import say_why
from ui.screens.list_tables import FittedColumns, choose_again
from ui.screens.parts import WrappedLabel, button, label, on_escape, on_key, pane, remark, table
from ui.screens.roomy import keep_rows

#: Lines below which a term is not told in full.
_LEAST_LINES = 20
_NONE_YET = (
    "Inga lokala sökord ännu. Föreslå ett (Ctrl+Skift+L) när sökningen saknar ett ord, eller läs "
    "in en lista från en annan klinik."
)
_NONE_OF_STATE = "Inget sökord är i det läget. Välj Alla för att se de andra."
_NONE_FITS = "Inget sökord stämmer med filtret. Ändra eller töm det."


class LocalTermsScreen(QWidget):
    """A table of terms with boxes to tick; what an act means is ticked, or else chosen."""

    closed = Signal()
    propose_asked = Signal()
    decline_asked = Signal(object)  # tuple[LocalTerm, ...]
    retire_asked = Signal(object)
    export_asked = Signal(object)  # TermState, or None for all
    import_asked = Signal()
    help_name = "local_terms"

    def __init__(self, presenter: LocalTermsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.rows = TermTable(self)
        self.table = table(self.rows, "Lokala sökord")
        self.states, self.filter = QComboBox(), QLineEdit()
        self._columns = FittedColumns(self.table)
        self._takes_focus, self._hindrance = False, ""
        self._count, self._empty, self._about = remark(), WrappedLabel(), WrappedLabel("fact")
        self._approve = button("Go&dkänn valda", "Gör sökorden sökbara (Ctrl+Retur)", "primary")
        self._decline = button("Avbö&j …", "Avböj förslaget med ett skäl (Del)")
        self._retire = button("Ta &ur bruk …", "Sluta söka på sökordet, med ett skäl")
        self._tick_all = button(
            "&Markera godkända på annan klinik",
            "Kryssa för alla som är godkända där de kommer från",
        )
        self._propose = button("&Föreslå …", "Föreslå ett nytt sökord (Ctrl+Skift+L)")
        self._import = button("&Läs in …", "Läs in en lista från en annan klinik")
        self._export = button("E&xportera …", "Spara sökorden som visas för en annan klinik")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()
        self._show()

    @property
    def state(self) -> TermState | None:
        """The state that is shown, None for all."""
        chosen = self.states.currentData()
        return TermState(chosen) if chosen else None

    def show_state(self, state: TermState | None) -> None:
        """Show the terms of one state."""
        self.states.setCurrentIndex(self.states.findData(state.value if state else ""))

    def hinder(self, reason: str) -> None:
        """Grey what judges terms, and say why; without a reason it is open."""
        self._hindrance = reason
        say_why((self._approve, self._decline, self._retire), reason)
        self._note_choice()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again whenever it comes to the front."""
        super().showEvent(event)
        self._takes_focus = True
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what a low window has no room for."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        is_high = self.height() >= _LEAST_LINES * self.fontMetrics().height()
        self._about.setVisible(is_high and bool(self._about.text()))

    def _focus_first(self) -> None:
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            (self.table if self.rows.items else self._propose).setFocus()

    def _meant(self, state: TermState) -> tuple[LocalTerm, ...]:
        """Return what an act on terms of a state is about: those ticked, else those chosen."""
        chosen = (self.rows.item(i.row()) for i in self.table.selectionModel().selectedRows())
        meant = self.rows.ticked or tuple(term for term in chosen if term is not None)
        return tuple(term for term in meant if term.state is state)

    def _show(self) -> None:
        kept = self.rows.item(self.table.currentIndex().row())
        near = max(self.table.currentIndex().row(), 0)
        self.rows.set_targets(self.presenter.targets)
        shown = [term for term in self.presenter.terms if self._fits(term)]
        self.rows.set_items(shown)
        self._columns.fit_to(self.rows.columns, shown, WIDE)
        choose_again(self.table, [term.id for term in shown], kept.id if kept else "", near)
        self._show_count(len(shown))
        self._note_choice()
        self._focus_first()

    def _fits(self, term: LocalTerm) -> bool:
        if self.state is not None and term.state is not self.state:
            return False
        text = " ".join(column.text(term) for column in self.rows.columns).casefold()
        return all(word in text for word in self.filter.text().casefold().split())

    def _show_count(self, shown: int) -> None:
        every = len(self.presenter.terms)
        total = format_count(every, "sökord", "sökord")
        self._count.setText(total if shown == every else f"{shown} av {total}")
        nothing = _NONE_FITS if self.filter.text().strip() else _NONE_OF_STATE
        nothing = nothing if every else _NONE_YET
        self._empty.setText("" if shown or not self.presenter.is_read else nothing)
        self._empty.setVisible(bool(self._empty.text()))
        for widget in (self.states, self.filter):
            widget.setEnabled(bool(every))
        self.table.setVisible(bool(shown))
        self._export.setEnabled(bool(every))

    def _note_choice(self) -> None:
        waiting, used = self._meant(TermState.PROPOSED), self._meant(TermState.APPROVED)
        may = not self._hindrance
        self._approve.setEnabled(may and bool(waiting))
        self._decline.setEnabled(may and bool(waiting))
        self._retire.setEnabled(may and bool(used))
        ticked = len(self.rows.ticked)
        text = f"Go&dkänn valda ({ticked})" if ticked else "Go&dkänn valda"
        self._approve.setText(text)
        self._approve.setAccessibleName(text.replace("&", ""))
        elsewhere = any(
            term.approved_elsewhere and term.state is TermState.PROPOSED for term in self.rows.items
        )
        self._tick_all.setVisible(may and elsewhere)
        current = self.rows.item(self.table.currentIndex().row())
        self._about.setText(
            describe(current, self.rows.leads_to(current)) if current is not None else ""
        )
        self._make_room()

    def _toggle(self) -> None:
        """Tick the chosen rows, or take their ticks away where all have one."""
        chosen = (self.rows.item(i.row()) for i in self.table.selectionModel().selectedRows())
        terms = [term for term in chosen if term is not None]
        is_on = not {term.id for term in terms} <= {term.id for term in self.rows.ticked}
        self.rows.tick({term.id: is_on for term in terms})

    def _tick_elsewhere(self) -> None:
        self.rows.tick({term.id: True for term in self.rows.items if term.approved_elsewhere})
        self.table.setFocus()

    def _ask(self, signal: SignalInstance, state: TermState) -> None:
        terms = self._meant(state)
        if terms:
            signal.emit(terms)

    def _lay_out(self) -> None:
        self.states.addItem("Alla", "")
        for state in TermState:
            self.states.addItem(STATE_LABEL[state], state.value)
        self.states.setAccessibleName("Läge")
        self.filter.setAccessibleName("Filtrera sökorden")
        self.filter.setPlaceholderText("Filtrera på ord, kod eller person …")
        self.filter.setClearButtonEnabled(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._about.setAccessibleName("Om sökordet")
        keep_rows(self.table)
        frame, inner = pane("Lokala sökord", aside=self._count)
        head = QHBoxLayout()
        name = label("L&äge", "muted")
        name.setBuddy(self.states)
        for widget in (name, self.states):
            head.addWidget(widget)
        head.addWidget(self.filter, 1)
        head.addWidget(self._tick_all)
        inner.addLayout(head)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._about)
        inner.addStretch(0)
        inner.addLayout(_row((), (self._retire, self._decline, self._approve)))
        inner.addLayout(_row((self._close,), (self._propose, self._import, self._export)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.rows.ticked_changed.connect(self._note_choice)
        self.states.currentIndexChanged.connect(lambda _index: self._show())
        self.filter.textChanged.connect(lambda _text: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._note_choice())
        self._decline.clicked.connect(lambda: self._ask(self.decline_asked, TermState.PROPOSED))
        self._retire.clicked.connect(lambda: self._ask(self.retire_asked, TermState.APPROVED))
        self._approve.clicked.connect(
            lambda: self.presenter.approve(self._meant(TermState.PROPOSED))
        )
        self._tick_all.clicked.connect(self._tick_elsewhere)
        self._propose.clicked.connect(self.propose_asked)
        self._import.clicked.connect(self.import_asked)
        self._export.clicked.connect(lambda: self.export_asked.emit(self.state))
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self._approve.click)
        on_key(self.table, "Del", self._decline.click)
        on_key(self.table, "Space", self._toggle)


def _row(left: Sequence[QWidget], right: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row


def describe(term: LocalTerm, leads_to: str) -> str:
    """Tell all there is to tell of a term: what it says, who brought it here, who judged it."""
    judged, file = term.judged, term.source
    parts = [f"{term.text.term} → {leads_to}."]
    said = format_remark(term)
    if said:
        parts.append(f"{'Skäl' if term.reason else 'Anteckning'}: {said.rstrip('.')}.")
    if file is not None:
        parts.append(format_origin(file.name, term.proposed.at, term.proposed.name))
        parts.append(f"SHA-256 {file.sha256[:16]}….")
    else:
        parts.append(f"Föreslaget {term.proposed.at:%Y-%m-%d %H:%M} av {term.proposed.name}.")
    if judged is not None:
        label_of = STATE_LABEL[term.state]
        parts.append(f"{label_of} {judged.at:%Y-%m-%d %H:%M} av {judged.name}.")
    if term.is_self_approved:
        parts.append("Samma person föreslog och godkände.")
    return " ".join(parts)
