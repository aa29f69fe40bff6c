"""Whose work a command does: somebody who is named, or whoever sits at the terminal."""

from __future__ import annotations

import getpass

from app.domain.access import Person, Role
from app.domain.errors import NotFoundError
from app.services.access import list_people
from app.services.context import AppContext


def terminal_person() -> Person:
    """Return the operating system's user as a person.

    The log keeps the name itself: nobody is added to those whom the window offers at start.
    """
    name = _login()
    return Person(f"terminal-{name}", f"{name} (kommandorad)", Role.CODER)


def named_person(app: AppContext, name: str) -> Person:
    """Return the person of a name, in any case of letters.

    Raises:
        NotFoundError: nobody who has worked here is called so.

    """
    wanted = " ".join(name.split()).casefold()
    people = list_people(app)
    for person in people:
        if person.name.casefold() == wanted:
            return person
    known = ", ".join(person.name for person in people) or "ingen ännu"
    raise NotFoundError(f"Ingen som arbetat här heter {name[:60]}. Här har arbetat: {known}.")


def person_or_terminal(app: AppContext, name: str | None) -> Person:
    """Return the named person; without a name, the operating system's user."""
    return terminal_person() if name is None else named_person(app, name)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "okänd"
