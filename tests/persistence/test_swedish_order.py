from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.persistence.swedish_order import swedish_key


def test_the_last_letters_are_a_ring_a_umlaut_and_o_umlaut() -> None:
    words = ["zon", "Ål", "älg", "öl", "Åska", "ärta", "ask", "ost", "ødem", "Zebra", "éclair"]

    assert sorted(words, key=swedish_key) == [
        "ask", "éclair", "ost", "Zebra", "zon", "Ål", "Åska", "älg", "ärta", "ødem", "öl",
    ]  # fmt: skip


def test_a_letter_of_two_characters_sorts_as_one() -> None:
    assert swedish_key(unicodedata.normalize("NFD", "Åsa Öberg")) == swedish_key("åsa öberg")


@given(st.text(max_size=200))
def test_case_makes_no_difference(text: str) -> None:
    assert swedish_key(text.upper().lower()) == swedish_key(text.upper().casefold())


@given(st.text())
def test_a_key_fits_an_index(text: str) -> None:
    assert len(swedish_key(text)) <= 80
