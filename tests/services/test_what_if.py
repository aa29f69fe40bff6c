"""Another coding beside the present one: what rises, what falls, what stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter
from app.domain.errors import AppError, NotFoundError
from app.services.context import AppContext
from app.services.job_control import Cancelled, JobControl
from app.services.review import review
from app.services.what_if import (
    compare,
    compare_stored,
    find_variants,
    with_code_first,
    without_code,
)
from tests.services.workday import put, stay


@pytest.fixture
def visit() -> Encounter:
    """A check-up first, although a disease stands second, and that twice."""
    rows = (Diagnosis("Z09.9", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"), Diagnosis("J18.9"))
    return replace(stay(), diagnoses=rows)


def _ids(findings) -> list[str]:
    return [finding.rule_id for finding in findings]


def test_the_other_diagnosis_first_makes_its_warning_fall(app: AppContext, visit) -> None:
    outcome = compare(app, visit, with_code_first(visit, "J189"))

    assert "HD005" in _ids(outcome.falls)
    assert "BD001" in _ids(outcome.stays)
    assert outcome.rises == ()


def test_leaving_the_principal_out_makes_an_error_rise(app: AppContext, visit) -> None:
    outcome = compare(app, visit, without_code(visit, "z099"))

    assert _ids(outcome.rises) == ["HD001"]


def test_what_rises_falls_and_stays_are_all_findings_of_both(app: AppContext, visit) -> None:
    other = with_code_first(visit, "J18.9")
    outcome = compare(app, visit, other)

    assert {f.key for f in (*outcome.falls, *outcome.stays)} == {f.key for f in review(app, visit)}
    assert {f.key for f in (*outcome.rises, *outcome.stays)} == {f.key for f in review(app, other)}


def test_every_row_is_tried_first_and_left_out_and_a_duplicate_once(app: AppContext, visit) -> None:
    variants = find_variants(app, visit)

    assert [v.sentence.split()[:2] for v in variants] == [
        ["Sätt", "J18.9"],
        ["Utelämna", "Z09.9"],
        ["Utelämna", "J18.9"],
    ]
    for variant in variants:
        assert variant.outcome == compare(app, visit, variant.encounter)


def test_an_event_without_diagnoses_has_no_variants(app: AppContext) -> None:
    assert find_variants(app, stay()) == ()


def test_trying_can_be_stopped(app: AppContext, visit) -> None:
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        find_variants(app, visit, control)


def test_a_code_that_leads_no_row_cannot_be_left_out(visit) -> None:
    with pytest.raises(AppError, match=r"I10\.9"):
        without_code(visit, "I10.9")


def test_a_stored_event_is_compared_and_left_as_it_is(app: AppContext, visit) -> None:
    (stored,) = put(app, visit)

    outcome = compare_stored(app, stored.id, lambda e: with_code_first(e, "J18.9"))

    assert "HD005" in _ids(outcome.falls)
    with app.unit_of_work() as uow:
        assert uow.encounters.get(stored.id) == stored


def test_an_event_that_is_not_there_is_told_so(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match="B7"):
        compare_stored(app, "B7", lambda e: e)
