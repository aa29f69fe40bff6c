"""Headings of notes: what one may jump to, and what only looks like it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.note_headings import find_headings

NOTE = """Anteckning
  Remissorsak: Smärta
  Tid/nuv.sjukdomar: Ulcerös kolit.
  Status
    Allmäntillstånd: Gott
Bedömning:
Hon mår bra. Detta skrivs: inget mer.
Klockan 10:30 kom hon
Hem
"""


def test_headings_are_found_two_levels_deep_and_sentences_are_not() -> None:
    assert [heading.text for heading in find_headings(NOTE)] == [
        "Anteckning", "Remissorsak", "Tid/nuv.sjukdomar", "Status", "Bedömning",
    ]  # fmt: skip


def test_a_heading_is_told_with_its_colon() -> None:
    (heading,) = find_headings("  Plan: Hem i morgon")

    assert "  Plan: Hem i morgon"[heading.start : heading.end] == "Plan:"


@given(st.text(alphabet="AaÅ: .\n\t😀", max_size=80))
def test_headings_of_any_text_stand_in_order_and_apart(text: str) -> None:
    found = find_headings(text)

    ends = [0, *(heading.end for heading in found)]
    assert all(end <= heading.start for end, heading in zip(ends, found, strict=False))
    assert all(text[h.start : h.end].strip().rstrip(":").strip() == h.text for h in found)
