"""Use cases of what a desk remembers of a person: bound keys, and where one was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.access import Person
from app.domain.encounter import Status
from app.services.context import AppContext

_KEYS, _PLACE = "keys", "place"


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """Where a person was: the event that lay on the desk, if any."""

    encounter_id: str = ""


def read_keys(app: AppContext, person: Person) -> dict[str, str]:
    """Return the keys that a person has bound, by command; an empty text means no key."""
    with app.unit_of_work() as uow:
        stored = uow.desk_memory.get(person.id, _KEYS)
    return {str(name): keys for name, keys in stored.items() if isinstance(keys, str)}


def save_keys(app: AppContext, person: Person, keys: Mapping[str, str]) -> None:
    """Keep a person's keys in place of those kept before; none of them means the usual ones."""
    with app.unit_of_work() as uow:
        uow.desk_memory.put(person.id, _KEYS, keys)
        uow.commit()


def note_place(app: AppContext, person: Person, place: DeskPlace) -> None:
    """Remember where a person is, to come back to after a restart or a crash."""
    value = {"encounter_id": place.encounter_id} if place.encounter_id else {}
    with app.unit_of_work() as uow:
        uow.desk_memory.put(person.id, _PLACE, value)
        uow.commit()


def find_place(app: AppContext, person: Person) -> DeskPlace:
    """Return where a person was, if the event is there, unsigned and nobody else's meanwhile."""
    with app.unit_of_work() as uow:
        encounter_id = str(uow.desk_memory.get(person.id, _PLACE).get("encounter_id", ""))
        event = uow.encounters.get(encounter_id) if encounter_id else None
        if event is None or event.status in (Status.SIGNED, Status.PARKED):
            return DeskPlace()
        holder = uow.claims.holder(encounter_id)
    is_free = holder is None or holder.person_id == person.id
    return DeskPlace(encounter_id) if is_free else DeskPlace()
