"""The three best codes for what a clinician types: one question at a time, the newest text wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.encounter import Encounter
from app.domain.own_codes import OwnCodes
from app.domain.visit_offers import CodeOffer
from app.services.clinician_codes import best_codes
from ui.desk import Desk


class ClinicianSearch(QObject):
    """Asks for the present text as soon as the answer to the one before is there."""

    found = Signal(str, object)  # the text asked, tuple[CodeOffer, ...]
    failed = Signal(object)  # Exception

    def __init__(
        self, desk: Desk, present: Callable[[], Encounter | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._present = desk, present
        self._own = OwnCodes()
        self._is_asking = False
        self._then: Callable[[], None] | None = None
        self._answered = ""
        #: What is typed now, asked after or not.
        self.text = ""

    def begin(self, own: OwnCodes) -> None:
        """Search with these own codes from now on."""
        self._own = own
        if self.text.strip():
            self._answered = ""
            self.ask(self.text)

    def forget(self) -> None:
        """Nothing is typed, and nobody's codes are known."""
        self.text, self._answered, self._own, self._then = "", "", OwnCodes(), None

    def ask(self, text: str) -> None:
        """Find the three best codes for what is typed now; typing on cancels what waits."""
        self.text, self._then = text, None
        if not text.strip():
            self._answer(text, ())
        elif not self._is_asking:
            self._run(text)

    def when_found(self, then: Callable[[], None]) -> None:
        """Call back once the codes shown are those of what is typed."""
        if self.text == self._answered:
            then()
        else:
            self._then = then

    def when_taken(self, then: Callable[[], None]) -> bool:
        """Call back after what waits for the codes; False where nothing waits for them."""
        first = self._then
        if first is None:
            return False

        def both() -> None:
            first()
            then()

        self._then = both
        return True

    def _run(self, text: str) -> None:
        encounter, app, own = self._present(), self._desk.app, self._own
        if encounter is None:
            return
        self._is_asking = True
        self._desk.jobs.run(
            lambda _control: best_codes(app, text, encounter, own),
            owner=self,
            on_done=lambda found: self._take(text, found),
            on_error=self._fail,
        )

    def _take(self, text: str, found: tuple[CodeOffer, ...]) -> None:
        self._is_asking = False
        if text == self.text:
            self._answer(text, found)
        elif self.text.strip():
            self._run(self.text)

    def _answer(self, text: str, found: tuple[CodeOffer, ...]) -> None:
        self._answered = text
        self.found.emit(text, found)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _fail(self, error: Exception) -> None:
        self._is_asking, self._then = False, None
        self.failed.emit(error)
