"""A table head in which one says what each column is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHeaderView, QWidget

_GAP = 3


class ChoiceHeader(QHeaderView):
    """Column names with a choice above each; the choices follow the columns."""

    chosen = Signal(int, int)  # column, number of the choice

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._choices = tuple(choices)
        self.boxes: list[QComboBox] = []
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.sectionResized.connect(lambda *_sizes: self.place())
        self.geometriesChanged.connect(self.place)

    def show_choices(self, names: Sequence[str], chosen: Sequence[int]) -> None:
        """Show one choice a column, named for screen readers after its column."""
        while len(self.boxes) > len(names):
            self.boxes.pop().deleteLater()
        while len(self.boxes) < len(names):
            self._add()
        for column, (box, name, number) in enumerate(zip(self.boxes, names, chosen, strict=True)):
            box.setAccessibleName(f"Kolumn {column + 1}, {name}")
            box.setToolTip(f"Vad kolumnen {name} är")
            box.setCurrentIndex(number)
        self.headerDataChanged(self.orientation(), 0, max(0, len(names) - 1))
        self.updateGeometries()
        self.place()

    def least_width(self) -> int:
        """Width that a column needs for its choice to be read whole."""
        return max((box.sizeHint().width() + 2 * _GAP for box in self.boxes), default=0)

    def place(self) -> None:
        """Put every choice above its column."""
        height = self._box_height()
        for column, box in enumerate(self.boxes):
            if column < self.count():
                left = self.sectionViewportPosition(column)
                box.setGeometry(
                    left + _GAP, _GAP, max(0, self.sectionSize(column) - 2 * _GAP), height
                )
                box.show()

    def sizeHint(self) -> QSize:
        """Room for the choices and the names."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self._above())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint the name of a column below its choice."""
        painter.save()
        super().paintSection(painter, rect.adjusted(0, self._above(), 0, 0), section)
        painter.restore()

    def _add(self) -> None:
        column, box = len(self.boxes), QComboBox(self.viewport())
        box.addItems(list(self._choices))
        box.activated.connect(lambda number: self.chosen.emit(column, number))
        self.boxes.append(box)

    def _box_height(self) -> int:
        return self.boxes[0].sizeHint().height() if self.boxes else 0

    def _above(self) -> int:
        return self._box_height() + 2 * _GAP if self.boxes else 0
