"""Visits for the clinician's desk: which wait at one's units, and what is usually done at them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Part
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Status
from app.domain.own_codes import UsedCode
from app.domain.visit_ports import VisitRow
from app.domain.visit_team import is_team_contact
from app.persistence.database_clock import now_ms
from app.persistence.encounter_rows import read_patient, turns_of, unit_key
from app.persistence.orm_encounters import AssignedCodeRow as A
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_people import ClaimRow
from app.persistence.plain_data import from_plain
from app.persistence.storage_errors import storage_errors

#: What waits for whoever met the patient: neither parked nor signed.
_WAITING = (Status.READY, Status.DRAFT, Status.REOPENED)
_TURNS = tuple(sorted({turn for status in _WAITING for turn in turns_of(status)}))


class SqlVisits:
    """Implements `visit_ports.Visits`. Each question runs on an index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def waiting(
        self, person: Person, first: datetime, last: datetime, limit: int
    ) -> list[VisitRow]:
        """Return ended events that wait for a person's classification, the latest first.

        Within a day by the time under which they are listed: many end by themselves at 23:59.
        """
        at_units: ColumnElement[bool] = E.assigned_to.in_(("", person.id))
        if person.units:
            labels = [unit_key(label) for label in person.units]
            at_units = and_(at_units, E.unit_key.in_(labels))
        found = {row.id: row for row in self._ended(person, at_units, first, last, limit)}
        for row in self._ended(person, E.assigned_to == person.id, first, last, limit):
            found.setdefault(row.id, row)
        ordered = sorted(found.values(), key=lambda row: row.id)
        ordered.sort(key=lambda row: row.end or first, reverse=True)
        chosen = ordered[:limit]
        chosen.sort(key=lambda row: row.shown_at or first, reverse=True)
        return chosen

    def _ended(
        self,
        person: Person,
        whose: ColumnElement[bool],
        first: datetime,
        last: datetime,
        limit: int,
    ) -> list[VisitRow]:
        is_others = and_(ClaimRow.encounter_id == E.id, ClaimRow.person_id != person.id)
        is_claimed = and_(is_others, ClaimRow.expires_ms > now_ms())
        asked = (
            select(E, ClaimRow.person_name)
            .outerjoin(ClaimRow, is_claimed)
            .where(E.turn.in_(_TURNS), E.waiting_since.between(first, last))
            .where(E.ended_at.is_not(None), E.status.in_(_WAITING), whose)
            .order_by(E.waiting_since.desc(), E.id)
            .limit(limit)
        )
        return [_row(row, holder or "") for row, holder in self._session.execute(asked)]

    @storage_errors()
    def procedures_used(
        self, like: Encounter, *, since: datetime, least: int, most: int
    ) -> list[UsedCode]:
        """Return the procedures of signed visits of the same sort at the same unit, most first."""
        times = func.count(E.id.distinct()).label("times")
        asked = (
            select(A.code, times)
            .join(A, A.encounter_id == E.id)
            .where(E.unit_key == unit_key(like.unit.label), E.turn.in_(turns_of(Status.SIGNED)))
            .where(E.waiting_since >= since, E.id != like.id, _is_of_same_sort(like))
            .where(A.system == CodeSystem.KVA, A.part == Part.PROCEDURE)
            .group_by(A.code)
            .having(times >= least)
            .order_by(times.desc(), A.code)
            .limit(most)
        )
        rows = self._session.execute(asked)
        return [UsedCode(CodeSystem.KVA, row.code, row.times) for row in rows]


def _is_of_same_sort(like: Encounter) -> ColumnElement[bool]:
    told: ColumnElement[str] = E.contact["visit_type"].as_string()
    if like.contact.visit_type:
        return told == like.contact.visit_type
    return and_(E.encounter_type == like.encounter_type, func.coalesce(told, "") == "")


def _row(row: Any, holder: str) -> VisitRow:
    patient, contact = read_patient(row), from_plain(ContactFacts, row.contact or {})
    return VisitRow(
        id=row.id,
        status=row.status,
        unit=row.unit_label,
        start=row.started_at,
        end=row.ended_at,
        kind=contact.visit_type or row.encounter_type.value,
        professions=tuple(row.professions),
        reasons=contact.reasons,
        patient_number=patient.shown_number,
        patient_name=patient.shown_name,
        principal=row.principal,
        claimed_by=holder,
        is_team=is_team_contact(row.contact_form, contact),
    )
