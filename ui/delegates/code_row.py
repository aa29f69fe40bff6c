"""Paints rows that show a code, its title and a quiet remark; used by every list of codes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import colour, icon

Index = QModelIndex | QPersistentModelIndex

#: The role under which a model hands out a CodeRow.
ROW_ROLE = Qt.ItemDataRole.UserRole + 10

_GAP = 8
_INDENT = 22
_CODE_CHARACTERS = 8
_ACCENTED = ("principal", "favourite")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What one painted row says. A row without code is a section heading."""

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

    @property
    def is_heading(self) -> bool:
        """Whether the row is a section heading."""
        return not self.code

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        favourite = "favorit" if self.is_favourite else ""
        parts = (self.code, self.title, self.note, self.aside, favourite)
        return ", ".join(part for part in parts if part)


class CodeRowDelegate(QStyledItemDelegate):
    """Code in bold, title elided, remark in a quiet colour on a second line."""

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
        lines = 2 if isinstance(row, CodeRow) and row.note and not row.is_heading else 1
        return QSize(160, metrics.height() * lines + 9)

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
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour("muted"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), row.title)

    def _code(self, painter: QPainter, option: QStyleOptionViewItem, row: CodeRow) -> None:
        metrics = QFontMetrics(option.font)
        height = metrics.height()
        rect: QRect = option.rect.adjusted(_GAP + row.indent * _INDENT, 4, -_GAP, -4)
        line = QRect(rect.left(), rect.top(), rect.width(), height)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text_colour = (
            option.palette.color(QPalette.ColorRole.HighlightedText) if selected else colour("text")
        )
        left = line.left() + self._icon(painter, line, row.icon)
        code_width = metrics.averageCharWidth() * _CODE_CHARACTERS
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(text_colour)
        painter.drawText(QRect(left, line.top(), code_width + _GAP, height), 0, row.code)
        title_left = left + max(code_width, QFontMetrics(bold).horizontalAdvance(row.code)) + _GAP
        if row.is_favourite:
            mark = QRect(title_left, line.top(), line.width(), height)
            title_left += self._icon(painter, mark, "favourite", selected=selected)
        right = line.right() - self._aside(painter, option, line, row, selected=selected)
        painter.setPen(text_colour)
        painter.setFont(bold if row.is_strong else option.font)
        self._elided(painter, QRect(title_left, line.top(), right - title_left, height), row.title)
        if row.note:
            painter.setFont(option.font)
            painter.setPen(text_colour if selected else colour(row.note_colour))
            below = QRect(title_left, line.bottom() + 1, line.right() - title_left, height)
            self._elided(painter, below, row.note)

    @staticmethod
    def _aside(
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: QRect,
        row: CodeRow,
        *,
        selected: bool,
    ) -> int:
        if not row.aside:
            return 0
        painter.setFont(option.font)
        if not selected:
            painter.setPen(colour("muted"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, int(flags), row.aside)
        return painter.fontMetrics().horizontalAdvance(row.aside) + _GAP

    @staticmethod
    def _icon(painter: QPainter, line: QRect, name: str, *, selected: bool = False) -> int:
        if not name:
            return 0
        size = min(16, line.height())
        top = line.top() + (line.height() - size) // 2
        token = "on_selection" if selected else "accent" if name in _ACCENTED else ""
        icon(name, token).paint(painter, QRect(line.left(), top, size, size))
        return size + 5

    @staticmethod
    def _elided(painter: QPainter, rect: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), shown)
