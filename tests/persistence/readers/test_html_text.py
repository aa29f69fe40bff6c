from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.persistence.readers.html_text import read_html, read_html_line

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<&\r\n"), max_size=80)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        ("  Två   ord ", "Två ord"),
        ("Avsnitt:<div>A00 Ett</div><div>A01 Två</div>", "Avsnitt:\nA00 Ett\nA01 Två"),
        ("rad<br>rad<br/>rad<BR />rad", "rad\nrad\nrad\nrad"),
        ("<ul><li>ett</li><li>två</li></ul>", "ett\ntvå"),
        ("<b>A</b>34, <i class='x'>kursivt</i>", "A34, kursivt"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC"),
        ("&lt;5 &amp; &aring;lder&nbsp;över", "<5 & ålder över"),
        ("10<sup>9</sup>/l", "10⁹/l"),
        ("H<sub>2</sub>O", "H2O"),
        ("före<!-- dolt -->efter", "föreefter"),
        ('<div class="a "b" c">text</div>', "text"),
    ],
)
def test_tags_become_paragraphs_and_entities_become_signs(cell: str, text: str) -> None:
    assert read_html(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<div>ett<b>två<div>tre", "etttvå\ntre"),
        ("ett</div></b>två", "ett\ntvå"),
        ("slutet <div class=", "slutet <div class="),
        ("<!-- utan slut", "<!-- utan slut"),
        ("barn <5 år, p<0,05 och 3 > 2", "barn <5 år, p<0,05 och 3 > 2"),
    ],
)
def test_html_that_never_closes_loses_no_word(cell: str, text: str) -> None:
    assert read_html(cell) == text


def test_line_breaks_part_paragraphs_in_plain_text_only() -> None:
    assert read_html("ett\n\n två\r\ntre") == "ett\ntvå\ntre"
    assert read_html("<div>ett\ntvå</div>\n<div>tre</div>") == "ett två\ntre"


def test_a_title_stays_on_one_line() -> None:
    assert read_html_line("<div>ett</div><div>två</div>") == "ett två"


@pytest.mark.parametrize("part", ["<div>", "<div", "<!--", "&lt;", "<", "&", "<sup>9"])
def test_a_megabyte_of_broken_html_is_read(part: str) -> None:
    assert "slut" in read_html(part * (1_000_000 // len(part)) + " slut")


@given(st.lists(WORDS, max_size=5))
def test_paragraphs_are_kept_whatever_they_say(paragraphs: list[str]) -> None:
    cell = "".join(f"<div>{html.escape(text)}</div>" for text in paragraphs)

    expected = [" ".join(text.split()) for text in paragraphs]
    assert read_html(cell) == "\n".join(text for text in expected if text)


@given(st.text(st.sampled_from('ab <>/&;"\n!-div'), max_size=60))
def test_any_text_gives_paragraphs_without_empty_ones(cell: str) -> None:
    text = read_html(cell)

    assert all(line and line == " ".join(line.split()) for line in text.split("\n")) or not text
    assert cell.count("a") == text.count("a") or "<" in cell
