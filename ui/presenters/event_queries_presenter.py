"""The questions about the event on the coder's desk: read, taken over, dealt with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain import coding_acts as acts
from app.domain.clinician_query import ANSWERED_REASON, ClinicianQuery, QueryState
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.query_difference import (
    NO_CHANGE,
    AnswerPart,
    ProposalKind,
    SinceAsked,
    answer_parts,
    changed_since,
    find_worded_row,
)
from app.domain.record import Proposal
from app.domain.row_changes import exchange_icd
from app.services.answer_settling import settle_answers
from app.services.clinician_queries import note_answers, queries_of
from app.services.coding import accept_proposal
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.newest import Newest

if TYPE_CHECKING:
    from app.services.coding import OpenedEvent


#: How often an answer is looked for while a question waits.
LOOK_MS = 20_000


class EventQueriesPresenter(QObject):
    """Follows the event on the desk; while a question waits, an answer is looked for."""

    changed = Signal()
    answered = Signal()  # there is an answer that nobody has dealt with, as the event is opened
    arrived = Signal()  # an answer came while the event lay on the desk
    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self.queries: tuple[ClinicianQuery, ...] = ()
        self._event_id = ""
        self._is_read, self._newest = False, Newest()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        coding.opened.connect(self._open)
        coding.saved.connect(lambda _clock: self.refresh())
        coding.changed.connect(lambda _encounter: self.changed.emit())
        coding.signed.connect(lambda _version: self._note())
        coding.left.connect(self._leave)

    @property
    def new(self) -> tuple[ClinicianQuery, ...]:
        """The answered questions that nobody has dealt with."""
        return tuple(query for query in self.queries if query.state is QueryState.ANSWERED)

    @property
    def parts(self) -> tuple[AnswerPart, ...]:
        """What the answers propose, beside the codes as they are."""
        encounter = self._coding.encounter
        if encounter is None:
            return ()
        found = (part for query in self.queries for part in answer_parts(query, encounter))
        return tuple(dict.fromkeys(found))

    def since(self, query: ClinicianQuery) -> SinceAsked:
        """Return what changed since a question was put."""
        encounter, event = self._coding.encounter, self._coding.desk_event
        if encounter is None or event is None:
            return NO_CHANGE
        return changed_since(query.asked_state, encounter, event.record)

    def refresh(self) -> None:
        """Read the questions: an answer may have come."""
        if self._event_id:
            self._read(self.failed.emit)

    def look(self) -> None:
        """Look for an answer in passing: storage that is away is told where something is saved."""
        self._read(self._pass_over)

    def take(self, part: AnswerPart) -> bool:
        """Take one part of an answer over."""
        return part.can_be_taken and self._coding.act(lambda e: self._with(e, part))

    def take_all(self) -> bool:
        """Take every part over, in one step that Ctrl+Z takes back."""
        parts = [part for part in self.parts if part.can_be_taken]

        def change(encounter: Encounter) -> Encounter:
            for part in parts:
                encounter = self._with(encounter, part)
            return encounter

        return bool(parts) and self._coding.act(change)

    def note(self) -> None:
        """Say that the answers have been dealt with; the mark goes from the event."""
        encounter = self._coding.encounter
        if encounter is not None and encounter.status_reason == ANSWERED_REASON:
            self._coding.act(lambda e: replace(e, status_reason=""))
        self._note()

    def _with(self, encounter: Encounter, part: AnswerPart) -> Encounter:
        books = self._coding.books
        is_there = any(line.code == part.replaces for line in encounter.diagnoses)
        if part.code is not None and part.replaces and is_there:
            return exchange_icd(encounter, part.replaces, part.code.code)
        if part.code is not None and books is not None:
            proposal = Proposal("", part.code.system, part.code.code)
            return accept_proposal(encounter, books, proposal)
        row = find_worded_row(encounter, part.words_of)
        if part.kind is ProposalKind.TEXT and row is not None:
            return acts.set_text(encounter, row, part.text)
        return encounter

    def _note(self) -> None:
        app, event_id = self._desk.app, self._event_id
        if self.new:
            self._desk.jobs.run(
                lambda _control: note_answers(app, event_id),
                owner=self,
                on_done=lambda _count: self.refresh(),
                on_error=self.failed.emit,
                lane=Lane.WRITE,
            )

    def _open(self, event: OpenedEvent) -> None:
        if event.encounter.id != self._event_id:
            self.queries, self._is_read = (), False
            self.changed.emit()
        self._event_id = event.encounter.id
        self.refresh()

    def _leave(self) -> None:
        """Tell answers that came meanwhile on the event, now that it is let go."""
        app, person, event_id = self._desk.app, self._desk.person, self._event_id
        self._event_id, self.queries = "", ()
        self._look.stop()
        self.changed.emit()
        if event_id:
            self._desk.jobs.run(
                lambda _control: settle_answers(app, person, event_id),
                owner=self,
                on_done=lambda _ids: None,
                on_error=self.failed.emit,
                lane=Lane.WRITE,
            )

    def _read(self, fail: Callable[[Exception], None]) -> None:
        app, event_id, question = self._desk.app, self._event_id, self._newest.ask()
        self._desk.jobs.run(
            lambda _control: queries_of(app, event_id),
            owner=self,
            on_done=lambda found: self._take(event_id, question, tuple(found)),
            on_error=fail,
        )

    def _take(self, event_id: str, question: int, found: tuple[ClinicianQuery, ...]) -> None:
        if event_id != self._event_id or not self._newest.is_newest(question):
            return
        was_read, self._is_read = self._is_read, True
        if found == self.queries:
            return
        known = {query.id for query in self.new}
        self.queries = found
        self._look_while_one_waits()
        self.changed.emit()
        if any(query.id not in known for query in self.new):
            (self.arrived if was_read else self.answered).emit()

    def _look_while_one_waits(self) -> None:
        if any(query.state is QueryState.WAITING for query in self.queries):
            self._look.start()
        else:
            self._look.stop()

    def _pass_over(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self.failed.emit(error)
