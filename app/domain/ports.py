"""What the use cases need from the outside world, as protocols."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from app.domain.access import AccessEvent, Claim, Person
from app.domain.clinician_query import ClinicianQueries
from app.domain.code_use import CodeUse
from app.domain.codebook_ports import Editions
from app.domain.codes import CodeSystem
from app.domain.coverage import Mention
from app.domain.desk_memory import DeskMemory, UndoMemory
from app.domain.drg_ports import DrgTables
from app.domain.drg_regroup import SignedEvents
from app.domain.encounter import Encounter
from app.domain.intake import QuarantineItem, Rejected
from app.domain.list_ports import Kodserver, LocalLists, Products, Regional
from app.domain.personal_ports import CodeSets, Favourites, UsedCodes
from app.domain.procedure_candidate import CandidateDecisions
from app.domain.record import CareRecord, ProposalState
from app.domain.rule_statistics import RuleCounts
from app.domain.search import SearchHit, SearchQuery, Suggestions
from app.domain.second_review import SecondReviews
from app.domain.term_ports import LocalTerms
from app.domain.training_ports import Training
from app.domain.version import SignedVersion
from app.domain.visit_ports import Visits
from app.domain.work_list import WorkListQuery, WorkListRow
from app.domain.work_list_rule import WorkListName
from app.domain.work_statistics import SearchMisses, SignedFacts


class SearchEngine(Protocol):
    """Search over the editions in force on a day."""

    def search(self, query: SearchQuery) -> Sequence[SearchHit]:
        """Return the hits in sections, best first; the later ones may be made when looked at."""
        ...

    def suggest(self, query: SearchQuery) -> Suggestions:
        """Return what to try instead of a question that finds nothing, or guesses alone."""
        ...

    def prepare(self, day: date | None = None) -> None:
        """Build the indexes for a day now, so that the first search is quick."""
        ...

    def reload(self) -> None:
        """Forget what was built on editions or product names that are no longer the same."""
        ...

    def synonyms_of(self, system: CodeSystem, code: str) -> Sequence[str]:
        """Return the terms of the lexicon that point at exactly that code, in their order."""
        ...

    def phrases(self, text: str, day: date | None = None) -> Sequence[Mention]:
        """Return the phrases of a note that name codes of a day, in order; none overlap."""
        ...


class Encounters(Protocol):
    """The events in the database."""

    def get(self, encounter_id: str) -> Encounter | None: ...

    def record(self, encounter_id: str) -> CareRecord: ...

    def records_of(self, encounter_ids: Collection[str]) -> dict[str, CareRecord]:
        """Return the record of each event; empty where there is none."""
        ...

    def save(self, encounter: Encounter, save_id: str) -> Encounter:
        """Store the encounter and return it with its new version.

        A save id that is already stored changes nothing and returns the stored encounter:
        a save of unknown outcome may be retried.

        Raises:
            StaleSaveError: the stored version is not the one the encounter was read at.

        """
        ...

    def add(self, encounter: Encounter, record: CareRecord, save_id: str) -> Encounter:
        """Store a new event with its record, as save and put_record would."""
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

    def ids(self, query: WorkListQuery, limit: int) -> list[str]:
        """Return the ids that a query finds, in its order, so many at most."""
        ...

    def count(self, query: WorkListQuery) -> int: ...

    def count_by_status(self) -> dict[str, int]: ...

    def of_patient(self, patient_number: str) -> list[Encounter]:
        """All events of one patient, newest first."""
        ...

    def known_as(self, patient_number: str, encounter_id: str) -> list[Encounter]:
        """All events of one patient, and the one with that id, whoever's it is."""
        ...

    def using(self, system: CodeSystem, codes: Collection[str]) -> list[CodeUse]:
        """Return where unsigned events carry any of the codes, oldest event first."""
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

    def are_judged_by(self, edition_label: str) -> bool:
        """Whether any signed version names that edition, by the label it was signed under."""
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

    def is_holding(self, person_id: str) -> bool:
        """Whether a person holds any unexpired claim."""
        ...


class People(Protocol):
    """The users of this database, those who have left among them."""

    def all(self) -> list[Person]: ...

    def get(self, person_id: str) -> Person | None: ...

    def hold(self, person_id: str) -> Person | None: ...

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


class WorkListRules(Protocol):
    """Saved rules of the work list."""

    def visible_to(self, person_id: str) -> list[WorkListName]:
        """Return the person's own lists and the shared ones, by name."""
        ...

    def save(self, named: WorkListName) -> None: ...

    def remove(self, list_id: str) -> None: ...


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
    def work_list_rules(self) -> WorkListRules: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def kodserver(self) -> Kodserver: ...
    @property
    def local_lists(self) -> LocalLists: ...
    @property
    def regional(self) -> Regional: ...
    @property
    def products(self) -> Products: ...
    @property
    def favourites(self) -> Favourites: ...
    @property
    def used_codes(self) -> UsedCodes: ...
    @property
    def code_sets(self) -> CodeSets: ...
    @property
    def visits(self) -> Visits: ...

    @property
    def rule_counts(self) -> RuleCounts: ...

    @property
    def drg_tables(self) -> DrgTables: ...

    @property
    def desk_memory(self) -> DeskMemory: ...
    @property
    def undo_memory(self) -> UndoMemory: ...
    @property
    def clinician_queries(self) -> ClinicianQueries: ...
    @property
    def signed_events(self) -> SignedEvents: ...
    @property
    def second_reviews(self) -> SecondReviews: ...
    @property
    def signed_facts(self) -> SignedFacts: ...
    @property
    def search_misses(self) -> SearchMisses: ...
    @property
    def local_terms(self) -> LocalTerms: ...
    @property
    def candidates(self) -> CandidateDecisions: ...

    @property
    def training(self) -> Training: ...

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
