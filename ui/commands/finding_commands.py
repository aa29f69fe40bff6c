"""Commands on the findings of the event that lies on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.finding import Finding, Severity
from app.domain.rule_statistics import OVERRIDE_REASONS
from ui.presenters.what_if_presenter import WhatIfPresenter
from ui.screens.what_if import WhatIfScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_ANSWERED = "Varningen är redan avfärdad. Ta tillbaka (Alt+L) låter den stå igen."


class FindingCommands(QObject):
    """Go to findings, correct them, set them aside, and try what another coding would bring."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._what_if: WhatIfScreen | None = None

    def next_finding(self) -> None:
        """Go to the next finding and its code."""
        if self._window.coding is not None:
            self._window.coding.findings.next()

    def correct_finding(self) -> None:
        """Do what is offered for the chosen finding."""
        if self._window.coding is not None:
            self._window.coding.correct()

    def override_finding(self) -> None:
        """Ask why the chosen warning is set aside."""
        coding = self._window.coding
        row = coding.findings.current if coding is not None else None
        if coding is None or row is None:
            return
        if row.override is not None and coding.presenter.is_editable:
            self._window.tell(_ANSWERED)
        else:
            self.ask_override(row.finding)

    def ask_override(self, finding: Finding) -> None:
        """Ask for a reason, then set the finding aside."""
        window = self._window
        if window.coding is None:
            return
        presenter = window.coding.presenter
        if not presenter.is_editable:
            presenter.act(lambda encounter: encounter)  # tells why, before a reason is asked for
            return
        if finding.severity is Severity.ERROR:
            window.tell("Ett fel kan inte avfärdas. Rätta koden eller parkera händelsen (F6).")
            return

        def then(reason: str) -> None:
            presenter.answers.override(finding, reason, presenter.books)

        window.reason.ask("Varför avfärdas varningen?", OVERRIDE_REASONS, then)

    def show_what_if(self) -> None:
        """Show what other codings of the event would bring, beside what is found now."""
        window, desk = self._window, self._window.desk
        coding = window.coding
        if desk is None or coding is None or coding.presenter.encounter is None:
            return
        coding.presenter.gathering.emit()
        screen = WhatIfScreen(WhatIfPresenter(desk, coding.presenter))
        screen.closed.connect(self._close)
        screen.presenter.told.connect(window.tell)
        self._what_if = screen
        window.show_over(screen)
        screen.begin()

    def _close(self) -> None:
        screen, self._what_if = self._what_if, None
        if screen is None:
            return
        self._window.go_back()
        self._window.stack.removeWidget(screen)
        screen.deleteLater()
