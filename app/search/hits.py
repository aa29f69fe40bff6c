"""The rows of what was found: each with why it is an answer, made when it is looked at."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import overload

from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit
from app.search.candidates import KINDS, SYSTEMS, Candidate
from app.search.code_table import CodeMatch
from app.search.edition_search import AskedEdition, EditionSearch
from app.search.marking import SHORTEST_PART, Range, mark_title, says_more
from app.search.normalise import spelling_key, stem
from app.search.ranking import COMMON_WORD, FIRST_PAGE
from app.search.reasons import reasons
from app.search.scoring import Answer


class Hits(Sequence[SearchHit]):
    """The rows of an answer, in order. Safe in any thread.

    The first page is made with the answer, the others when one of them is looked at: to say why
    they are answers, and where their words stand, takes as long as to find them.
    """

    def __init__(
        self, chosen: Sequence[Candidate], parts: Sequence[AskedEdition], given: Sequence[Answer]
    ) -> None:
        self._chosen = chosen
        self._maker = _RowMaker(parts, given)
        self._lock = threading.Lock()
        self._rows = self._maker.rows(chosen[:FIRST_PAGE])

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, place: int) -> SearchHit: ...
    @overload
    def __getitem__(self, place: slice) -> list[SearchHit]: ...
    def __getitem__(self, place: int | slice) -> SearchHit | list[SearchHit]:
        places = range(len(self._chosen))[place]
        if isinstance(places, int):
            return self._up_to(places)[places]
        return [self[each] for each in places]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _up_to(self, place: int) -> list[SearchHit]:
        """Give the rows that there are, with the one at a place among them."""
        if place >= len(self._rows):
            with self._lock:
                made = len(self._rows)
                if place >= made:
                    self._rows = self._rows + self._maker.rows(self._chosen[made:])
        return self._rows


class _RowMaker:
    """Makes rows of what was chosen, as it was found in the editions asked."""

    def __init__(self, parts: Sequence[AskedEdition], given: Sequence[Answer]) -> None:
        self._asked = {SYSTEMS.index(part.search.edition.system): part for part in parts}
        self._given = dict(zip(self._asked, given, strict=False))
        self._known = {system: _KnownWords(part.search) for system, part in self._asked.items()}
        #: The systems in which the only word of the question is a common one.
        self._common = {
            system
            for system, each in self._given.items()
            if len(each.weights) == 1 and each.weights[0] < COMMON_WORD
        }

    def rows(self, chosen: Sequence[Candidate]) -> list[SearchHit]:
        """Give the rows of what was chosen, in its order."""
        told = _told(chosen, self._given)
        rows: list[SearchHit] = []
        for section, worse, system, _, row, source in chosen:
            part, kind = self._asked[system], KINDS[section]
            if isinstance(source, CodeMatch):
                rows.append(_row(part, source.concept, kind, source.why, -worse))
            else:
                concept, why = part.search.concepts[row], told[system, source]
                marked = mark_title(concept.title, why, self._known[system], source)
                hit = _row(part, concept, kind, why, -worse, marked)
                is_asked = system in self._common and not hit.is_unsure
                if is_asked and says_more(hit.title, why, marked):
                    hit = replace(hit, is_vague=True)
                elif self._given[system].is_of_head:
                    hit = replace(hit, is_of_head=True)
                rows.append(hit)
        return rows


def _row(
    part: AskedEdition,
    concept: Concept,
    kind: MatchKind,
    why: str,
    score: float,
    marked: tuple[Range, ...] = (),
) -> SearchHit:
    is_gone = concept.valid_to is not None and concept.has_ended(part.day)
    return SearchHit(
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
