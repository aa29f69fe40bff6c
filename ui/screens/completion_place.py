"""Where pair completion is seen: the panel instead of the search, the offer under the codes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.completion import CAUSE_KINDS, Offer
from ui.presenters.completion_presenter import CompletionPresenter
from ui.screens.completion_panel import CompletionPanel
from ui.screens.offer_bar import OfferBar
from ui.screens.roomy import Places
from ui.screens.search_pane import SearchPane


class CompletionPlace(Places):
    """The search, or the panel while a code is completed; the focus goes back where it was."""

    def __init__(self, presenter: CompletionPresenter, search: SearchPane) -> None:
        super().__init__()
        self._search = search
        self._before: QWidget | None = None
        self.panel = CompletionPanel(presenter)
        self.addWidget(search)
        self.addWidget(self.panel)
        presenter.started.connect(self._show_panel)
        presenter.closed.connect(self._show_search)

    def _show_panel(self, _title: str) -> None:
        if self.currentWidget() is not self.panel:
            self._before = self.window().focusWidget()
            self.setCurrentWidget(self.panel)
        self.panel.prepare()

    def _show_search(self) -> None:
        if self.currentWidget() is not self.panel:
            return
        has_focus = self.panel.isAncestorOf(self.window().focusWidget() or self)
        self.setCurrentWidget(self._search)
        if not has_focus:
            return
        before = self._before
        if before is None or before is self._search.field or not before.isVisible():
            self._search.focus_field()
        else:
            before.setFocus(Qt.FocusReason.OtherFocusReason)


def offer_under(codes: QWidget, presenter: CompletionPresenter) -> QWidget:
    """Return the list of codes with the line below it that says what one of them lacks."""
    holder, bar = QWidget(), OfferBar()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(codes, 1)
    column.addWidget(bar)

    def take(offer: Offer) -> None:
        if offer.kind in CAUSE_KINDS:
            presenter.begin_cause()
        else:
            presenter.begin_offer()

    presenter.offers.offered.connect(bar.show_offer)
    bar.taken.connect(take)
    return holder
