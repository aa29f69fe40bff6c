"""What lies over the window in training: an orange frame, a ring at the pointer, a picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import colour

#: Width of the frame in pixels; the window leaves that room for it.
FRAME = 5
_RING, _RING_LINE = 34, 5


class _Over(QWidget):
    """Covers the whole window, whatever its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def lay_over(self) -> None:
        """Show it above everything."""
        self._cover()
        self.show()
        self.raise_()

    def _cover(self) -> None:
        self.setGeometry(0, 0, self.window().width(), self.window().height())


class TrainingFrame(_Over):
    """The frame that says that nothing here is real."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_frame(self) -> None:
        """Leave room for the frame, and show it."""
        self.window().setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        self.lay_over()

    def take_away(self) -> None:
        """Give the room back."""
        self.window().setContentsMargins(0, 0, 0, 0)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame alone."""
        painter = QPainter(self)
        painter.setPen(QPen(colour("training"), FRAME * 2))
        painter.drawRect(self.rect())
        painter.end()


class PointerRing(_Over):
    """A ring around the pointer, to be seen from the last row of a class."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._at = QPointF()

    @property
    def is_on(self) -> bool:
        """Whether the ring is shown."""
        return not self.isHidden()

    def set_on(self, on: bool) -> None:
        """Show the ring, or take it away."""
        qt = QApplication.instance()
        if qt is None or on == self.is_on:
            return
        if on:
            self._at = QPointF(self.mapFromGlobal(self.cursor().pos()))
            qt.installEventFilter(self)
            self.lay_over()
        else:
            qt.removeEventFilter(self)
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseMove,
            QEvent.Type.HoverMove,
        ):
            before, self._at = self._at, QPointF(self.mapFromGlobal(event.globalPosition()))
            for place in (before, self._at):
                self.update(_around(place).toAlignedRect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring where the pointer is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("training"), _RING_LINE))
        painter.drawEllipse(self._at, _RING, _RING)
        painter.end()


class StillPicture(_Over):
    """The window as it was: no key and no click reaches what lies under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Bilden står stilla. Ctrl+F11 eller Esc släpper den.")
        self._picture = QPixmap()
        self._before: QWidget | None = None

    @property
    def is_on(self) -> bool:
        """Whether the picture stands still."""
        return not self.isHidden()

    def freeze(self) -> None:
        """Let the picture stand still."""
        self._before = QApplication.focusWidget()
        self._picture = self.window().grab()
        self.lay_over()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def thaw(self) -> None:
        """Go on, where the focus was."""
        if not self.is_on:
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Take every key, those of commands too; Esc and Ctrl+F11 go on."""
        if isinstance(event, QKeyEvent):
            is_release = event.key() == Qt.Key.Key_Escape or (
                event.key() == Qt.Key.Key_F11
                and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            )
            if is_release and event.type() == QEvent.Type.KeyPress:
                self.thaw()
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let no click through."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the picture."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()


def _around(place: QPointF) -> QRectF:
    reach = _RING + _RING_LINE
    return QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)
