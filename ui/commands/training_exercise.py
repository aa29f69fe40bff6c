"""One exercise under way in the window: shown to a class, practised, or done as a test."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.training import Attempt, Mode
from app.services.settings import read_settings
from ui.presenters.training_presenter import Asked, Begun, TrainingPresenter
from ui.screens.coding import CodingScreen
from ui.screens.training_coding import CodingDress
from ui.screens.training_frame import PointerRing, StillPicture
from ui.theme import apply_theme, current_theme
from ui.window_wiring import connect_coding

if TYPE_CHECKING:
    from ui.commands.training_room import TrainingRoom
    from ui.main_window import MainWindow

_SURE = ("Lämna in", "Fortsätt koda")
#: The screen is built when the list has stood for so long: nobody types then.
_AHEAD_MS = 1000


class TrainingExercise(QObject):
    """At most one attempt lies on the desk; what is handed in is told with its marks."""

    ended = Signal(object)  # Attempt with its marks
    put_aside = Signal()

    def __init__(self, window: MainWindow, room: TrainingRoom) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._coding: CodingScreen | None = None
        self._dress: CodingDress | None = None
        self.attempt: Attempt | None = None
        self._presenter: TrainingPresenter | None = None
        self._is_ending = False
        self._scale = 0
        self.ring, self.picture = PointerRing(window), StillPicture(window)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._build_ahead)

    def prepare(self) -> None:
        """Build the screen of the first exercise before it is asked for, once the list rests."""
        if self._coding is None:
            self._ahead.start()

    def begin(self, presenter: TrainingPresenter, asked: Asked) -> None:
        """Lay an exercise on the desk."""
        self._presenter = presenter
        presenter.begin(asked, self._lay_out)

    def hand_in(self) -> None:
        """End a practice at once; a test after one question."""
        if self.attempt is None or self.attempt.mode is Mode.DEMONSTRATE:
            return
        if self.attempt.mode is Mode.TEST:
            self._window.reason.ask(
                "Lämna in provet? Koderna kan inte ändras sedan.", _SURE, self._hand_in_if
            )
        else:
            self.end()

    def end(self) -> None:
        """Store the codes, end the attempt and tell its marks."""
        coding, attempt, presenter = self._coding, self.attempt, self._presenter
        if coding is None or attempt is None or presenter is None or self._is_ending:
            return
        self._is_ending = True
        self._window.reason.dismiss()
        coding.presenter.leave(lambda: presenter.hand_in(attempt.id, self._note_ended))

    def end_in_time(self) -> None:
        """End a test whose time is out, and say why the codes are handed in."""
        self._window.tell("Tiden är slut. Provet lämnas in med de koder som står där.")
        self.end()

    def set_aside(self) -> None:
        """Store the codes and go back to the exercises; the attempt is not ended."""
        coding = self._coding
        if coding is not None and self.attempt is not None:
            coding.presenter.leave(self._note_aside)

    def reveal(self) -> None:
        """Show the next step of the key; a practice is ended and marked, a test tells nothing."""
        attempt = self.attempt
        if attempt is None:
            return
        if attempt.mode is Mode.DEMONSTRATE:
            if not self._room.steps.reveal():
                self._window.tell("Hela facit visas. Dölj facit för att börja om.")
        elif attempt.mode is Mode.PRACTISE:
            self.end()
        else:
            self._window.tell("Facit visas när provet är inlämnat (F9).")

    def toggle_hints(self) -> None:
        """Hide or show what the rules say; never in a test."""
        if self._dress is None or self.attempt is None:
            return
        if self.attempt.mode is Mode.TEST:
            self._window.tell("I ett prov visas inga anmärkningar och förslag.")
            return
        self._set_hints(shown=not self._dress.has_hints)
        if self._coding is not None:
            self._window.show_screen(self._coding)
        said = "visas" if self._dress.has_hints else "är dolda"
        self._window.tell(f"Anmärkningar och förslag {said}.")

    def toggle_scale(self, scale: int) -> None:
        """Make the text large for a class, in per cent; the same again goes back."""
        settings = read_settings(self._window.home.data_dir)
        self._scale = 0 if self._scale == scale else scale
        qt = QApplication.instance()
        if isinstance(qt, QApplication):
            shown = self._scale or int(settings["scale"])
            apply_theme(qt, self._window.home.resources, current_theme(), shown)

    def toggle_picture(self) -> None:
        """Let the picture stand still, or go on."""
        if self.picture.is_on:
            self.picture.thaw()
        else:
            self._window.statusBar().clearMessage()
            self.picture.freeze()

    def toggle_ring(self) -> None:
        """Show a ring around the pointer, or take it away."""
        self.ring.set_on(not self.ring.is_on)

    def clear(self) -> None:
        """Take everything away that belongs to an exercise: one goes out."""
        self._ahead.stop()
        self.attempt, self._is_ending = None, False
        self.picture.thaw()
        self.ring.set_on(False)
        if self._scale:
            self.toggle_scale(self._scale)

    def _hand_in_if(self, answer: str) -> None:
        if answer == _SURE[0]:
            self.end()

    def _lay_out(self, begun: Begun) -> None:
        window, room, attempt = self._window, self._room, begun.attempt
        if not room.is_inside or room.head is None:
            return
        coding = self._coding_screen()
        window.coding = coding
        self.attempt, self._is_ending = attempt, False
        self._set_hints(shown=attempt.mode is not Mode.TEST)
        room.steps.set_steps(begun.steps)
        room.head.show_attempt(attempt)
        window.events.open_event(attempt.id)
        if begun.goes_on:
            window.tell(_going_on(attempt))

    def _build_ahead(self) -> None:
        if self._room.is_inside:
            self._coding_screen()

    def _coding_screen(self) -> CodingScreen:
        if self._coding is None:
            desk = self._window.desk
            if desk is None:
                raise RuntimeError("nobody sits at the desk")
            self._coding = CodingScreen(desk)
            self._dress = CodingDress(self._coding)
            self._window.stack.addWidget(self._coding)
            connect_coding(self._window, self._coding)
        return self._coding

    def forget(self) -> None:
        """Take the screen down: somebody else sits down."""
        if self._coding is not None:
            self._window.stack.removeWidget(self._coding)
            self._coding.deleteLater()
        self._coding = self._dress = None

    def _set_hints(self, *, shown: bool) -> None:
        self._room.has_hints = shown
        if self._dress is not None:
            self._dress.set_hints(shown=shown)

    def _note_ended(self, attempt: Attempt) -> None:
        # The clock that may have ended it is on the strip that is changed now.
        QTimer.singleShot(0, self, partial(self._tell_ended, attempt))

    def _tell_ended(self, attempt: Attempt) -> None:
        self._back_to_desk()
        self.ended.emit(attempt)

    def _note_aside(self) -> None:
        self._back_to_desk()
        self.put_aside.emit()

    def _back_to_desk(self) -> None:
        self.attempt, self._is_ending = None, False
        self._room.steps.begin_again()
        if self._room.head is not None:
            self._room.head.show_desk()


def _going_on(attempt: Attempt) -> str:
    begun = f"{attempt.started:%Y-%m-%d %H:%M}"
    if attempt.mode is not Mode.TEST:
        return f"Försöket från {begun} fortsätter där det lades åt sidan."
    limit = f"{attempt.time_limit} minuter i allt" if attempt.time_limit else "ingen tidsgräns"
    return f"Provet från {begun} fortsätter där det lades åt sidan, och har {limit}."
