"""Small controls side by side, in as many rows as the width makes necessary."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

_GAP = 8


class FlowRow(QWidget):
    """Puts what has no more room at the end of a row into the next.

    A field that comes first grows; a button that does stands apart to the left.
    """

    def __init__(self, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self._parts = tuple(parts)
        self._shown: tuple[tuple[QWidget, ...], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Room for the widest part alone: the others go below it."""
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for no more width than needed: a pane is not made wider for the sake of a row."""
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Part the rows anew."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Part the rows anew for another size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        rows = self._rows()
        if rows == self._shown:
            return
        self._shown = rows
        while (item := self._column.takeAt(0)) is not None:
            layout = item.layout()
            if layout is not None:
                while layout.takeAt(0) is not None:
                    pass
                layout.deleteLater()
        for row in rows:
            self._column.addLayout(self._line(row))

    def _line(self, row: tuple[QWidget, ...]) -> QHBoxLayout:
        first, line = self._parts[0], QHBoxLayout()
        is_act = isinstance(first, QPushButton)  # one act to the left, the others to the right
        line.setSpacing(_GAP)
        for part in row:
            line.addWidget(part, 1 if part is first and not is_act else 0)
        if is_act:
            line.insertStretch(1 if first in row else 0, 1)
        elif first not in row:
            line.addStretch(1)
        return line

    def _rows(self) -> tuple[tuple[QWidget, ...], ...]:
        rows: list[list[QWidget]] = [[]]
        taken = 0
        for part in self._parts:
            width = part.sizeHint().width()
            if rows[-1] and taken + _GAP + width > self.width():
                rows.append([])
                taken = 0
            rows[-1].append(part)
            taken += (_GAP if taken else 0) + width
        return tuple(tuple(row) for row in rows)
