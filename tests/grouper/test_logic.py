"""The grouper on tables small enough to be read: features, order of rules, second procedures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drg import DrgCase, DrgDiagnosis, DrgSex, GroupingInputError, make_case
from app.domain.drg_tables import (
    CategoryRow,
    DefinitionTables,
    ExclusionRow,
    FeatureRow,
    LogicRow,
    TableLayout,
)
from app.domain.errors import InputFileError
from app.grouper.logic import Grouper

DIAGNOSES = (
    FeatureRow("K358", "", "DGCAT", "06M01"),
    FeatureRow("K650", "", "DGCAT", "06M02"),
    FeatureRow("K650", "", "COMPL", "06G17"),
    FeatureRow("J189", "", "DGCAT", "04M01"),
    FeatureRow("J189", "", "COMPL", "04C01"),
    FeatureRow("A560", "", "DGCAT", "98M01"),
    FeatureRow("E102", "", "DGCAT", "10M01"),
    FeatureRow("N083", "", "DGCAT", "11M01"),
    FeatureRow("N083", "E102", "DGCAT", "11M02"),
    FeatureRow("I10", "", "DGPROP", "05X01"),
    FeatureRow("K289", "", "COMPL", "06I10"),
    FeatureRow("K289", "", "DGPROP", "05X01"),
)
PROCEDURES = (
    FeatureRow("JEA00", "", "OR", "1"),
    FeatureRow("JEA00", "", "PROCPR", "06S01"),
    FeatureRow("JAH00", "", "PROCPR", "06S02"),
    FeatureRow("BOTH0", "", "PROCPR", "06S01"),
    FeatureRow("BOTH0", "", "PROCPR", "06S02"),
)
RULES = (
    LogicRow("000", "Z70N", "1", icd="-"),
    LogicRow("100", "TWO", "0", procpro="06S01", secpro="06S02"),
    LogicRow("200", "OPC", "0", mdc="06", or_proc="S", compl="1"),
    LogicRow("210", "OP", "0", mdc="06", or_proc="S"),
    LogicRow("300", "BIG", "0", compl="2"),
    LogicRow("310", "SOME", "0", compl="1"),
    LogicRow("400", "MAN", "0", mdc="12"),
    LogicRow("410", "WOMAN", "0", mdc="13"),
    LogicRow("420", "PAIR", "0", dgcat="11M02"),
    LogicRow("900", "REST", "9", icd="+"),
)
TABLES = DefinitionTables(
    TableLayout.NORWEGIAN_JSON,
    RULES,
    DIAGNOSES,
    PROCEDURES,
    (CategoryRow("06I10", "05X01"),),
    (ExclusionRow("06C17", "K358", ""),),
    (),
)


def case(*codes: str, procedures: tuple[str, ...] = (), sex: str = "M") -> DrgCase:
    diagnoses = tuple(DrgDiagnosis(*code.split("/")) for code in codes)
    return make_case(
        sex=sex, age_days=20_000, stay_days=3, diagnoses=diagnoses, procedures=procedures
    )


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
    assert rule(grouper, case("E102", "K289", "I10")) == "310"


def test_the_reference_grouper_lets_a_code_wake_its_own_category() -> None:
    reference = Grouper(replace(TABLES, layout=TableLayout.NORDIC_DBF, country="EE"))
    assert rule(reference, case("E102", "K289")) == "310"


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
