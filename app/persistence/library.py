"""The codebooks in memory: imported editions from the database, the starter from its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

from app.domain.codebook import ChosenEdition, MemoryCodebook, choose_edition
from app.domain.codebook_ports import EDITIONS_STAMP, Codebook, Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Edition, RecognisedCodebook
from app.domain.errors import CodebookFileError
from app.domain.ports import UnitOfWork
from app.persistence.readers import starter


def _today() -> date:
    return datetime.now().astimezone().date()


@dataclass(slots=True)
class _Loaded:
    """What is in memory since the last reload."""

    editions: tuple[Edition, ...] | None = None
    #: What the stamp was just before the editions were read.
    stamp: str | None = None
    books: dict[str, Codebook] = field(default_factory=dict)
    days: dict[date, Codebooks] = field(default_factory=dict)


class SqlLibrary:
    """The production CodebookLibrary; see app.domain.codebook_ports. Safe to share between threads.

    An edition is loaded when it is first asked for and kept until `reload`. A day that has been
    asked for before is answered without waiting for anybody's loading.
    """

    def __init__(
        self,
        unit_of_work: Callable[[], UnitOfWork],
        starter_dir: Path,
        today: Callable[[], date] = _today,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._starter_dir = starter_dir
        self._today = today
        self._lock = RLock()
        self._loaded = _Loaded()

    def editions(self) -> Sequence[Edition]:
        """Return every edition, official ones first, newest first within a system."""
        with self._lock:
            if self._loaded.editions is None:
                self._loaded.stamp, self._loaded.editions = self._read_editions()
            return self._loaded.editions

    def codebook(self, edition_id: str) -> Codebook | None:
        """Return one edition, loaded, or None."""
        with self._lock:
            found = [edition for edition in self.editions() if edition.id == edition_id]
            return self._load(found[0]) if found else None

    def for_day(self, day: date | None) -> Codebooks:
        """Return the editions valid on a day (None = today), as the port promises.

        Raises:
            CodebookFileError: a system has no edition but the starter, and that is missing; or
                an edition was removed elsewhere since they were read, and trying again helps.

        """
        asked = day or self._today()
        answer = self._loaded.days.get(asked)
        return self._answer(asked) if answer is None else answer

    def reload(self) -> None:
        """Forget what is loaded; the next question reads storage again."""
        with self._lock:
            self._loaded = _Loaded()

    def refresh(self) -> bool:
        """Reload where somebody has changed the editions since they were read; True if so."""
        with self._unit_of_work() as uow:
            stamp = uow.facts.get(EDITIONS_STAMP)
        with self._lock:
            is_stale = self._loaded.editions is not None and self._loaded.stamp != stamp
            if is_stale:
                self.reload()
            return is_stale

    def _read_editions(self) -> tuple[str | None, tuple[Edition, ...]]:
        with self._unit_of_work() as uow:
            # The stamp first: a change in between is then seen by the next refresh.
            stamp = uow.facts.get(EDITIONS_STAMP)
            official = uow.editions.all()
        return stamp, (*official, *starter.starter_editions(self._starter_dir))

    def _answer(self, day: date) -> Codebooks:
        with self._lock:
            chosen = {system: self._choose(system, day) for system in CodeSystem}
            answer = Codebooks(
                icd10se=self._load(chosen[CodeSystem.ICD10SE].edition),
                kva=self._load(chosen[CodeSystem.KVA].edition),
                atc=self._load(chosen[CodeSystem.ATC].edition),
                outside=tuple(system for system, choice in chosen.items() if choice.is_outside),
            )
            self._loaded.days[day] = answer
            return answer

    def _choose(self, system: CodeSystem, day: date) -> ChosenEdition:
        choice = choose_edition(self.editions(), system, day)
        if choice is None:
            text = f"Inget kodverk finns för {SYSTEM_LABEL[system]}."
            raise CodebookFileError(f"{text} Läs in ett, eller installera om programmet.")
        return choice

    def _load(self, edition: Edition) -> Codebook:
        book = self._loaded.books.get(edition.id)
        if book is None:
            book = self._loaded.books[edition.id] = self._read(edition)
        return book

    def _read(self, edition: Edition) -> Codebook:
        if edition.is_starter:
            file = starter.starter_file(self._starter_dir, edition)
            return _read_starter(edition, file, _changed_at(file.files[0]))
        with self._unit_of_work() as uow:
            book = uow.editions.codebook(edition)
        if not book.concepts():
            # Removed at another workstation since the editions were read.
            self.reload()
            raise CodebookFileError(f"{edition.label} har tagits bort. Försök igen.")
        return book


@lru_cache(maxsize=2 * len(CodeSystem))
def _read_starter(edition: Edition, file: RecognisedCodebook, _changed: int) -> MemoryCodebook:
    """Read an edition that comes with the program, once for all databases that are opened.

    A process may open several, as practising does and every test.
    """
    return MemoryCodebook(edition, starter.read(file))


def _changed_at(file: Path) -> int:
    """Tell when a file was changed, in ns; 0 where it is missing, which its reader tells of."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
