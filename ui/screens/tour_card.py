"""The card of the tour: one step at a time, and a frame around what the step speaks of."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.screens.parts import button, label
from ui.theme import colour

_LINE, _MARGIN, _EDGE, _CHARACTERS = 4, 12, 40, 62
#: Lines of the window below which the card is made as low as can be, and lies at its very edge.
_LINES = 24


class TourFrame(QWidget):
    """A frame drawn over the window; it takes neither the mouse nor the keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, target: QWidget | None) -> None:
        """Stand around what is seen of a widget; around nothing while it is not on screen."""
        parent = self.parentWidget()
        if target is None or not target.isVisible() or parent is None:
            self.hide()
            return
        seen = target.visibleRegion().boundingRect()
        at = QRect(target.mapTo(parent, seen.topLeft()), seen.size())
        self.setGeometry(at.adjusted(-_LINE, -_LINE, _LINE, _LINE) & parent.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame in the colour of the focus, on a line that parts it from any ground."""
        painter = QPainter(self)
        for token, width in (("surface", _LINE + 3), ("focus", _LINE)):
            painter.setPen(QPen(colour(token), width))
            painter.drawRect(self.rect().adjusted(2, 2, -3, -3))
        painter.end()


class TourCard(QFrame):
    """Says one thing, and goes on, back or away; it lies over the window's foot or head."""

    went_on = Signal()
    went_back = Signal()
    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self._heading, self._text = label("", "paneTitle"), label("", "fact")
        self._count = label("", "muted")
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self.leave = button("Avsl&uta", "Avsluta rundturen (Esc)")
        self.back = button("Till&baka", "Föregående steg")
        self.onward = button("Gå v&idare", "Nästa steg (Retur)", "primary")
        self._lay_out()
        self.hide()

    @property
    def said(self) -> str:
        """Heading and text of the step that is shown."""
        return f"{self._heading.text()} {self._text.text()}"

    def show_step(self, heading: str, text: str, at: int, of: int) -> None:
        """Show a step, the first being number 1."""
        self._say(heading, text, f"Steg {at} av {of}")
        self.back.setEnabled(at > 1)
        self.back.show()
        self._name_onward("Kla&r" if at == of else "Gå v&idare")

    def show_offer(self, heading: str, text: str) -> None:
        """Ask whether the tour is wanted."""
        self._say(heading, text, "")
        self.back.hide()
        self._name_onward("Visa &rundturen")

    def place(self, frame: TourFrame) -> None:
        """Lie beside what is framed, or else at its foot: its head is read first."""
        window = self.parentWidget()
        if window is None:
            return
        is_small = window.height() < _LINES * self.fontMetrics().lineSpacing()
        self._arrange(is_small=is_small)
        self.resize(self._fitting(window.size()))
        edge = _LINE if is_small else _EDGE
        spare = window.rect().adjusted(_MARGIN, edge, -_MARGIN, -edge)
        across, down = spare.center().x() - self.width() // 2, spare.bottom() - self.height()
        middle, right = spare.center().y() - self.height() // 2, spare.right() - self.width()
        corners = (
            QPoint(across, down), QPoint(across, spare.top()), QPoint(right, down),
            QPoint(spare.left(), down), QPoint(right, middle), QPoint(spare.left(), middle),
        )  # fmt: skip
        shown = frame.geometry() if frame.isVisible() else QRect()
        free = (c for c in corners if not QRect(c, self.size()).intersects(shown))
        self.move(next(free, None) or self._at_foot(shown, spare))
        self.raise_()

    def _at_foot(self, shown: QRect, spare: QRect) -> QPoint:
        """Return a place inside the foot of what is framed, low enough to leave its head."""
        inside = shown.bottom() - _MARGIN - self.height()
        lowest = spare.bottom() + spare.top() - _MARGIN - self.height()
        top = inside if inside >= shown.top() + shown.height() // 3 else lowest
        left = shown.center().x() - self.width() // 2
        return QPoint(max(spare.left(), min(left, spare.right() - self.width())), top)

    def _fitting(self, room: QSize) -> QSize:
        widest = self.fontMetrics().averageCharWidth() * _CHARACTERS
        width = min(room.width() - 2 * _MARGIN, max(widest, self.minimumSizeHint().width()))
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        return QSize(width, max(height, self.minimumSizeHint().height()))

    def _say(self, heading: str, text: str, count: str) -> None:
        self._heading.setText(heading)
        self._text.setText(text)
        self._count.setText(count)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.onward.setAccessibleDescription(f"{count} {heading}. {text}".strip())
        self.show()

    def _name_onward(self, text: str) -> None:
        self.onward.setText(text)
        self.onward.setAccessibleName(text.replace("&", ""))

    def _arrange(self, *, is_small: bool) -> None:
        """Put the buttons below the text, or in a small window beside the heading."""
        for part in (self.leave, self.back, self.onward):
            (self._foot if is_small else self._head).removeWidget(part)
        while self._foot.takeAt(0) is not None:
            pass
        if is_small:
            for part in (self.leave, self.back, self.onward):
                self._head.addWidget(part)
        else:
            self._foot.addWidget(self.leave)
            self._foot.addStretch(1)
            self._foot.addWidget(self.back)
            self._foot.addWidget(self.onward)
        self._count.setVisible(not is_small)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*((10, 4, 10, 4) if is_small else (14, 10, 14, 10)))

    def _lay_out(self) -> None:
        self._text.setWordWrap(True)
        self._head.addWidget(self._heading)
        self._head.addStretch(1)
        self._head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.addLayout(self._head)
        column.addWidget(self._text)
        column.addLayout(self._foot)
        self._arrange(is_small=False)
        self.leave.clicked.connect(self.left)
        self.back.clicked.connect(self.went_back)
        self.onward.clicked.connect(self.went_on)
