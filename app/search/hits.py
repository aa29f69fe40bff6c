"""The rows that are shown of what was found: each with why it is an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, make_dataclass
from functools import cache, partial
from itertools import repeat
from typing import Any, Final, cast

from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit
from app.search.candidates import KINDS, SYSTEMS, Candidate
from app.search.code_table import CodeMatch
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.marking import Range, mark_title
from app.search.reasons import reasons
from app.search.scoring import Answer

_Draft: Final[Any] = make_dataclass(
    "_Draft", [(field.name, field.type) for field in fields(SearchHit)], slots=True
)


def show(
    chosen: Sequence[Candidate], parts: Sequence[AskedEdition], given: Sequence[Answer]
) -> list[SearchHit]:
    """Give the rows of what was chosen, in its order, as it was found in the editions asked."""
    asked = {SYSTEMS.index(part.search.edition.system): part for part in parts}
    told = _told(chosen, dict(zip(asked, given, strict=False)))
    alike = {system: cache(partial(_alike, part.search)) for system, part in asked.items()}
    hits: list[SearchHit] = []
    for section, worse, system, _, row, source in chosen:
        part, kind = asked[system], KINDS[section]
        if isinstance(source, CodeMatch):
            hits.append(_hit(part, source.concept, kind, source.why, -worse))
        else:
            concept, why = part.search.concepts[row], told[system, source]
            marked = mark_title(concept.title, why, alike[system])
            hits.append(_hit(part, concept, kind, why, -worse, marked))
    return hits


def _hit(
    part: AskedEdition,
    concept: Concept,
    kind: MatchKind,
    why: str,
    score: float,
    marked: tuple[Range, ...] = (),
) -> SearchHit:
    """Make a row; fifty from the constructor of a frozen class take longer than finding them.

    A draft has the same slots, and is frozen by becoming what it is a draft of.
    """
    is_gone = concept.valid_to is not None and concept.has_ended(part.day)
    hit = _Draft(
        concept.system,
        concept.code,
        concept.title,
        kind,
        why,
        score,
        concept.mark,
        concept.may_be_principal,
        concept.is_leaf,
        concept.valid_to if is_gone else None,
        marked,
        tuple(each.code for each in part.successors(concept)) if is_gone else (),
    )
    hit.__class__ = SearchHit
    return cast("SearchHit", hit)


def _alike(search: EditionSearch, word: str) -> list[str]:
    """Give the words that a word stands for in the lexicon, as far as that says."""
    reader = search.reader
    synsets = reader.lexicon.synsets(word, reader.system)
    phrases = [t for t in reader.lexicon.exact([word], reader.system) if not t.points_at_codes]
    return [target for term in (*synsets, *phrases) for target in term.targets]


def _told(chosen: Sequence[Candidate], given: Mapping[int, Answer]) -> dict[tuple[int, int], str]:
    """Give the reasons of the entries that are shown, by system and entry."""
    whys: dict[tuple[int, int], str] = {}
    for system, each in given.items():
        entries = [c[5] for c in chosen if c[2] == system and isinstance(c[5], int)]
        if entries:
            keys = zip(repeat(system), entries, strict=False)
            whys.update(zip(keys, reasons(each, entries), strict=True))
    return whys
