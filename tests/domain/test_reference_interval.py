"""Where a value lies by the interval beside it, and when nothing can be said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reference_interval import Deviation, deviation_of, read_interval

INSIDE, BELOW = Deviation.INSIDE, Deviation.BELOW
ABOVE, UNKNOWN = Deviation.ABOVE, Deviation.UNKNOWN


@pytest.mark.parametrize(
    ("value", "reference", "lies"),
    [
        ("4,4", "3,5-4,6", INSIDE),
        ("3,4", "3,5-4,6", BELOW),
        ("4,7", "3,5–4,6", ABOVE),
        ("4", "-3-3", ABOVE),
        ("-4", "-3-3", BELOW),
        ("8,0", "<8,0", ABOVE),
        ("8,0", "≤8,0", INSIDE),
        ("80", ">80", BELOW),
        (">90", ">80", INSIDE),
        (">90", "10-20", ABOVE),
        (">15", "10-20", UNKNOWN),
        ("<0,10", "0,24-1,9", BELOW),
        ("<3,0", "<34", INSIDE),
        ("<40", "<34", UNKNOWN),
        ("Ikteriskt", "0,45-2,6", UNKNOWN),
        ("4", "", UNKNOWN),
        ("4", "5-3", UNKNOWN),
        ("4" * 200, "1-3", UNKNOWN),
    ],
)
def test_a_value_lies_where_a_reader_would_say(value: str, reference: str, lies: Deviation) -> None:
    assert deviation_of(value, reference) is lies


numbers = st.decimals(-999, 999, places=2)


@given(numbers, numbers, numbers)
def test_every_number_is_inside_or_on_one_side(
    value: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))

    lies = deviation_of(str(value).replace(".", ","), f"{low}-{high}")

    assert lies is (BELOW if value < low else ABOVE if value > high else INSIDE)


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_text_is_answered(value: str, reference: str) -> None:
    read_interval(reference)
    assert deviation_of(value, reference) in Deviation
