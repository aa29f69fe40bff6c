"""Paints findings: severity as icon and word, the message wrapped below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.finding import Severity
from ui.models.findings import SEVERITY_ICON, FindingRow
from ui.models.list_table_model import ITEM_ROLE
from ui.theme import colour, icon

Index = QModelIndex | QPersistentModelIndex

_SURFACE = {
    Severity.ERROR: "error_surface",
    Severity.WARNING: "warning_surface",
    Severity.ADVICE: "advice_surface",
}
_PAD = 8
_ICON = 16
_LINE_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAP_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(
    Qt.TextFlag.TextWordWrap
)


class FindingRowDelegate(QStyledItemDelegate):
    """One finding a row, as high as its message needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ITEM_ROLE)
        if not isinstance(row, FindingRow):
            return
        painter.save()
        rect: QRect = option.rect.adjusted(0, 1, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        severity = row.finding.severity
        painter.fillRect(rect, colour("raised" if row.override else _SURFACE[severity]))
        if chosen:
            painter.setPen(colour("focus"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        self._head(painter, option, rect, row)
        self._message(painter, option, rect, row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ITEM_ROLE)
        metrics = QFontMetrics(option.font)
        if not isinstance(row, FindingRow):
            return QSize(100, metrics.height())
        width = max(120, self._view.viewport().width() - 2 * _PAD)
        bounds = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAP_FLAGS, _text(row))
        return QSize(120, metrics.height() + bounds.height() + 2 * _PAD + 4)

    def _head(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: FindingRow
    ) -> None:
        height = QFontMetrics(option.font).height()
        severity = row.finding.severity
        box = QRect(rect.left() + _PAD, rect.top() + _PAD, _ICON, max(height, _ICON))
        icon(SEVERITY_ICON[severity]).paint(painter, box)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(colour("muted" if row.override else SEVERITY_ICON[severity]))
        line = QRect(box.right() + 6, box.top(), rect.width() - _ICON - 3 * _PAD, box.height())
        painter.drawText(line, _LINE_FLAGS, row.label)
        painter.setFont(option.font)
        painter.setPen(colour("muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(line, right, row.aside)

    def _message(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: FindingRow
    ) -> None:
        height = max(QFontMetrics(option.font).height(), _ICON)
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        body = rect.adjusted(_PAD, _PAD + height + 2, -_PAD, 0)
        painter.drawText(body, _WRAP_FLAGS, _text(row))


def _text(row: FindingRow) -> str:
    if row.override is None:
        return row.finding.message
    return f"{row.finding.message}\nSkäl: {row.override.reason}"
