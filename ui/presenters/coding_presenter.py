"""What the coding screen does: one event on the desk, its acts, findings and fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain import coding_acts as acts
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Place
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.ports import Codebooks
from app.domain.record import Proposal, ProposalState
from app.services import coding, signing
from app.services.coding import OpenedEvent
from app.services.review import review
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.autosave import Autosave
from ui.presenters.difference import difference
from ui.presenters.history import History
from ui.presenters.proposal_presenter import ProposalPresenter

#: The claim lasts half an hour; renew it well before, while the event is on the desk.
RENEW_MS = 5 * 60 * 1000

Act = Callable[[Encounter], Encounter]


class CodingPresenter(QObject):
    """Drives the coding screen. Knows no widget.

    Every act goes through `act`: it changes the encounter on the desk at once, then review
    and save follow in the background.
    """

    opened = Signal(object)  # OpenedEvent
    changed = Signal(object)  # Encounter
    reviewed = Signal(list)  # list[Finding]
    saved = Signal(str)  # clock time of the last save, "14:02"
    told = Signal(str)  # a Swedish sentence for the status bar
    refused = Signal(object)  # AppError that asks for a choice (stale, claimed)
    left = Signal()  # the event is no longer on the desk
    signed = Signal(object)  # SignedVersion

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._event: OpenedEvent | None = None
        self._encounter: Encounter | None = None
        self._books: Codebooks | None = None
        self._findings: list[Finding] = []
        self._asked = 0
        self.proposals = ProposalPresenter(desk, self)
        self.proposals.failed.connect(self.told)
        self.selected: Place | None = None
        self._history = History()
        self._autosave = Autosave(desk, self)
        self._autosave.saved.connect(self._note_saved)
        self._autosave.waiting.connect(self.told)
        self._autosave.refused.connect(self.refused)
        self._renewal = QTimer(self, interval=RENEW_MS)
        self._renewal.timeout.connect(self._renew)

    @property
    def encounter(self) -> Encounter | None:
        """The event as it stands on the desk, saved or not."""
        return self._encounter

    @property
    def desk_event(self) -> OpenedEvent | None:
        """The event as it was opened, with its record."""
        return self._event

    @property
    def findings(self) -> list[Finding]:
        """What the rules said last."""
        return self._findings

    @property
    def books(self) -> Codebooks | None:
        """The codebooks that the event is judged by."""
        return self._books

    @property
    def is_editable(self) -> bool:
        """Whether the codes may be changed."""
        return self._event is not None and self._event.is_editable

    def open(self, encounter_id: str) -> None:
        """Put an event on the desk, after storing the one that lies there."""
        self.leave(lambda: self._read(encounter_id))

    def leave(self, then: Callable[[], None] | None = None) -> None:
        """Store what is unsaved, let the event go, and call back."""
        if self._encounter is None:
            (then or _nothing)()
            return
        self._autosave.flush(lambda: self._let_go(then))

    def flush(self, then: Callable[[], None]) -> None:
        """Store what is unsaved, then call back."""
        self._autosave.flush(then)

    def act(self, change: Act) -> bool:
        """Change the encounter on the desk; tell why when it cannot be done."""
        if self._encounter is None or not self.is_editable:
            self.told.emit("Händelsen är låst för ändring. Öppna den åter först.")
            return False
        try:
            after = change(self._encounter)
        except AppError as error:
            self.told.emit(str(error))
            return False
        if after == self._encounter:
            return False
        self._history.remember(self._encounter)
        self._put(after)
        return True

    def assign(self, system: CodeSystem, code: str) -> bool:
        """Add a code as secondary, or where it belongs: Enter."""
        books, selected = self._books, self.selected
        if books is None:
            return False
        return self.act(lambda e: coding.assign_code(e, books, system, code, selected))

    def make_principal(self, code: str) -> bool:
        """Set a diagnosis as principal: Ctrl+Enter."""
        return self.act(lambda e: acts.set_principal(e, code))

    def remove(self, place: Place) -> bool:
        """Take a code away: Del."""
        return self.act(lambda e: acts.remove(e, place))

    def move(self, place: Place, steps: int) -> Place:
        """Move a row up or down and return its new place: Alt+↑/↓."""
        if self._encounter is None:
            return place
        moved, target = acts.move(self._encounter, place, steps)
        self.act(lambda _e: moved)
        return target

    def undo(self) -> None:
        """Take the last act back."""
        self._travel(self._history.undo)

    def redo(self) -> None:
        """Do again what was undone."""
        self._travel(self._history.redo)

    def accept(self, proposal: Proposal) -> bool:
        """Take a code over from the record."""
        books, selected = self._books, self.selected
        if books is None:
            return False
        if self.act(lambda e: coding.accept_proposal(e, books, proposal, selected)):
            self.proposals.mark(proposal, ProposalState.ACCEPTED)
            return True
        return False

    def dismiss(self, proposal: Proposal) -> None:
        """Say that a proposed code is not to be used."""
        self.proposals.mark(proposal, ProposalState.DISMISSED)

    def override(self, finding: Finding, reason: str) -> bool:
        """Set a warning aside with a reason."""
        app, person = self._desk.app, self._desk.person
        return self.act(lambda e: signing.override_finding(app, e, finding, reason, person))

    def withdraw_override(self, finding: Finding) -> bool:
        """Let an overridden warning stand again."""
        return self.act(lambda e: signing.withdraw_override(e, finding))

    def park(self, reason: str) -> None:
        """Put the event aside with a reason."""
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        self._finish(
            lambda e: signing.park_event(app, e, reason, person, save_id), self._after_park
        )

    def sign(self) -> None:
        """Sign the event, if nothing stands in the way."""
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        self._finish(lambda e: signing.sign_event(app, e, person, save_id), self._after_sign)

    def reopen(self, reason: str) -> None:
        """Open a signed event again."""
        if self._encounter is None:
            return
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        encounter_id = self._encounter.id
        self._desk.jobs.run(
            lambda _control: signing.reopen_event(app, encounter_id, reason, person, save_id),
            owner=self,
            on_done=lambda _stored: self._read(encounter_id),
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def read_again(self) -> None:
        """Show what is stored, and tell how it differs: the answer to a stale save."""
        mine = self._encounter
        if mine is not None:
            self._read(mine.id, lambda stored: self.told.emit(difference(mine, stored)))

    def _read(self, encounter_id: str, then: Callable[[Encounter], None] | None = None) -> None:
        app, person = self._desk.app, self._desk.person

        def work(_control: object) -> tuple[OpenedEvent, Codebooks]:
            event = coding.open_event(app, encounter_id, person)
            return event, app.library.for_day(event.encounter.day)

        self._desk.jobs.run(
            work,
            owner=self,
            on_done=lambda both: self._show(*both, then),
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _show(
        self,
        event: OpenedEvent,
        books: Codebooks,
        then: Callable[[Encounter], None] | None,
    ) -> None:
        self._event, self._books = event, books
        self._encounter, self.selected = event.encounter, None
        self._history.reset()
        self._autosave.begin(event.encounter)
        if event.is_editable:
            self._renewal.start()
        self.opened.emit(event)
        self.proposals.show(event)
        self._publish()
        if then is not None:
            then(event.encounter)

    def _put(self, encounter: Encounter) -> None:
        self._encounter = encounter
        self._autosave.note(encounter)
        self._publish()

    def _publish(self) -> None:
        self.changed.emit(self._encounter)
        self._review()

    def _review(self) -> None:
        encounter, app = self._encounter, self._desk.app
        if encounter is None:
            return
        self._asked += 1
        question = self._asked

        def show(findings: list[Finding]) -> None:
            if question == self._asked:  # otherwise the coder has gone on: stale
                self._findings = findings
                self.reviewed.emit(findings)

        self._desk.jobs.run(
            lambda _control: review(app, encounter), owner=self, on_done=show, on_error=self._tell
        )

    def _travel(self, step: Callable[[Encounter], Encounter | None]) -> None:
        if self._encounter is None or not self.is_editable:
            return
        target = step(self._encounter)
        if target is not None:
            self._put(target)

    def _finish(
        self, work: Callable[[Encounter], object], on_done: Callable[[object], None]
    ) -> None:
        self._autosave.flush(lambda: self._finish_stored(work, on_done))

    def _finish_stored(
        self, work: Callable[[Encounter], object], on_done: Callable[[object], None]
    ) -> None:
        if self._encounter is None or not self.is_editable:
            return
        stored = replace(self._encounter, version=self._autosave.version)
        self._desk.jobs.run(
            lambda _control: work(stored),
            owner=self,
            on_done=on_done,
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _after_park(self, _stored: object) -> None:
        self.told.emit("Händelsen är parkerad.")
        self._clear()

    def _after_sign(self, version: object) -> None:
        self.signed.emit(version)
        if self._encounter is not None:
            self._read(self._encounter.id)

    def _let_go(self, then: Callable[[], None] | None) -> None:
        encounter, editable = self._encounter, self.is_editable
        self._clear()
        if encounter is not None and editable:
            app, person = self._desk.app, self._desk.person
            self._desk.jobs.run(
                lambda _control: coding.release_event(app, encounter.id, person),
                owner=self,
                on_done=lambda _none: None,
                on_error=self._tell,
                lane=Lane.WRITE,
            )
        (then or _nothing)()

    def _clear(self) -> None:
        self._renewal.stop()
        self._event = self._encounter = self._books = None
        self._findings, self.selected = [], None
        self._asked += 1
        self.left.emit()

    def _renew(self) -> None:
        if self._encounter is None:
            return
        app, person, encounter_id = self._desk.app, self._desk.person, self._encounter.id
        self._desk.jobs.run(
            lambda _control: coding.renew_claim(app, encounter_id, person),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _note_saved(self, stored: Encounter) -> None:
        if self._encounter is not None and self._encounter.id == stored.id:
            self._encounter = replace(self._encounter, version=stored.version, status=stored.status)
        self.saved.emit(self._desk.app.now().strftime("%H:%M"))

    def _tell(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.told.emit(str(error))
            return
        raise error


def _nothing() -> None:
    """Do nothing more."""
