"""Whose work a command does: somebody who is named, or whoever sits at the terminal."""

from __future__ import annotations

import getpass
from dataclasses import replace

from app.domain.access import Person, Role, left_sentences
from app.domain.errors import NotAllowedError, NotFoundError
from app.services.access import HOW_TO_RETURN, list_people
from app.services.context import AppContext


def terminal_person() -> Person:
    """Return the operating system's user as a person.

    The log keeps the name itself: nobody is added to those whom the window offers at start.
    """
    name = _login()
    return Person(f"terminal-{name}", f"{name} (kommandorad)", Role.CODER)


def administrator() -> Person:
    """Return the operating system's user as the one who administers the workstation.

    Whoever may run commands on the data folder owns it, and may do what belongs to the lead.
    """
    return replace(terminal_person(), role=Role.LEAD)


def person_or_administrator(app: AppContext, name: str | None) -> Person:
    """Return the named person; without a name, who administers the workstation."""
    return administrator() if name is None else named_person(app, name)


def named_person(app: AppContext, name: str) -> Person:
    """Return the person of a name who is to do something, in any case of letters.

    Raises:
        NotFoundError: nobody who has worked here is called so.
        NotAllowedError: the person has left.

    """
    person = known_person(app, name)
    if person.has_left:
        text = left_sentences(person, "kan inte arbeta här", "Ange någon annan")
        raise NotAllowedError(text, on_terminal=HOW_TO_RETURN)
    return person


def known_person(app: AppContext, name: str) -> Person:
    """Return the person of a name that is only spoken of, whether here or gone.

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
