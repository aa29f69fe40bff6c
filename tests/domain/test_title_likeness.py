"""Two titles of one code: what they share, and when one is copied from the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.title_likeness import (
    SHORTEST_STEM,
    are_alike,
    is_copied,
    shared_stems,
    title_stems,
)

titles = st.text(alphabet="abcdefghik åäöCÅ-,0", max_size=60)


@pytest.mark.parametrize(
    ("ours", "official"),
    [
        ("Lunginflammation", "Inflammation i lunga"),
        ("Akut bronkit", "Bronkiter, akuta"),
        ("Trombos i djup ven", "Thrombosis"),
        ("Bindhinnans sjukdomar", "Sjukdomar i bindehinnan"),
        ("Chock", "Chock som ej klassificeras på annan plats"),
        ("EKG", "Ekg"),
        ("Öron-, näs- och halssjukdom", "Sjukdomar i hals"),
    ],
)
def test_a_shared_stem_makes_titles_alike(ours: str, official: str) -> None:
    assert are_alike(ours, official)


@pytest.mark.parametrize(
    ("ours", "official"),
    [
        ("Näsblod", "Epistaxis"),
        ("Andra sjukdomar, ospecificerade", "Andra tillstånd, ospecificerade"),
        ("Hjärtsvikt", "Leverinsufficiens"),
        ("Ja", "Nej"),
        ("EKG", "EEG"),
        ("Gikt", ""),
    ],
)
def test_words_that_say_nothing_do_not(ours: str, official: str) -> None:
    assert not are_alike(ours, official)


def test_a_part_of_a_compound_is_told_as_the_shorter_stem() -> None:
    assert shared_stems("Njurcysta", "Cysta i njure") == {"njur", "syst"}
    assert shared_stems("Cancer i lunga", "Lungtumör") == {"lung"}


def test_a_title_of_empty_words_has_no_stems() -> None:
    assert title_stems("Annat eller ospecificerat tillstånd") == frozenset()


@pytest.mark.parametrize(
    ("ours", "copied"),
    [
        ("Brott på två ben samtidigt", True),
        ("brott, på två ben – samtidigt", True),
        ("Brott på två ben", False),
        ("Brott på två ben samtidigt idag", False),
    ],
)
def test_only_the_whole_long_wording_is_copied(ours: str, copied: bool) -> None:
    assert is_copied(ours, "Brott på två ben samtidigt") is copied


def test_a_short_established_term_may_be_the_official_one() -> None:
    assert not is_copied("Akut bronkit av okänt", "Akut bronkit av okänt")


@given(titles, titles)
def test_likeness_is_mutual(one: str, other: str) -> None:
    assert are_alike(one, other) is are_alike(other, one)
    assert shared_stems(one, other) == shared_stems(other, one)


@given(titles)
def test_a_title_is_like_itself(title: str) -> None:
    assert are_alike(title, title.upper())
    assert shared_stems(title, title) == title_stems(title) or len(title_stems(title)) > 1


@given(titles)
def test_stems_are_never_short(title: str) -> None:
    assert all(len(stem) >= SHORTEST_STEM for stem in title_stems(title))
