"""Which codes were used: on a patient's events, at a unit, in what somebody signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Status
from app.domain.own_codes import CodeKey, UsedCode
from app.domain.patient import Protection
from app.domain.version import SignedVersion
from app.persistence.encounter_rows import turns_of, unit_key
from app.persistence.orm_encounters import AssignedCodeRow as A
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_versions import SignedVersionRow as V
from app.persistence.plain_data import from_plain
from app.persistence.storage_errors import storage_errors

#: Rows read of one patient, newest event first: hundreds of visits say no more than these.
_ROWS_OF_PATIENT = 600


class SqlUsedCodes:
    """Implements `personal_ports.UsedCodes`. Each question runs on an index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def of_patient(
        self, patient_number: str, *, without: str, until: datetime | None
    ) -> list[UsedCode]:
        """Return the codes of a patient's other events, each as it was used last, newest first.

        Where a person with protected data was cared for is not told, whichever event says so.
        """
        asked = (
            select(A.system, A.code, E.ended_at, E.started_at, E.unit_label)
            .join(A, A.encounter_id == E.id)
            .where(E.patient_number == patient_number, E.id != without)
            .order_by(E.waiting_since.desc(), E.id, A.position)
            .limit(_ROWS_OF_PATIENT)
        )
        if until is not None:
            asked = asked.where(E.waiting_since <= until)
        is_protected = exists().where(
            E.patient_number == patient_number, E.protection != Protection.NONE
        )
        shows_units = not self._session.scalar(select(is_protected))
        found = []
        for row in self._session.execute(asked):
            moment = row.ended_at or row.started_at
            day = moment.date() if moment else None
            unit = row.unit_label if shows_units else ""
            found.append(UsedCode(row.system, row.code, day=day, unit=unit))
        return _once(found)

    @storage_errors()
    def of_unit(self, label: str, *, since: datetime, least: int, most: int) -> list[UsedCode]:
        """Return the codes of a unit's signed events, by the number of events, most first."""
        is_signed_since = exists().where(V.encounter_id == E.id, V.signed_at >= since)
        times = func.count(E.id.distinct()).label("times")
        asked = (
            select(A.system, A.code, times)
            .join(A, A.encounter_id == E.id)
            # The turn of signed events stands in the index of units; their status does not.
            .where(E.unit_key == unit_key(label), E.turn.in_(turns_of(Status.SIGNED)))
            .where(is_signed_since)
            .group_by(A.system, A.code)
            .having(times >= least)
            .order_by(times.desc(), A.system, A.code)
            .limit(most)
        )
        rows = self._session.execute(asked)
        return [UsedCode(row.system, row.code, row.times, unit=label) for row in rows]

    @storage_errors()
    def of_signer(self, person_id: str, *, versions: int) -> list[UsedCode]:
        """Return the codes of the last versions that a person signed, newest first."""
        # The keys are sorted before any of the large snapshots is read.
        newest = (
            select(V.encounter_id, V.number)
            .where(V.signer_id == person_id)
            .order_by(V.signed_at.desc(), V.encounter_id, V.number)
            .limit(versions)
            .subquery()
        )
        snapshots = self._session.scalars(
            select(V.snapshot)
            .join(newest, (newest.c.encounter_id == V.encounter_id) & (newest.c.number == V.number))
            .order_by(V.signed_at.desc(), V.encounter_id, V.number)
        )
        signed = [from_plain(SignedVersion, snapshot) for snapshot in snapshots]
        return _once(used for version in signed for used in _codes_of(version))


def _codes_of(version: SignedVersion) -> list[UsedCode]:
    event, day = version.encounter, version.signed_at.date()
    return [
        UsedCode(each.system, each.code, day=day, unit=event.unit.label)
        for each in assigned_codes(event)
    ]


def _once(used: Iterable[UsedCode]) -> list[UsedCode]:
    """Keep the first of each code."""
    found: dict[CodeKey, UsedCode] = {}
    for each in used:
        found.setdefault((each.system, each.code), each)
    return list(found.values())
