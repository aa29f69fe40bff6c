"""The clinician's one column: the visit, the diagnosis in words, codes, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from app.domain.coding_acts import AssignedCode
from app.domain.encounter import Status
from app.domain.visit_offers import CodeOffer, with_noted
from app.services.coding import OpenedEvent
from ui.models.clinician import coded_entries, offer_entries
from ui.models.code_list_model import CodeListModel
from ui.presenters.clinician_presenter import ClinicianPresenter
from ui.screens.clinician_field import VisitField
from ui.screens.clinician_head import VisitHead
from ui.screens.clinician_missing import MissingStrip
from ui.screens.completion_panel import CompletionPanel
from ui.screens.parts import WrappedLabel, button, code_list, label, on_key

_NEXT = "Nästa diagnos i egna ord, eller Ctrl+Retur för att signera …"
_FIRST = "Diagnosen i egna ord, eller en kod …"
_NOTHING = "Ingen diagnos heter så. Pröva ett annat ord, eller öppna kodarens vy (Ctrl+H)."
_GUESS = "{code} är en gissning. Retur igen tar den."
_KEYS = (
    "Retur tar den valda raden · Alt+siffra tar raden med den siffran · ↑ ↓ bläddrar · "
    "Alt+↑ gör den senaste till huvuddiagnos"
)
#: Rows of codes that are seen without scrolling.
_MOST_ROWS, _FEWEST_ROWS = 4, 2
_DIGITS = 9
#: Height in lines of text from which there is room to say what the keys do.
_KEYS_FROM = 36
#: Height in lines from which all of the first codes are seen.
_ROOMY = 26


class ClinicianColumn(QWidget):
    """Everything of one visit, from top to bottom."""

    tree_asked = Signal()
    closed = Signal()  # Esc where there is nothing left to take back

    def __init__(self, presenter: ClinicianPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        presenter.setParent(self)
        self.head = VisitHead()
        self.coded: CodeListModel[AssignedCode] = CodeListModel(self)
        self.codes: QListView = code_list(self.coded, "Koder på besöket")
        self.field = VisitField()
        self.panel = CompletionPanel(presenter.completion)
        self.missing = MissingStrip()
        self._say = WrappedLabel()
        self._keys = WrappedLabel()
        self._keys.setText(_KEYS)
        self._tree = button(
            "Öppna i kodarens v&y", "Samma besök med hela kodverket (Ctrl+H)", "link"
        )
        self.sign = button("Sig&nera", "Signera besöket (Ctrl+Retur, F9)", "primary")
        self._found: tuple[str, tuple[CodeOffer, ...]] = ("", ())
        self._guessed: CodeOffer | None = None
        self._lay_out()
        self._connect()

    @property
    def remark(self) -> str:
        """What is said below the field."""
        return self._say.text()

    def take_focus(self) -> None:
        """Be ready for the diagnosis; at a visit that is only read, for the way to all of it."""
        first = self.field if self.field.isEnabled() else self._tree
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> None:
        """Take back what is typed; with nothing typed, let the visit go."""
        if self.presenter.completion.is_open:
            self.presenter.completion.leave()
        elif self.field.text():
            self.field.clear()
            self.take_focus()
        else:
            self.closed.emit()

    # -- layout -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(4)
        name = label("&Diagnos", "paneTitle")
        name.setBuddy(self.field)
        above = QHBoxLayout()
        above.addWidget(name)
        above.addStretch(1)
        above.addWidget(self._tree)
        asking.addLayout(above)
        asking.addWidget(self.field)
        asking.addWidget(self._say)
        asking.addWidget(self.field.list, 1)
        asking.addWidget(self._keys)
        self.place = QStackedWidget()
        self.place.addWidget(self._asking)
        self.place.addWidget(self.panel)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.missing, 1)
        acts = QVBoxLayout()
        acts.addStretch(1)
        acts.addWidget(self.missing.act)
        acts.addWidget(self.sign)
        foot.addStretch(0)
        foot.addLayout(acts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.head)
        layout.addWidget(self.codes)
        layout.addWidget(self.place, 1)
        layout.addWidget(self._foot)

    def _connect(self) -> None:
        presenter, coding, field = self.presenter, self.presenter.coding, self.field
        coding.opened.connect(self.show_event)
        coding.changed.connect(lambda _event: self._show_codes())
        presenter.offered.connect(lambda _offers: self._show_offers())
        presenter.search.found.connect(self._show_found)
        presenter.missing_changed.connect(self._show_missing)
        presenter.code_wanted.connect(self.take_focus)
        presenter.completion.started.connect(self._begin_completion)
        presenter.completion.closed.connect(self._end_completion)
        field.textChanged.connect(presenter.search.ask)
        field.entered.connect(lambda: presenter.search.when_found(self._take_chosen))
        field.numbered.connect(self.take_number)
        field.declined.connect(lambda: self._decline(presenter.decline))
        field.declined_for_good.connect(lambda: self._decline(presenter.decline_for_good))
        field.list.clicked.connect(lambda _index: self._take(field.chosen))
        for number in range(1, _DIGITS + 1):
            on_key(self, f"Alt+{number}", partial(self.take_number, number))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, presenter.sign)
        on_key(self.codes, "Del", self._remove)
        on_key(self, "Alt+Up", self._make_principal)
        self.missing.mended.connect(presenter.mend)
        self._tree.clicked.connect(self.tree_asked)
        self.sign.clicked.connect(presenter.sign)

    # -- what is shown ----------------------------------------------------------------------

    def show_event(self, event: OpenedEvent) -> None:
        """Show a visit that was put on the desk."""
        is_open = event.is_editable
        self._guessed = None
        self.head.show_event(event)
        self.field.clear()
        self.field.setEnabled(is_open)
        self.sign.setEnabled(is_open)
        if event.holder is not None:
            self.missing.show_held(event.holder.person_name)
        elif event.encounter.status is Status.SIGNED:
            self.missing.show_signed()
        else:
            self.missing.show_looking()
        if self.isVisible():
            self.take_focus()

    def _show_codes(self) -> None:
        coding = self.presenter.coding
        encounter, books = coding.encounter, coding.books
        if encounter is not None and books is not None:
            self.coded.set_entries(coded_entries(encounter, books, self.presenter.team))
        self._make_room()
        self._fit_codes()
        is_first = encounter is not None and not encounter.diagnoses
        self.field.setPlaceholderText(_FIRST if is_first else _NEXT)

    def _show_found(self, text: str, found: tuple[CodeOffer, ...]) -> None:
        noted = self.presenter.offers.noted
        self._found, self._guessed = (text, with_noted(found, noted)), None
        self._show_offers()

    def _show_offers(self) -> None:
        text, found = self._found
        offers = self.presenter.offers
        rows = offer_entries(text, found, offers)
        if text.strip():
            self.field.show_answer(text, rows)
            if found and self.field.offer is None:
                self.field.step(1)
        else:
            self.field.show_unchosen(rows)
        nothing = _NOTHING if text.strip() and not found else ""
        self._say.setText(nothing)
        self._say.setVisible(bool(nothing))
        self._show_codes()

    def _show_missing(self) -> None:
        presenter, coding = self.presenter, self.presenter.coding
        if coding.encounter is None:
            self.missing.say_nothing()
        elif not coding.is_editable or not presenter.is_judged:
            return
        elif presenter.team is not None:
            self.missing.show_team()
        elif presenter.lacks_diagnosis:
            self.missing.show_empty()
        else:
            self.missing.show_missing(presenter.missing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the offers their room: in a low window what the keys do gives way."""
        super().resizeEvent(event)
        lines = self.height() / max(1, self.fontMetrics().height())
        self._keys.setVisible(lines >= _KEYS_FROM)
        self._make_room()
        self._fit_codes()

    def _make_room(self) -> None:
        """In a low window a question that is asked has the column to itself."""
        lines = self.height() / max(1, self.fontMetrics().height())
        is_alone = self.place.currentWidget() is self.panel and lines < _ROOMY
        self._foot.setVisible(not is_alone)
        self.codes.setVisible(not is_alone and bool(self.coded.entries))

    def _fit_codes(self) -> None:
        """Make the list of codes as high as its first rows."""
        lines = self.height() / max(1, self.fontMetrics().height())
        most = _MOST_ROWS if lines >= _ROOMY else _FEWEST_ROWS
        shown = range(min(self.coded.rowCount(), most))
        height = sum(self.codes.sizeHintForRow(row) for row in shown)
        self.codes.setFixedHeight(height + 2 * self.codes.frameWidth() + 4)

    # -- what is done -----------------------------------------------------------------------

    def take_number(self, number: int) -> None:
        """Take the row of a number, once the codes are those of what is typed."""
        self.presenter.search.when_found(lambda: self._take(self.field.offer_at(number)))

    def _take_chosen(self) -> None:
        offer = self.field.chosen
        if offer is None:
            return
        is_sure = self.field.has_walked or offer == self._guessed
        if offer.is_guess and not is_sure:
            self._guessed = offer
            self._say.setText(_GUESS.format(code=offer.code))
            self._say.show()
            return
        self._take(offer)

    def _take(self, offer: CodeOffer | None) -> None:
        if offer is None:
            return
        text, found = self._found
        typed = text if offer in found else ""
        if self.presenter.choose(offer, typed) and typed:
            self.field.setText(offer.rest)
        self.take_focus()

    def _remove(self) -> None:
        row = self.codes.currentIndex().row()
        assigned = self.coded.item(row)
        if assigned is not None:
            self.presenter.coding.remove(assigned.place)
        elif 0 <= row < len(self.coded.entries):
            self.presenter.decline_team()
        if not self.coded.entries:  # The list is hidden: the next diagnosis takes the keys.
            self.take_focus()

    def _decline(self, decline: Callable[[CodeOffer], object]) -> None:
        offer = self.field.chosen
        if offer is not None:
            decline(offer)

    def _make_principal(self) -> None:
        """Put the chosen diagnosis first; from the field, the one that was taken last."""
        encounter = self.presenter.coding.encounter
        if encounter is None or not encounter.diagnoses:
            return
        chosen = self.coded.item(self.codes.currentIndex().row())
        row = len(encounter.diagnoses) - 1
        if self.codes.hasFocus():
            is_diagnosis = chosen is not None and chosen.place.in_diagnosis
            row = chosen.place.row if chosen is not None and is_diagnosis else 0
        if row or encounter.principal is None:
            self.presenter.make_principal(row)

    def _begin_completion(self, _title: str) -> None:
        self.place.setCurrentWidget(self.panel)
        self._make_room()
        self.panel.prepare()

    def _end_completion(self) -> None:
        if self.place.currentWidget() is self.panel:
            self.place.setCurrentWidget(self._asking)
            self._make_room()
            self.take_focus()
