"""Paints rows that show a code, its title and a quiet remark; used by every list of codes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.delegates.marked_text import MarkedText, Measures, lay_out
from ui.theme import colour, icon

Index = QModelIndex | QPersistentModelIndex

#: The role under which a model hands out a CodeRow.
ROW_ROLE = Qt.ItemDataRole.UserRole + 10

_GAP = 8
_PAD = 4
_ICON_GAP = 5
_INDENT = 22
#: A title that fills its line so nearly is laid out to know whether it fits.
_NEARLY = 1.1
_CODE_CHARACTERS = 8
#: In a narrow row the title keeps so much, and a word at the end that would be shorter is left out.
_TITLE_CHARACTERS, _ASIDE_CHARACTERS = 7, 5
_ACCENTED = ("principal", "favourite")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What one painted row says. A row without code is a heading, or something to ask for."""

    code: str = ""
    title: str = ""
    #: A remark on a second line.
    note: str = ""
    #: What the marks in the title show, in words for who does not see them.
    unseen: str = ""
    #: A word at the right end of the first line.
    aside: str = ""
    icon: str = ""
    #: Other rows of the list have an icon: leave room for one, so that codes stand in a column.
    has_icon_room: bool = False
    indent: int = 0
    #: Palette token for the note, where it is more than a remark.
    note_colour: str = "muted"
    is_strong: bool = False
    #: Beside the code, and said as a word.
    is_favourite: bool = False
    #: Draw a line above: what follows is less certain.
    has_line: bool = False
    #: Where words of the title were matched: half-open ranges of characters, in order.
    marked: tuple[tuple[int, int], ...] = ()
    #: A longer title is broken into so many lines, and elided where the last one ends.
    title_lines: int = 1
    #: Palette token for code and title, where the row is less than others.
    title_colour: str = "text"
    #: Something to ask for in place of what was typed: it has no code, and can be chosen.
    is_offer: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the row is a section heading."""
        return not self.code and not self.is_offer

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        favourite = "favorit" if self.is_favourite else ""
        parts = (self.code, self.title, self.note, self.unseen, self.aside, favourite)
        return ", ".join(part for part in parts if part)


class CodeRowDelegate(QStyledItemDelegate):
    """Code in bold, title with its marks, remark in a quiet colour below."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._measures: Measures | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CodeRow):
            super().paint(painter, option, index)
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colour("selection"))
        if row.is_heading:
            self._heading(painter, self._measures_of(option.font), option.rect, row)
        else:
            self._code(painter, option, row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        measures = self._measures_of(option.font)
        lines = 1
        if isinstance(row, CodeRow) and not row.is_heading:
            lines = self._title_lines(measures, row) + bool(row.note)
        return QSize(160, measures.height * lines + 2 * _PAD + 1)

    def _measures_of(self, font: QFont) -> Measures:
        if self._measures is None or self._measures.font != font:
            self._measures = Measures(font)
        return self._measures

    def _title_lines(self, measures: Measures, row: CodeRow) -> int:
        if row.title_lines == 1:
            return 1
        edge = self._view.viewport().width() - 1 - _GAP
        room = edge - _before_title(measures, row)
        room -= _after_title(_aside_width(measures, row, room))
        bold = ((0, len(row.title)),) if row.is_strong else row.marked
        wanted = measures.advance(row.title, bold)
        if wanted > room or wanted * _NEARLY <= room:
            return row.title_lines if wanted > room else 1
        font = measures.bold if row.is_strong else measures.font
        text = MarkedText(row.title, row.marked, row.title_lines)
        return lay_out(text, font, room).lineCount()  # letters of another font are wider than told

    def _heading(self, painter: QPainter, measures: Measures, rect: QRect, row: CodeRow) -> None:
        rect = rect.adjusted(_GAP, 0, -_GAP, 0)
        if row.has_line:
            painter.setPen(colour("field_line"))
            painter.drawLine(rect.left(), rect.top() + 2, rect.right(), rect.top() + 2)
        painter.setFont(measures.bold)
        painter.setPen(colour("muted"))
        self._elided(painter, rect, row.title)

    def _code(self, painter: QPainter, option: QStyleOptionViewItem, row: CodeRow) -> None:
        measures = self._measures_of(option.font)
        height, places = measures.height, _Places.of(option.rect, measures, row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        light = colour("on_selection")
        ink = light if selected else colour(row.title_colour)
        self._icon(painter, places.icon, height, row.icon, selected=selected)
        painter.setFont(measures.bold)
        painter.setPen(ink)
        painter.drawText(places.code, places.top + measures.ascent, row.code)
        if row.is_favourite:
            self._icon(painter, places.favourite, height, "favourite", selected=selected)
        font = measures.bold if row.is_strong else measures.font
        text = MarkedText(row.title, row.marked, row.title_lines)
        lines = measures.draw(
            painter, text, font, QRect(places.title, places.top, places.title_width, 0)
        )
        if places.aside_width:
            painter.setFont(measures.font)
            painter.setPen(light if selected else colour("muted"))
            left = places.right - places.aside_width
            self._elided(painter, QRect(left, places.top, places.aside_width, height), row.aside)
        if row.note:
            painter.setFont(measures.font)
            painter.setPen(light if selected else colour(row.note_colour))
            below = places.top + lines * height + 1
            width = places.right - places.title
            self._elided(painter, QRect(places.title, below, width, height), row.note)

    @staticmethod
    def _icon(painter: QPainter, at: QPoint, height: int, name: str, *, selected: bool) -> None:
        if name:
            size = _icon_size(height)
            top = at.y() + (height - size) // 2
            token = "on_selection" if selected else "accent" if name in _ACCENTED else ""
            icon(name, token).paint(painter, QRect(at.x(), top, size, size))

    @staticmethod
    def _elided(painter: QPainter, rect: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), shown)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the parts of a row stand; the same when it is measured and when it is painted."""

    top: int
    right: int
    icon: QPoint
    code: int
    favourite: QPoint
    title: int
    title_width: int
    aside_width: int

    @classmethod
    def of(cls, rect: QRect, measures: Measures, row: CodeRow) -> _Places:
        """Place the parts of a row in its rectangle."""
        left, top = rect.left() + _GAP + row.indent * _INDENT, rect.top() + _PAD
        right, title = rect.right() - _GAP, rect.left() + _before_title(measures, row)
        picture = _icon_size(measures.height) + _ICON_GAP
        code = left + (picture if row.icon or row.has_icon_room else 0)
        favourite = QPoint(title - picture, top)
        aside = _aside_width(measures, row, right - title)
        width = max(1, right - _after_title(aside) - title)
        return cls(top, right, QPoint(left, top), code, favourite, title, width, aside)


def _before_title(measures: Measures, row: CodeRow) -> int:
    pictures = (bool(row.icon) or row.has_icon_room) + row.is_favourite
    before = _GAP + row.indent * _INDENT + pictures * (_icon_size(measures.height) + _ICON_GAP)
    if row.is_offer:
        return before
    usual = measures.average * _CODE_CHARACTERS
    return before + max(usual, measures.bold_advance(row.code)) + _GAP


def _aside_width(measures: Measures, row: CodeRow, room: int) -> int:
    """Return what the word at the end gets of the room beside the code, in pixels; 0 for none."""
    if not row.aside:
        return 0
    wanted = measures.advance(row.aside) + 1  # widths are rounded: what just fits is elided
    spare = room - _GAP - _TITLE_CHARACTERS * measures.average
    if wanted <= spare:
        return wanted
    return spare if spare >= _ASIDE_CHARACTERS * measures.average else 0


def _after_title(aside_width: int) -> int:
    return aside_width + _GAP if aside_width else 0


def _icon_size(height: int) -> int:
    return min(16, height)
