"""What the use cases need from the outside world, as protocols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from app.domain.access import AccessEvent, Claim, Person
from app.domain.codebook_changes import CodeChange
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Note, RecognisedCodebook
from app.domain.encounter import Encounter
from app.domain.intake import QuarantineItem, Rejected
from app.domain.list_ports import Kodserver, ListReaders, LocalLists, Regional
from app.domain.product import Product
from app.domain.record import CareRecord, ProposalState
from app.domain.search import SearchHit, SearchQuery
from app.domain.version import SignedVersion
from app.domain.work_list import SavedView, WorkListQuery, WorkListRow


class Codebook(Protocol):
    """Read access to one edition of a code system, held in memory."""

    @property
    def edition(self) -> Edition: ...

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
        return {
            CodeSystem.ICD10SE: self.icd10se,
            CodeSystem.KVA: self.kva,
            CodeSystem.ATC: self.atc,
        }[system]


class CodebookLibrary(Protocol):
    """All imported editions, and which of them a day asks for."""

    def editions(self) -> Sequence[Edition]:
        """Every edition, official ones first, newest first within a system."""
        ...

    def codebook(self, edition_id: str) -> Codebook | None:
        """One edition, loaded, or None."""
        ...

    def for_day(self, day: date | None) -> Codebooks:
        """Return the editions valid on a day (None = today).

        An official edition goes before the starter edition; one without an end applies until
        its successor starts; where none covers the day, the nearest is used and named in
        `outside`.
        """
        ...

    def reload(self) -> None:
        """Forget what is loaded; the next question reads storage again."""
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

    def products(self, path: Path) -> Iterable[Product]:
        """Return the products of a list of names with ATC codes, in file order.

        Raises:
            CodebookFileError: it is no such list, or cannot be used; with row and remedy.

        """
        ...

    @property
    def lists(self) -> ListReaders:
        """The formats of Kodserver tables, local lists and regional decisions."""
        ...


class SearchEngine(Protocol):
    """Search over the editions in force on a day."""

    def search(self, query: SearchQuery) -> list[SearchHit]: ...

    def prepare(self, day: date | None = None) -> None:
        """Build the indexes for a day now, so that the first search is quick."""
        ...


class Encounters(Protocol):
    """The events in the database."""

    def get(self, encounter_id: str) -> Encounter | None: ...

    def record(self, encounter_id: str) -> CareRecord: ...

    def save(self, encounter: Encounter, save_id: str) -> Encounter:
        """Store the encounter and return it with its new version.

        A save id that is already stored changes nothing and returns the stored encounter:
        a save of unknown outcome may be retried.

        Raises:
            StaleSaveError: the stored version is not the one the encounter was read at.

        """
        ...

    def put_record(self, encounter_id: str, record: CareRecord) -> None:
        """Insert or replace the record of an event, keeping the states of its proposals."""
        ...

    def set_proposal_state(
        self, encounter_id: str, proposal_id: str, state: ProposalState
    ) -> None: ...

    def remove(self, encounter_id: str) -> None:
        """Take away an event that a split or merge replaced; a signed event is refused."""
        ...

    def remove_demo(self) -> int:
        """Take away every event whose source is `demo`, signed ones and their versions too.

        Fictive persons alone: the rule that nothing signed is removed does not protect them.
        Returns how many events went.
        """
        ...

    def page(self, query: WorkListQuery, offset: int, limit: int) -> list[WorkListRow]: ...

    def count(self, query: WorkListQuery) -> int: ...

    def count_by_status(self) -> dict[str, int]: ...

    def of_patient(self, patient_number: str) -> list[Encounter]:
        """All events of one patient, newest first."""
        ...

    def units(self) -> list[str]:
        """Return the names of all units that have events, in Swedish order."""
        ...


class Versions(Protocol):
    """Signed states, written once."""

    def add(self, version: SignedVersion) -> None: ...

    def of_encounter(self, encounter_id: str) -> list[SignedVersion]:
        """Oldest first."""
        ...


class Claims(Protocol):
    """Who works on which event; leases run on the database's clock."""

    def take(self, encounter_id: str, person: Person, minutes: int) -> Claim:
        """Take or renew the claim.

        Raises:
            ClaimedByOtherError: somebody else holds an unexpired claim.

        """
        ...

    def release(self, encounter_id: str, person_id: str) -> None: ...

    def holder(self, encounter_id: str) -> Claim | None:
        """Return the unexpired claim, or None."""
        ...


class People(Protocol):
    """The users of this database."""

    def all(self) -> list[Person]: ...

    def get(self, person_id: str) -> Person | None: ...

    def save(self, person: Person) -> None: ...


class AccessLog(Protocol):
    """Every opened patient, written as it happens; never changed."""

    def add(self, event: AccessEvent) -> None: ...

    def latest(self, limit: int, encounter_id: str | None = None) -> list[AccessEvent]: ...


class Quarantine(Protocol):
    """Rows that could not be imported."""

    def add(self, kind: str, rejected: Iterable[Rejected], at: datetime) -> None: ...

    def all(self) -> list[QuarantineItem]: ...

    def remove(self, item_id: int) -> None: ...


class Editions(Protocol):
    """Imported codebook editions."""

    def all(self) -> list[Edition]: ...

    def add(self, edition: Edition, concepts: Iterable[Concept]) -> None: ...

    def concepts(self, edition_id: str) -> list[Concept]: ...

    def codebook(self, edition: Edition) -> Codebook:
        """Return a stored edition, read into memory, whose concepts are made as asked for."""
        ...

    def notes(self, edition_id: str, code: str) -> tuple[Note, ...]:
        """Return the notes beside a code in file order; none for an unknown code or edition."""
        ...

    def remove(self, edition_id: str) -> None: ...


class SavedViews(Protocol):
    """Named work-list queries of a person."""

    def of_person(self, person_id: str) -> list[SavedView]: ...

    def save(self, person_id: str, view: SavedView) -> None: ...

    def remove(self, person_id: str, name: str) -> None: ...


class Facts(Protocol):
    """Small facts of the database itself, for example that the demonstration data are in it."""

    def get(self, key: str) -> str | None: ...

    def set(self, key: str, value: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without commit() rolls back."""

    @property
    def encounters(self) -> Encounters: ...
    @property
    def versions(self) -> Versions: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def people(self) -> People: ...
    @property
    def access_log(self) -> AccessLog: ...
    @property
    def quarantine(self) -> Quarantine: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def saved_views(self) -> SavedViews: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def kodserver(self) -> Kodserver: ...
    @property
    def local_lists(self) -> LocalLists: ...
    @property
    def regional(self) -> Regional: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None: ...
    def commit(self) -> None:
        """Make the block's changes permanent.

        Raises:
            StorageError: the database is read-only, full, locked or lost.

        """
        ...
