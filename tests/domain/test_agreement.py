"""Agreement of two codings: counts by hand, kappa from the literature, and what always holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreement import (
    CodedTwice,
    by_chapter,
    by_person,
    by_rule,
    cohens_kappa,
    differences,
    measure,
)
from app.domain.coding_acts import add_procedure, add_secondary, set_principal
from app.domain.encounter import Encounter
from app.domain.identity import read_identity
from app.domain.patient import Patient

EVENT = Encounter("e1", Patient(read_identity("191212121212")))
CODES = st.sampled_from(["I10.9", "I21.0", "I21.4", "J18.9", "E11.9"])


def coded(principal: str, *secondaries: str) -> Encounter:
    event = set_principal(EVENT, principal) if principal else EVENT
    for code in secondaries:
        event = add_secondary(event, code)
    return event


def twice(first: Encounter, second: Encounter, name: str = "Anna", *rules: str) -> CodedTwice:
    return CodedTwice("e1", first, second, name.lower(), name, rules)


def test_kappa_is_that_of_the_textbook() -> None:
    # Cohen's own kind of table: 20 both yes, 15 both no, 5 and 10 apart.
    pairs = [("ja", "ja")] * 20 + [("ja", "nej")] * 5 + [("nej", "ja")] * 10 + [("nej", "nej")] * 15

    kappa = cohens_kappa(pairs)

    assert kappa is not None
    assert kappa == pytest.approx(0.4)


def test_kappa_is_undefined_without_events_and_where_both_always_said_the_same() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("I10.9", "I10.9")] * 3) is None


def test_exact_codes_categories_and_other_codes_are_counted_apart() -> None:
    pairs = [
        twice(coded("I21.0", "E11.9"), coded("I21.4", "E11.9", "I10.9")),
        twice(coded("J18.9"), coded("J18.9")),
    ]

    found = measure(pairs)

    assert (found.events, found.principal_exact, found.principal_category) == (2, 1, 2)
    assert (found.diagnoses_shared, found.diagnoses_all) == (2, 5)
    assert found.principal_share == 0.5
    assert found.diagnosis_share == 0.4
    assert found.procedure_share is None


def test_procedures_are_counted_with_their_additional_codes() -> None:
    first = add_procedure(coded("S72.0"), "NFB49", None)
    second = add_procedure(coded("S72.0"), "NFB39", None)

    found = measure([twice(first, second)])

    assert (found.procedures_shared, found.procedures_all) == (0, 2)


def test_persons_chapters_and_rules_have_rows_of_their_own_the_largest_first() -> None:
    pairs = [
        twice(coded("I10.9"), coded("I10.9"), "Anna", "HD001", "HD001", "BD002"),
        twice(coded("I21.0"), coded("J18.9"), "Bo", "HD001"),
        twice(coded("J18.9"), coded("J18.9"), "Bo"),
    ]

    assert [(row.name, row.events) for row in by_person(pairs)] == [("Bo", 2), ("Anna", 1)]
    assert [(row.name, row.events) for row in by_rule(pairs)] == [("HD001", 2), ("BD002", 1)]
    chapters = by_chapter(pairs, lambda code: {"I": "IX", "J": "X"}[code[0]])
    assert [(row.name, row.events) for row in chapters] == [("IX", 2), ("X", 1)]


def test_the_difference_names_what_only_one_of_the_two_has() -> None:
    only_first, only_second = differences(coded("I21.0", "E11.9"), coded("I10.9", "E11.9", "I21.0"))

    assert only_first == ("I21.0 (huvuddiagnos)",)
    assert only_second == ("I10.9 (huvuddiagnos)", "I21.0")


@given(st.lists(st.tuples(CODES, CODES), max_size=30))
def test_kappa_is_at_most_one_and_one_only_where_all_agree(pairs: list[tuple[str, str]]) -> None:
    kappa = cohens_kappa(pairs)

    if kappa is not None:
        assert -1 <= kappa <= 1 + 1e-12
        assert math.isclose(kappa, 1) == all(one == other for one, other in pairs)


@given(st.lists(CODES, min_size=1, max_size=5, unique=True))
def test_a_coding_agrees_with_itself_in_everything(codes: list[str]) -> None:
    event = coded(*codes)
    found = measure([twice(event, event)])

    assert found.principal_share == found.category_share == found.diagnosis_share == 1
    assert differences(event, event) == ((), ())
