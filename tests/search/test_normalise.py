from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.normalise import (
    MAX_CHARACTERS,
    MAX_WORDS,
    adjective_root,
    akin,
    clip,
    fold,
    fold_each,
    slip_keys,
    spelling_key,
    spelling_keys,
    stem,
    stems_of,
    words_of,
)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_single_spaces_and_no_capitals(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split()) == folded.lower()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Åderbråck, BEN  ", "åderbråck ben"),
        ("A\u030aderbra\u030ack", "åderbråck"),
        ("Ménières sjukdom", "menieres sjukdom"),
        ("Crohn's", "crohns"),
        ("AV–block", "av-block"),
        ("ben- och fotsår", "ben och fotsår"),
        ("Sjögren (M35.0)", "sjögren m35 0"),
        ("Sjøgren", "sjögren"),
    ],
)
def test_letters_are_kept_and_the_rest_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_letters_with_dots_and_rings_are_letters_of_their_own() -> None:
    assert fold("hår") != fold("har")


def test_a_hyphen_parts_words() -> None:
    assert words_of("B12-brist") == ["b12", "brist"]


@pytest.mark.parametrize("word", ["fraktur", "frakturen", "frakturer", "frakturerna", "frakturens"])
def test_inflections_share_their_stem(word: str) -> None:
    assert stem(word) == "fraktur"


@given(st.lists(st.text("abdeinorståäö", min_size=1, max_size=12), min_size=1, max_size=8))
def test_many_words_are_stemmed_and_keyed_as_each_alone(words: list[str]) -> None:
    assert stems_of(words) == [stem(word) for word in words]
    assert spelling_keys(words) == [spelling_key(word) for word in words]


@pytest.mark.parametrize(
    ("latin", "swedish"),
    [("thrombosis", "trombos"), ("cholecystit", "kolecystit"), ("asthma", "astma"),
     ("phimosis", "fimos"), ("bronchit", "bronkit"), ("haemorrhagi", "hemoragi")],
)  # fmt: skip
def test_latin_and_swedish_spelling_share_their_key(latin: str, swedish: str) -> None:
    assert spelling_key(latin) == spelling_key(swedish)


def test_a_slip_key_forgets_dots_and_doubled_letters() -> None:
    assert slip_keys(["inflamation", "hjartinfarkt"]) == slip_keys(["inflammation", "hjärtinfarkt"])


def test_a_pasted_text_is_clipped() -> None:
    clipped = clip("ordet " * 3000)
    assert len(clipped) <= MAX_CHARACTERS
    assert len(clipped.split()) == MAX_WORDS


@pytest.mark.parametrize(
    ("word", "root"),
    [("duodenalt", "duoden"), ("allergiska", "allerg"), ("bakteriell", "bakteri"),
     ("kronisk", ""), ("fraktur", ""), ("oral", "")],
)  # fmt: skip
def test_an_adjective_shares_its_beginning_with_a_noun(word: str, root: str) -> None:
    assert adjective_root(word) == root


@given(
    st.lists(st.text(max_size=12) | st.sampled_from(["--a--b -", "µg", "Straße", "Æ’s –", "ǌǽ"]))
)
def test_many_texts_are_folded_as_each_alone(texts: list[str]) -> None:
    assert fold_each(texts) == [fold(text) for text in texts]


@pytest.mark.parametrize(
    ("word", "other"), [("hjärna", "hjärnan"), ("hjärnan", "hjärna"), ("njure", "njurar")]
)
def test_forms_of_a_word_are_akin_though_their_stems_differ(word: str, other: str) -> None:
    assert stem(other) in akin(word)
