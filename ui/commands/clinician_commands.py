"""Commands of the clinician's desk, and what its screen is connected to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.access import Role
from app.domain.version import SignedVersion
from app.domain.visit_team import is_team_visit
from app.services.team_visit import team_left
from ui.desk import Desk
from ui.screens.clinician import ClinicianScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def make_clinician_screen(window: MainWindow, desk: Desk) -> ClinicianScreen:
    """Build the desk over the event that coders and clinicians share, and connect its signals."""
    if window.coding is None:
        raise RuntimeError("the coder's view is built before the clinician's desk")
    screen = ClinicianScreen(desk, window.coding.presenter)
    screen.presenter.told.connect(window.tell)
    screen.visits.presenter.told.connect(window.tell)
    screen.questions.pane.told.connect(window.tell)
    screen.questions.pane.failed.connect(window.tell_error)
    screen.presenter.override_asked.connect(window.finding.ask_override)
    screen.tree_asked.connect(window.clinician.open_in_coder_view)
    window.coding.presenter.signed.connect(partial(_note_signed, window, screen))
    screen.take_up()
    return screen


def _note_signed(window: MainWindow, screen: ClinicianScreen, version: SignedVersion) -> None:
    if not screen.isVisible():
        return
    said = f"Signerat som version {version.number}. Retur öppnar nästa besök i listan."
    window.tell(said)
    if is_team_visit(version.encounter):
        window.jobs.run(
            lambda _control: team_left(window.home, version.encounter),
            owner=screen,
            on_done=partial(_tell_team, window, said),
            on_error=window.tell_error,
        )


def _tell_team(window: MainWindow, said: str, left: Sequence[str] | None) -> None:
    """Say who is left to sign, unless something else has been said since."""
    if left is None or window.statusBar().currentMessage() != said:
        return
    state = f"I teamet återstår: {', '.join(left)}." if left else "Hela teamet har signerat."
    window.tell(f"{said} {state}")


class ClinicianCommands(QObject):
    """Sign, mend, set aside, park and undo on the clinician's desk; go to the coder's view."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def show_clinician_desk(self) -> None:
        """Go to the clinician's desk; what lies on the coder's desk is shown there."""
        self._window.training.room.leave(partial(self._window.homes.show, Role.CLINICIAN))

    def sign_visit(self) -> None:
        """Sign the visit, or point at what is missing."""
        screen = self._screen()
        if screen is not None:
            screen.presenter.sign()

    def mend_visit(self) -> None:
        """Do what mends the most important missing thing."""
        screen = self._screen()
        if screen is not None:
            screen.presenter.mend()

    def override_visit(self) -> None:
        """Ask for the reason why the warning is right as it is."""
        screen = self._screen()
        if screen is not None:
            screen.presenter.override()

    def park_visit(self) -> None:
        """Put the visit aside with a reason."""
        if self._screen() is not None:
            self._window.events.park()

    def undo_visit(self) -> None:
        """Take the last change to the visit back."""
        if self._screen() is not None:
            self._window.events.undo()

    def redo_visit(self) -> None:
        """Do again what was undone."""
        if self._screen() is not None:
            self._window.events.redo()

    def open_in_coder_view(self) -> None:
        """Show the same visit with the whole codebook."""
        window = self._window
        if window.coding is None or window.coding.presenter.encounter is None:
            window.tell("Öppna ett besök först: välj det i listan och tryck Retur.")
            return
        window.show_screen(window.coding)
        window.coding.search.focus_field()
        window.tell("Samma besök i kodarens vy. Ctrl+Alt+2 går tillbaka.")

    def _screen(self) -> ClinicianScreen | None:
        """Return the desk with a visit in front; what is not seen is not changed."""
        current = self._window.stack.currentWidget()
        if not isinstance(current, ClinicianScreen):
            return None
        if current.shows_questions:
            self._window.tell("Gå tillbaka till besöket först (Esc).")
            return None
        return current
