"""What the tests of the desk share: two coders and events to code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.access import Person, Role
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.coding_acts import set_principal
from app.domain.encounter import Encounter, Unit
from app.domain.identity import read_identity
from app.domain.patient import Patient
from app.domain.record import CareRecord
from app.services.context import AppContext

ANNA = Person("anna", "Anna Lind")
BO = Person("bo", "Bo Ek")
LEA = Person("lea", "Lea Dal", Role.LEAD)
#: One of the tax agency's test numbers.
NUMBER = "191212121212"


def event(encounter_id: str = "e1", **changes: Any) -> Encounter:
    """A closed visit without codes."""
    facts: dict[str, Any] = {
        "patient": Patient(read_identity(NUMBER), name="Tolvan Tolvansson"),
        "encounter_class": EncounterClass.OUTPATIENT,
        "encounter_type": EncounterType.SPECIALIST_OUTPATIENT,
        "unit": Unit("M1", "Medicinmottagningen"),
        "start": datetime.fromisoformat("2025-03-03T09:00"),
        "end": datetime.fromisoformat("2025-03-03T23:59"),
    }
    return Encounter(encounter_id, **(facts | changes))


def stay(encounter_id: str = "e1", **changes: Any) -> Encounter:
    """A closed inpatient stay: here a missing principal diagnosis is an error."""
    inpatient = {
        "encounter_class": EncounterClass.INPATIENT,
        "encounter_type": EncounterType.INPATIENT,
    }
    return event(encounter_id, **(inpatient | changes))


def coded(encounter: Encounter) -> Encounter:
    """The same event with a principal diagnosis that no rule objects to."""
    return set_principal(encounter, "I10.9")


def put(app: AppContext, *events: Encounter, record: CareRecord | None = None) -> list[Encounter]:
    """Store events as intake would, and return them as stored."""
    with app.unit_of_work() as uow:
        stored = [uow.encounters.save(each, f"intake-{each.id}") for each in events]
        for each in stored:
            if record is not None:
                uow.encounters.put_record(each.id, record)
        uow.commit()
    return stored
