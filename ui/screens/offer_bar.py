"""A slim line under the chosen codes: what one of them lacks, and the key that completes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.codes import is_external_cause
from app.domain.completion import CompletionKind, Offer
from ui.screens.parts import WrappedLabel, button

_ACTS = {
    CompletionKind.CAUSE: ("Ctrl+E", "bygger den"),
    CompletionKind.POISONING: ("Ctrl+E", "tar dem i ett svep"),
    CompletionKind.ADVERSE_EFFECT: ("Ctrl+E", "lägger till dem"),
    CompletionKind.DAGGER: ("Ctrl+K", "väljer den"),
    CompletionKind.ASTERISK: ("Ctrl+K", "väljer den"),
    CompletionKind.DELIVERY: ("Ctrl+K", "tar resten i ett svep"),
    CompletionKind.SIDE: ("Ctrl+K", "och sedan h, v eller b"),
}


class OfferBar(QFrame):
    """Hidden until there is something to offer; never takes the focus."""

    taken = Signal(object)  # Offer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._offer: Offer | None = None
        self.text = WrappedLabel("offer")
        self.act = button("Komplettera", "", "link")
        self.act.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 6, 3)
        row.addWidget(self.text, 1)
        row.addWidget(self.act)
        self.act.clicked.connect(self._take)
        self.hide()

    def show_offer(self, offer: Offer | None) -> None:
        """Show an offer; None hides the line."""
        self._offer = offer
        self.setVisible(offer is not None)
        if offer is not None:
            key, does = _ACTS[offer.kind]
            if is_external_cause(offer.code):
                does = "fyller i resten"
            self.text.setText(f"{offer.sentence} {key} {does}.")
            self.act.setToolTip(f"Komplettera {offer.code} ({key})")

    def _take(self) -> None:
        if self._offer is not None:
            self.taken.emit(self._offer)
