"""The terms that the workplace added to the search."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.concept import SourceFile
from app.domain.local_term import BETWEEN, LocalTerm, Signature, TermState, TermText
from app.persistence.orm_terms import LocalTermRow
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key


class SqlLocalTerms:
    """Implements `term_ports.LocalTerms`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[LocalTerm]:
        """Every term, in Swedish order, equal ones oldest first."""
        row = LocalTermRow
        rows = self._session.scalars(
            select(row)
            .order_by(row.term_key, row.term, row.proposed_at, row.id)
            .execution_options(populate_existing=True)
        )
        return [_to_term(each) for each in rows]

    @storage_errors()
    def in_state(self, state: TermState) -> list[LocalTerm]:
        """Return the terms of one state, oldest first."""
        row = LocalTermRow
        rows = self._session.scalars(
            select(row)
            .where(row.state == state)
            .order_by(row.proposed_at, row.id)
            .execution_options(populate_existing=True)
        )
        return [_to_term(each) for each in rows]

    @storage_errors()
    def get(self, term_id: str) -> LocalTerm | None:
        """Return a term, or None."""
        row = self._session.get(LocalTermRow, term_id, populate_existing=True)
        return None if row is None else _to_term(row)

    @storage_errors()
    def save(self, terms: Iterable[LocalTerm]) -> None:
        """Add terms, or replace those of the same ids."""
        for term in terms:
            self._session.merge(_to_row(term))
        self._session.flush()


def _to_row(term: LocalTerm) -> LocalTermRow:
    text, judged, source = term.text, term.judged, term.source
    return LocalTermRow(
        id=term.id,
        term=text.term,
        term_key=swedish_key(text.term),
        target=text.target,
        system=text.system,
        kind=text.kind,
        note=text.note,
        state=term.state,
        proposed_by_id=term.proposed.person_id,
        proposed_by=term.proposed.name,
        proposed_at=term.proposed.at,
        judged_by_id=judged.person_id if judged else "",
        judged_by=judged.name if judged else "",
        judged_at=judged.at if judged else None,
        reason=term.reason,
        file_name=source.name if source else "",
        sha256=source.sha256 if source else "",
        approved_elsewhere=term.approved_elsewhere,
    )


def _to_term(row: LocalTermRow) -> LocalTerm:
    targets = tuple(row.target.split(BETWEEN))
    judged_at = row.judged_at
    return LocalTerm(
        row.id,
        TermText(row.term, targets, row.system, row.kind, row.note),
        Signature(row.proposed_by_id, row.proposed_by, row.proposed_at),
        row.state,
        Signature(row.judged_by_id, row.judged_by, judged_at) if judged_at else None,
        row.reason,
        SourceFile(row.file_name, row.sha256) if row.sha256 else None,
        row.approved_elsewhere,
    )
