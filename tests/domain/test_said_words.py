"""What a note says and does not deny is found, with its own words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.said_words import all_said, find_said

FRACTURE = re.compile(r"\b(stressfraktur|patologisk\w* fraktur)\w*", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Röntgen visar stressfraktur i metatarsale II.", "stressfraktur"),
        ("Stressfrakturen är läkt.", "Stressfrakturen"),
        ("Ingen luxation, men stressfraktur i hälbenet.", "stressfraktur"),
        ("Patienten är inte febril. Patologisk fraktur i femur.", "Patologisk fraktur"),
        ("Ingen stressfraktur.", ""),
        ("Inga tecken till patologisk fraktur på bilderna.", ""),
        ("Stressfraktur kan uteslutas.", ""),
        ("Stressfraktur utesluten med MR.", ""),
        ("Frågeställning: stressfraktur?", ""),
        ("Mor med stressfraktur.", ""),
        ("Utan hållpunkter för patologisk fraktur", ""),
        ("Vanlig fraktur efter fall.", ""),
        ("", ""),
    ],
)
def test_what_is_denied_or_asked_is_not_said(text: str, found: str) -> None:
    assert find_said(text, FRACTURE) == found


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert list(all_said(text, FRACTURE)) == list(all_said(text, FRACTURE))


def test_a_long_note_is_read_quickly_enough_to_be_read_at_all() -> None:
    note = "inte " * 20_000 + "stressfraktur"

    assert find_said(note, FRACTURE) in {"", "stressfraktur"}
