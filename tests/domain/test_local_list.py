from __future__ import annotations

from datetime import date

import pytest

from app.domain.local_list import LocalCode, local_key, spans_of
from app.domain.period import Period


@pytest.mark.parametrize("written", ["A00.0", "a000", " A 00.0 "])
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert local_key(written) == "A000"


def test_a_code_applies_until_it_is_given_anew() -> None:
    old, new = LocalCode("A01", "Tyfus"), LocalCode("a.01", "Tyfoidfeber", date(2025, 1, 1))
    other = LocalCode("A00", "Kolera", date(2020, 1, 1))

    spans = spans_of((old, new, other), date(2024, 1, 1))

    assert spans == (
        (old, Period(date(2024, 1, 1), date(2024, 12, 31))),
        (new, Period(date(2025, 1, 1))),
        (other, Period(date(2020, 1, 1))),
    )
