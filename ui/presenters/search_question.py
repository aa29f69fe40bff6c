"""What decides an answer of the search box, and how the answer is got: on the worker's thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.codes import CodeSystem
from app.domain.list_words import format_count
from app.domain.own_codes import OwnCodes
from app.domain.search import FilterKind, SearchHit, SearchQuery, Setting, Suggestions
from app.services.code_search import suggest_codes
from app.services.context import AppContext
from app.services.search_within import keys_above_the_line, keys_of_all_hits, search_at_desk
from app.services.section import SectionAnswer, search_section

#: Hits that are shown at most.
LIMIT = 60
#: Hits that are looked through where filters are laid over a finished answer.
_MANY = 3000

CodeKey = tuple[CodeSystem, str]


@dataclass(frozen=True, slots=True)
class ChosenFilters:
    """What is chosen beside the text."""

    #: As it is typed after `kap:`; empty for all.
    chapter: str = ""
    principal_only: bool = False
    show_retired: bool = False

    @property
    def are_set(self) -> bool:
        """Whether anything is chosen."""
        return self != _NO_FILTERS

    def without(self, kind: FilterKind) -> ChosenFilters:
        """Return what is left when one of the filters is let go."""
        if kind is FilterKind.CHAPTER:
            return replace(self, chapter="")
        if kind is FilterKind.PRINCIPAL:
            return replace(self, principal_only=False)
        return replace(self, show_retired=True) if kind is FilterKind.VALIDITY else self


_NO_FILTERS = ChosenFilters()


@dataclass(frozen=True, slots=True)
class Question:
    """All that decides an answer."""

    text: str = ""
    systems: tuple[CodeSystem, ...] = ()
    #: The edition by its id, or the day that picks the editions.
    edition: str | date | None = None
    #: The code that the search stays below; with none, everything is searched.
    section: tuple[CodeSystem, str] | None = None
    filters: ChosenFilters = ChosenFilters()
    setting: Setting | None = None
    #: The answer that the search stays inside.
    within: Within | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to answer."""
        return not self.text.strip() and self.within is None

    @property
    def is_general(self) -> bool:
        """Whether it is asked of the editions of a day, not of a section or a single edition."""
        return self.section is None and not isinstance(self.edition, str)

    def query(self, among: frozenset[CodeKey] | None) -> SearchQuery:
        """Return the question as the search takes it."""
        chosen, day = self.filters, self.edition if not isinstance(self.edition, str) else None
        return SearchQuery(
            self.text,
            self.systems,
            LIMIT,
            day,
            chosen.chapter,
            chosen.principal_only,
            chosen.show_retired,
            self.setting,
            among,
        )


class Within:
    """An answer that is searched on inside. Which codes it holds is found out on the first use."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._keys: frozenset[CodeKey] | None = None

    @property
    def count(self) -> int | None:
        """How many codes the answer holds; None while nobody knows."""
        return None if self._keys is None else len(self._keys)

    @property
    def sentence(self) -> str:
        """Inside what it is searched: how many codes, once somebody knows, and what was typed."""
        known = self.count
        hits = "träffarna" if known is None else format_count(known, "träff", "träffar")
        return f"Inom {hits}: {' · '.join(self.texts)}"

    @property
    def texts(self) -> tuple[str, ...]:
        """What was typed, step by step."""
        before = self.question.within
        return (*(before.texts if before else ()), self.question.text.strip())

    def keys(self, app: AppContext) -> frozenset[CodeKey]:
        """Return the codes of the answer: all of them, also past what was shown."""
        if self._keys is None:
            self._keys = _every_key(app, self.question)
        return self._keys


def ask(app: AppContext, question: Question, own: OwnCodes) -> SectionAnswer:
    """Answer a question; one without words inside an answer gets that answer."""
    within = question.within
    if within is not None and not question.text.strip():
        before = ask(app, within.question, own)
        return replace(before, hits=tuple(_among(before.hits, within.keys(app))))
    keys = within.keys(app) if within is not None else None
    if question.is_general:
        return SectionAnswer(tuple(search_at_desk(app, question.query(keys), own)))
    answer = _in_section(app, question)
    return replace(answer, hits=tuple(_kept(answer.hits, question.filters, keys))[:LIMIT])


def suggest(app: AppContext, question: Question) -> Suggestions:
    """Say what to try instead of a question that found nothing, or guesses alone."""
    query = question.query(question.within.keys(app) if question.within is not None else None)
    return suggest_codes(
        app,
        query.text,
        query.systems,
        query.day,
        chapter=query.chapter,
        principal_only=query.principal_only,
        show_retired=query.show_retired,
        setting=query.setting,
        among=query.among,
    )


def _every_key(app: AppContext, question: Question) -> frozenset[CodeKey]:
    keys = question.within.keys(app) if question.within is not None else None
    if question.is_general:
        return keys_of_all_hits(app, question.query(keys))
    hits = _kept(_in_section(app, question).hits, question.filters, keys)
    return keys_above_the_line(list(hits))


def _in_section(app: AppContext, question: Question) -> SectionAnswer:
    edition, text = question.edition, question.text
    system, code = question.section or (question.systems[0], "")
    return search_section(app, edition, system, text, within=code, limit=_MANY)


def _kept(
    hits: Iterable[SearchHit], filters: ChosenFilters, keys: frozenset[CodeKey] | None
) -> Iterable[SearchHit]:
    if filters.principal_only:
        hits = (hit for hit in hits if _is_principal(hit))
    return hits if keys is None else _among(hits, keys)


def _among(hits: Iterable[SearchHit], keys: frozenset[CodeKey]) -> Iterable[SearchHit]:
    return (hit for hit in hits if (hit.system, hit.code) in keys)


def _is_principal(hit: SearchHit) -> bool:
    is_code = hit.system is CodeSystem.ICD10SE and hit.code[0].isalpha() and "-" not in hit.code
    return is_code and hit.may_be_principal
