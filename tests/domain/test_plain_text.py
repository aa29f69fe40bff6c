"""Ids and numbers in plain form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.plain_text import group_thousands, plain_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2022 Rättad", "2022-rattad"),
        ("ICD-10 Norge-2024", "icd-10-norge-2024"),
        ("Kjønn & ælde", "kjonn-alde"),
        ("2022.1", "2022.1"),
        ("– / –", ""),
    ],
)
def test_a_name_becomes_an_id(name: str, expected: str) -> None:
    assert plain_id(name) == expected


@given(st.text())
def test_an_id_holds_nothing_that_a_file_name_or_a_shell_refuses(name: str) -> None:
    made = plain_id(name)

    assert re.fullmatch(r"(?:[a-z0-9.]+(?:-[a-z0-9.]+)*)?", made)
    assert plain_id(made) == made


def test_thousands_stand_apart_and_stay_on_one_line() -> None:
    assert [group_thousands(n) for n in (0, 999, 1000, 1234567, -1500)] == [
        "0", "999", "1\xa0000", "1\xa0234\xa0567", "-1\xa0500",
    ]  # fmt: skip
