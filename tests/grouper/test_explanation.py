"""What is told of a grouping: conditions with their codes, complications, near misses, what-if."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drg_explanation import Weight
from app.grouper.engine import Grouper
from app.grouper.explanation import explain, vary
from app.grouper.features import derive
from app.grouper.requirements import is_met, requirements
from tests.grouper.small_tables import TABLES, case


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


CODES = st.sampled_from(["K358", "K650", "J189", "A560", "E102/N083", "I10", "K289", "X", ""])
PROCEDURES = st.sampled_from(["JEA00", "JAH00", "BOTH0", "Q"])


@given(st.lists(CODES, max_size=6), st.lists(PROCEDURES, max_size=4), st.sampled_from("MF?"))
def test_the_bit_sets_and_the_questions_one_by_one_never_disagree(
    grouper: Grouper, codes: list[str], procedures: list[str], sex: str
) -> None:
    asked = case(*codes, procedures=tuple(procedures), sex=sex)
    found = derive(asked, grouper.features)
    scanned = [
        row.ord
        for row in grouper.rules
        if all(is_met(each, row, asked, found) for each in requirements(row))
    ]
    assert [grouper.rules[at].ord for at in grouper.matching(asked, found)] == scanned
    assert explain(grouper, asked).outcome.rule == (scanned[0] if scanned else "")
