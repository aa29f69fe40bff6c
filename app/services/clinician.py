"""Use cases of the clinician's desk: which visits wait, and what is offered for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from app.domain.access import AccessKind, Person
from app.domain.care_types import CareSetting
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import NotFoundError
from app.domain.record import ProposalState
from app.domain.usable_code import find_usable
from app.domain.visit_chronic import Declined, knows_chronic, relevant_chronic
from app.domain.visit_facts import words_of_visit
from app.domain.visit_offers import (
    MOST_CHRONIC,
    MOST_CODES,
    MOST_PROCEDURES,
    USUAL_BY_TABLE,
    CodeOffer,
    TeamPrincipal,
    VisitOffers,
)
from app.domain.visit_ports import VisitRow
from app.domain.visit_team import team_principal
from app.services.access import access_event
from app.services.clinician_tables import read_clinician_tables
from app.services.coding import OpenedEvent
from app.services.context import AppContext
from app.services.coverage import coverage_of
from app.services.declined_conditions import read_declined

#: Today and yesterday.
USUAL_DAYS = 2
#: What is usual is counted over so much time, from so many visits on.
USUAL_PERIOD = timedelta(days=365)
USUAL_LEAST = 3
#: More than so many are never listed; the latest come first.
MOST_VISITS = 200
_EVER = datetime.combine(date(1900, 1, 1), time.min)
_PROFESSION = "clinician.profession:"
#: What is done over a distance follows from the form of the contact, and is not typed.
_DISTANT = ("telefon", "video", "brev", "xs012", "xs014", "xs003")


def recent_visits(app: AppContext, person: Person) -> list[VisitRow]:
    """Return the visits of today and yesterday at a person's units that lack classification.

    Those that have ended and are neither parked nor signed, the latest first; `MOST_VISITS` at
    most. Nobody's record is opened by this.
    """
    first = app.now().date() - timedelta(days=USUAL_DAYS - 1)
    return _waiting(app, person, datetime.combine(first, time.min))


def waiting_visits(app: AppContext, person: Person) -> list[VisitRow]:
    """Return all such visits, whatever day they are of; `MOST_VISITS` at most."""
    return _waiting(app, person, _EVER)


def _waiting(app: AppContext, person: Person, first: datetime) -> list[VisitRow]:
    last = datetime.combine(app.now().date(), time.max)
    with app.unit_of_work() as uow:
        return uow.visits.waiting(person, first, last, MOST_VISITS)


def own_profession(app: AppContext, person: Person) -> str:
    """Return the profession that a person chose to see the visits of; empty for all."""
    with app.unit_of_work() as uow:
        return uow.facts.get(f"{_PROFESSION}{person.id}") or ""


def choose_profession(app: AppContext, person: Person, profession: str) -> None:
    """Keep the profession that a person sees the visits of; empty for all."""
    with app.unit_of_work() as uow:
        uow.facts.set(f"{_PROFESSION}{person.id}", profession)
        uow.commit()


def look_at_visit(app: AppContext, person: Person, encounter_id: str) -> OpenedEvent:
    """Read a visit with its record and write the access log; it is not claimed.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        record = uow.encounters.record(encounter_id)
        others = uow.encounters.of_patient(encounter.patient.identity.text)
        uow.access_log.add(access_event(app, person, AccessKind.OPENED, encounter))
        uow.commit()
    return OpenedEvent(encounter, record, tuple(e for e in others if e.id != encounter_id))


def read_offers(
    app: AppContext, event: OpenedEvent, books: Codebooks, person: Person | None = None
) -> VisitOffers:
    """Find what to offer at a visit that was opened; nothing of it is set.

    What the person has declined for good is left out.
    To be asked outside the GUI thread: the note is read, and the habits of the unit are counted.
    """
    day = event.encounter.day or app.now().date()
    team = team_principal(event.encounter, event.earlier)
    declined = read_declined(app, person) if person is not None else ()
    return VisitOffers(
        noted=tuple(_noted(event, books, day))[:MOST_CODES],
        chronic=tuple(_chronic(app, event, books, day, team, declined))[:MOST_CHRONIC],
        procedures=tuple(_procedures(app, event.encounter, books, day))[:MOST_PROCEDURES],
        team=team,
    )


def _noted(event: OpenedEvent, books: Codebooks, day: date) -> Iterator[CodeOffer]:
    """Yield the diagnoses that stand in the record and are neither taken over nor set aside."""
    taken = set(event.encounter.icd_codes())
    for proposal in event.record.proposals:
        if proposal.state is ProposalState.OPEN and proposal.code not in taken:
            concept = find_usable(books, proposal.system, proposal.code, day)
            if concept is not None and proposal.system is CodeSystem.ICD10SE:
                taken.add(proposal.code)
                yield CodeOffer(
                    proposal.system,
                    proposal.code,
                    concept.title,
                    "står i journalen",
                    proposal.text,
                )


def _chronic(
    app: AppContext,
    event: OpenedEvent,
    books: Codebooks,
    day: date,
    team: TeamPrincipal | None,
    declined: Declined,
) -> Iterator[CodeOffer]:
    rows = read_clinician_tables(app.resources).chronic
    if not knows_chronic(rows, event.earlier):
        return
    phrases = coverage_of(app, event.encounter, event.record).phrases
    known = relevant_chronic(
        rows,
        event.encounter,
        event.earlier,
        event.record,
        mentioned={phrase.code for phrase in phrases if phrase.is_codable},
        also=(team.diagnosis.code,) if team is not None else (),
        declined=declined,
    )
    for each in known:
        concept = find_usable(books, CodeSystem.ICD10SE, each.code, day)
        if concept is not None:
            code, title = each.code, concept.title
            yield CodeOffer(
                CodeSystem.ICD10SE, code, title, each.why, each.text, source=each.source
            )


def _procedures(
    app: AppContext, encounter: Encounter, books: Codebooks, day: date
) -> Iterator[CodeOffer]:
    """Yield what is usual here, from use; of a unit without habits, from the table by type."""
    with app.unit_of_work() as uow:
        used = uow.visits.procedures_used(
            encounter, since=app.now() - USUAL_PERIOD, least=USUAL_LEAST, most=2 * MOST_PROCEDURES
        )
    pairs = [(each.code, f"använd {each.times} gånger vid sådana besök här") for each in used]
    taken = {row.code for row in encounter.procedures}
    for code, why in pairs or _by_table(app, encounter):
        concept = find_usable(books, CodeSystem.KVA, code, day)
        if concept is not None and code not in taken:
            yield CodeOffer(CodeSystem.KVA, code, concept.title, why)


def _by_table(app: AppContext, encounter: Encounter) -> Iterable[tuple[str, str]]:
    words = words_of_visit(encounter)
    is_stay = encounter.setting is CareSetting.INPATIENT
    if any(each in words for each in _DISTANT) or (is_stay and "nyfödd" not in words):
        return ()
    rows = read_clinician_tables(app.resources).procedures
    day = encounter.admission_day or encounter.day
    age = encounter.patient.age_years(day) if day else None
    fitting = (each for each in rows if age is None or age >= each.least_age)
    row = next((each for each in fitting if each.words.search(words)), None)
    return [(code, USUAL_BY_TABLE) for code in row.codes] if row is not None else ()
