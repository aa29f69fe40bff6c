"""What may be written among the words of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.query_syntax import AskedText, CodeSpan, is_chapter, parse_question

signs = st.text(alphabet='abkpodIX19åö"”-–:*,. \t', max_size=40)
words = st.text(alphabet="abcdeåäö", min_size=2, max_size=8)


@given(text=st.one_of(st.text(max_size=80), signs))
def test_any_text_is_understood_somehow(text: str) -> None:
    asked = parse_question(text)
    assert asked.text.strip() or asked.names_codes or not text.strip()


@given(parts=st.lists(words, min_size=1, max_size=8))
def test_plain_words_are_left_as_they_are(parts: list[str]) -> None:
    text = " ".join(parts)
    assert parse_question(text) == AskedText(text)


@pytest.mark.parametrize(
    "text",
    ["A00-A09", "e-vitamin", "10-20", "-", "--", "- 5", "-5", '"', '"astma', 'astma"', '""', '" "',
     "kap:", "kod:", "kapitel:9", "titel:astma", "kod:å", "kap:9;10", "astma -", "astma -x",
     "c:a", "-kronisk", "-e-vitamin -kronisk", "kod:*", "12:30"],
)  # fmt: skip
def test_what_is_no_filter_is_plain_text(text: str) -> None:
    asked = parse_question(text)
    assert asked == AskedText(text)


def test_a_chapter_is_a_number_a_roman_number_or_a_letter() -> None:
    asked = parse_question("Kap:ix,10 akut")
    assert (asked.text, asked.chapters) == ("akut", (("IX", "10"),))
    assert [is_chapter("09", text) for text in ("9", "09", "IX", "ix", "10", "X", "åå")] == [
        *[True] * 4,
        *[False] * 3,
    ]
    assert is_chapter("KKÅ:J", "j")
    assert is_chapter("V", "V")
    assert is_chapter("05", "V")
    assert not is_chapter("C", "100")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("kod:I2*", [CodeSpan("I2", "I2")]),
        ("KOD:i21.9", [CodeSpan("I219", "I219")]),
        ("kod:i20-i25,J4", [CodeSpan("I20", "I25"), CodeSpan("J4", "J4")]),
    ],
)
def test_codes_are_a_beginning_or_a_range(text: str, spans: list[CodeSpan]) -> None:
    assert parse_question(text).codes == (tuple(spans),)


@pytest.mark.parametrize("text", ['"Akut Infarkt"', "”akut infarkt”", '"akut-infarkt"'])
def test_a_phrase_is_searched_and_has_to_stand_in_the_title(text: str) -> None:
    asked = parse_question(f"{text} hjärta")
    assert asked.text == "akut infarkt hjärta"
    assert asked.phrases == (("akut", "infarkt"),)


def test_a_minus_stands_before_a_word_or_a_phrase() -> None:
    asked = parse_question('astma -kronisk -e-vitamin -"akut svår" b12-brist ')
    assert asked.text == "astma b12-brist "
    assert asked.without == (("kronisk",), ("e", "vitamin"), ("akut", "svår"))


def test_what_is_written_twice_has_to_hold_twice() -> None:
    asked = parse_question("kap:9 kap:10 kod:I2 kod:J4")
    assert asked.chapters == (("9",), ("10",))
    assert len(asked.codes) == 2
    assert asked.text == ""


@pytest.mark.parametrize(
    "title",
    [
        "Lateral halscysta eller -fistel",
        "Känslighetstester, -disker och tabletter",
        "Utredning och -behandling",
    ],
)
def test_a_hyphen_that_continues_a_list_takes_nothing_away(title: str) -> None:
    asked = parse_question(title)

    assert asked.without == ()
    assert asked.text == title
