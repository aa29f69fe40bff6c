"""The line for a diagnosis in one's own words, with what is offered below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.domain.visit_offers import CodeOffer
from ui.screens.hit_field import HitField

_ZERO, _NINE = Qt.Key.Key_0.value, Qt.Key.Key_9.value


class VisitField(HitField):
    """Enter takes the chosen row; after an arrow key a digit takes the row of that number."""

    numbered = Signal(int)
    declined = Signal()
    declined_for_good = Signal()

    def __init__(self) -> None:
        super().__init__("Diagnos i egna ord", "Diagnosen i egna ord, eller en kod …")
        self.list.setAccessibleName("Det som erbjuds för besöket")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def chosen(self) -> CodeOffer | None:
        """What the chosen row offers."""
        offer = self.offer
        return offer if isinstance(offer, CodeOffer) else None

    def offer_at(self, number: int) -> CodeOffer | None:
        """Return what the row of a number offers, counted from 1 without headings."""
        offers = [entry.offer for entry in self.hits.entries]
        numbered = [offer for offer in offers if isinstance(offer, CodeOffer)]
        return numbered[number - 1] if 0 < number <= len(numbered) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit for a row, and Del, once an arrow key has gone among them."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = held == Qt.KeyboardModifier.NoModifier
        is_del = event.key() == Qt.Key.Key_Delete and self.has_walked and not self.text()
        if is_del and is_plain:
            self.declined.emit()
        elif is_del and held == Qt.KeyboardModifier.ShiftModifier:
            self.declined_for_good.emit()
        elif self.has_walked and is_plain and _ZERO < event.key() <= _NINE:
            self.numbered.emit(event.key() - _ZERO)
        else:
            super().keyPressEvent(event)
