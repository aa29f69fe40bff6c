"""The grouper on tables small enough to be read: features, order of rules, second procedures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drg import DrgCase, DrgSex, GroupingInputError, make_case
from app.domain.drg_tables import TableLayout
from app.domain.errors import InputFileError
from app.grouper.engine import Grouper
from tests.grouper.small_tables import RULES, TABLES, case


@pytest.fixture(scope="module")
def grouper() -> Grouper:
    return Grouper(TABLES)


def rule(grouper: Grouper, asked: DrgCase) -> str:
    return grouper.group(asked).rule


def test_the_first_rule_that_is_met_wins(grouper: Grouper) -> None:
    assert rule(grouper, case("K358", procedures=("JEA00",))) == "210"
    assert rule(grouper, case("K358")) == "900"


def test_a_blank_principal_place_stays_blank(grouper: Grouper) -> None:
    assert rule(grouper, case("", "J189")) == "000"


def test_only_secondary_diagnoses_complicate(grouper: Grouper) -> None:
    assert rule(grouper, case("J189")) == "900"
    assert rule(grouper, case("E102", "J189")) == "310"
    assert rule(grouper, case("E102", "K650")) == "300"


def test_a_category_says_nothing_beside_a_principal_on_its_list_whatever_its_letter(
    grouper: Grouper,
) -> None:
    assert rule(grouper, case("K358", "K650")) == "900"


def test_a_sleeping_category_is_woken_by_another_code_and_not_by_its_own(grouper: Grouper) -> None:
    assert rule(grouper, case("E102", "K289")) == "900"
    assert rule(grouper, case("E102", "K289", "K289")) == "900"
    assert rule(grouper, case("E102", "K289", "I10")) == "310"


def test_the_reference_grouper_lets_a_code_wake_its_own_category() -> None:
    rules = tuple(row for row in RULES if row.compl != "2")
    reference = Grouper(replace(TABLES, rules=rules, layout=TableLayout.NORDIC_DBF))
    assert rule(reference, case("E102", "K289")) == "310"


def test_tables_of_two_levels_never_let_a_code_wake_its_own_category() -> None:
    graded = Grouper(replace(TABLES, layout=TableLayout.NORDIC_DBF))
    assert rule(graded, case("E102", "K289")) == "900"


def test_a_sex_neutral_category_becomes_that_of_men_or_women(grouper: Grouper) -> None:
    assert rule(grouper, case("A560")) == "400"
    assert rule(grouper, case("A560", sex="K")) == "410"
    assert grouper.group(case("A560", sex="?")).mdc == "98"


def test_a_pair_has_its_own_category_and_a_half_alone_has_not(grouper: Grouper) -> None:
    assert rule(grouper, case("E102/N083")) == "420"
    assert rule(grouper, case("N083")) == "900"


def test_one_procedure_never_serves_as_first_and_second(grouper: Grouper) -> None:
    assert rule(grouper, case("E102", procedures=("BOTH0",))) == "900"
    assert rule(grouper, case("E102", procedures=("BOTH0", "BOTH0"))) == "100"
    assert rule(grouper, case("E102", procedures=("JEA00", "JAH00"))) == "100"


def test_two_rules_of_one_number_are_refused() -> None:
    with pytest.raises(InputFileError, match="Regeln 900 finns två gånger"):
        Grouper(replace(TABLES, rules=(*RULES, RULES[-1])))


def test_no_rule_is_an_outcome_of_its_own() -> None:
    outcome = Grouper(replace(TABLES, rules=RULES[:1])).group(case("K358"))
    assert not outcome.is_grouped
    assert outcome.mdc == "06"


@pytest.mark.parametrize("missing", ["age_days", "stay_days"])
def test_a_missing_age_or_stay_is_refused_and_never_zero(missing: str) -> None:
    days: dict[str, int | None] = {"age_days": 1, "stay_days": 1, missing: None}
    with pytest.raises(GroupingInputError, match="saknas"):
        make_case(sex="M", **days)


CODES = st.sampled_from(["K358", "K650", "J189", "A560", "E102", "N083", "I10", "K289", "X"])


@given(
    principal=CODES,
    secondary=st.lists(CODES, max_size=5),
    procedures=st.lists(st.sampled_from(["JEA00", "JAH00", "BOTH0", "Q"]), max_size=4),
    sex=st.sampled_from(["M", "F", ""]),
    shuffle=st.randoms(use_true_random=False),
)
def test_order_of_secondaries_and_procedures_and_unknown_codes_change_nothing(
    grouper: Grouper, principal, secondary, procedures, sex, shuffle
) -> None:
    asked = case(principal, *secondary, procedures=tuple(procedures), sex=sex)
    secondary, procedures = list(secondary), list(procedures)
    shuffle.shuffle(secondary)
    shuffle.shuffle(procedures)
    other = case(principal, *secondary, "QQQ", procedures=(*procedures, "QQQ"), sex=sex)
    assert grouper.group(other) == grouper.group(asked)
    assert asked.sex is DrgSex(sex)
