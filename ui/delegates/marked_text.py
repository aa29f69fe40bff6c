"""Titles whose matched words are marked: broken into a few lines, and elided where they end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

#: Half-open ranges of characters, in order.
Marks = tuple[tuple[int, int], ...]
_ELLIPSIS = "…"
#: Wider than any title.
_ENDLESS = 1e6
#: Layouts that are kept for the next painting.
_MOST_LAYOUTS = 300
#: Pixels by which the edge of a marked word may differ from what the words measure apart.
_SLACK = 1


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text, its marks, and how many lines it may take."""

    text: str
    marks: Marks = ()
    lines: int = 1


class Measures:
    """How wide texts are in a font, as rows need it many times over."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        self.bold = QFont(font)
        self.bold.setBold(True)
        self._plain, self._bold = QFontMetrics(self.font), QFontMetrics(self.bold)
        self.height, self.ascent = self._plain.height(), self._plain.ascent()
        self.average = self._plain.averageCharWidth()
        self._layouts: dict[tuple[MarkedText, bool, int], QTextLayout] = {}

    def advance(self, text: str, marks: Marks = ()) -> int:
        """Return the width of a text with marked words; never too little."""
        wider = sum(
            self._bold.horizontalAdvance(word) - self._plain.horizontalAdvance(word) + _SLACK
            for word in (text[start:end] for start, end in marks)
        )
        return self._plain.horizontalAdvance(text) + wider

    def bold_advance(self, text: str) -> int:
        """Return the width of a text in bold."""
        return self._bold.horizontalAdvance(text)

    def draw(self, painter: QPainter, text: MarkedText, font: QFont, at: QRect) -> int:
        """Draw a text in the colour of the pen, and return how many lines it took."""
        key = (text, font.bold(), at.width())
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            layout = self._layouts[key] = lay_out(text, font, at.width())
        layout.draw(painter, QPointF(at.topLeft()))
        return layout.lineCount()


def lay_out(text: MarkedText, font: QFont, width: int) -> QTextLayout:
    """Break a text into its lines at most; what is left over ends in an ellipsis."""
    layout = _layout(text.text, text.marks, font)
    _break(layout, width, text.lines)
    last = layout.lineAt(layout.lineCount() - 1)
    if last.textStart() + last.textLength() >= _units(text.text):
        return layout
    kept = _cut(text, font, width, last.textStart())
    layout = _layout(kept + _ELLIPSIS, _within(text.marks, len(kept)), font)
    _break(layout, width, text.lines)
    return layout


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


def _cut(text: MarkedText, font: QFont, width: int, start: int) -> str:
    """Return the text up to where, in a line that begins at `start`, an ellipsis has room."""
    before = _characters(text.text, start)
    rest = text.text[before:]
    moved = tuple((max(0, a - before), b - before) for a, b in text.marks if b > before)
    layout = _layout(rest, moved, font)
    _break(layout, _ENDLESS, 1)
    room = width - QFontMetricsF(font).horizontalAdvance(_ELLIPSIS) - _SLACK
    line = layout.lineAt(0)
    place = line.xToCursor(room, QTextLine.CursorPosition.CursorOnCharacter)
    return text.text[: before + _characters(rest, place)].rstrip(" ,;(")


def _within(marks: Marks, end: int) -> Marks:
    return tuple((start, min(stop, end)) for start, stop in marks if start < end)


def _units(text: str) -> int:
    """Count a text as Qt does, in which a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _characters(text: str, units: int) -> int:
    """Return how many characters the first units of a text are."""
    if _units(text) == len(text):
        return units
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
