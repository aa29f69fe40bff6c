"""Words that say in whom, how surely, since when or why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.asides import asides_of
from app.search.normalise import words_of

SAID = ["hos", "utan", "känd", "orsak", "år", "75", "kvinna", "sedan", "med", "feber", "patient"]


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ("akut bronkit hos rökare", "rökare"),
        ("diabetes typ 2 hos överviktig patient", "överviktig patient"),
        ("uvi hos äldre man med kateter", "äldre man"),
        ("feber utan känd orsak", "känd orsak"),
        ("anemi av oklar genes", "oklar genes"),
        ("75-årig kvinna med höftfraktur", "75 årig kvinna"),
        ("hosta sedan tre veckor", "sedan tre veckor"),
        ("trolig pneumoni", "trolig"),
        ("gulsot hos nyfödd", ""),
        ("gastroenterit och kolit av annan orsak", ""),
        ("hosta", ""),
        ("bröstsmärta sedan två timmar", "sedan två timmar"),
        ("sedan vitamin a brist", ""),
    ],
)
def test_what_says_nothing_of_the_disease_is_an_aside(text: str, asides: str) -> None:
    assert asides_of(words_of(text)) == frozenset(asides.split())


@given(words=st.lists(st.sampled_from(SAID), max_size=8))
def test_a_question_never_consists_of_asides_alone(words: list[str]) -> None:
    found = asides_of(words)
    assert found <= set(words)
    assert not words or found != set(words)
