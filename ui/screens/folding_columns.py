"""Columns side by side; where not all have room, some are folded to their names at the side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

_GAP = 8
#: A column that would be narrower than this many letters is folded rather than shown.
_COMFORT = 27


class FoldedButton(QPushButton):
    """The name of a folded column, written upwards along the side."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__(name)
        self.setObjectName("folded")
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as the name is long."""
        return super().sizeHint().transposed()

    def minimumSizeHint(self) -> QSize:
        """Give the whole name room, always."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button of the theme, turned a quarter."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, self.height(), self.width())
        painter.rotate(-90)
        painter.translate(-self.height(), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


@dataclass(eq=False, slots=True)
class _Part:
    """A column and what is known of it."""

    column: QWidget
    go_to: Callable[[], None] = lambda: None
    handle: FoldedButton | None = None
    is_wanted: bool = True

    @property
    def is_fixed(self) -> bool:
        """Whether it is always shown."""
        return self.handle is None

    @property
    def is_folded(self) -> bool:
        """Whether its name alone is shown."""
        return self.handle is not None and not self.handle.isHidden()

    @property
    def least(self) -> int:
        """The width below which words would be cut off, in pixels."""
        return max(self.column.minimumSizeHint().width(), self.column.minimumWidth())

    @property
    def width(self) -> int:
        """The width below which it is folded, in pixels."""
        return max(self.least, _COMFORT * self.column.fontMetrics().averageCharWidth())

    @property
    def height(self) -> int:
        """What it needs at least, in pixels."""
        return max(self.column.minimumSizeHint().height(), self.column.minimumHeight())


class FoldingColumns(QWidget):
    """A splitter that folds what was used the longest ago, rather than scroll sideways."""

    def __init__(self) -> None:
        super().__init__()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(_GAP)
        self._bar = QWidget()
        self._handles = QVBoxLayout(self._bar)
        self._parts: list[_Part] = []
        self._used: list[_Part] = []  # the latest first
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fold)
        self._lay_out()

    def add(self, column: QWidget) -> None:
        """Add a column that is always shown."""
        self._add(_Part(column))

    def add_folding(self, column: QWidget, name: str, tip: str, go_to: Callable[[], None]) -> None:
        """Add a column that may be folded; `go_to` gives it the keys when it is unfolded."""
        part = _Part(column, go_to, FoldedButton(name, tip))
        self._add(part)
        if part.handle is not None:
            self._handles.insertWidget(self._handles.count() - 1, part.handle)
            part.handle.clicked.connect(lambda: self._unfold(part))

    def want(self, column: QWidget, *, is_wanted: bool) -> None:
        """Show a column, or take it and its name away."""
        part = self._part_of(column)
        if part is not None:
            part.is_wanted = is_wanted
            self._use(part)
            self._fold()

    def bring(self, column: QWidget) -> None:
        """Unfold a column, as somebody is about to use it."""
        part = self._part_of(column)
        if part is not None:
            self._use(part)
            self._fold()

    def is_folded(self, column: QWidget) -> bool:
        """Whether a column is wanted, and shown by its name alone."""
        part = self._part_of(column)
        return part is not None and part.is_folded

    def minimumSizeHint(self) -> QSize:
        """Ask for what is shown, and the names of what is folded."""
        shown = [part for part in self._parts if part.is_wanted and not part.is_folded]
        folds = any(part.is_folded for part in self._parts)
        across = sum(part.least for part in shown) + _GAP * max(0, len(shown) - 1)
        across += self._bar_width() if folds else 0
        return QSize(across, max((part.height for part in shown), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold as the room allows."""
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        """Fold by the room that there is; before, none of it was known."""
        super().showEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Look again when a column needs other room than before: the text has another size."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return done

    def changeEvent(self, event: QEvent) -> None:
        """Unfold all for a moment when the text changes: what is hidden does not tell its size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self._bar.isHidden():
            self._soon.start()
            self._show([part for part in self._parts if part.is_wanted])

    def _add(self, part: _Part) -> None:
        self._parts.append(part)
        self._used.append(part)
        self._splitter.addWidget(part.column)
        self._splitter.setStretchFactor(self._splitter.count() - 1, 1)

    def _fold(self) -> None:
        if not self._soon.isActive():
            self._show(self._fitting())

    def _show(self, shown: list[_Part]) -> None:
        before = [part for part in self._parts if not part.column.isHidden()]
        folded = [part for part in self._parts if part.is_wanted and part not in shown]
        was_folded = not self._bar.isHidden()
        for part in self._parts:
            part.column.setVisible(part in shown)
            if part.handle is not None:
                part.handle.setVisible(part in folded)
        self._bar.setVisible(bool(folded))
        if shown != before and (folded or was_folded or len(shown) > len(before)):
            self._splitter.setSizes([self.width() // max(1, len(shown))] * len(self._parts))
            self.updateGeometry()

    def _fitting(self) -> list[_Part]:
        """Return the columns that there is room for, in their order."""
        wanted = [part for part in self._parts if part.is_wanted]
        if not self.isVisible():
            return [part for part in wanted if not part.is_folded]
        room, kept = self._room(), [part for part in wanted if part.is_fixed]
        if _across(wanted) <= room:
            return wanted
        room -= self._bar_width()
        for part in self._used:
            is_first = all(each.is_fixed for each in kept)
            fits = is_first or _across([*kept, part]) <= room
            if part.is_wanted and not part.is_fixed and fits:
                kept.append(part)
        return [part for part in self._parts if part in kept]

    def _room(self) -> int:
        """Return the width there is whether somebody must scroll downwards or not, in pixels.

        Else the columns could fold and unfold for ever, as the bar of the scrolling comes and goes.
        """
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is None:
            return self.width()
        extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return above.width() - extent

    def _bar_width(self) -> int:
        handles = [part.handle.sizeHint().width() for part in self._parts if part.handle]
        return max(handles, default=0) + _GAP

    def _unfold(self, part: _Part) -> None:
        self.bring(part.column)
        part.go_to()

    def _use(self, part: _Part) -> None:
        self._used.remove(part)
        self._used.insert(0, part)

    def _part_of(self, widget: QWidget) -> _Part | None:
        found = (p for p in self._parts if p.column is widget or p.column.isAncestorOf(widget))
        return next(found, None)

    def _follow(self, _before: QWidget | None, focus: QWidget | None) -> None:
        """Count as used what has the keys."""
        part = self._part_of(focus) if focus is not None else None
        if part is not None:
            self._use(part)

    def _lay_out(self) -> None:
        self._handles.setContentsMargins(0, 0, 0, 0)
        self._handles.addStretch(1)
        self._bar.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._bar)
        row.addWidget(self._splitter, 1)
        qt = QApplication.instance()
        if isinstance(qt, QApplication):
            qt.focusChanged.connect(self._follow)


def _across(parts: list[_Part]) -> int:
    """Return the width that columns need side by side, in pixels."""
    return sum(part.width for part in parts) + _GAP * max(0, len(parts) - 1)
