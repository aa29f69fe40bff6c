"""Use cases around the people at the desk and the access log."""

from __future__ import annotations

from app.domain.access import AccessEvent, AccessKind, Person, Role
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.services.context import AppContext


def list_people(app: AppContext) -> list[Person]:
    """Everyone who has worked in this database, in Swedish order of names."""
    with app.unit_of_work() as uow:
        return uow.people.all()


def get_person(app: AppContext, person_id: str) -> Person:
    """Return one person.

    Raises:
        NotFoundError: no person has that id.

    """
    with app.unit_of_work() as uow:
        person = uow.people.get(person_id)
    if person is None:
        raise NotFoundError("Personen finns inte längre. Välj en annan eller lägg till en ny.")
    return person


def add_person(app: AppContext, name: str, role: Role, units: tuple[str, ...] = ()) -> Person:
    """Register a new person at the desk.

    Raises:
        AppError: the name is empty or taken.

    """
    clean = " ".join(name.split())
    if not clean:
        raise AppError("Skriv ett namn, så att signaturer och versioner kan bära det.")
    with app.unit_of_work() as uow:
        if any(known.name.lower() == clean.lower() for known in uow.people.all()):
            raise AppError(f"{clean} finns redan. Välj personen i listan.")
        person = Person(app.new_id(), clean, role, units)
        uow.people.save(person)
        uow.commit()
    return person


def read_access_log(
    app: AppContext, reader: Person, limit: int = 500, encounter_id: str | None = None
) -> list[AccessEvent]:
    """Return the newest lines of the access log, newest first; only the coding lead may read it.

    Raises:
        NotAllowedError: the reader is not a coding lead.

    """
    if reader.role is not Role.LEAD:
        raise NotAllowedError("Åtkomstloggen får bara läsas av kodningsansvarig.")
    with app.unit_of_work() as uow:
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
