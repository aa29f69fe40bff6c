"""The mock notes and the TakeCare notes, read with the shipped editions: counts alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.coverage import Coverage, PhraseState
from app.domain.work_list import WorkListQuery
from app.services.context import AppContext
from app.services.coverage import coverage_of, coverage_of_file
from app.services.intake import import_events
from app.services.work_list import work_page

pytestmark = pytest.mark.acceptance


def counts(coverage: Coverage) -> dict[str, int]:
    return {state.value: coverage.count(state) for state in PhraseState}


@pytest.mark.parametrize(
    ("name", "said", "denied", "past"),
    [("chart1", 13, 8, 0), ("chart2", 15, 2, 4), ("chart4", 9, 6, 0)],
)
def test_the_mock_notes_were_read_phrase_by_phrase(
    app: AppContext, shared_data: Path, name: str, said: int, denied: int, past: int
) -> None:
    found = coverage_of_file(app, shared_data / "notes" / f"{name}.txt")

    assert counts(found) == {"coded": 0, "uncoded": said, "negated": denied, "historical": past}


def test_the_takecare_notes_give_phrases_that_their_own_codes_cover(
    app: AppContext, shared_data: Path
) -> None:
    import_events(app, [shared_data / "takecare"])
    found: list[Coverage] = []
    for row in work_page(app, WorkListQuery(), 0, 100):
        with app.unit_of_work() as uow:
            event, record = uow.encounters.get(row.id), uow.encounters.record(row.id)
        assert event is not None
        codes = [proposal.code for proposal in record.proposals]
        found.append(coverage_of(app, event, record).with_coded(codes))

    assert sum(len(each.phrases) for each in found) >= 80
    assert sum(each.count(PhraseState.CODED) for each in found) >= 15
