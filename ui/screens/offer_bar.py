"""A slim line under the chosen codes: the key, and what one of the codes lacks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.completion import CAUSE_KINDS, CompletionKind, Offer
from ui.screens.parts import ElidedLabel

_CAUSE_KEY, _KEY = "Ctrl+E", "Ctrl+Skift+E"
_ALSO = {CompletionKind.SIDE: " Sedan h, v eller b."}


class OfferBar(QFrame):
    """Hidden until there is something to offer; never takes the focus, a click takes the offer."""

    taken = Signal(object)  # Offer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._offer: Offer | None = None
        self.text = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.text, 1)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said, whether or not there is room for all of it."""
        return self.text.toolTip()

    def show_offer(self, offer: Offer | None) -> None:
        """Show an offer; None hides the line."""
        self._offer = offer
        self.setVisible(offer is not None)
        if offer is not None:
            key = _CAUSE_KEY if offer.kind in CAUSE_KINDS else _KEY
            self.text.setText(f"{key}: {offer.sentence}{_ALSO.get(offer.kind, '')}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the offer where somebody clicks instead of pressing the key."""
        super().mouseReleaseEvent(event)
        if self._offer is not None and self.rect().contains(event.position().toPoint()):
            self.taken.emit(self._offer)
