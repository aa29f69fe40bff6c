"""Commands on the rule book: browse it, switch an unverified rule off, print it.

The screen is imported and built when first asked for: the start has no time for it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.rule_page import RulePage
from ui.commands.of_desk import OfDesk

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.rule_browser import RuleBrowser

_WHY_OFF = ("Stämmer inte här", "Anmärker för ofta", "Motsäger regionens anvisning")


class RuleCommands(QObject):
    """One rule browser for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._browser = OfDesk(window, self._build)

    def browse_rules(self) -> None:
        """Show the rule browser, at the rule of the finding that is chosen on the coding screen."""
        window = self._window
        screen = self._browser.ask()
        if screen is None:
            return
        if window.stack.currentWidget() is window.coding and window.coding is not None:
            row = window.coding.findings.current
            if row is not None:
                screen.open_at(row.finding.rule_id)
        window.reason.dismiss()
        window.show_over(screen)

    def print_rules(self) -> None:
        """Put the whole rule book on pages, as it is in force here, and show them."""
        window = self._window
        if window.task.is_busy:
            window.tell("Vänta tills den pågående uppgiften är klar, eller avbryt den.")
            return
        from app.services.rule_book_print import rule_book_pdf  # noqa: PLC0415 - slow to import

        window.task.run(
            "Skriver regelboken …",
            lambda control: rule_book_pdf(window.app, control),
            self._show_pages,
            window.tell_error,
        )

    def _show_pages(self, pdf: bytes) -> None:
        window = self._window
        window.preview.show_pdf(pdf, "regelboken", "Regelboken")
        window.show_over(window.preview)

    def _build(self, desk: Desk) -> RuleBrowser:
        from ui.presenters.rules_presenter import RulesPresenter  # noqa: PLC0415 - see above
        from ui.screens.rule_browser import RuleBrowser  # noqa: PLC0415 - see above

        presenter = RulesPresenter(desk)
        screen = RuleBrowser(presenter)
        presenter.setParent(screen)
        screen.closed.connect(self._leave)
        screen.print_asked.connect(self.print_rules)
        screen.off_asked.connect(self._ask_off)
        presenter.failed.connect(self._window.tell_error)
        presenter.switched.connect(self._note_switched)
        return screen

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()

    def _ask_off(self, page: RulePage) -> None:
        screen = self._browser.built
        if screen is not None:
            self._window.reason.ask(
                f"Varför stängs {page.rule_id} av?",
                _WHY_OFF,
                partial(screen.presenter.switch_off, page.rule_id),
            )

    def _note_switched(self, sentence: str) -> None:
        window = self._window
        window.alert.hide()
        window.tell(sentence)
        if window.coding is not None:
            window.coding.presenter.judge_again()
