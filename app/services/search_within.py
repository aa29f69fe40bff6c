"""Use cases of searching on inside an answer: narrower by further words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.codes import CodeSystem
from app.domain.own_codes import OwnCodes
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.services.context import AppContext
from app.services.own_codes import search_with_own

CodeKey = tuple[CodeSystem, str]
#: More than any book has codes that answer a question.
_EVERY_HIT = 20_000


def search_at_desk(app: AppContext, query: SearchQuery, own: OwnCodes) -> list[SearchHit]:
    """Answer a question as the coding screen asks it, own codes in their section."""
    return search_with_own(app, own, app.engine.search(query), query)


def keys_of_all_hits(app: AppContext, query: SearchQuery) -> frozenset[CodeKey]:
    """Return every code that a question finds, for `SearchQuery.among` of the next.

    The limit of the question does not count. Guesses count only where there is nothing else.
    """
    return keys_above_the_line(app.engine.search(replace(query, limit=_EVERY_HIT)))


def keys_above_the_line(hits: Sequence[SearchHit]) -> frozenset[CodeKey]:
    """Return the codes of what was typed, or the guesses where there is nothing else."""
    typed = [hit for hit in hits if hit.kind is not MatchKind.FUZZY]
    return frozenset((hit.system, hit.code) for hit in typed or hits)
