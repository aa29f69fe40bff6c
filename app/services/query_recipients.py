"""Whom a question can be put to, and whether that person still works there."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.access import Person, Role
from app.domain.clinician_query import ClinicianQuery, Recipient, Standing, Who
from app.domain.errors import NotFoundError
from app.domain.ports import UnitOfWork
from app.services.context import AppContext

#: How the sentence ends that somebody cannot be asked: the remedy.
CHOOSE_ANOTHER = "Välj en annan behandlare, eller alla behandlare på enheten."
_TO_UNIT = "Utan --to går frågan till alla på enheten."


def list_recipients(app: AppContext, unit: str) -> list[Recipient]:
    """Return whom a question can be put to: the unit's clinicians, all of them, then others."""
    with app.unit_of_work() as uow:
        people = uow.people.all()
    clinicians = [p for p in people if p.role is Role.CLINICIAN and not p.has_left]
    found = [Recipient(Who(p.id, p.name), _standing_at(p, unit)) for p in clinicians]
    here = [each for each in found if each.standing is Standing.HERE]
    others = [each for each in found if each.standing is not Standing.HERE]
    return [*here, Recipient(Who()), *others]


def find_recipient(uow: UnitOfWork, to: str) -> Who:
    """Return whom an id means; an empty one is everybody of the unit.

    Raises:
        NotFoundError: the person has left.

    """
    if not to:
        return Who()
    person = uow.people.hold(to)
    if person is None or person.has_left:
        who = person.name if person is not None else "mottagaren"
        sentences = f"Frågan kan inte ställas: {who} har slutat. {CHOOSE_ANOTHER}"
        raise NotFoundError(sentences, on_terminal=_TO_UNIT)
    return Who(person.id, person.name)


def people_by_id(uow: UnitOfWork) -> dict[str, Person]:
    """Return everybody who works or has worked here."""
    return {person.id: person for person in uow.people.all()}


def standing_of(query: ClinicianQuery, people: Mapping[str, Person]) -> Standing:
    """Tell whether the recipient of a question still works for its unit."""
    if not query.asked_to.id:
        return Standing.HERE
    person = people.get(query.asked_to.id)
    if person is None or person.has_left:
        return Standing.GONE
    return _standing_at(person, query.unit)


def _standing_at(person: Person, unit: str) -> Standing:
    return Standing.HERE if not person.units or unit in person.units else Standing.ELSEWHERE
