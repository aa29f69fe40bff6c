"""What is told of a grouping: conditions with their codes, complications, near misses, what-if."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drg import DrgCase, DrgDiagnosis
from app.domain.drg_explanation import Weight
from app.domain.drg_tables import FeatureRow, LogicRow, TableLayout
from app.grouper.checks import remarks_on
from app.grouper.engine import Grouper
from app.grouper.explanation import explain, vary
from app.grouper.features import derive
from app.grouper.requirements import Requirement, is_met, requirements
from tests.grouper.small_tables import RULES, TABLES, case


@pytest.fixture(scope="module")
def grouper() -> Grouper:
    return Grouper(TABLES)


def test_each_condition_names_the_codes_that_met_it(grouper: Grouper) -> None:
    told = explain(grouper, case("K358", procedures=("JEA00",)))
    assert (told.outcome.drg, told.text, told.row) == ("OP", "Opererad", 4)
    assert [(each.column, each.codes) for each in told.conditions] == [
        ("mdc", ("K358",)),
        ("or_proc", ("JEA00",)),
    ]


def test_a_complication_is_told_with_what_became_of_it(grouper: Grouper) -> None:
    told = explain(grouper, case("K358", "K650", "J189", "K289", procedures=("JEA00",)))
    assert {each.code: each.weight for each in told.complications} == {
        "K650": Weight.EXCLUDED,
        "J189": Weight.COUNTS,
        "K289": Weight.SLEEPS,
    }


@pytest.mark.parametrize("category", ["06", "04M01", "04c01"])
def test_a_category_without_level_weighs_nothing_in_group_and_words_alike(category: str) -> None:
    odd = replace(TABLES, diagnoses=(*TABLES.diagnoses, FeatureRow("K999", "", "COMPL", category)))
    told = explain(Grouper(odd), case("K358", "K999", procedures=("JEA00",)))
    assert (told.outcome.drg, told.complications, told.idle) == ("OP", (), ("K999",))
    assert any(f"”{category}” saknar bokstaven" in remark for remark in remarks_on(odd))


def test_what_the_tables_lack_and_what_had_no_part_are_told_apart(grouper: Grouper) -> None:
    told = explain(grouper, case("K358", "E102", "Q999", procedures=("JEA00", "ZZZ99")))
    assert told.unknown == ("Q999", "ZZZ99")
    assert told.idle == ("E102",)


def test_a_rule_above_that_fails_on_one_telling_column_is_a_near_miss(grouper: Grouper) -> None:
    told = explain(grouper, case("K358", procedures=("JEA00",)))
    assert [(each.drg, each.told) for each in told.near] == [
        ("OPC", "minst ett komplicerande tillstånd")
    ]


def test_only_what_would_change_the_group_is_told(grouper: Grouper) -> None:
    asked = case("K358", "J189", "I10", procedures=("JEA00",))
    told = {each.told: each.outcome.drg for each in vary(grouper, asked)}
    assert told["utan bidiagnosen J189"] == "OP"
    assert "utan bidiagnosen I10" not in told


def test_no_rule_is_told_as_nothing(grouper: Grouper) -> None:
    lone = Grouper(replace(TABLES, rules=TABLES.rules[:1]))
    told = explain(lone, case("K358"))
    assert (told.row, told.conditions, told.outcome.is_grouped) == (0, (), False)


def test_only_codes_of_the_level_asked_for_are_named(grouper: Grouper) -> None:
    told = explain(grouper, case("E102", "K650", "J189"))
    assert [(each.cell, each.codes) for each in told.conditions] == [("2", ("K650",))]
    told = explain(grouper, case("E102", "J189"))
    assert [(each.cell, each.codes) for each in told.conditions] == [("1", ("J189",))]


def test_a_woken_category_names_what_woke_it(grouper: Grouper) -> None:
    (told,) = explain(grouper, case("E102", "K289", "I10")).complications
    assert told.told == "räknas, väckt av I10"


CODES = st.sampled_from(["K358", "K650", "J189", "A560", "E102/N083", "I10", "K289", "X", ""])
PROCEDURES = st.sampled_from(["JEA00", "JAH00", "BOTH0", "Q"])


CASES = st.builds(
    lambda codes, procedures, sex, age, stay, letter: replace(
        case(*codes, procedures=tuple(procedures), sex=sex),
        age_days=age,
        stay_days=stay,
        discharge=letter,
    ),
    st.lists(CODES, max_size=6),
    st.lists(PROCEDURES, max_size=4),
    st.sampled_from("MF?"),
    st.sampled_from([0, 28, 29, 6574, 6575, 45_655]),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["", "E", "R", "X"]),
)


@pytest.fixture(scope="module", params=list(TableLayout))
def any_grouper(request: pytest.FixtureRequest) -> Grouper:
    """The small tables in every family, with limits of age, stay and discharge."""
    rules = (
        LogicRow("050", "OLD", agelim=">6574", dur="<1", disch="-R"),
        LogicRow("060", "NEW", agelim="<29", disch="N", secpro="-06S02"),
        LogicRow("070", "DEAD", disch="E", dgprop2="05X01"),
        LogicRow("080", "HAND", procpro="06S01", secpro="-", sex="-"),
        *RULES,
    )
    return Grouper(replace(TABLES, layout=request.param, rules=rules))


@given(CASES)
def test_the_bit_sets_and_the_questions_one_by_one_never_disagree(
    any_grouper: Grouper, asked: DrgCase
) -> None:
    found = derive(asked, any_grouper.features)
    scanned = [
        row.ord
        for row in any_grouper.rules
        if all(is_met(each, row, asked, found) for each in requirements(row))
    ]
    matching = any_grouper.matching(asked, found)
    assert [any_grouper.rules[at].ord for at in matching] == scanned
    assert explain(any_grouper, asked).outcome.rule == (scanned[0] if scanned else "")


@given(CASES)
def test_each_condition_that_is_told_is_met_and_each_near_miss_is_not(
    any_grouper: Grouper, asked: DrgCase
) -> None:
    found = derive(asked, any_grouper.features)
    told = explain(any_grouper, asked)
    assert told.outcome == any_grouper.group(asked)
    by_number = {row.ord: row for row in any_grouper.rules}
    for each in told.conditions:
        row = by_number[told.outcome.rule]
        assert is_met(Requirement(each.column, each.cell), row, asked, found)
    assert len(told.conditions) == len(list(requirements(by_number[told.outcome.rule])))
    counting = [c.level for c in told.complications if c.weight is Weight.COUNTS]
    assert max(counting, default=0) == found.level
    for near in told.near:
        row = by_number[near.rule]
        assert sum(not is_met(each, row, asked, found) for each in requirements(row)) == 1


@given(CASES)
def test_an_unknown_code_is_told_and_changes_nothing_else(
    any_grouper: Grouper, asked: DrgCase
) -> None:
    added = replace(
        asked,
        diagnoses=(*(asked.diagnoses or (DrgDiagnosis(""),)), DrgDiagnosis("QQQ")),
        procedures=(*asked.procedures, "QQQ"),
    )
    one, other = explain(any_grouper, asked), explain(any_grouper, added)
    unknown = tuple(dict.fromkeys((*one.unknown, "QQQ")))
    assert set(other.unknown) == set(unknown)
    assert replace(other, unknown=one.unknown) == one


@given(CASES)
def test_what_is_told_to_differ_does_when_it_is_grouped(
    any_grouper: Grouper, asked: DrgCase
) -> None:
    usual = any_grouper.group(asked)
    for each in vary(any_grouper, asked):
        assert each.outcome.drg != usual.drg
