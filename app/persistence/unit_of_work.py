"""One transaction: rolled back unless committed."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.domain import (
    clinician_query,
    codebook_ports,
    drg_ports,
    drg_regroup,
    list_ports,
    personal_ports,
    ports,
    procedure_candidate,
    rule_statistics,
    term_ports,
    training_ports,
    visit_ports,
)
from app.domain.desk_memory import DeskMemory, UndoMemory
from app.domain.second_review import SecondReviews
from app.domain.work_statistics import SearchMisses, SignedFacts
from app.persistence.access_log import SqlAccessLog
from app.persistence.candidates import SqlCandidateDecisions
from app.persistence.claims import SqlClaims
from app.persistence.clinician_queries import SqlClinicianQueries
from app.persistence.code_sets import SqlCodeSets
from app.persistence.desk_memory import SqlDeskMemory, SqlUndoMemory
from app.persistence.drg_tables import SqlDrgTables
from app.persistence.editions import SqlEditions
from app.persistence.encounters import SqlEncounters
from app.persistence.facts import SqlFacts
from app.persistence.favourites import SqlFavourites
from app.persistence.kodserver import SqlKodserver
from app.persistence.local_lists import SqlLocalLists
from app.persistence.local_terms import SqlLocalTerms
from app.persistence.people import SqlPeople
from app.persistence.products import SqlProducts
from app.persistence.protection import spread_protection
from app.persistence.quarantine import SqlQuarantine
from app.persistence.regional import SqlRegional
from app.persistence.second_reviews import SqlSecondReviews
from app.persistence.signed_events import SqlSignedEvents
from app.persistence.signed_facts import SqlSearchMisses, SqlSignedFacts
from app.persistence.signed_findings import SqlRuleCounts
from app.persistence.storage_errors import error_for, storage_errors
from app.persistence.training import SqlTraining
from app.persistence.used_codes import SqlUsedCodes
from app.persistence.versions import SqlVersions
from app.persistence.visits import SqlVisits
from app.persistence.work_list_rules import SqlWorkListRules


class SqlUnitOfWork:
    """Implements `ports.UnitOfWork`. For one thread; no connection before the first question."""

    def __init__(self, engine: Engine) -> None:
        # A flush half-way through filling a row would count as a save of its own.
        self._session = Session(engine, expire_on_commit=False, autoflush=False)

    @property
    def encounters(self) -> ports.Encounters:
        """The events."""
        return SqlEncounters(self._session)

    @property
    def versions(self) -> ports.Versions:
        """Signed states."""
        return SqlVersions(self._session)

    @property
    def claims(self) -> ports.Claims:
        """Who works on which event."""
        return SqlClaims(self._session)

    @property
    def people(self) -> ports.People:
        """The users."""
        return SqlPeople(self._session)

    @property
    def access_log(self) -> ports.AccessLog:
        """Opened patients."""
        return SqlAccessLog(self._session)

    @property
    def quarantine(self) -> ports.Quarantine:
        """Rows that could not be imported."""
        return SqlQuarantine(self._session)

    @property
    def editions(self) -> codebook_ports.Editions:
        """Imported codebook editions."""
        return SqlEditions(self._session)

    @property
    def work_list_rules(self) -> ports.WorkListRules:
        """Saved rules of the work list."""
        return SqlWorkListRules(self._session)

    @property
    def facts(self) -> ports.Facts:
        """Small facts of the database."""
        return SqlFacts(self._session)

    @property
    def kodserver(self) -> list_ports.Kodserver:
        """The imported Kodserver tables."""
        return SqlKodserver(self._session)

    @property
    def local_lists(self) -> list_ports.LocalLists:
        """The imported local lists."""
        return SqlLocalLists(self._session)

    @property
    def regional(self) -> list_ports.Regional:
        """The region's own decisions."""
        return SqlRegional(self._session)

    @property
    def products(self) -> list_ports.Products:
        """The names of medicinal products."""
        return SqlProducts(self._session)

    @property
    def favourites(self) -> personal_ports.Favourites:
        """The codes that people keep at hand."""
        return SqlFavourites(self._session)

    @property
    def used_codes(self) -> personal_ports.UsedCodes:
        """Which codes were used where, and by whom."""
        return SqlUsedCodes(self._session)

    @property
    def visits(self) -> visit_ports.Visits:
        """Visits of a person's own units."""
        return SqlVisits(self._session)

    @property
    def code_sets(self) -> personal_ports.CodeSets:
        """The templates."""
        return SqlCodeSets(self._session)

    @property
    def rule_counts(self) -> rule_statistics.RuleCounts:
        """How often each rule spoke at signing."""
        return SqlRuleCounts(self._session)

    @property
    def drg_tables(self) -> drg_ports.DrgTables:
        """The imported NordDRG definition tables."""
        return SqlDrgTables(self._session)

    @property
    def desk_memory(self) -> DeskMemory:
        """What desks remember of persons."""
        return SqlDeskMemory(self._session)

    @property
    def undo_memory(self) -> UndoMemory:
        """The steps that can be undone after a restart."""
        return SqlUndoMemory(self._session)

    @property
    def clinician_queries(self) -> clinician_query.ClinicianQueries:
        """The questions to clinicians."""
        return SqlClinicianQueries(self._session)

    @property
    def signed_events(self) -> drg_regroup.SignedEvents:
        """The latest signed version of each event."""
        return SqlSignedEvents(self._session)

    @property
    def signed_facts(self) -> SignedFacts:
        """Signatures, added up."""
        return SqlSignedFacts(self._session)

    @property
    def search_misses(self) -> SearchMisses:
        """Texts that found nothing."""
        return SqlSearchMisses(self._session)

    @property
    def second_reviews(self) -> SecondReviews:
        """Samples of signed events and their second reviews."""
        return SqlSecondReviews(self._session)

    @property
    def local_terms(self) -> term_ports.LocalTerms:
        """The terms that the workplace added."""
        return SqlLocalTerms(self._session)

    @property
    def candidates(self) -> procedure_candidate.CandidateDecisions:
        """What was decided of sentences of KVÅ."""
        return SqlCandidateDecisions(self._session)

    @property
    def training(self) -> training_ports.Training:
        """The exercises and attempts of trainees."""
        return SqlTraining(self._session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        try:
            self._session.close()
        except SQLAlchemyError:
            # The connection is gone, and the transaction with it: just what closing is for.
            self._session.invalidate()
        if isinstance(exc, SQLAlchemyError):
            raise error_for(exc) from None

    @storage_errors()
    def commit(self) -> None:
        """Make the block's changes permanent.

        Raises:
            StorageError: the database is read-only, full, locked or lost.

        """
        spread_protection(self._session)
        self._session.commit()
