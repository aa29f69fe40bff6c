"""How paper looks: the embedded font, text styles, measures, and text made fit to print."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from app.domain.errors import AppError
from app.paths import program_root

REGULAR = "KodklarSans-Regular"
BOLD = "KodklarSans-Bold"
ITALIC = "KodklarSans-Italic"

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 20 * mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
#: The text area of every page lies between these, measured from the lower edge.
BODY_TOP = PAGE_HEIGHT - 27 * mm
BODY_BOTTOM = 21 * mm
BODY_HEIGHT = BODY_TOP - BODY_BOTTOM

#: Shades of ink, 0 is black; the paler ones still print on a poor black-and-white printer.
BLACK, SOFT, PALE = 0.0, 0.35, 0.72


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Font, size and distance between lines (points), and shade of ink."""

    font: str = REGULAR
    size: float = 9.5
    leading: float = 12.5
    ink: float = BLACK

    @property
    def drop(self) -> float:
        """From the top of a line down to its baseline, in points."""
        return (self.leading - self.size) / 2 + self.size * 0.83


DOCUMENT_TITLE = TextStyle(BOLD, 18, 23)
STATUS = TextStyle(BOLD, 10.5, 14)
SECTION = TextStyle(BOLD, 11.5, 15)
COLUMN = TextStyle(REGULAR, 7.5, 10, SOFT)
BODY = TextStyle()
CODE = TextStyle(BOLD)
FREE_TEXT = TextStyle(ITALIC)
NOTE = TextStyle(REGULAR, 8, 10.5, SOFT)
NUMBER = TextStyle(REGULAR, 8, 12.5, SOFT)
EMPTY = TextStyle(ITALIC, 9.5, 12.5, SOFT)
BAND = TextStyle(REGULAR, 8, 10.5, SOFT)
BAND_STRONG = TextStyle(BOLD, 8, 10.5)


@cache
def load_fonts() -> None:
    """Register the embedded font with ReportLab, once.

    Raises:
        AppError: the font files that ship with the program are missing or damaged.

    """
    folder = program_root() / "resources" / "fonts"
    try:
        for name in (REGULAR, BOLD, ITALIC):
            registerFont(TTFont(name, folder / f"{name}.ttf"))
    except (OSError, TTFError) as error:
        raise AppError(
            "Programmets typsnitt för utskrift saknas eller är skadade. Installera om Kodklar."
        ) from error


def clean_text(text: str) -> str:
    """One line of printable text: å in one piece, no control or invisible characters."""
    if not text.isprintable():
        visible = (char for char in text if unicodedata.category(char) != "Cf")
        text = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in visible)
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_width(text: str, style: TextStyle) -> float:
    """Width of a text in points."""
    return float(stringWidth(text, style.font, style.size))


def wrap_text(text: str, style: TextStyle, width: float) -> tuple[str, ...]:
    """Break a text into lines no wider than a width; a word that is too wide is broken."""
    if text_width(text, style) <= width:
        return (text,)
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if text_width(joined, style) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, style, width)
        lines.extend(full)
    return (*lines, line)


def fit_text(text: str, style: TextStyle, width: float) -> str:
    """Shorten a text that is repeated from elsewhere to a width, with an ellipsis."""
    if text_width(text, style) <= width:
        return text
    kept = _broken(text, style, width - text_width("…", style))[0]
    return f"{kept.rstrip()}…"


def _broken(word: str, style: TextStyle, width: float) -> list[str]:
    parts = []
    while word:
        cut = _fitting(word, style, width)
        hyphen = word.rfind("-", 0, cut) + 1
        if cut < len(word) and hyphen > cut / 2:
            cut = hyphen
        parts.append(word[:cut])
        word = word[cut:]
    return parts or [""]


def _fitting(word: str, style: TextStyle, width: float) -> int:
    used = 0.0
    for position, char in enumerate(word):
        used += text_width(char, style)
        if used > width and position:
            return position
    return len(word)
