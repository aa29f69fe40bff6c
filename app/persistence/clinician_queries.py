"""Questions to clinicians: added, answered once, listed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.exc import StaleDataError

from app.domain.clinician_query import (
    About,
    AskedState,
    ClinicianQuery,
    ProposedCode,
    QueryState,
    Who,
)
from app.persistence.orm_queries import ClinicianQueryRow as Q
from app.persistence.plain_data import from_plain, to_plain, tuple_from_plain
from app.persistence.storage_errors import storage_errors


class SqlClinicianQueries:
    """Implements `clinician_query.ClinicianQueries`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def add(self, query: ClinicianQuery) -> None:
        """Store a new question."""
        row = Q(id=query.id)
        _fill(row, query)
        self._session.add(row)
        self._session.flush()

    @storage_errors()
    def get(self, query_id: str) -> ClinicianQuery | None:
        """One question, or None."""
        row = self._session.get(Q, query_id, populate_existing=True)
        return None if row is None else _query(row)

    @storage_errors()
    def change(self, query: ClinicianQuery) -> bool:
        """Replace a question, unless somebody changed it since it was read; tell whether."""
        row = self._session.get(Q, query.id)
        if row is None or row.version != query.version:
            return False
        try:
            with self._session.begin_nested():
                _fill(row, query)
                self._session.flush()
        except StaleDataError:
            self._session.expire_all()
            return False
        return True

    @storage_errors()
    def of_encounter(self, encounter_id: str) -> list[ClinicianQuery]:
        """Find the questions about an event, oldest first."""
        return self._found(_matching(Q.encounter_id == encounter_id, (Q.asked_at, Q.id)))

    @storage_errors()
    def in_state(self, state: QueryState) -> list[ClinicianQuery]:
        """Find the questions of a state, by last day, then by when they were asked."""
        return self._found(_matching(Q.state == state, (Q.due, Q.asked_at, Q.id)))

    @storage_errors()
    def asked_by(self, person_id: str) -> list[ClinicianQuery]:
        """Find what one person asked, newest first."""
        found = self._found(_matching(Q.asked_by_id == person_id, (Q.asked_at, Q.id)))
        return found[::-1]

    @storage_errors()
    def unsettled(self) -> list[ClinicianQuery]:
        """Find those whose answer has not been told on their event, oldest answer first."""
        waits = _matching(Q.state == QueryState.ANSWERED, (Q.answered_at, Q.id))
        return self._found(waits.where(Q.is_settled.is_(False)))

    @storage_errors()
    def move(self, from_encounter_id: str, to_encounter_id: str) -> None:
        """Let the questions of an event follow it into the one that it became part of."""
        for row in self._session.scalars(select(Q).where(Q.encounter_id == from_encounter_id)):
            row.encounter_id = to_encounter_id
        self._session.flush()

    def _found(self, statement: Select[Q]) -> list[ClinicianQuery]:
        rows: Iterable[Q] = self._session.scalars(
            statement.execution_options(populate_existing=True)
        )
        return [_query(row) for row in rows]


def _matching(
    condition: ColumnElement[bool], order: tuple[InstrumentedAttribute[object], ...]
) -> Select[Q]:
    return select(Q).where(condition).order_by(*order)


def _fill(row: Q, query: ClinicianQuery) -> None:
    row.encounter_id, row.event_day, row.unit = query.encounter_id, query.event_day, query.unit
    row.asked_by_id, row.asked_by_name = query.asked_by.id, query.asked_by.name
    row.asked_to_id, row.asked_to_name = query.asked_to.id, query.asked_to.name
    row.question, row.about = query.question, to_plain(query.about)
    row.asked_state = to_plain(query.asked_state)
    row.asked_at, row.due, row.state = query.asked_at, query.due, query.state
    row.answer, row.diagnosis_text = query.answer, query.diagnosis_text
    row.proposed = to_plain(query.proposed)
    row.answered_by_id, row.answered_by_name = query.answered_by.id, query.answered_by.name
    row.answered_at = query.answered_at
    row.is_late, row.is_settled = query.is_late, query.is_settled


def _query(row: Q) -> ClinicianQuery:
    return ClinicianQuery(
        id=row.id,
        encounter_id=row.encounter_id,
        asked_by=Who(row.asked_by_id, row.asked_by_name),
        asked_to=Who(row.asked_to_id, row.asked_to_name),
        unit=row.unit,
        question=row.question,
        about=from_plain(About, row.about),
        asked_at=row.asked_at,
        due=row.due,
        event_day=row.event_day,
        asked_state=from_plain(AskedState, row.asked_state),
        state=row.state,
        answer=row.answer,
        diagnosis_text=row.diagnosis_text,
        proposed=tuple_from_plain(ProposedCode, row.proposed),
        answered_by=Who(row.answered_by_id, row.answered_by_name),
        answered_at=row.answered_at,
        is_late=row.is_late,
        is_settled=row.is_settled,
        version=row.version,
    )
