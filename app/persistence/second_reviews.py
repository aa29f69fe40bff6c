"""Samples of signed events and their second reviews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, time, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.exc import StaleDataError

from app.domain.desk_memory import CodingState
from app.domain.encounter import Status
from app.domain.second_review import (
    ReviewState,
    Sample,
    SampleKind,
    SecondReview,
    SignedEvent,
)
from app.persistence.orm_encounters import EncounterRow as E
from app.persistence.orm_rules import SignedFindingRow as F
from app.persistence.orm_second_review import ReviewSampleRow, SecondReviewRow
from app.persistence.orm_versions import SignedVersionRow as V
from app.persistence.plain_data import from_plain, to_plain
from app.persistence.storage_errors import storage_errors

_SAMPLE_FIELDS = tuple(field.name for field in fields(Sample))


class SqlSecondReviews:
    """Implements `second_review.SecondReviews`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def samples(self) -> list[Sample]:
        """Return every sample, the newest first."""
        row = ReviewSampleRow
        rows = self._session.scalars(select(row).order_by(row.created_at.desc(), row.id))
        return [Sample(**{name: getattr(each, name) for name in _SAMPLE_FIELDS}) for each in rows]

    @storage_errors()
    def candidates(self, sample: Sample) -> list[SignedEvent]:
        """Return the signed events that a sample is drawn from, by id."""
        rows = self._session.execute(_drawn_from(sample))
        return [SignedEvent(*row) for row in rows]

    @storage_errors()
    def add(self, sample: Sample, reviews: Iterable[SecondReview]) -> None:
        """Keep a sample with what was drawn."""
        self._session.add(
            ReviewSampleRow(**{name: getattr(sample, name) for name in _SAMPLE_FIELDS})
        )
        for position, review in enumerate(reviews):
            row = SecondReviewRow(id=review.id, position=position, version=review.version)
            _fill(row, review)
            self._session.add(row)
        self._session.flush()

    @storage_errors()
    def of_sample(self, sample_id: str) -> list[SecondReview]:
        """Return the reviews of a sample, in the order drawn."""
        row = SecondReviewRow
        return self._found(select(row).where(row.sample_id == sample_id).order_by(row.position))

    @storage_errors()
    def done(self, sample_id: str = "") -> list[SecondReview]:
        """Return the reviews that are done, of one sample or of all."""
        row = SecondReviewRow
        asked = select(row).where(row.state == ReviewState.DONE).order_by(row.done_at, row.id)
        return self._found(asked.where(row.sample_id == sample_id) if sample_id else asked)

    @storage_errors()
    def taken(self) -> list[SecondReview]:
        """Return the reviews that somebody has begun and not ended."""
        row = SecondReviewRow
        return self._found(select(row).where(row.state == ReviewState.TAKEN).order_by(row.id))

    @storage_errors()
    def get(self, review_id: str) -> SecondReview | None:
        """Return a review, or None."""
        row = self._session.get(SecondReviewRow, review_id, populate_existing=True)
        return None if row is None else _review(row)

    @storage_errors()
    def take(self, review_id: str, reviewer_id: str) -> bool:
        """Give a waiting review to a person; False if somebody else was first."""
        review = self.get(review_id)
        if review is None or review.state is not ReviewState.WAITING:
            return review is not None and review.reviewer_id == reviewer_id
        row = self._session.get_one(SecondReviewRow, review_id)
        row.state, row.reviewer_id, row.version = ReviewState.TAKEN, reviewer_id, row.version + 1
        return self._flushed()

    @storage_errors()
    def change(self, review: SecondReview) -> bool:
        """Store a review over the version before it; False if something newer is stored."""
        row = self._session.get(SecondReviewRow, review.id, populate_existing=True)
        if row is None or row.version != review.version:
            return False
        _fill(row, review)
        row.version = review.version + 1
        return self._flushed()

    def _flushed(self) -> bool:
        try:
            with self._session.begin_nested():
                self._session.flush()
        except StaleDataError:
            self._session.expire_all()
            return False
        return True

    def _found(self, asked: Select[SecondReviewRow]) -> list[SecondReview]:
        rows = self._session.scalars(asked.execution_options(populate_existing=True))
        return [_review(row) for row in rows]


def _drawn_from(sample: Sample) -> Select[str, int, str, str, datetime]:
    """Ask for the newest version of signed events; a newer one replaces those before it."""
    other = aliased(V)
    newest = select(func.max(other.number)).where(other.encounter_id == E.id).scalar_subquery()
    asked = (
        select(V.encounter_id, V.number, V.signer_id, E.unit_label, V.signed_at)
        .join(E, E.id == V.encounter_id)
        .where(E.status == Status.SIGNED, V.number == newest)
        .order_by(V.encounter_id)
    )
    if sample.coder_id:
        asked = asked.where(V.signer_id == sample.coder_id)
    if sample.unit:
        asked = asked.where(E.unit_label == sample.unit)
    if sample.since:
        asked = asked.where(V.signed_at >= datetime.combine(sample.since, time()))
    if sample.until:
        asked = asked.where(
            V.signed_at < datetime.combine(sample.until + timedelta(days=1), time())
        )
    spoke = exists().where(F.encounter_id == V.encounter_id, F.number == V.number)
    if sample.kind is SampleKind.OVERRIDDEN:
        asked = asked.where(spoke.where(F.is_overridden))
    if sample.kind is SampleKind.RULE:
        asked = asked.where(spoke.where(F.rule_id == sample.rule_id))
    return asked


def _fill(row: SecondReviewRow, review: SecondReview) -> None:
    row.sample_id, row.encounter_id, row.number = (
        review.sample_id,
        review.encounter_id,
        review.number,
    )
    row.coder_id, row.state, row.reviewer_id = review.coder_id, review.state, review.reviewer_id
    row.coding, row.last_save_id = to_plain(review.coding), review.last_save_id
    row.done_at, row.remark = review.done_at, review.remark


def _review(row: SecondReviewRow) -> SecondReview:
    return SecondReview(
        row.id,
        row.sample_id,
        row.encounter_id,
        row.number,
        row.coder_id,
        row.state,
        row.reviewer_id,
        from_plain(CodingState, row.coding),
        row.version,
        row.last_save_id,
        row.done_at,
        row.remark,
    )
