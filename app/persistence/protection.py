"""A person whose data are protected is so in every event: one that says so masks the others.

Protection stands in each event, since each file tells it anew, and an older event was perhaps
read in before it. It is spread when an event is stored, so that whatever reads events, lists and
paper included, finds it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.encounter import Encounter
from app.domain.patient import Patient, strictest
from app.persistence.encounter_rows import filter_text
from app.persistence.orm_encounters import PatientMask
from app.persistence.swedish_order import swedish_key


def protected_as_known(session: Session, encounter: Encounter) -> Encounter:
    """Give the patient of an event the strictest protection that any of their events has."""
    known = (other.protection for other in _others(session, encounter))
    protection = strictest((encounter.patient.protection, *known))
    return replace(encounter, patient=replace(encounter.patient, protection=protection))


def protect_others(session: Session, encounter: Encounter) -> None:
    """Mask the patient of an event in their other events as in this one.

    It is no part of their coding: it makes no new version, so that nobody who has one of them on
    the desk is told that it was saved meanwhile.
    """
    patient = encounter.patient
    for other in _others(session, encounter) if patient.is_protected else ():
        if other.protection is not patient.protection:
            _mask(other, patient)
    session.flush()


def _others(session: Session, encounter: Encounter) -> Iterator[PatientMask]:
    number = encounter.patient.identity.text
    if not number:
        return
    asked = select(PatientMask).where(
        PatientMask.patient_number == number, PatientMask.id != encounter.id
    )
    yield from session.scalars(asked.execution_options(populate_existing=True))


def _mask(other: PatientMask, patient: Patient) -> None:
    other.protection = patient.protection
    other.patient_key = swedish_key(patient.shown_name)
    other.filter_text = filter_text(other.id, other.principal, other.unit_label, patient)
