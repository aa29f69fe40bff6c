"""A workstation on which one signed event is coded once more, blind.

Everything is the same as on the workstation itself but for that event: it comes without codes,
what is coded is stored with the review, and signing it ends the review. The event and its
signed versions are never touched.
"""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Any, Self, cast

from app.domain.access import AccessEvent, AccessKind, Claim
from app.domain.desk_memory import NO_STEPS, CodingState, UndoSteps
from app.domain.encounter import Encounter, Status
from app.domain.errors import NotAllowedError, StaleSaveError
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, ProposalState
from app.domain.second_review import ReviewState, SecondReview
from app.domain.version import SignedVersion
from app.domain.work_list import WorkListRow
from app.services.context import AppContext

_ELSEWHERE = "Granskningen har ändrats på en annan plats. Öppna den igen från listan."


def blind_context(app: AppContext, review_id: str) -> AppContext:
    """Return the workstation as the reviewer sees it while a review lasts."""

    def unit_of_work() -> UnitOfWork:
        # Every part that is not named in the class below is that of the workstation, whatever
        # it grows: that cannot be said in types.
        return cast("UnitOfWork", _BlindWork(app.unit_of_work(), review_id))

    return replace(app, unit_of_work=unit_of_work)


class _BlindWork:
    """One transaction of the workstation, with another view of one event."""

    def __init__(self, inner: UnitOfWork, review_id: str) -> None:
        self._inner = inner
        self.encounters = _BlindEvents(inner, review_id)
        self.versions = _BlindVersions(inner, review_id)
        self.claims, self.undo_memory = _NoClaims(), _NoSteps()
        self.access_log = _QuietLog(inner)

    def __getattr__(self, name: str) -> Any:
        """Give what the transaction itself has."""
        return getattr(self._inner, name)

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._inner.__exit__(kind, exc, tb)


class _BlindEvents:
    """The event under review without its codes; no other event can be worked on."""

    def __init__(self, inner: UnitOfWork, review_id: str) -> None:
        self._inner, self._review_id = inner, review_id

    def get(self, encounter_id: str) -> Encounter | None:
        review = _review(self._inner, self._review_id)
        stored = self._inner.encounters.get(encounter_id)
        if stored is None or encounter_id != review.encounter_id:
            return None
        return _as_reviewed(stored, review)

    def record(self, encounter_id: str) -> CareRecord:
        record = self._inner.encounters.record(encounter_id)
        waiting = (replace(each, state=ProposalState.OPEN) for each in record.proposals)
        return replace(record, proposals=tuple(waiting))

    def save(self, encounter: Encounter, save_id: str) -> Encounter:
        review = _review(self._inner, self._review_id)
        if review.last_save_id == save_id:
            return replace(encounter, version=review.version)
        kept = replace(
            review,
            coding=CodingState.of(encounter),
            version=encounter.version,
            last_save_id=save_id,
        )
        if not self._inner.second_reviews.change(kept):
            raise StaleSaveError(_ELSEWHERE)
        return replace(encounter, version=encounter.version + 1)

    def set_proposal_state(self, *_marked: object) -> None:
        """Leave the proposals of the event as the first coder left them."""

    def of_patient(self, patient_number: str) -> list[Encounter]:
        reviewed = _review(self._inner, self._review_id).encounter_id
        found = self._inner.encounters.of_patient(patient_number)
        return [event for event in found if event.id != reviewed]

    def page(self, *_asked: object) -> list[WorkListRow]:
        return []

    def count(self, *_asked: object) -> int:
        return 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner.encounters, name)


class _BlindVersions:
    """No earlier version is seen; to sign is to end the review."""

    def __init__(self, inner: UnitOfWork, review_id: str) -> None:
        self._inner, self._review_id = inner, review_id

    def of_encounter(self, *_asked: object) -> list[SignedVersion]:
        return []

    def add(self, version: SignedVersion) -> None:
        review = _review(self._inner, self._review_id)
        done = replace(review, state=ReviewState.DONE, done_at=version.signed_at)
        if not self._inner.second_reviews.change(done):
            raise StaleSaveError(_ELSEWHERE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner.versions, name)


class _NoClaims:
    """The review itself is taken by one person: the event needs no claim."""

    def take(self, *_asked: object) -> Claim | None:
        return None

    def release(self, *_asked: object) -> None:
        """Nothing is held."""

    def holder(self, *_asked: object) -> Claim | None:
        return None


class _NoSteps:
    """Undo does not outlive the review, and must not touch that of the event."""

    def get(self, *_asked: object) -> UndoSteps:
        return NO_STEPS

    def put(self, *_steps: object) -> None:
        """Keep nothing."""


class _QuietLog:
    """Who opens the event is logged as ever; the end of a review is no signature."""

    def __init__(self, inner: UnitOfWork) -> None:
        self._inner = inner

    def add(self, event: AccessEvent) -> None:
        if event.kind is not AccessKind.SIGNED:
            self._inner.access_log.add(event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner.access_log, name)


def _review(inner: UnitOfWork, review_id: str) -> SecondReview:
    review = inner.second_reviews.get(review_id)
    if review is None:
        raise NotAllowedError("Granskningen finns inte längre. Välj en annan i listan.")
    return review


def _as_reviewed(stored: Encounter, review: SecondReview) -> Encounter:
    is_done = review.state is ReviewState.DONE
    event = replace(
        stored,
        status=Status.SIGNED if is_done else Status.DRAFT,
        status_reason="",
        record_changed=False,
        version=review.version,
    )
    return review.coding.laid_on(event)
