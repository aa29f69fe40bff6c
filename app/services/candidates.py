"""Use cases for sentences of KVÅ that could be rules: list them, accept or decline them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, NotFoundError
from app.domain.permissions import Act
from app.domain.procedure_candidate import (
    CANDIDATES_STAMP,
    CandidateDecision,
    ProcedureCandidate,
    find_candidates,
)
from app.services.context import AppContext
from app.services.permissions import refuse_in


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """A sentence as the list shows it."""

    candidate: ProcedureCandidate
    #: The title of the code; empty where the edition of today has no such code.
    title: str
    decision: CandidateDecision | None = None
    #: Whether the edition of today still says it.
    is_said: bool = True

    @property
    def state(self) -> str:
        """What became of it, in Swedish."""
        if self.decision is None:
            return "oläst" if self.candidate.can_be_enforced else "går inte att pröva"
        return "godtagen" if self.decision.is_accepted else "avböjd"


def list_candidates(app: AppContext) -> list[ListedCandidate]:
    """Return the sentences of the KVÅ of today in code order, then decided ones it lacks.

    Raises:
        StorageError: the decisions cannot be read.

    """
    book = app.library.for_day(app.now().date()).of(CodeSystem.KVA)
    with app.unit_of_work() as uow:
        decided = {decision.candidate.id: decision for decision in uow.candidates.all()}
    listed = []
    for candidate in find_candidates(book):
        decision = decided.pop(candidate.id, None)
        concept = book.concept(candidate.code)
        title = concept.title if concept else ""
        listed.append(ListedCandidate(candidate, title, decision))
    listed.sort(key=lambda row: row.candidate.code)
    gone = [ListedCandidate(d.candidate, "", d, is_said=False) for d in decided.values()]
    return listed + gone


def decide_candidate(
    app: AppContext, person: Person, candidate_id: str, reason: str, *, is_accepted: bool
) -> ListedCandidate:
    """Make a sentence a rule, or put it aside; the review obeys from the next event on.

    Only the coding lead may.

    Raises:
        NotFoundError: no sentence has that id.
        NotAllowedError: the person is not the coding lead.
        AppError: it is accepted without a reason, or names nothing that could be looked for.
        StorageError: the database cannot take it.

    """
    listed = _get(app, candidate_id)
    if is_accepted and not reason.strip():
        raise AppError("Ange ett skäl till att meningen blir en regel.")
    if is_accepted and not listed.candidate.can_be_enforced:
        raise AppError(
            f"Meningen om {listed.candidate.code} nämner ingen kod att pröva mot. Den visas vid "
            "koden som den är, och kan avböjas."
        )
    decision = CandidateDecision(
        listed.candidate,
        is_accepted=is_accepted,
        reason=reason.strip(),
        person_id=person.id,
        person=person.name,
        at=app.now(),
    )
    with app.unit_of_work() as uow:
        refuse_in(uow, person, Act.DECIDE_CANDIDATES)
        uow.candidates.save(decision)
        uow.facts.set(CANDIDATES_STAMP, app.new_id())
        uow.commit()
    return ListedCandidate(listed.candidate, listed.title, decision, listed.is_said)


def _get(app: AppContext, candidate_id: str) -> ListedCandidate:
    wanted = candidate_id.strip().upper()
    for listed in list_candidates(app):
        if listed.candidate.id.upper() == wanted:
            return listed
    raise NotFoundError(
        f"Ingen mening har id {candidate_id[:40]}. Se kodklar rules candidates för dem som finns."
    )
