"""A coder's question to a clinician about an event, and the answer that comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter, Status

#: Why an event with a waiting question is parked; one of the reasons that F6 offers.
ASKED_REASON = "Fråga till behandlare"
#: What stands on an event whose answer nobody has dealt with; it comes first in the list.
ANSWERED_REASON = "Svar har kommit"
#: What stands on an event that was signed before the answer came.
LATE_REASON = "Svar efter signering"
_ALSO_ANSWERED = f" · {ANSWERED_REASON.lower()}"

_DAYS_TO_ANSWER = 7
_SATURDAY = 5


class QueryState(StrEnum):
    """Where a question is on its way."""

    WAITING = "waiting"
    ANSWERED = "answered"
    #: The coder has dealt with the answer.
    NOTED = "noted"
    WITHDRAWN = "withdrawn"


QUERY_STATE_LABEL = {
    QueryState.WAITING: "Väntar på svar",
    QueryState.ANSWERED: "Besvarad",
    QueryState.NOTED: "Klar",
    QueryState.WITHDRAWN: "Tillbakatagen",
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody by id and name; an empty id is everybody of a unit."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about: a finding with its codes, or a phrase of the record."""

    rule_id: str = ""
    codes: tuple[str, ...] = ()
    message: str = ""
    phrase: str = field(default="", repr=False)
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class AskedNote:
    """A note of the record as it was when the question was put."""

    id: str
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AskedState:
    """The event as it was when the question was put, so that a change since can be shown."""

    codes: tuple[str, ...] = ()
    notes: tuple[AskedNote, ...] = field(default=(), repr=False)
    #: What the event goes back to when it is answered.
    status: Status = Status.READY


@dataclass(frozen=True, slots=True)
class ProposedCode:
    """A code that the clinician names in the answer; never on the event until taken over."""

    system: CodeSystem
    code: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ClinicianQuery:
    """One question. Free text may speak of the patient, so none of it is in the `repr`."""

    id: str
    encounter_id: str
    asked_by: Who
    #: One clinician, or with an empty id everybody of the unit.
    asked_to: Who
    unit: str
    question: str = field(repr=False)
    about: About
    asked_at: datetime
    due: date
    event_day: date | None = None
    asked_state: AskedState = field(default=AskedState(), repr=False)
    state: QueryState = QueryState.WAITING
    answer: str = field(default="", repr=False)
    diagnosis_text: str = field(default="", repr=False)
    proposed: tuple[ProposedCode, ...] = ()
    answered_by: Who = Who()
    answered_at: datetime | None = None
    #: The event had been signed when the answer came.
    is_late: bool = False
    #: The answer has been told on the event itself.
    is_settled: bool = False
    version: int = 0

    def is_overdue(self, today: date) -> bool:
        """Whether it still waits and the last day has passed."""
        return self.state is QueryState.WAITING and self.due < today

    def days_overdue(self, today: date) -> int:
        """Whole days since the last day; 0 while there is time, or once it is answered."""
        return (today - self.due).days if self.is_overdue(today) else 0


class Standing(StrEnum):
    """Whether somebody can be expected to answer for a unit."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom a question can be put to."""

    who: Who
    standing: Standing = Standing.HERE


@dataclass(frozen=True, slots=True)
class UnansweredQuery:
    """A waiting question, and whether its recipient still works there."""

    query: ClinicianQuery
    standing: Standing


class ClinicianQueries(Protocol):
    """The questions in the database."""

    def add(self, query: ClinicianQuery) -> None:
        """Store a new question."""
        ...

    def get(self, query_id: str) -> ClinicianQuery | None:
        """Return one question, or None."""
        ...

    def change(self, query: ClinicianQuery) -> bool:
        """Replace a question, unless somebody changed it since it was read; tell whether."""
        ...

    def of_encounter(self, encounter_id: str) -> list[ClinicianQuery]:
        """Oldest first."""
        ...

    def in_state(self, state: QueryState) -> list[ClinicianQuery]:
        """By last day, then by when they were asked."""
        ...

    def asked_by(self, person_id: str) -> list[ClinicianQuery]:
        """Newest first."""
        ...

    def unsettled(self) -> list[ClinicianQuery]:
        """Return those whose answer has not been told on their event, oldest answer first."""
        ...

    def move(self, from_encounter_id: str, to_encounter_id: str) -> None:
        """Let the questions of an event follow it into the one that it became part of."""
        ...


def default_due(today: date) -> date:
    """Return the last day that is proposed: a week from now, never a Saturday or Sunday."""
    due = today + timedelta(days=_DAYS_TO_ANSWER)
    return due + timedelta(days=max(0, 7 - due.weekday()) if due.weekday() >= _SATURDAY else 0)


def status_on_answer(encounter: Encounter, before: Status) -> Status:
    """Return what a parked event goes back to: as it was, or as its codes and end say now."""
    if before is Status.REOPENED:
        return Status.REOPENED
    if not encounter.is_closed:
        return Status.OPEN if before is Status.OPEN else Status.READY
    return Status.DRAFT if encounter.diagnoses or encounter.procedures else Status.READY


def reason_on_answer(encounter: Encounter) -> str:
    """Return what is to stand on an event when an answer has come."""
    if encounter.status is Status.SIGNED:
        return LATE_REASON
    if encounter.status is Status.PARKED and encounter.status_reason != ASKED_REASON:
        return encounter.status_reason.removesuffix(_ALSO_ANSWERED) + _ALSO_ANSWERED
    return ANSWERED_REASON


def is_for(query: ClinicianQuery, person: Person, standing: Standing) -> bool:
    """Whether a question is to be seen by somebody: put to them, to their unit, or left behind.

    No units means all units.
    """
    if query.asked_to.id == person.id:
        return True
    is_open_to_unit = not query.asked_to.id or standing is not Standing.HERE
    is_of_unit = not person.units or query.unit in person.units
    return may_answer(query, person) and is_open_to_unit and is_of_unit


def may_answer(query: ClinicianQuery, person: Person) -> bool:
    """Whether an answer of somebody is a clinician's, or of the one whom the question names.

    A coder's guess must not come back as what the clinician said, however many units are theirs.
    """
    return person.role is Role.CLINICIAN or query.asked_to.id == person.id
