"""Who the access log names when a command opens a patient's event."""

from __future__ import annotations

import getpass

from app.domain.access import Person, Role
from app.services.context import AppContext

_PREFIX = "terminal-"


def terminal_person(app: AppContext) -> Person:
    """Return the operating system's user as a person, registered the first time."""
    name = _login()
    person = Person(f"{_PREFIX}{name}", f"{name} (kommandorad)", Role.CODER)
    with app.unit_of_work() as uow:
        if uow.people.get(person.id) is None:
            uow.people.save(person)
            uow.commit()
    return person


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "okänd"
