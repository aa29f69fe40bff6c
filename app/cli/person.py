"""Who the access log names when a command opens a patient's event."""

from __future__ import annotations

import getpass

from app.domain.access import Person, Role


def terminal_person() -> Person:
    """Return the operating system's user as a person.

    The log keeps the name itself: nobody is added to those whom the window offers at start.
    """
    name = _login()
    return Person(f"terminal-{name}", f"{name} (kommandorad)", Role.CODER)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "okänd"
