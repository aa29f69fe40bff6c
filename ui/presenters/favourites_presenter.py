"""What the windows know of a person's favourites: read once, kept fresh by each answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.code_set import Favourite
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.errors import AppError
from app.services.favourites import (
    FavouriteConcept,
    find_favourite_concepts,
    read_favourites,
    toggle_favourite,
)
from ui.desk import Desk
from ui.jobs import Lane

CodeKey = tuple[CodeSystem, str]


class FavouritesPresenter(QObject):
    """Holds one person's favourites; every screen that marks them shares it."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._favourites: tuple[Favourite, ...] = ()
        self._is_asked = False
        self.is_read = False
        self._books: Codebooks | None = None
        self._day: date | None = None

    @property
    def kept(self) -> tuple[Favourite, ...]:
        """The favourites, oldest first."""
        return self._favourites

    @property
    def keys(self) -> frozenset[CodeKey]:
        """The codes that are kept."""
        return frozenset((each.system, each.code) for each in self._favourites)

    def read(self) -> None:
        """Read them from storage, the first time that somebody asks."""
        if self._is_asked:
            return
        self._is_asked = True
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: read_favourites(app, person),
            owner=self,
            on_done=self._take,
            on_error=self._not_read,
        )

    def set_books(self, books: Codebooks, day: date | None) -> None:
        """Look the codes up in these codebooks from now on (no day = today)."""
        self._books, self._day = books, day

    def concepts(self, systems: Collection[CodeSystem] = ()) -> list[FavouriteConcept]:
        """Return the favourites of some systems (none = all) as they stand on the day."""
        if self._books is None:
            return []
        wanted = [each for each in self._favourites if not systems or each.system in systems]
        day = self._day or self._desk.app.now().date()
        return find_favourite_concepts(wanted, self._books, day)

    def toggle(self, system: CodeSystem, code: str) -> None:
        """Keep a code, or keep it no longer, and tell which."""
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: toggle_favourite(app, person, system, code),
            owner=self,
            on_done=lambda is_kept: self._note(system, code, is_kept=is_kept),
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def _take(self, favourites: list[Favourite]) -> None:
        self._favourites, self.is_read = tuple(favourites), True
        self.changed.emit()

    def _note(self, system: CodeSystem, code: str, *, is_kept: bool) -> None:
        self._learn(system, code, is_kept=is_kept)
        self.told.emit(f"{code} är {'nu' if is_kept else 'inte längre'} favorit.")

    def _learn(self, system: CodeSystem, code: str, *, is_kept: bool) -> None:
        if ((system, code) in self.keys) is is_kept:
            return
        if is_kept:
            fresh = Favourite(self._desk.person.id, system, code, self._desk.app.now())
            self._favourites += (fresh,)
        else:
            key = (system, code)
            rest = (each for each in self._favourites if (each.system, each.code) != key)
            self._favourites = tuple(rest)
        self.changed.emit()

    def _not_read(self, error: Exception) -> None:
        self._is_asked = False
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))
