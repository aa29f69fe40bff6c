"""The rows that are shown of what was found: each with why it is an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, make_dataclass
from itertools import repeat
from typing import Any, Final, cast

from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit
from app.search.candidates import KINDS, SYSTEMS, Candidate
from app.search.code_table import CodeMatch
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.marking import SHORTEST_PART, Range, mark_title
from app.search.normalise import spelling_key, stem
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
    known = {system: _KnownWords(part.search) for system, part in asked.items()}
    hits: list[SearchHit] = []
    for section, worse, system, _, row, source in chosen:
        part, kind = asked[system], KINDS[section]
        if isinstance(source, CodeMatch):
            hits.append(_hit(part, source.concept, kind, source.why, -worse))
        else:
            concept, why = part.search.concepts[row], told[system, source]
            marked = mark_title(concept.title, why, known[system], source)
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


class _KnownWords:
    """What the index and the lexicon of an edition know of the words of titles."""

    def __init__(self, search: EditionSearch) -> None:
        self._search = search
        #: Made for the first row that asks, for all rows of the question.
        self._forms: dict[str, frozenset[int]] = {}
        self._parts: dict[str, frozenset[int]] = {}
        self._alike: dict[str, tuple[str, ...]] = {}

    def holds_form(self, entry: int, word: str) -> bool:
        """Whether the title of an entry may hold a word inflected or in another spelling."""
        forms = self._forms.get(word)
        if forms is None:
            index = self._search.reader.index
            same = (*index.by_stem.of(stem(word)), *index.by_key.of(spelling_key(word)))
            forms = self._forms[word] = frozenset(same)
        return bool(forms) and not forms.isdisjoint(self._numbers(entry))

    def holds_part(self, entry: int, word: str) -> bool:
        """Whether the title of an entry may hold a word that a compound is made of."""
        parts = self._parts.get(word)
        if parts is None:
            of = self._search.reader.index.by_stem.of
            parts = self._parts[word] = frozenset(n for part in _parts_of(word) for n in of(part))
        return bool(parts) and not parts.isdisjoint(self._numbers(entry))

    def alike(self, word: str) -> tuple[str, ...]:
        """Give the words that a word stands for in the lexicon, as far as that says."""
        found = self._alike.get(word)
        if found is None:
            reader = self._search.reader
            terms = reader.lexicon.exact([word], reader.system)
            named = [term for term in terms if not term.points_at_codes]
            like = (*reader.lexicon.synsets(word, reader.system), *named)
            found = self._alike[word] = tuple(target for term in like for target in term.targets)
        return found

    def _numbers(self, entry: int) -> list[int]:
        index = self._search.reader.index
        numbers: list[int] = index.title_words[
            index.title_start[entry] : index.title_start[entry + 1]
        ].tolist()
        return numbers


def _parts_of(word: str) -> set[str]:
    begins = range(len(word) - SHORTEST_PART + 1)
    return {word[at:end] for at in begins for end in range(at + SHORTEST_PART, len(word) + 1)}


def _told(chosen: Sequence[Candidate], given: Mapping[int, Answer]) -> dict[tuple[int, int], str]:
    """Give the reasons of the entries that are shown, by system and entry."""
    whys: dict[tuple[int, int], str] = {}
    for system, each in given.items():
        entries = [c[5] for c in chosen if c[2] == system and isinstance(c[5], int)]
        if entries:
            keys = zip(repeat(system), entries, strict=False)
            whys.update(zip(keys, reasons(each, entries), strict=True))
    return whys
