"""What the use cases need of codebooks: editions in memory and in storage, and file formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from app.domain.codebook_changes import CodeChange
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Note, RecognisedCodebook
from app.domain.list_ports import ListFile, ListReaders
from app.domain.product import Product

#: The fact that changes whenever an edition is added, removed or changes its state; other
#: workstations on the same database see by it that they have to read the editions again.
EDITIONS_STAMP = "editions"


class Codebook(Protocol):
    """Read access to one edition of a code system, held in memory."""

    @property
    def edition(self) -> Edition:
        """The edition that the concepts belong to."""
        ...

    def concept(self, code: str) -> Concept | None:
        """Return the concept with exactly that canonical code, or None."""
        ...

    def children(self, code: str | None) -> Sequence[Concept]:
        """Return the concepts right below a code, in code order; None asks for the top level."""
        ...

    def concepts(self) -> Sequence[Concept]:
        """Every concept, in file order."""
        ...

    def ancestors(self, code: str) -> Sequence[Concept]:
        """Return the concepts above a code, nearest first."""
        ...

    def review_notes(self, code: str) -> Sequence[Note]:
        """Return the notes beside a code that rules ask about; see REVIEW_NOTES."""
        ...


@dataclass(frozen=True, slots=True)
class Codebooks:
    """The three codebooks that an event is judged by."""

    icd10se: Codebook
    kva: Codebook
    atc: Codebook
    #: Systems in which no edition covers the event's day, so that the nearest one is used.
    outside: tuple[CodeSystem, ...] = ()

    def of(self, system: CodeSystem) -> Codebook:
        """Return the codebook of a system."""
        if system is CodeSystem.ICD10SE:
            return self.icd10se
        return self.kva if system is CodeSystem.KVA else self.atc


class CodebookLibrary(Protocol):
    """All imported editions, and which of them a day asks for."""

    def editions(self) -> Sequence[Edition]:
        """Every edition, official ones first, newest first within a system."""
        ...

    def codebook(self, edition_id: str) -> Codebook | None:
        """One edition, loaded, or None."""
        ...

    def for_day(self, day: date | None) -> Codebooks:
        """Return the editions in use that are valid on a day (None = today).

        An official edition goes before the starter edition; one without an end applies until
        its successor starts; where none covers the day, the nearest is used and named in
        `outside`.
        """
        ...

    def reload(self) -> None:
        """Forget what is loaded; the next question reads storage again."""
        ...

    def refresh(self) -> bool:
        """Reload where somebody has changed the editions since they were read; True if so."""
        ...


class CodebookReaders(Protocol):
    """The file formats that codebooks come in."""

    def recognise(self, paths: Sequence[Path]) -> Sequence[RecognisedCodebook]:
        """Every codebook among the files, folders and archives, by name and header.

        Raises:
            CodebookFileError: a path does not exist or cannot be opened, or the only thing that
                is known among the files is no codebook, such as a list of changes.

        """
        ...

    def read(self, codebook: RecognisedCodebook) -> Iterable[Concept]:
        """Return the concepts in file order, each parent known, "not as principal" inherited.

        Raises:
            CodebookFileError: with file, line and remedy; what is read so far is to be thrown
                away.

        """
        ...

    def remarks(self, codebook: RecognisedCodebook) -> Sequence[str]:
        """Swedish sentences about files that were read, but are not written as they should be."""
        ...

    def changes(self, path: Path) -> Sequence[CodeChange]:
        """Return what a publisher's list of changes says, in file order.

        Raises:
            CodebookFileError: it is no such list, or cannot be used; with sheet, row and remedy.

        """
        ...

    def recognise_changes(self, paths: Sequence[Path]) -> Sequence[Path]:
        """Return the files on disk among the paths that are lists of changes, or hold one.

        Raises:
            CodebookFileError: a path does not exist or cannot be opened.

        """
        ...

    def products(self, path: Path) -> ListFile[Product]:
        """Return the products of a list of names with ATC codes, in file order.

        Raises:
            CodebookFileError: it is no such list, or, as its rows are read, cannot be used; with
                row and remedy.

        """
        ...

    def recognise_products(self, paths: Sequence[Path]) -> Sequence[Path]:
        """Return the files on disk among the paths that are lists of products, or hold one.

        Raises:
            CodebookFileError: a path does not exist or cannot be opened.

        """
        ...

    def pack_edition(self, edition: Edition, concepts: Iterable[Concept]) -> bytes:
        """Return the file that takes an edition, its concepts and their notes elsewhere."""
        ...

    @property
    def lists(self) -> ListReaders:
        """The formats of Kodserver tables, local lists and regional decisions."""
        ...


class Editions(Protocol):
    """Imported codebook editions."""

    def all(self) -> list[Edition]:
        """Every imported edition of any state, newest first within a system."""
        ...

    def add(self, edition: Edition, concepts: Iterable[Concept]) -> None:
        """Insert an edition, its concepts and their notes."""
        ...

    def concepts(self, edition_id: str) -> list[Concept]:
        """Return the concepts of an edition in file order; none for an unknown edition."""
        ...

    def codebook(self, edition: Edition) -> Codebook:
        """Return a stored edition, read into memory, whose concepts are made as asked for."""
        ...

    def notes(self, edition_id: str, code: str) -> tuple[Note, ...]:
        """Return the notes beside a code in file order; none for an unknown code or edition."""
        ...

    def all_notes(self, edition_id: str) -> Mapping[str, tuple[Note, ...]]:
        """Return the notes of every code that has any, by code."""
        ...

    def set_state(self, edition_id: str, state: EditionState) -> None:
        """Let an edition be used, or not; an unknown one is no error."""
        ...

    def remove(self, edition_id: str) -> None:
        """Delete an edition with its concepts and notes; an unknown one is no error."""
        ...
