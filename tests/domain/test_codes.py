"""Codes as text: written one way, counted into ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import (
    CodeRange,
    CodeSet,
    CodeSystem,
    format_code,
    format_icd,
    has_atc_shape,
    has_icd_shape,
    has_kva_shape,
    is_external_cause,
    is_icd_range,
)

ICD = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9][0-9A-Z]{0,2})?", fullmatch=True)
CATEGORY = st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("i109", "I10.9"),
        ("I10.9", "I10.9"),
        (" i 10 . 9 ", "I10.9"),
        ("I10", "I10"),
        ("f1121a", "F11.21A"),
        ("G30.1†", "G30.1"),
        ("F001*", "F00.1"),
        ("E10.2+", "E10.2"),
        ("vet ej", "VETEJ"),
        ("I1", "I1"),
        ("I10.", "I10."),
        ("", ""),
    ],
)
def test_an_icd_code_is_written_as_the_classification_does(typed: str, written: str) -> None:
    assert format_icd(typed) == written


@given(st.text(), st.sampled_from(CodeSystem))
def test_writing_a_code_again_changes_nothing(text: str, system: CodeSystem) -> None:
    once = format_code(system, text)

    assert format_code(system, once) == once


@given(ICD)
def test_the_point_and_the_case_do_not_matter(code: str) -> None:
    assert format_icd(code.replace(".", "").lower()) == code
    assert has_icd_shape(code) and has_icd_shape(code.replace(".", ""))


def test_codes_of_other_systems_are_only_put_in_capitals() -> None:
    assert format_code(CodeSystem.KVA, " nfb 09") == "NFB09"
    assert format_code(CodeSystem.ATC, "b01ac06") == "B01AC06"


@pytest.mark.parametrize("code", ["NFB09", "AF021", "ZXA00", "DT016"])
def test_a_procedure_code_is_recognised(code: str) -> None:
    assert has_kva_shape(code)
    assert not has_icd_shape(code)


@pytest.mark.parametrize("code", ["", "NFB", "NFB091", "1FB09", "nfb09"])
def test_what_is_no_procedure_code_is_not(code: str) -> None:
    assert not has_kva_shape(code)


@pytest.mark.parametrize(
    ("code", "is_code"),
    [
        ("B", True),
        ("B01", True),
        ("B01A", True),
        ("B01AC", True),
        ("B01AC06", True),
        ("B01AC0", False),
        ("B0", False),
        ("", False),
    ],
)
def test_an_atc_code_has_five_levels(code: str, is_code: bool) -> None:
    assert has_atc_shape(code) is is_code


def test_a_block_is_a_range_of_categories() -> None:
    assert is_icd_range("A00-A09")
    assert not is_icd_range("A00")
    assert not is_icd_range("A00.1-A09")


@given(ICD)
def test_a_code_lies_in_its_own_range_and_in_its_categorys(code: str) -> None:
    assert code in CodeRange.parse(code)
    assert code in CodeRange.parse(code[:3])
    assert code in CodeRange.parse(f"{code[:3]}.-")


@given(CATEGORY, CATEGORY, ICD)
def test_a_range_holds_what_lies_between_its_categories(one: str, other: str, code: str) -> None:
    first, last = sorted((one, other))

    assert (code in CodeRange.parse(f"{first}-{last}")) == (first <= code[:3] <= last)


@given(st.lists(st.tuples(CATEGORY, CATEGORY).map(sorted), max_size=4), ICD)
def test_a_set_holds_what_any_of_its_ranges_holds(spans: list[list[str]], code: str) -> None:
    texts = [f"{first}–{last}" for first, last in spans]

    assert (code in CodeSet.parse(", ".join(texts))) == any(
        code in CodeRange.parse(text) for text in texts
    )


LETTERS = st.text("AB09.-", max_size=6)


@given(st.lists(st.builds(CodeRange, LETTERS, LETTERS), max_size=4), st.lists(LETTERS, max_size=9))
def test_a_set_remembers_no_more_than_its_ranges_say(
    spans: list[CodeRange], texts: list[str]
) -> None:
    asked = CodeSet(tuple(spans))

    for text in [*texts, *texts]:
        assert (text in asked) == any(text in span for span in spans)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("R65.0-R65.9", "R65.1", "R65"),
        ("V01–Y98", "Y98.9", "Y99"),
        ("I10", "I10.9", "I11.0"),
        ("E10.2", "E10.2A", "E10.3"),
    ],
)
def test_the_ends_of_a_range_are_whole(span: str, inside: str, outside: str) -> None:
    assert inside in CodeRange.parse(span)
    assert outside not in CodeRange.parse(span)


@given(st.text())
def test_a_text_is_a_range_or_is_refused(text: str) -> None:
    try:
        span = CodeRange.parse(text)
    except ValueError:
        return
    assert CodeRange.parse(str(span)) == span


def test_nothing_but_text_is_in_a_range() -> None:
    assert 10 not in CodeRange.parse("I10")
    assert str(CodeSet.parse("I10 V01-Y98")) == "I10, V01–Y98"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("V01.1", True),
        ("W19.9", True),
        ("Y98", True),
        ("Y99", False),
        ("U99", False),
        ("WWW", False),
        ("X", False),
        ("", False),
    ],
)
def test_an_external_cause_is_v01_to_y98(code: str, answer: bool) -> None:
    assert is_external_cause(code) is answer
