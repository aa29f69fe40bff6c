"""A second review: a sample of signed events that a colleague codes once more, blind."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.domain.desk_memory import CodingState


class SampleKind(StrEnum):
    """Which signed events a sample is drawn from."""

    SHARE = "share"
    OVERRIDDEN = "overridden"
    RULE = "rule"


SAMPLE_LABEL = {
    SampleKind.SHARE: "En andel av händelserna",
    SampleKind.OVERRIDDEN: "Alla med avfärdade varningar",
    SampleKind.RULE: "Alla där en viss regel anmärkte",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """How events are drawn. Empty person and unit mean everybody and everywhere."""

    id: str
    name: str
    kind: SampleKind = SampleKind.SHARE
    #: In percent, for SHARE.
    percent: int = 10
    #: For RULE.
    rule_id: str = ""
    coder_id: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None
    created_by: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedEvent:
    """What is asked of a signed event before it is drawn: its newest version."""

    encounter_id: str
    number: int
    signer_id: str
    unit: str
    signed_at: datetime


class ReviewState(StrEnum):
    """Where one second review stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SecondReview:
    """One drawn event: whose version, who codes it again, and how far that has come."""

    id: str
    sample_id: str
    encounter_id: str
    #: The signed version that is reviewed.
    number: int
    coder_id: str
    state: ReviewState = ReviewState.WAITING
    reviewer_id: str = ""
    #: The blind coding, and how often it was stored: a save on top of a newer one is refused.
    coding: CodingState = field(default_factory=CodingState, repr=False)
    version: int = 0
    last_save_id: str = ""
    done_at: datetime | None = None
    #: What was agreed when the two had looked at the difference.
    remark: str = field(default="", repr=False)


class SecondReviews(Protocol):
    """Samples and their reviews."""

    def samples(self) -> list[Sample]:
        """Return every sample, the newest first."""
        ...

    def candidates(self, sample: Sample) -> list[SignedEvent]:
        """Return the signed events that a sample is drawn from, by id."""
        ...

    def add(self, sample: Sample, reviews: Iterable[SecondReview]) -> None:
        """Keep a sample with what was drawn."""
        ...

    def of_sample(self, sample_id: str) -> list[SecondReview]:
        """Return the reviews of a sample, in the order drawn."""
        ...

    def done(self, sample_id: str = "") -> list[SecondReview]:
        """Return the reviews that are done, of one sample or of all."""
        ...

    def taken(self) -> list[SecondReview]:
        """Return the reviews that somebody has begun and not ended."""
        ...

    def get(self, review_id: str) -> SecondReview | None:
        """Return a review, or None."""
        ...

    def take(self, review_id: str, reviewer_id: str) -> bool:
        """Give a waiting review to a person; False if somebody else was first."""
        ...

    def change(self, review: SecondReview) -> bool:
        """Store a review over the version before it; False if something newer is stored."""
        ...


def share_of(sample: Sample, events: Sequence[SignedEvent]) -> list[SignedEvent]:
    """Return the share that a sample takes of some events, in their order; at least one of any.

    The same sample always takes the same ones: those that the digest of its id puts first.
    """
    wanted = math.ceil(len(events) * sample.percent / 100)
    by_lot = sorted(events, key=lambda event: _lot(sample, event))[:wanted]
    taken = {event.encounter_id for event in by_lot}
    return [event for event in events if event.encounter_id in taken]


def _lot(sample: Sample, event: SignedEvent) -> bytes:
    return hashlib.sha256(f"{sample.id}/{event.encounter_id}".encode()).digest()
