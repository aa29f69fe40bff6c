"""What the coding screen does: one event on the desk, its acts, findings and fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain import coding_acts as acts
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Place
from app.domain.encounter import Encounter
from app.domain.errors import AppError, ClaimedByOtherError, StaleSaveError
from app.domain.finding import Finding
from app.domain.overrides import drop_lapsed, drop_unfound
from app.domain.record import Proposal, ProposalState
from app.services import coding, signing
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.answer_presenter import AnswerPresenter
from ui.presenters.autosave import Autosave
from ui.presenters.claim_keeper import ClaimKeeper
from ui.presenters.difference import difference
from ui.presenters.event_reader import EventReader
from ui.presenters.finishing import Finishing
from ui.presenters.history import History
from ui.presenters.locked import why_locked
from ui.presenters.proposal_presenter import ProposalPresenter
from ui.presenters.review_presenter import ReviewPresenter

Act = Callable[[Encounter], Encounter]


class CodingPresenter(QObject):
    """Every act changes the encounter on the desk at once; review and save follow behind."""

    opened = Signal(object)  # OpenedEvent
    changed = Signal(object)  # Encounter
    reviewed = Signal(list)  # list[Finding]
    rejudged = Signal(object)  # Codebooks: other editions are in use on the event's day
    saved = Signal(str)  # clock time of the last save, "14:02"
    waiting = Signal(str)  # a Swedish sentence: storage is away, the work is kept
    told = Signal(str)  # a Swedish sentence for the status bar
    refused = Signal(object)  # AppError that asks for a choice (stale, claimed)
    gathering = Signal()  # what is half typed must be noted now
    left = Signal()  # the event is no longer on the desk
    emptied = Signal(bool)  # nothing lies on the desk or is on its way; whether it was put aside
    signed = Signal(object)  # SignedVersion

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._event: coding.OpenedEvent | None = None
        self._encounter: Encounter | None = None
        self._books: Codebooks | None = None
        self._compared: Encounter | None = None
        self._finishing = Finishing(desk, self._has_on_desk, self)
        self._finishing.failed.connect(self._tell)
        self.proposals = ProposalPresenter(desk, self)
        self.proposals.failed.connect(self.told)
        self.selected: Place | None = None
        self._history = History()
        self._autosave = Autosave(desk, self)
        self._autosave.saved.connect(self._note_saved)
        self._autosave.waiting.connect(self.waiting)
        self._autosave.refused.connect(self.refused)
        self._claim = ClaimKeeper(desk, self)
        self._claim.failed.connect(self._tell)
        self._reader = EventReader(desk, self)
        self._reader.read.connect(self._show)
        self._reader.passed.connect(self._let_pass)
        self._reader.failed.connect(self._not_opened)
        self._reader.books_read.connect(self._rejudge)
        self.answers = AnswerPresenter(desk, self.act, self)
        self.answers.failed.connect(self._tell)
        self._rules = ReviewPresenter(desk, self)
        self._rules.reviewed.connect(self._judged)
        self._rules.failed.connect(lambda _error: self.answers.forget())
        self._rules.failed.connect(self._tell)

    @property
    def encounter(self) -> Encounter | None:
        """The event as it stands on the desk, saved or not."""
        return self._encounter

    @property
    def desk_event(self) -> coding.OpenedEvent | None:
        """The event as it was opened, with its record."""
        return self._event

    @property
    def findings(self) -> list[Finding]:
        """What the rules said last."""
        return self._rules.findings

    @property
    def is_reviewed(self) -> bool:
        """Whether the findings are those of the codes on the desk."""
        return self._encounter is not None and self._rules.is_settled

    @property
    def books(self) -> Codebooks | None:
        """The codebooks that the event is judged by."""
        return self._books

    @property
    def is_editable(self) -> bool:
        """Whether the codes may be changed."""
        return (
            self._event is not None and self._event.is_editable and not self._finishing.is_under_way
        )

    def open(self, encounter_id: str) -> None:
        """Put an event on the desk, after storing the one that lies there."""
        self.leave(lambda: self._reader.ask(encounter_id))

    def leave(self, then: Callable[[], None] | None = None) -> None:
        """Store what is unsaved, let the event go, and call back."""
        if self._encounter is not None:
            self.flush(lambda: self._let_go(then))
        elif then is not None:
            then()

    def flush(self, then: Callable[[], None]) -> None:
        """Store what is unsaved, then call back."""
        self.gathering.emit()
        self._autosave.flush(then)

    def when_reviewed(self, then: Callable[[], None]) -> None:
        """Note what is half typed, and call back once the findings are up to date."""
        self.gathering.emit()
        self._rules.when_settled(then)

    def act(self, change: Act) -> bool:
        """Change the encounter on the desk; tell why when it cannot be done."""
        if self._encounter is None or not self.is_editable:
            self.told.emit(why_locked(self._event, is_finishing=self._finishing.is_under_way))
            return False
        try:
            after = drop_lapsed(change(self._encounter))
        except AppError as error:
            self.told.emit(str(error))
            return False
        if changed := after != self._encounter:
            self._history.remember(self._encounter)
            self._put(after)
        return changed

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
        if books is None or not self.act(
            lambda e: coding.accept_proposal(e, books, proposal, selected)
        ):
            return False
        self.proposals.mark(proposal, ProposalState.ACCEPTED)
        return True

    def dismiss(self, proposal: Proposal) -> None:
        """Say that a proposed code is not to be used."""
        self.proposals.mark(proposal, ProposalState.DISMISSED)

    def park(self, reason: str, until: date | None = None) -> None:
        """Put the event aside with a reason, until a day where one is given."""
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        done = f"Händelsen är parkerad till {until}." if until else "Händelsen är parkerad."
        self.put_aside(lambda e: signing.park_event(app, e, reason, person, save_id, until), done)

    def put_aside(self, work: Callable[[Encounter], object], done: str) -> None:
        """Do what parks the event, take it off the desk, and tell what was done."""
        self.finish(work, lambda _stored: self._after_park(done))

    def finish(
        self, work: Callable[[Encounter], object], on_done: Callable[[object], None]
    ) -> None:
        """Store what is unsaved, then do the last work on the event as it is stored."""
        self.flush(lambda: self._finish_stored(work, on_done))

    def sign(self) -> None:
        """Sign the event, if nothing stands in the way."""
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        self.finish(lambda e: signing.sign_event(app, e, person, save_id), self._after_sign)

    def reopen(self, reason: str) -> None:
        """Open a signed event again."""
        if self._encounter is None:
            return
        app, person, save_id = self._desk.app, self._desk.person, self._desk.app.new_id()
        encounter_id = self._encounter.id
        self._desk.jobs.run(
            lambda _control: signing.reopen_event(app, encounter_id, reason, person, save_id),
            owner=self,
            on_done=self._reopened,
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def read_again(self) -> None:
        """Show what is stored, and tell how it differs: the answer to a stale save."""
        if self._encounter is not None:
            self._compared = self._encounter
            self._reader.ask(self._encounter.id)

    def judge_again(self) -> None:
        """Judge what lies on the desk by the editions that are in use now."""
        if self._encounter is not None:
            self._reader.ask_books(self._encounter)

    def _rejudge(self, encounter_id: str, books: Codebooks) -> None:
        if self._encounter is not None and self._has_on_desk(encounter_id):
            self._books = books
            self.rejudged.emit(books)
            self._publish(self._encounter)

    def _reopened(self, stored: Encounter) -> None:
        if self._has_on_desk(stored.id):
            self._reader.ask(stored.id)

    def _let_pass(self, encounter_id: str) -> None:
        if not self._has_on_desk(encounter_id):
            self._claim.release(encounter_id)

    def _not_opened(self, error: Exception) -> None:
        self._tell(error)
        if self._encounter is None:
            self.emptied.emit(False)

    def _show(self, event: coding.OpenedEvent, books: Codebooks) -> None:
        self._event, self._books = event, books
        self._encounter, self.selected = event.encounter, None
        self._finishing.reset()
        self._history.begin(event.encounter, event.steps)
        self._autosave.begin(event.encounter)
        self._claim.follow(event)
        self.opened.emit(event)
        self.proposals.show(event)
        self._publish(event.encounter)
        mine, self._compared = self._compared, None
        if mine is not None and mine.id == event.encounter.id:
            self.told.emit(difference(mine, event.encounter))

    def _put(self, encounter: Encounter) -> None:
        self._encounter = encounter
        self._autosave.note(encounter, self._history.steps())
        self._publish(encounter)

    def _publish(self, encounter: Encounter) -> None:
        self.changed.emit(encounter)
        self.answers.expect()
        self._rules.ask(encounter)

    def _judged(self, findings: list[Finding]) -> None:
        if self._encounter is not None and self.is_editable:
            if self._history.can_undo:  # an event that was only opened stays as it is stored
                self._encounter = drop_unfound(before := self._encounter, findings)
                if self._encounter is not before:
                    self._autosave.note(self._encounter, self._history.steps())
            self.answers.ask(self._encounter, findings)
        else:
            self.answers.forget()
        self.reviewed.emit(findings)

    def _travel(self, step: Callable[[Encounter], Encounter | None]) -> None:
        if self._encounter is not None and self.is_editable and (target := step(self._encounter)):
            self._put(target)

    def _finish_stored(
        self, work: Callable[[Encounter], object], on_done: Callable[[object], None]
    ) -> None:
        if self._encounter is None or not self.is_editable:
            return
        stored = replace(self._encounter, version=self._autosave.version)
        self._finishing.run(stored, work, on_done)

    def _has_on_desk(self, encounter_id: str) -> bool:
        return self._encounter is not None and self._encounter.id == encounter_id

    def _after_park(self, done: str) -> None:
        self.told.emit(done)
        self._clear()
        self.emptied.emit(True)

    def _after_sign(self, version: object) -> None:
        self.signed.emit(version)
        if self._encounter is not None:
            self._reader.ask(self._encounter.id)

    def _let_go(self, then: Callable[[], None] | None) -> None:
        event = self._event
        self._clear()
        if event is not None and event.is_editable:
            self._claim.release(event.encounter.id, then)
        elif then is not None:
            then()

    def _clear(self) -> None:
        self._claim.stop()
        self._event = self._encounter = self._books = None
        self.selected = None
        self._finishing.reset()
        self._rules.forget()
        self.answers.forget()
        self.left.emit()

    def _note_saved(self, stored: Encounter) -> None:
        if self._encounter is not None and self._encounter.id == stored.id:
            self._encounter = replace(self._encounter, version=stored.version, status=stored.status)
        self.saved.emit(self._desk.app.now().strftime("%H:%M"))

    def _tell(self, error: Exception) -> None:
        if isinstance(error, StaleSaveError | ClaimedByOtherError):
            self.refused.emit(error)
        elif isinstance(error, AppError):
            self.told.emit(str(error))
        else:
            raise error
