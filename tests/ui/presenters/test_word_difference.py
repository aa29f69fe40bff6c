"""Texts before and after with the words marked that differ, never by colour."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.edition_difference import CodeDifference, DifferenceKind
from ui.presenters.word_difference import difference_html, mark_words

ICD = CodeSystem.ICD10SE


def plain(html: str) -> str:
    return unescape(re.sub(r"</?[a-z]+>", "", html))


def change(kind: DifferenceKind, before: str, after: str) -> CodeDifference:
    concept = Concept(ICD, "A00.0", "Kolera <klassisk>", Level.SUBCATEGORY, mark=Mark.DAGGER)
    return CodeDifference(kind, "A00.0", "01", concept, concept, before, after)


def test_what_is_gone_is_struck_out_and_what_is_new_underlined() -> None:
    was, now = mark_words("Annan primär koxartros", "Primär koxartros, ensidig")

    assert was == "<s>Annan primär</s> koxartros"
    assert now == "<b><u>Primär</u></b> koxartros<b><u>, ensidig</u></b>"


def test_texts_that_agree_are_not_marked() -> None:
    assert mark_words("Kolera", "Kolera") == ("Kolera", "Kolera")


def test_a_text_from_nothing_is_new_as_a_whole() -> None:
    assert mark_words("", "Kolera") == ("", "<b><u>Kolera</u></b>")


def test_a_very_long_text_is_shown_without_marks() -> None:
    was, now = mark_words("ord " * 2000, "nytt " * 2000)

    assert "<s>" not in was and "<u>" not in now


@given(
    st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=60),
    st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=60),
)
def test_marking_changes_no_letter(before: str, after: str) -> None:
    was, now = mark_words(before, after)

    assert (plain(was), plain(now)) == (before, after)


def test_a_change_is_described_with_its_mark_and_without_the_files_html() -> None:
    html = difference_html(change(DifferenceKind.RETITLED, "Kolera", "Kolera <b>ny</b>"))

    assert "A00.0† Kolera &lt;klassisk&gt;" in html
    assert "Ändrad titel" in html
    assert "&lt;" in html and "<b>ny</b>" not in html


def test_a_text_that_was_empty_says_so() -> None:
    html = difference_html(change(DifferenceKind.NOTES, "", "Innefattar: tyfoid"))

    assert "inget" in html


def test_a_new_code_has_no_text_before() -> None:
    assert "Före" not in difference_html(change(DifferenceKind.NEW, "", "Kolera"))
