from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kodserver import (
    Combination,
    KodserverCode,
    KodserverTable,
    XsCode,
    codes_on,
    combination_is_allowed,
    derived_xs_codes,
    find_code,
    find_overlap,
)
from app.domain.period import Period

DAY = date(2024, 5, 1)
OLD = Period(date(2020, 1, 1), date(2023, 12, 31))
NOW = Period(date(2024, 1, 1))
BTYP = (KodserverCode("01", "Före", OLD), KodserverCode("01", "Efter", NOW))
MAPPING = (
    XsCode("XS900", "Enskilt besök", ("NY", "ÅB")),
    XsCode("XS902", "Teambesök"),
    XsCode("XS012", "Per telefon", ("KT",)),
    XsCode("XS915", "Läkare", professions=("10", "70")),
    XsCode("XS918", "Sjukgymnast/Fysioterapeut", professions=("30",)),
)
DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 1))
PERIODS = st.builds(
    lambda a, b: Period(a, b) if None in (a, b) or a <= b else Period(b, a),
    st.none() | DAYS,
    st.none() | DAYS,
)


def test_the_day_picks_the_row_of_a_code() -> None:
    assert find_code(KodserverTable.BTYP, BTYP, "01", DAY) == BTYP[1]
    assert find_code(KodserverTable.BTYP, BTYP, "01", date(2023, 12, 31)) == BTYP[0]
    assert find_code(KodserverTable.BTYP, BTYP, "01", date(2019, 12, 31)) is None
    assert codes_on(BTYP, DAY) == (BTYP[1],)


@pytest.mark.parametrize(
    ("table", "stored", "asked", "is_found"),
    [
        (KodserverTable.AKUT, "Ja", "ja", True),
        (KodserverTable.DIAGNOS, "I109", "I10.9", True),
        (KodserverTable.TAXA, "1.1", "11", False),
        (KodserverTable.BTYP, "01", "1", False),
    ],
)
def test_codes_are_compared_as_people_write_them(
    table: KodserverTable, stored: str, asked: str, is_found: bool
) -> None:
    found = find_code(table, [KodserverCode(stored, "x")], asked, DAY)

    assert (found is not None) is is_found


def test_a_combination_is_allowed_while_its_row_is_valid() -> None:
    rows = (Combination("T1", "01", "10", OLD), Combination("t2", "01", "10", NOW))

    assert combination_is_allowed(rows, "T2", "01", "10", DAY) is True
    assert combination_is_allowed(rows, "T1", "01", "10", DAY) is False
    assert combination_is_allowed(rows, "T1", "01", "10", date(2021, 1, 1)) is True
    assert combination_is_allowed(rows, "T1", "01", "11", date(2021, 1, 1)) is False


def test_nothing_is_said_of_a_day_that_no_combination_covers() -> None:
    assert combination_is_allowed((), "T1", "01", "10", DAY) is None
    rows = (Combination("T1", "01", "10", OLD),)
    assert combination_is_allowed(rows, "T1", "01", "10", DAY) is None


@pytest.mark.parametrize(
    ("contact_type", "profession", "expected"),
    [
        ("NY", "10", ("XS900", "XS915")),
        ("åb", "30", ("XS900", "XS918")),
        ("KT", "99", ("XS012",)),
        ("Teambesök", "Fysioterapeut", ("XS902", "XS918")),
        ("enskilt besök", "läkare", ("XS900", "XS915")),
        ("", "70", ("XS915",)),
        ("10", "NY", ()),
        ("", "", ()),
    ],
)
def test_the_contact_gives_its_xs_codes(
    contact_type: str, profession: str, expected: tuple[str, ...]
) -> None:
    assert derived_xs_codes(MAPPING, contact_type, profession) == expected


@given(st.lists(PERIODS, max_size=6))
def test_an_overlap_is_found_exactly_when_two_periods_share_a_day(periods: list[Period]) -> None:
    def share(a: Period, b: Period) -> bool:
        starts = max(a.start or date.min, b.start or date.min)
        return starts <= min(a.end or date.max, b.end or date.max)

    pairs = [
        (i, j)
        for i in range(len(periods))
        for j in range(i + 1, len(periods))
        if share(periods[i], periods[j])
    ]
    found = find_overlap(periods)

    assert found in pairs if pairs else found is None
