"""Who is at the desk, and which patients they opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person does in the program."""

    CODER = "coder"
    CLINICIAN = "clinician"
    TRAINER = "trainer"
    LEAD = "lead"


ROLE_LABEL = {
    Role.CODER: "Kodare",
    Role.CLINICIAN: "Kliniker",
    Role.TRAINER: "Utbildare",
    Role.LEAD: "Kodningsansvarig",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the program. No units means all units."""

    id: str
    name: str
    role: Role = Role.CODER
    units: tuple[str, ...] = ()
    #: Since when the person no longer works here; the name stays on what they did.
    left_on: date | None = None

    @property
    def has_left(self) -> bool:
        """Whether the person no longer works here."""
        return self.left_on is not None


_SWITCH = "Byt person (Arkiv → Byt person)"


def left_sentences(person: Person, what: str, remedy: str = _SWITCH) -> str:
    """Tell that somebody has left and what follows; the remedy begins a sentence of its own.

    Without a remedy it is told to the one who has left and still sits at the program.
    """
    return (
        f"{person.name} har slutat ({person.left_on}) och {what}. {remedy}, eller låt "
        "kodningsansvarig ta tillbaka personen (Arkiv → Personer)."
    )


class AccessKind(StrEnum):
    """What was done with a patient's event."""

    OPENED = "opened"
    PRINTED = "printed"
    SIGNED = "signed"
    EXPORTED = "exported"


ACCESS_LABEL = {
    AccessKind.OPENED: "Öppnade",
    AccessKind.PRINTED: "Skrev ut",
    AccessKind.SIGNED: "Signerade",
    AccessKind.EXPORTED: "Exporterade",
}


@dataclass(frozen=True, slots=True)
class AccessEvent:
    """One line of the access log."""

    at: datetime
    person_id: str
    person_name: str
    kind: AccessKind
    encounter_id: str
    patient_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's hold on an event, until a moment on the database's clock (UTC)."""

    encounter_id: str
    person_id: str
    person_name: str
    until: datetime
