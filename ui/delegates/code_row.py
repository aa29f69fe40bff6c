"""Paints rows that show a code, its title and a quiet remark; used by every list of codes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.delegates.marked_text import draw, lay_out, lines_needed
from ui.theme import colour, icon

Index = QModelIndex | QPersistentModelIndex

#: The role under which a model hands out a CodeRow.
ROW_ROLE = Qt.ItemDataRole.UserRole + 10

_GAP = 8
_PAD = 4
_ICON_GAP = 5
_INDENT = 22
_CODE_CHARACTERS = 8
_ACCENTED = ("principal", "favourite")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What one painted row says. A row without code is a heading, or something to ask for."""

    code: str = ""
    title: str = ""
    #: A remark on a second line.
    note: str = ""
    #: A word at the right end of the first line.
    aside: str = ""
    icon: str = ""
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
        parts = (self.code, self.title, self.note, self.aside, favourite)
        return ", ".join(part for part in parts if part)


class CodeRowDelegate(QStyledItemDelegate):
    """Code in bold, title with its marks, remark in a quiet colour below."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CodeRow):
            super().paint(painter, option, index)
            return
        painter.save()
        self._ground(painter, option, index)
        if row.is_heading:
            self._heading(painter, option, row)
        else:
            self._code(painter, option, row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        metrics = QFontMetrics(option.font)
        lines = 1
        if isinstance(row, CodeRow) and not row.is_heading:
            lines = self._title_lines(option.font, row) + bool(row.note)
        return QSize(160, metrics.height() * lines + 2 * _PAD + 1)

    def _title_lines(self, font: QFont, row: CodeRow) -> int:
        if row.title_lines == 1:
            return 1
        inside = QRect(0, 0, self._view.viewport().width(), 0)
        width = _Places.of(inside, font, row).title_width
        return lines_needed(row.title, row.marked, font, width, row.title_lines)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        background = QStyleOptionViewItem(option)
        self.initStyleOption(background, index)
        background.text = ""
        background.icon = QIcon()
        style = background.widget.style() if background.widget else QApplication.style()
        style.drawControl(
            QStyle.ControlElement.CE_ItemViewItem,
            background,
            painter,
            background.widget,
        )

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: CodeRow) -> None:
        rect: QRect = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        if row.has_line:
            painter.setPen(colour("field_line"))
            painter.drawLine(rect.left(), rect.top() + 2, rect.right(), rect.top() + 2)
        painter.setFont(_bold(option.font))
        painter.setPen(colour("muted"))
        self._elided(painter, rect, row.title)

    def _code(self, painter: QPainter, option: QStyleOptionViewItem, row: CodeRow) -> None:
        height = QFontMetrics(option.font).height()
        places = _Places.of(option.rect, option.font, row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        light = option.palette.color(QPalette.ColorRole.HighlightedText)
        ink = light if selected else colour(row.title_colour)
        self._icon(painter, places.icon, height, row.icon, selected=selected)
        painter.setFont(_bold(option.font))
        painter.setPen(ink)
        painter.drawText(QRect(places.code, places.top, places.title, height), 0, row.code)
        if row.is_favourite:
            self._icon(painter, places.favourite, height, "favourite", selected=selected)
        self._aside(painter, option, places, row, selected=selected)
        painter.setPen(ink)
        font = _bold(option.font) if row.is_strong else option.font
        title = lay_out(row.title, row.marked, font, places.title_width, row.title_lines)
        draw(painter, title, places.title, places.top)
        if row.note:
            painter.setFont(option.font)
            painter.setPen(light if selected else colour(row.note_colour))
            below = places.top + title.lineCount() * height + 1
            width = places.right - places.title
            self._elided(painter, QRect(places.title, below, width, height), row.note)

    @staticmethod
    def _aside(
        painter: QPainter,
        option: QStyleOptionViewItem,
        places: _Places,
        row: CodeRow,
        *,
        selected: bool,
    ) -> None:
        if row.aside:
            painter.setFont(option.font)
            if not selected:
                painter.setPen(colour("muted"))
            metrics = painter.fontMetrics()
            left = places.right - metrics.horizontalAdvance(row.aside)
            painter.drawText(left, places.top + metrics.ascent(), row.aside)

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

    @classmethod
    def of(cls, rect: QRect, font: QFont, row: CodeRow) -> _Places:
        """Place the parts of a row in its rectangle."""
        metrics, bold = QFontMetrics(font), QFontMetrics(_bold(font))
        left, top = rect.left() + _GAP + row.indent * _INDENT, rect.top() + _PAD
        right = rect.right() - _GAP
        picture = _icon_size(metrics.height()) + _ICON_GAP
        code = left + (picture if row.icon else 0)
        usual = metrics.averageCharWidth() * _CODE_CHARACTERS
        after = code
        if not row.is_offer:
            after += max(usual, bold.horizontalAdvance(row.code)) + _GAP
        title = after + (picture if row.is_favourite else 0)
        aside = metrics.horizontalAdvance(row.aside) + _GAP if row.aside else 0
        width = max(1, right - aside - title)
        return cls(top, right, QPoint(left, top), code, QPoint(after, top), title, width)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _icon_size(height: int) -> int:
    return min(16, height)
