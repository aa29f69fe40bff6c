"""Marked words are bold where they stand, and a long title is cut off where it has no more room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QApplication

from ui.delegates.marked_text import MarkedText, Measures, lay_out

TITLE = "Fraktur på andra och ospecificerade delar av handled och hand, öppen"
HAND = TITLE.index("handled")


def bold_words(layout: QTextLayout) -> list[str]:
    text = layout.text().encode("utf-16-le")
    return [
        text[2 * f.start : 2 * (f.start + f.length)].decode("utf-16-le")
        for f in layout.formats()
        if f.format.fontWeight() == QFont.Weight.Bold
    ]


def widest(layout: QTextLayout) -> float:
    return max(layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount()))


def test_the_marked_words_are_bold(qapp: QApplication) -> None:
    text = MarkedText(TITLE, ((0, 7), (HAND, HAND + 7)))

    layout = lay_out(text, qapp.font(), 2000)

    assert layout.text() == TITLE
    assert bold_words(layout) == ["Fraktur", "handled"]


def test_a_long_title_takes_its_lines_and_ends_in_an_ellipsis(qapp: QApplication) -> None:
    layout = lay_out(MarkedText(TITLE, ((HAND, HAND + 7),), 2), qapp.font(), 170)

    assert layout.lineCount() == 2
    assert layout.text().endswith("…")
    assert TITLE.startswith(layout.text()[:-1])
    assert widest(layout) <= 170


def test_a_title_of_two_lines_that_fits_is_whole(qapp: QApplication) -> None:
    layout = lay_out(MarkedText(TITLE, ((HAND, HAND + 7),), 2), qapp.font(), 300)

    assert (layout.lineCount(), layout.text()) == (2, TITLE)


def test_a_mark_is_cut_off_with_its_word(qapp: QApplication) -> None:
    layout = lay_out(MarkedText(TITLE, ((0, 7), (HAND, len(TITLE)))), qapp.font(), 150)

    assert layout.lineCount() == 1
    assert bold_words(layout) == ["Fraktur"]


def test_characters_outside_the_basic_plane_move_no_mark(qapp: QApplication) -> None:
    title = "💊💊 Alvedon 💊"

    layout = lay_out(MarkedText(title, ((3, 10),)), qapp.font(), 2000)

    assert bold_words(layout) == ["Alvedon"]


def test_what_is_measured_is_never_less_than_what_is_painted(qapp: QApplication) -> None:
    measures = Measures(qapp.font())
    marks = ((0, 7), (HAND, HAND + 4))

    painted = widest(lay_out(MarkedText(TITLE, marks), measures.font, 5000))

    assert measures.advance(TITLE, marks) >= int(painted)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(1, 400), st.integers(1, 3), st.data())
def test_any_text_is_laid_out_in_its_width(text, width, lines, data) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    layout = lay_out(MarkedText(text, ((start, end),), lines), QFont(), width)

    assert 0 <= layout.lineCount() <= lines
    shown = layout.text()
    assert shown == text or text.startswith(shown[:-1])
