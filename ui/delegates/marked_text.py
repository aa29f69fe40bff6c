"""Titles whose matched words are marked: broken into a few lines, and elided where they end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

#: Half-open ranges of characters, in order.
Marks = Sequence[tuple[int, int]]
_ELLIPSIS = "…"
#: Wider than any title.
_ENDLESS = 1e6


def marked_font(font: QFont) -> QFont:
    """Return the font of a marked word."""
    bold = QFont(font)
    bold.setBold(True)
    return bold


def lines_needed(text: str, marks: Marks, font: QFont, width: int, most: int) -> int:
    """Return how many lines a text takes, at least 1 and at most so many; quick, never too few."""
    metrics = QFontMetricsF(marked_font(font) if marks else font)
    return most if metrics.horizontalAdvance(text) > width else 1


def lay_out(text: str, marks: Marks, font: QFont, width: int, most: int) -> QTextLayout:
    """Break a text into so many lines at most; what is left over ends in an ellipsis."""
    layout = _layout(text, marks, font)
    _break(layout, width, most)
    last = layout.lineAt(layout.lineCount() - 1)
    if last.textStart() + last.textLength() >= _units(text):
        return layout
    start = last.textStart()
    kept = _cut(text, marks, font, width, start)
    layout = _layout(kept + _ELLIPSIS, _within(marks, len(kept)), font)
    _break(layout, width, most)
    return layout


def draw(painter: QPainter, layout: QTextLayout, left: int, top: int) -> None:
    """Draw a text in the colour of the painter's pen."""
    layout.draw(painter, QPointF(left, top))


def _layout(text: str, marks: Marks, font: QFont) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_format(text, *mark) for mark in marks])
    return layout


def _format(text: str, start: int, end: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setFontUnderline(True)
    marked = QTextLayout.FormatRange()
    marked.start = _units(text[:start])
    marked.length = _units(text[start:end])
    marked.format = look
    return marked


def _break(layout: QTextLayout, width: float, most: int) -> None:
    height = QFontMetricsF(layout.font()).height()
    layout.beginLayout()
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * height))
    layout.endLayout()


def _cut(text: str, marks: Marks, font: QFont, width: int, start: int) -> str:
    """Return the text up to where, in a line that begins at `start`, an ellipsis has room."""
    before = _characters(text, start)
    rest = text[before:]
    moved = [(max(0, a - before), b - before) for a, b in marks if b > before]
    layout = _layout(rest, moved, font)
    _break(layout, _ENDLESS, 1)
    room = width - QFontMetricsF(marked_font(font)).horizontalAdvance(_ELLIPSIS)
    line = layout.lineAt(0)
    place = line.xToCursor(room, QTextLine.CursorPosition.CursorOnCharacter)
    return text[: before + _characters(rest, place)].rstrip(" ,;(")


def _within(marks: Marks, end: int) -> list[tuple[int, int]]:
    return [(start, min(stop, end)) for start, stop in marks if start < end]


def _units(text: str) -> int:
    """Count a text as Qt does, in which a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _characters(text: str, units: int) -> int:
    """Return how many characters the first units of a text are."""
    if _units(text) == len(text):
        return units
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
