"""Statistics on both databases: counted at signing, own figures only, misses without numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.coding_acts import add_secondary
from app.domain.errors import AppError
from app.domain.work_statistics import StatisticsQuery
from app.services.context import AppContext
from app.services.review import review
from app.services.signing import override_finding, sign_event, signing_state
from app.services.statistics_print import rule_names
from app.services.work_statistics import (
    note_search_miss,
    statistics_csv,
    work_statistics,
    write_statistics,
)
from tests.services.workday import ANNA, BO, LEA, coded, event, put

ALWAYS = StatisticsQuery(date(2000, 1, 1), date(2100, 1, 1))


def signed(app: AppContext, *ids: str) -> None:
    for encounter_id in ids:
        (stored,) = put(app, event(encounter_id))
        sign_event(app, coded(stored), ANNA, f"sign-{encounter_id}")


def test_signatures_are_counted_with_their_codes_and_waiting_time(app: AppContext) -> None:
    signed(app, "e1", "e2")

    found = work_statistics(app, ANNA, ALWAYS)

    assert (found.events, found.codes_per_event) == (2, 1.0)
    assert sum(found.hours) == 2
    assert found.waiting_median is not None
    assert work_statistics(app, BO, StatisticsQuery(*_days(), person_id=BO.id)).events == 0


def test_a_unit_has_its_own_figures(app: AppContext) -> None:
    signed(app, "e1")

    assert work_statistics(app, LEA, _of_unit("Medicinmottagningen")).events == 1
    assert work_statistics(app, LEA, _of_unit("Ögonkliniken")).events == 0


def test_nobody_sees_the_figures_of_another_person(app: AppContext) -> None:
    with pytest.raises(AppError, match="egna siffror"):
        work_statistics(app, LEA, StatisticsQuery(*_days(), person_id=ANNA.id))


def test_a_period_that_ends_before_it_begins_is_refused(app: AppContext) -> None:
    with pytest.raises(AppError, match="Perioden slutar"):
        work_statistics(app, ANNA, StatisticsQuery(date(2026, 2, 1), date(2026, 1, 1)))


def test_overridden_warnings_are_counted_by_rule(app: AppContext) -> None:
    (stored,) = put(app, event())
    twice = add_secondary(add_secondary(coded(stored), "E11.9"), "E11.9")
    for warning in signing_state(twice, review(app, twice)).warnings:
        twice = override_finding(app, twice, warning, "Journalen stöder koden", ANNA)
    sign_event(app, twice, ANNA, "s1")

    rules = work_statistics(app, ANNA, ALWAYS).rules

    assert [rule.overridden for rule in rules if rule.overridden] == [1]


@pytest.mark.parametrize(
    "text", ["19121212-1212", "ab", "191212121212", "x" * 61, "tolvan 1212121212"]
)
def test_what_could_tell_of_a_patient_or_is_no_question_is_not_kept(
    app: AppContext, text: str
) -> None:
    assert not note_search_miss(app, ANNA, text)
    assert work_statistics(app, LEA, ALWAYS).misses == ()


def test_texts_that_found_nothing_are_counted_for_oneself_and_the_lead(app: AppContext) -> None:
    for text in ("Qwerty  sjuka", "qwerty sjuka", "zebrafeber"):
        note_search_miss(app, ANNA, text)
    own = StatisticsQuery(*_days(), person_id=ANNA.id)

    assert [(m.text, m.times) for m in work_statistics(app, ANNA, own).misses] == [
        ("qwerty sjuka", 2),
        ("zebrafeber", 1),
    ]
    assert len(work_statistics(app, LEA, ALWAYS).misses) == 2
    assert work_statistics(app, BO, ALWAYS).misses == ()


def test_the_file_opens_in_a_swedish_excel(app: AppContext, tmp_path: Path) -> None:
    signed(app, "e1")
    found = work_statistics(app, ANNA, ALWAYS)

    path = write_statistics(app, found, tmp_path / "statistik.csv")

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "månad;" in statistics_csv(found)
    assert ";1,00\r\n" in statistics_csv(found)


def _days() -> tuple[date, date]:
    return ALWAYS.since, ALWAYS.until


def _of_unit(unit: str) -> StatisticsQuery:
    return StatisticsQuery(*_days(), unit=unit)


def test_rules_of_whole_months_are_those_of_their_days(app: AppContext) -> None:
    (stored,) = put(app, event())
    twice = add_secondary(add_secondary(coded(stored), "E11.9"), "E11.9")
    for warning in signing_state(twice, review(app, twice)).warnings:
        twice = override_finding(app, twice, warning, "Journalen stöder koden", ANNA)
    sign_event(app, twice, ANNA, "s1")
    today = app.now().date()

    whole = work_statistics(app, ANNA, StatisticsQuery(today.replace(day=1), today))
    one_day = work_statistics(app, ANNA, StatisticsQuery(today, today))

    assert whole.rules == one_day.rules != ()


def test_a_rule_is_named_in_a_whole_sentence_without_its_codes(app: AppContext) -> None:
    names = rule_names(app)

    assert names["GK009"] == "… kan anges finare: …"
    assert not any("…." in name for name in names.values())
