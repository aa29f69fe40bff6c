"""Text made fit for print, and the font that carries it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from app.domain.errors import AppError
from app.paths import program_root
from app.reports import styles
from app.reports.styles import BODY, clean_text, fit_text, load_fonts, text_width, wrap_text

FONTS = sorted((program_root() / "resources" / "fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_each_font_is_small_and_knows_what_the_program_writes(path: Path) -> None:
    known = TTFontFile(str(path)).charToGlyph

    assert path.stat().st_size < 700_000
    assert all(ord(char) in known for char in "ÅÄÖåäöéü†*•…”–→✓⚠●ⓘ✖αβµ≥")


def test_the_licence_lies_beside_the_fonts() -> None:
    assert len(FONTS) == 3
    assert "SIL OPEN FONT LICENSE" in (FONTS[0].parent / "OFL.txt").read_text("utf-8")


@given(text=st.text(max_size=200), width=st.floats(20, 400))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: float) -> None:
    load_fonts()
    clean = clean_text(text)

    lines = wrap_text(clean, BODY, width)

    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")
    assert all(text_width(line, BODY) <= width or len(line) == 1 for line in lines)


@given(text=st.text(max_size=200))
def test_clean_text_is_printable_and_stays_clean(text: str) -> None:
    clean = clean_text(text)

    assert clean.isprintable()
    assert clean_text(clean) == clean


def test_a_decomposed_letter_becomes_one() -> None:
    assert clean_text("a\u030ader\x00n\u00adat \n x") == "åder\ufffdnat x"
    assert clean_text("a\u200d\u030a \u00ad b") == "å b"


def test_a_long_word_is_broken_at_a_hyphen_where_there_is_one() -> None:
    load_fonts()

    lines = wrap_text("0b8f7a6e-3c1d-4f4e-9d2a-5b7c8e9f0001", BODY, 120)

    assert all(line.endswith("-") for line in lines[:-1])


def test_a_repeated_text_is_shortened_with_an_ellipsis() -> None:
    load_fonts()

    short = fit_text("Ortopedkliniken " * 20, BODY, 100)

    assert short.startswith("Ortoped") and short.endswith("…")
    assert text_width(short, BODY) <= 100


def test_missing_fonts_are_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(styles, "program_root", lambda: tmp_path)

    with pytest.raises(AppError, match="Installera om Kodklar"):
        load_fonts.__wrapped__()
