"""What was decided of sentences of KVÅ that could be rules."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.procedure_candidate import CandidateDecision, ProcedureCandidate
from app.persistence.orm_candidates import ProcedureCandidateRow
from app.persistence.storage_errors import storage_errors


class SqlCandidateDecisions:
    """Implements `procedure_candidate.CandidateDecisions`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def all(self) -> list[CandidateDecision]:
        """Every decision, in the order of the codes."""
        row = ProcedureCandidateRow
        rows = self._session.scalars(
            select(row).order_by(row.code, row.id).execution_options(populate_existing=True)
        )
        return [_to_decision(each) for each in rows]

    @storage_errors()
    def save(self, decision: CandidateDecision) -> None:
        """Add a decision, or replace that on the same candidate."""
        candidate = decision.candidate
        self._session.merge(
            ProcedureCandidateRow(
                id=candidate.id,
                code=candidate.code,
                kind=candidate.kind,
                quote=candidate.quote,
                others=list(candidate.others),
                is_accepted=decision.is_accepted,
                reason=decision.reason,
                person_id=decision.person_id,
                person=decision.person,
                decided_at=decision.at,
            )
        )
        self._session.flush()


def _to_decision(row: ProcedureCandidateRow) -> CandidateDecision:
    return CandidateDecision(
        ProcedureCandidate(row.code, row.kind, row.quote, tuple(row.others)),
        is_accepted=row.is_accepted,
        reason=row.reason,
        person_id=row.person_id,
        person=row.person,
        at=row.decided_at,
    )
