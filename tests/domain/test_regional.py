from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.period import Period
from app.domain.regional import Block, BlockKind, blocks_on, matches, parse_codes


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("i109", "I10.9"),
        ("R65", "R65"),
        ("R65.-", "R65"),
        ("r650 - r659", "R65.0–R65.9"),
        ("A00–B99", "A00–B99"),
        ("af021", "AF021"),
        ("JFB30", "JFB30"),
    ],
)
def test_codes_and_ranges_are_read(written: str, canonical: str) -> None:
    assert parse_codes(written) == canonical
    assert parse_codes(canonical) == canonical


@pytest.mark.parametrize(
    "written", ["", "-", "hej", "B99-A00", "R65.9-R65.0", "I10 J20", "AF021-AF022"]
)
def test_what_is_neither_code_nor_range_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"range"):
        parse_codes(written)


@pytest.mark.parametrize(
    ("codes", "code", "is_met"),
    [
        ("R65", "R65.1", True),
        ("R65.0–R65.9", "R65.1", True),
        ("R65.0–R65.9", "R66", False),
        ("A00–B99", "B99.9", True),
        ("A00–B99", "AF021", False),
        ("I10.9", "I10", False),
        ("AF021", "AF021", True),
        ("AF021", "AF022", False),
    ],
)
def test_a_code_is_met_by_its_own_range_alone(codes: str, code: str, is_met: bool) -> None:
    assert matches(codes, code) is is_met


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        canonical = parse_codes(text)
    except ValueError:
        return
    assert matches(canonical, "Z99.9") in (True, False)


def test_only_blocks_of_the_day_apply() -> None:
    block = Block("I10", BlockKind.NOT_WITH, "prov", "AF021", Period(date(2024, 1, 1)))

    assert blocks_on([block], date(2024, 1, 1)) == (block,)
    assert blocks_on([block], date(2023, 12, 31)) == ()
    assert block.covers("I10.9")
    assert block.forbids_beside("AF021") and not block.forbids_beside("I10.9")
    assert not Block("I10", BlockKind.NOT_PRINCIPAL, "prov").forbids_beside("AF021")
