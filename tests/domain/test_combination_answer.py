from __future__ import annotations

from datetime import date

import pytest

from app.domain.combination_answer import explain_combination, format_answer, format_span
from app.domain.kodserver import Combination
from app.domain.period import ALWAYS, Period

DAY = date(2024, 5, 1)
SINCE_2024 = Period(date(2024, 1, 1))
UNTIL_2023 = Period(None, date(2023, 12, 31))
ROWS = (
    Combination("T1", "01", "10", SINCE_2024),
    Combination("T1", "01", "31", SINCE_2024),
    Combination("T1", "02", "10", SINCE_2024),
    Combination("T1", "03", "10", UNTIL_2023),
)


@pytest.mark.parametrize(
    ("asked", "is_allowed", "reason"),
    [
        (("T1", "01", "10"), True, "Kombinationen gäller från 2024-01-01."),
        ((" t1", "01", "10"), True, "Kombinationen gäller från 2024-01-01."),
        (("T1", "03", "10"), False, "Kombinationen gäller bara till 2023-12-31."),
        (("T9", "01", "10"), False, "Taxan T9 står inte i någon kombination den dagen."),
        (("T1", "07", "10"), False, "Taxan T1 går inte med besökstyp 07, bara med 01, 02."),
        (
            ("T1", "01", "99"),
            False,
            "Taxan T1 med besökstyp 01 går inte med yrkeskategori 99, bara med 10, 31.",
        ),
    ],
)
def test_the_answer_says_why(asked: tuple[str, str, str], is_allowed: bool, reason: str) -> None:
    answer = explain_combination(ROWS, *asked, DAY)

    assert (answer.is_allowed, answer.reason) == (is_allowed, reason)


def test_nothing_is_said_where_nothing_is_known_of_the_day() -> None:
    never = explain_combination((), "T1", "01", "10", DAY)
    not_then = explain_combination(ROWS[:3], "T1", "01", "10", date(2020, 1, 1))

    assert never.is_allowed is None and "Läs in tabellen" in never.reason
    assert not_then.is_allowed is None and "gäller 2020-01-01" in not_then.reason
    assert format_answer(never, DAY) == "Frågan kan inte besvaras för 2024-05-01."


def test_a_long_list_of_what_fits_is_counted() -> None:
    rows = [Combination("T1", "01", f"{n}") for n in range(10, 21)]

    reason = explain_combination(rows, "T1", "01", "99", DAY).reason

    assert reason.endswith("bara med 10, 11, 12, 13, 14, 15, 16, 17 och 3 till.")


def test_validity_in_words() -> None:
    assert format_span(ALWAYS) == "tills vidare"
    assert format_span(Period(date(2024, 1, 1), date(2024, 1, 31))) == (
        "från 2024-01-01 till 2024-01-31"
    )
