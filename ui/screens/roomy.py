"""Layouts that keep room for their rows when the window is small or the text is large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QWidget,
)

from ui.screens.parts import ScaledTable

#: Rows that a table shows at least; the screen scrolls rather than show fewer.
_LEAST_ROWS = 4


class TurningSplitter(QSplitter):
    """Parts that turn from their usual direction to the other where a row lacks room."""

    def __init__(self, usual: Qt.Orientation, characters: int) -> None:
        super().__init__(usual)
        self._usual, self._characters = usual, characters
        self.setChildrenCollapsible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._characters * self.fontMetrics().averageCharWidth()
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        other = down if self._usual is across else across
        wanted = other if is_narrow else self._usual
        if wanted is not self.orientation():
            self.setOrientation(wanted)


class _Room(QScrollArea):
    """As large as what is in it wants to be, down to next to nothing."""

    def sizeHint(self) -> QSize:
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()


class Tabs(QTabWidget):
    """Tabs whose names give way with an ellipsis rather than hide one behind arrows."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)

    def sizeHint(self) -> QSize:
        """As wide as the pages want to be, not as all the names would."""
        hint, least = super().sizeHint(), self.minimumSizeHint().width()
        pages = (self.widget(place) for place in range(self.count()))
        wanted = max((page.sizeHint().width() for page in pages if page), default=least)
        return QSize(min(hint.width(), max(least, wanted)), hint.height())


class Places(QStackedWidget):
    """Pages in one place; it needs the height of the page that is shown, not of the highest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown, hint = self.currentWidget(), super().minimumSizeHint()
        return hint if shown is None else QSize(hint.width(), shown.minimumSizeHint().height())


def scrolling(inner: QWidget) -> QScrollArea:
    """Return an area that scrolls downwards where there is less room than its parts need."""
    room = _Room()
    room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return _holding(room, inner)


def scrolling_both_ways(inner: QWidget) -> QScrollArea:
    """Return an area that scrolls where large text needs more room than a small window has."""
    return _holding(QScrollArea(), inner)


def at_least(field: QWidget, lines: int) -> None:
    """Let a field have some lines at least, and of the room that is left what the layout gives."""
    field.setMinimumHeight(lines * field.fontMetrics().lineSpacing())
    across = field.sizePolicy().horizontalPolicy()
    field.setSizePolicy(across, QSizePolicy.Policy.Ignored)


def _holding(room: QScrollArea, inner: QWidget) -> QScrollArea:
    """Return the area with what scrolls in it, on the ground of the screen."""
    room.setWidget(inner)
    room.setWidgetResizable(True)
    room.setFrameShape(QFrame.Shape.NoFrame)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for ground in (inner, room.viewport()):
        ground.setAutoFillBackground(False)
    return room


def keep_rows(view: QTableView, rows: int = _LEAST_ROWS) -> None:
    """Let a table of the program always have room for some rows."""
    if isinstance(view, ScaledTable):
        view.least_rows = rows
