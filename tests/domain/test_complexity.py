"""The guess of how much an event takes to code."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain.care_types import EncounterClass
from app.domain.codes import CodeSystem
from app.domain.complexity import Complexity, complexity_of, record_points, stay_points
from app.domain.record import CareRecord, Proposal, RecordDocument

at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("kind", "start", "end", "points"),
    [
        (EncounterClass.OUTPATIENT, "2026-03-01T09:00", "2026-03-01T23:59", 0),
        (EncounterClass.INPATIENT, "2026-03-01T09:00", "2026-03-02T09:00", 1),
        (EncounterClass.INPATIENT, "2026-03-28T12:00", "2026-03-30T11:00", 2),
        (EncounterClass.OBSERVATION, "2026-03-01T09:00", "2026-03-08T01:00", 3),
        (EncounterClass.INPATIENT, "2026-03-01T09:00", None, 1),
        (EncounterClass.OUTPATIENT, None, "2026-03-08T01:00", 0),
    ],
)
def test_the_stay_counts_by_calendar_days_and_class(kind, start, end, points) -> None:
    moments = [at(text) if text else None for text in (start, end)]

    assert stay_points(kind, *moments) == points


def test_long_notes_and_many_proposals_count() -> None:
    proposal = Proposal("p", CodeSystem.ICD10SE, "I10.9", "", "d")

    def points(characters: int, proposals: int) -> int:
        note = RecordDocument("d", "Epikris", None, "Läkare", "x" * characters)
        return record_points(CareRecord((note,), proposals=(proposal,) * proposals))

    assert record_points(CareRecord()) == points(1_999, 2) == 0
    assert points(2_000, 2) == points(0, 3) == 1
    assert points(10_000, 10) == 4


def test_points_make_three_sizes() -> None:
    sizes = [complexity_of(points) for points in range(8)]

    assert sizes[:2] == [Complexity.FEW] * 2
    assert sizes[2:5] == [Complexity.MIDDLE] * 3
    assert sizes[5:] == [Complexity.MANY] * 3
