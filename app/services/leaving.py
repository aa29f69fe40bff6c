"""Use cases of people who leave the workplace, come back, or change what they do there.

Nobody is taken away: names stand on signatures, in the log and under questions. Work that waits
for somebody who leaves is given back, so that a colleague finds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.access import Person, Role
from app.domain.clinician_query import QueryState
from app.domain.desk_memory import CodingState
from app.domain.errors import AppError, NotAllowedError
from app.domain.list_words import format_count
from app.domain.permissions import Act
from app.domain.ports import UnitOfWork
from app.domain.second_review import ReviewState
from app.domain.work_list import WorkListQuery
from app.domain.work_list_report import BulkReport
from app.domain.work_list_rule import UNSIGNED
from app.services.access import find_person, note_people_change
from app.services.bulk_acts import assign_events
from app.services.coding import LEASE_MINUTES
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.permissions import refuse_in

_MOST_ASSIGNED = 1_000_000
_LAST_LEAD = (
    "{name} är den enda kodningsansvariga. Gör först någon annan till kodningsansvarig "
    "(Arkiv → Personer), så att utgåvor och personer kan skötas."
)


@dataclass(frozen=True, slots=True)
class Belongings:
    """What waits for a person: events, questions without an answer, reviews that are begun."""

    assigned: int = 0
    questions: int = 0
    reviews: int = 0

    @property
    def sentence(self) -> str:
        """What waits, in words; nothing where nothing does."""
        counts = (
            (self.assigned, "tilldelad händelse", "tilldelade händelser"),
            (self.questions, "obesvarad fråga", "obesvarade frågor"),
            (self.reviews, "påbörjad granskning", "påbörjade granskningar"),
        )
        return ", ".join(format_count(*each) for each in counts if each[0])


@dataclass(frozen=True, slots=True)
class PersonAndWork:
    """Somebody, and what waits for them."""

    person: Person
    waiting: Belongings = Belongings()


@dataclass(frozen=True, slots=True)
class Left:
    """What came of somebody leaving: what was given back, and what waits for a decision."""

    person: Person
    given_back: BulkReport
    reviews: int
    questions: int

    @property
    def sentences(self) -> str:
        """What happened and what is to be done now, in whole sentences."""
        person, said = self.person, [f"{self.person.name} har slutat ({self.person.left_on})."]
        done, refused = len(self.given_back.done), len(self.given_back.refused)
        if done:
            events = format_count(done, "osignerad händelse", "osignerade händelser")
            said.append(f"Tilldelningen av {events} är borttagen.")
        if refused:
            said.append(
                f"{format_count(refused, 'händelse', 'händelser')} som någon annan har öppen står "
                f"kvar på {person.name}. Välj Slutar igen när det är stängt."
            )
        if self.given_back.untouched:
            events = format_count(self.given_back.untouched, "händelse", "händelser")
            said.append(f"{events} hann inte lämnas tillbaka. Välj Slutar igen.")
        if self.reviews:
            reviews = format_count(self.reviews, "påbörjad granskning", "påbörjade granskningar")
            said.append(f"{reviews} kan tas av någon annan.")
        if self.questions:
            asked = format_count(self.questions, "obesvarad fråga", "obesvarade frågor")
            said.append(f"{asked} väntar: välj ny mottagare under Händelse → Obesvarade frågor.")
        return " ".join(said)


def people_and_work(app: AppContext) -> list[PersonAndWork]:
    """Return everybody with what waits for them: those who work here first, then who has left."""
    with app.unit_of_work() as uow:
        people = sorted(uow.people.all(), key=lambda person: person.has_left)
        questions = Counter(
            query.asked_to.id for query in uow.clinician_queries.in_state(QueryState.WAITING)
        )
        reviews = Counter(review.reviewer_id for review in uow.second_reviews.taken())
        return [
            PersonAndWork(
                person,
                Belongings(
                    uow.encounters.count(_assigned_to(person.id)),
                    questions[person.id],
                    reviews[person.id],
                ),
            )
            for person in people
        ]


def leave(
    app: AppContext,
    person_id: str,
    by: Person,
    on: date | None = None,
    control: JobControl = NO_CONTROL,
) -> Left:
    """Let a person leave, today or on an earlier day, and give back the work that waits for them.

    Unsigned events that were assigned to the person are nobody's again: the next-event key of
    colleagues passes by what is assigned to somebody else, so that work would lie there for
    ever. Reviews that were begun wait for another reviewer. Signatures, log lines, questions and
    own lists stay as they are. Somebody who has left already is asked about once more: what is
    assigned to them since is given back.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: it is oneself or the last lead, the person has an event open, or it is
            not for the one who asks to decide.
        AppError: the day is to come.

    """
    day = on or app.now().date()
    if day > app.now().date():
        raise AppError("Dagen har inte kommit än. Ange dagen när personen har slutat.")
    with app.unit_of_work() as uow:
        note_people_change(app, uow)
        refuse_in(uow, by, Act.PEOPLE)
        person = find_person(uow, person_id)
        if not person.has_left:
            _refuse_leaving(uow, person, by)
            person = replace(person, left_on=day)
            uow.people.save(person)  # waits for what the person is writing
            _refuse_while_open(uow, person)
        reviews = _give_back_reviews(uow, person_id)
        asked = uow.clinician_queries.in_state(QueryState.WAITING)
        questions = sum(query.asked_to.id == person_id for query in asked)
        assigned = uow.encounters.ids(_assigned_to(person_id), _MOST_ASSIGNED)
        uow.commit()
    given_back = assign_events(app, assigned, None, by, control)
    return Left(person, given_back, reviews, questions)


def come_back(app: AppContext, person_id: str, by: Person) -> Person:
    """Let somebody who left work here again; one who never left stays.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: it is not for the one who asks to decide.

    """
    with app.unit_of_work() as uow:
        note_people_change(app, uow)
        refuse_in(uow, by, Act.PEOPLE)
        person = replace(find_person(uow, person_id), left_on=None)
        uow.people.save(person)
        uow.commit()
    return person


def change_person(
    app: AppContext, person_id: str, by: Person, role: Role, units: Sequence[str] = ()
) -> Person:
    """Give a person another role and other units; no units means all.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: the last lead would be lead no more, or it is not for the one who asks
            to decide.

    """
    with app.unit_of_work() as uow:
        note_people_change(app, uow)
        refuse_in(uow, by, Act.PEOPLE)
        person = find_person(uow, person_id)
        if role is not Role.LEAD and _is_last_lead(uow, person):
            raise NotAllowedError(_LAST_LEAD.format(name=person.name))
        changed = replace(person, role=role, units=tuple(units))
        uow.people.save(changed)
        uow.commit()
    return changed


def _refuse_leaving(uow: UnitOfWork, person: Person, by: Person) -> None:
    if _is_last_lead(uow, person):
        raise NotAllowedError(_LAST_LEAD.format(name=person.name))
    if person.id == by.id:
        raise NotAllowedError(
            "Du sitter själv vid programmet. Låt en annan kodningsansvarig ta över "
            "(Arkiv → Byt person) och skriva att du har slutat."
        )


def _refuse_while_open(uow: UnitOfWork, person: Person) -> None:
    if uow.claims.is_holding(person.id):
        raise NotAllowedError(
            f"{person.name} har en händelse öppen just nu. Stäng den där personen sitter och "
            f"försök igen; en händelse som ingen dator håller i blir fri inom {LEASE_MINUTES} "
            "minuter."
        )


def _is_last_lead(uow: UnitOfWork, person: Person) -> bool:
    leads = [p.id for p in uow.people.all() if p.role is Role.LEAD and not p.has_left]
    return leads == [person.id]


def _assigned_to(person_id: str) -> WorkListQuery:
    return WorkListQuery(statuses=UNSIGNED, assigned_to=person_id)


def _give_back_reviews(uow: UnitOfWork, person_id: str) -> int:
    """Let reviews that a person has begun wait for another; return how many."""
    begun = [review for review in uow.second_reviews.taken() if review.reviewer_id == person_id]
    waiting = [
        replace(review, state=ReviewState.WAITING, reviewer_id="", coding=CodingState())
        for review in begun
    ]
    return sum(map(uow.second_reviews.change, waiting))
