"""What the search knows of a coder's own codes: read once for each event, favourites kept fresh."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.own_codes import OwnCodes, OwnGroup
from app.services.own_codes import own_groups, read_own_codes, with_favourites
from ui.desk import Desk
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.presenters.newest import Newest


class OwnCodesPresenter(QObject):
    """Holds the own codes at the event on the desk; the newest question wins.

    Of one event on the desk `read` is asked again when it is signed or opened again.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self, desk: Desk, favourites: FavouritesPresenter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._favourites = favourites
        self._encounter_id = ""
        self._newest = Newest()
        self._read = OwnCodes()
        self._books: Codebooks | None = None
        self._day: date | None = None
        #: All of them, as they are known now.
        self.codes = self._read
        favourites.changed.connect(self._merge)

    def read(self, encounter: Encounter) -> None:
        """Read what is one's own at an event; until that is known, nothing of another event is."""
        if encounter.id != self._encounter_id:
            self.forget()
        self._encounter_id = encounter.id
        app, person, question = self._desk.app, self._desk.person, self._newest.ask()
        self._desk.jobs.run(
            lambda _control: read_own_codes(app, person, encounter),
            owner=self,
            on_done=lambda found: self._take(question, found),
            on_error=lambda error: self._tell(question, error),
        )

    def forget(self) -> None:
        """Know nothing more of the patient: the event has left the desk."""
        self._encounter_id = ""
        self._newest.forget()
        self._read = OwnCodes()
        self._merge()

    def set_books(self, books: Codebooks | None, day: date | None) -> None:
        """Look the codes up in these codebooks from now on (no day = today)."""
        self._books, self._day = books, day

    def groups(self, systems: tuple[CodeSystem, ...] = ()) -> tuple[OwnGroup, ...]:
        """Return what to show before anything is typed (no systems = all)."""
        if self._books is None:
            return ()
        day = self._day or self._desk.app.now().date()
        return own_groups(self.codes, self._books, day, systems)

    def _take(self, question: int, found: OwnCodes) -> None:
        if self._newest.is_newest(question):
            self._read = found
            self._merge()

    def _merge(self) -> None:
        """Let the favourites be those that are marked as such everywhere else."""
        codes = self._read
        if self._favourites.is_read:
            codes = with_favourites(codes, self._favourites.kept)
        if codes != self.codes:
            self.codes = codes
            self.changed.emit()

    def _tell(self, question: int, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self._newest.is_newest(question):
            self.failed.emit(str(error))
