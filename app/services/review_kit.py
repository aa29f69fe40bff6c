"""What another process needs to review events: codebooks, rules, decisions and DRG tables.

It is taken from the opened workstation when a run begins and holds no address and no database, so
that every process judges by the same books, however many there are and wherever they run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain

from app.domain.codebook import ChosenEdition, choose_edition, effective_editions
from app.domain.codebook_ports import Codebook, Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Edition
from app.domain.encounter import Encounter
from app.domain.errors import AppError, CodebookFileError
from app.domain.finding import Finding
from app.domain.region import Region
from app.rules.base import Rule
from app.rules.registry import ALL_RULES, RULE_SET_VERSION
from app.services.context import AppContext
from app.services.drg_kit import GroupingKit, pack_grouping
from app.services.review import judged


class SentLibrary:
    """The editions in use, held in memory; answers for a day as the library that they came from."""

    def __init__(
        self, editions: Sequence[Edition], books: Mapping[str, Codebook], today: date
    ) -> None:
        self._editions = tuple(editions)
        self._books = dict(books)
        self._today = today
        self._days: dict[date, Codebooks] = {}

    def for_day(self, day: date | None) -> Codebooks:
        """Return the editions that a day is judged by; None asks for the day of the run."""
        asked = day or self._today
        answer = self._days.get(asked)
        if answer is None:
            answer = self._days[asked] = self._answer(asked)
        return answer

    def _answer(self, day: date) -> Codebooks:
        chosen = {system: self._choose(system, day) for system in CodeSystem}
        return Codebooks(
            icd10se=self._books[chosen[CodeSystem.ICD10SE].edition.id],
            kva=self._books[chosen[CodeSystem.KVA].edition.id],
            atc=self._books[chosen[CodeSystem.ATC].edition.id],
            outside=tuple(system for system, choice in chosen.items() if choice.is_outside),
        )

    def _choose(self, system: CodeSystem, day: date) -> ChosenEdition:
        choice = choose_edition(self._editions, system, day)
        if choice is None:
            raise CodebookFileError(
                f"Inget kodverk finns för {SYSTEM_LABEL[system]}. Läs in ett, eller installera "
                "om programmet."
            )
        return choice


@dataclass(frozen=True, slots=True)
class ReviewKit:
    """All that the findings of an event depend on beside the event itself."""

    library: SentLibrary = field(repr=False)
    region: Region = field(repr=False)
    #: Version of the rule book, and the ids of its rules in order.
    rule_set: str
    rule_ids: tuple[str, ...] = field(repr=False)
    #: Tables for the problem groups of events.
    grouping: GroupingKit = field(repr=False)
    #: Whose rule set all events are judged by; empty for that of each event's own country.
    country: str = ""

    def review(self, encounter: Encounter) -> list[Finding]:
        """Check one event as `review.review` does.

        Raises:
            AppError: the program of this process has other rules than the one that sent the kit.

        """
        rules = _rules_of(self.rule_set, self.rule_ids)
        books = self.library.for_day(encounter.day)
        grouped = self.grouping.with_problem_group(encounter, books)
        return judged(rules, grouped, books, self.region, self.country)


def pack_review(app: AppContext, country: str = "") -> ReviewKit:
    """Take what a review needs out of the workstation, as it is now.

    Raises:
        StorageError: the database cannot be read.
        CodebookFileError: an edition in use cannot be loaded.

    """
    editions = app.library.editions()
    used = list(chain.from_iterable(_in_use(editions, system) for system in CodeSystem))
    books = {edition.id: _loaded(app, edition) for edition in used}
    return ReviewKit(
        SentLibrary(used, books, app.now().date()),
        app.region.current(),
        app.rule_set,
        tuple(rule.rule_id for rule in app.rules),
        pack_grouping(app),
        country,
    )


def _in_use(editions: Sequence[Edition], system: CodeSystem) -> list[Edition]:
    """Return the editions of a system that any day can ask for, as they are stored."""
    ids = {edition.id for edition in effective_editions(editions, system)}
    if ids:
        return [edition for edition in editions if edition.id in ids]
    return [e for e in editions if e.system is system and e.is_starter]


def _loaded(app: AppContext, edition: Edition) -> Codebook:
    book = app.library.codebook(edition.id)
    if book is None:
        raise CodebookFileError(f"{edition.label} har tagits bort. Försök igen.")
    return book


@lru_cache(maxsize=4)
def _rules_of(rule_set: str, rule_ids: tuple[str, ...]) -> tuple[Rule, ...]:
    """Find the rules in this process's own program."""
    known = {rule.rule_id: rule for rule in ALL_RULES}
    if rule_set != RULE_SET_VERSION or not known.keys() >= set(rule_ids):
        raise AppError(
            "En arbetare har en annan version av Kodklar än den här datorn. Installera samma "
            "version överallt och kör om."
        )
    return tuple(known[rule_id] for rule_id in rule_ids)
