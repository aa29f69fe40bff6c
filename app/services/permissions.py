"""The one place where a service asks whether a person may do what belongs to a role.

Who writes is held as they are until the transaction ends: nobody is demoted, or leaves, in the
instant in which they do what only their role may.
"""

from __future__ import annotations

from app.domain.access import Person
from app.domain.errors import NotAllowedError
from app.domain.permissions import Act, hindrance
from app.domain.ports import UnitOfWork
from app.services.context import AppContext


def refuse_unless_may(app: AppContext, person: Person | None, act: Act) -> None:
    """Stop an act that belongs to another role before work that takes long; see refuse_in.

    Raises:
        NotAllowedError: the person may not; the sentence names who may.

    """
    with app.unit_of_work() as uow:
        refuse_reading(uow, person, act)


def refuse_in(uow: UnitOfWork, person: Person | None, act: Act) -> None:
    """Stop an act that belongs to another role, within the transaction that would write it.

    None is whoever administers the machine: who owns the data folder may do all of it.

    Raises:
        NotAllowedError: the person may not; the sentence names who may.

    """
    if person is not None:
        uow.people.hold(person.id)
    refuse_reading(uow, person, act)


def refuse_reading(uow: UnitOfWork, person: Person | None, act: Act) -> None:
    """Stop somebody of another role, where nothing is written that would rest on the role.

    Raises:
        NotAllowedError: the person may not; the sentence names who may.

    """
    reason = hindrance(act, person, uow.people.all()) if person is not None else ""
    if reason:
        raise NotAllowedError(reason, on_terminal="Välj person med --person.")


def hindrances(app: AppContext, person: Person) -> dict[Act, str]:
    """Return the acts that a person may not do here today, each with the sentence that says why."""
    with app.unit_of_work() as uow:
        people = uow.people.all()
    found = {act: hindrance(act, person, people) for act in Act}
    return {act: reason for act, reason in found.items() if reason}
