"""Commands on sentences of KVÅ that could be rules: show them, accept or decline one.

The screen is imported and built when first asked for: the start has no time for it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.permissions import Act
from app.services.candidates import ListedCandidate
from ui.commands.of_desk import OfDesk

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.candidates import CandidatesScreen

_WHY_ACCEPTED = ("Läst, gäller här", "Beslut i klassifikationsgruppen")
_WHY_DECLINED = ("Inte som regel", "Gäller bara ibland", "Står redan i regelboken")


class CandidateCommands(QObject):
    """One list for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._list = OfDesk(window, self._build)

    def show_candidates(self) -> None:
        """Show the sentences of KVÅ that could be rules."""
        screen = self._list.ask()
        if screen is not None:
            self._window.reason.dismiss()
            screen.hinder(self._window.rights.tell_of(Act.DECIDE_CANDIDATES))
            self._window.show_over(screen)

    def _ask_accept(self, row: ListedCandidate | None) -> None:
        self._ask(row, "Varför blir meningen om {} en regel?", _WHY_ACCEPTED, is_accepted=True)

    def _ask_decline(self, row: ListedCandidate | None) -> None:
        self._ask(row, "Varför avböjs meningen om {}?", _WHY_DECLINED, is_accepted=False)

    def _ask(
        self,
        row: ListedCandidate | None,
        question: str,
        answers: tuple[str, ...],
        *,
        is_accepted: bool,
    ) -> None:
        screen = self._list.built
        if screen is not None and row is not None:
            act = screen.presenter.accept if is_accepted else screen.presenter.decline
            self._window.reason.ask(question.format(row.candidate.code), answers, partial(act, row))

    def _build(self, desk: Desk) -> CandidatesScreen:
        from ui.presenters.candidates_presenter import CandidatesPresenter  # noqa: PLC0415
        from ui.screens.candidates import CandidatesScreen  # noqa: PLC0415 - see above

        presenter = CandidatesPresenter(desk)
        screen = CandidatesScreen(presenter)
        presenter.setParent(screen)
        presenter.told.connect(self._note)
        presenter.failed.connect(self._window.tell_error)
        screen.closed.connect(self._leave)
        screen.accept_asked.connect(self._ask_accept)
        screen.decline_asked.connect(self._ask_decline)
        return screen

    def _note(self, sentence: str) -> None:
        window = self._window
        window.alert.hide()
        window.tell(sentence)
        if window.coding is not None:
            window.coding.presenter.judge_again()

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()
