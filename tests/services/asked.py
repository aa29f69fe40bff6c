"""Questions for the tests: people, an event with a note, and a question about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.access import Person, Role
from app.domain.clinician_query import About, ClinicianQuery
from app.domain.encounter import Encounter
from app.domain.record import CareRecord, RecordDocument
from app.services.clinician_queries import ask
from app.services.context import AppContext
from tests.services.workday import ANNA, put

UNIT = "Medicinmottagningen"
LO = Person("lo", "Lo Läkare", Role.CLINICIAN, (UNIT,))
MIO = Person("mio", "Mio Medicin", Role.CLINICIAN, (UNIT, "Ögonkliniken"))
OSA = Person("osa", "Osa Öga", Role.CLINICIAN, ("Ögonkliniken",))
NOTE = RecordDocument("n1", "Mottagning", text="Oklar svullnad på underbenet.")
RECORD = CareRecord(documents=(NOTE,))
ABOUT = About(phrase="Oklar svullnad", document_id="n1")


def people(app: AppContext, *persons: Person) -> None:
    """Let these persons work here."""
    with app.unit_of_work() as uow:
        for person in persons:
            uow.people.save(person)
        uow.commit()


def asked(
    app: AppContext, encounter: Encounter, *, to: str = LO.id, by: Person = ANNA, **facts: Any
) -> ClinicianQuery:
    """Store an event with a note and ask about it."""
    (stored,) = put(app, encounter, record=RECORD)
    return ask_about(app, stored, to=to, by=by, **facts)


def ask_about(
    app: AppContext, stored: Encounter, *, to: str = LO.id, by: Person = ANNA, **facts: Any
) -> ClinicianQuery:
    """Ask about a stored event."""
    text = facts.get("text", "Vad avses med svullnaden?")
    due = facts.get("due", app.now().date() + timedelta(days=7))
    about = facts.get("about", ABOUT)
    return ask(app, stored, by, to, text, due, about, facts.get("save_id", app.new_id()))


def get(app: AppContext, encounter_id: str = "e1") -> Encounter:
    """The event as it is stored."""
    with app.unit_of_work() as uow:
        found = uow.encounters.get(encounter_id)
    assert found is not None
    return found
