"""Commands of pair completion and of the external-cause builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.presenters.completion_presenter import CompletionPresenter

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class CompletionCommands(QObject):
    """Build a cause, take what is offered, and choose whether to be offered anything."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def build_cause(self) -> None:
        """Build the external cause of the chosen row."""
        presenter = self._presenter()
        if presenter is not None:
            presenter.begin_cause()

    def complete_code(self) -> None:
        """Complete the chosen code with what goes together with it."""
        presenter = self._presenter()
        if presenter is not None:
            presenter.begin_offer()

    def toggle_offers(self) -> None:
        """Show what codes lack, or do not."""
        presenter = self._presenter()
        if presenter is not None:
            presenter.offers.toggle()

    def _presenter(self) -> CompletionPresenter | None:
        coding = self._window.coding
        if coding is None or self._window.stack.currentWidget() is not coding:
            return None
        coding.codes.note_text()
        return coding.completion_presenter
