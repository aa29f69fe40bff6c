"""Use cases around the people at the desk and the access log."""

from __future__ import annotations

from app.domain.access import AccessEvent, AccessKind, Person, Role, left_sentences
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.permissions import Act, has_lead
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.permissions import refuse_in, refuse_reading

_PEOPLE_STAMP = "people:changed"
#: On the command line, how somebody who has left works here again.
HOW_TO_RETURN = "Det gör kodklar people return NAMN."


def list_people(app: AppContext) -> list[Person]:
    """Everyone who works or has worked in this database, in Swedish order of names."""
    with app.unit_of_work() as uow:
        return uow.people.all()


def people_here(app: AppContext) -> list[Person]:
    """Everyone who works here today, in Swedish order of names: those who can be given work."""
    return [person for person in list_people(app) if not person.has_left]


def get_person(app: AppContext, person_id: str) -> Person:
    """Return one person.

    Raises:
        NotFoundError: no person has that id.

    """
    with app.unit_of_work() as uow:
        return find_person(uow, person_id)


def find_person(uow: UnitOfWork, person_id: str) -> Person:
    """Return one person.

    Raises:
        NotFoundError: no person has that id.

    """
    person = uow.people.get(person_id)
    if person is None:
        raise NotFoundError("Personen finns inte längre. Välj en annan eller lägg till en ny.")
    return person


def refuse_left(uow: UnitOfWork, person: Person, what: str) -> None:
    """Stop an act of somebody who no longer works here; `what` ends the sentence.

    Whoever is not in the database, as the terminal's user, has not left it. Who has not cannot
    leave until the transaction ends, so that no act slips in beside.

    Raises:
        NotAllowedError: the person has left.

    """
    known = uow.people.hold(person.id)
    if known is not None and known.has_left:
        raise NotAllowedError(left_sentences(known, what), on_terminal=HOW_TO_RETURN)


def refuse_giving_to_left(uow: UnitOfWork, person_id: str, what: str) -> None:
    """Stop work from being given to somebody who no longer works here.

    Raises:
        NotAllowedError: the person has left.

    """
    known = uow.people.hold(person_id)
    if known is not None and known.has_left:
        text = left_sentences(known, what, "Välj någon annan")
        raise NotAllowedError(text, on_terminal=HOW_TO_RETURN)


def join(app: AppContext, name: str, role: Role, units: tuple[str, ...] = ()) -> Person:
    """Register somebody who sits down for the first time; the first lead may do so too.

    Raises:
        AppError: as for adding a person.
        NotAllowedError: there is a coding lead already, who decides about others.

    """
    with app.unit_of_work() as uow:
        note_people_change(app, uow)
        if role is Role.LEAD and has_lead(uow.people.all()):
            raise NotAllowedError(
                "Här finns redan en kodningsansvarig, som kan ge andra samma roll (Arkiv → "
                "Personer). Välj ett annat skrivbord så länge."
            )
        return _add(app, uow, name, role, units)


def add_person(
    app: AppContext,
    name: str,
    role: Role,
    units: tuple[str, ...] = (),
    *,
    by: Person | None = None,
) -> Person:
    """Register a new person of any role. `by` is None for whoever administers the machine.

    Raises:
        AppError: the name is empty, or taken by somebody who works or has worked here.
        NotAllowedError: the act belongs to another role.

    """
    with app.unit_of_work() as uow:
        note_people_change(app, uow)
        refuse_in(uow, by, Act.PEOPLE)
        return _add(app, uow, name, role, units)


def note_people_change(app: AppContext, uow: UnitOfWork) -> None:
    """Let nobody else change the people until this is committed.

    What is decided after it rests on people who stand still: two who leave at once cannot both
    be the last lead, and two cannot take the same name.
    """
    uow.facts.set(_PEOPLE_STAMP, app.new_id())


def read_access_log(
    app: AppContext, reader: Person, limit: int = 500, encounter_id: str | None = None
) -> list[AccessEvent]:
    """Return the newest lines of the access log, newest first; only the coding lead may read it.

    Raises:
        NotAllowedError: the reader is not a coding lead.

    """
    with app.unit_of_work() as uow:
        refuse_reading(uow, reader, Act.READ_ACCESS_LOG)
        return uow.access_log.latest(limit, encounter_id)


def access_event(
    app: AppContext, person: Person, kind: AccessKind, encounter: Encounter
) -> AccessEvent:
    """Return the log line for what a person just did with an event; protected persons masked."""
    return AccessEvent(
        at=app.now(),
        person_id=person.id,
        person_name=person.name,
        kind=kind,
        encounter_id=encounter.id,
        patient_number=encounter.patient.shown_number,
    )


def _add(app: AppContext, uow: UnitOfWork, name: str, role: Role, units: tuple[str, ...]) -> Person:
    clean = " ".join(name.split())
    if not clean:
        raise AppError("Skriv ett namn, så att signaturer och versioner kan bära det.")
    same = next((p for p in uow.people.all() if p.name.lower() == clean.lower()), None)
    if same is not None:
        raise AppError(_taken(same))
    person = Person(app.new_id(), clean, role, units)
    uow.people.save(person)
    uow.commit()
    return person


def _taken(same: Person) -> str:
    if not same.has_left:
        return f"{same.name} finns redan. Välj personen i listan."
    return (
        f"{same.name} har arbetat här och slutat. Är det samma person tar kodningsansvarig "
        "tillbaka den (Arkiv → Personer); skriv annars namnet så att de går att skilja åt."
    )
