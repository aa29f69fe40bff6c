"""Which code took over from one that is out of use, as far as the editions tell.

A successor is a code in force that is called exactly the same. Nothing nearer is guessed at: a
code that was parted, joined with others or given another title has no successor here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from app.domain.codebook import effective_editions
from app.domain.codebook_ports import CodebookLibrary
from app.domain.codes import (
    CodeSystem,
    format_code,
    has_atc_shape,
    has_icd_shape,
    has_kva_shape,
)
from app.domain.concept import Concept, Edition
from app.search.code_table import bare_code
from app.search.index import WordIndex
from app.search.normalise import words_of

#: Codes that share so many letters belong to the same group: the substance `ibuprofen` of M01
#: is no successor of the one of R02.
_GROUP = {CodeSystem.ATC: 3, CodeSystem.ICD10SE: 0, CodeSystem.KVA: 0}
_ATC_LENGTH = len("L01XE01")
#: So many earlier editions are asked for a code that the one in force does not have.
_MOST_EARLIER = 2


def find_successors(
    gone: Concept,
    index: WordIndex,
    concepts: Sequence[Concept],
    is_in_force: Callable[[Concept], bool],
) -> tuple[Concept, ...]:
    """Return the code in force that is called the same; of several the one with the nearest code.

    None where no code or where two equally near ones are called so.
    """
    same = [
        concept
        for concept in _with_title(words_of(gone.title), index, concepts)
        if _may_follow(concept, gone) and is_in_force(concept)
    ]
    if not same:
        return ()
    nearness = [_shared(concept.code, gone.code) for concept in same]
    nearest = [c for c, near in zip(same, nearness, strict=True) if near == max(nearness)]
    return tuple(nearest) if len(nearest) == 1 else ()


class EarlierCodes:
    """Codes of the editions that went before the one in force. Safe in any thread."""

    def __init__(self, library: CodebookLibrary) -> None:
        self._library = library

    def find(self, text: str, current: Edition) -> Concept | None:
        """Return a code that was typed in full with the last day it was in use, or None."""
        code = format_code(current.system, bare_code(text))
        if current.valid.start is None or not _is_whole(current.system, code):
            return None
        for edition in self._before(current):
            book = self._library.codebook(edition.id)
            concept = book.concept(code) if book else None
            if concept is not None and not concept.is_structural:
                ended = edition.valid.end or current.valid.start - timedelta(days=1)
                return replace(concept, valid_to=min(concept.valid_to or ended, ended))
        return None

    def _before(self, current: Edition) -> list[Edition]:
        """Give the editions before one, the latest first."""
        in_order = effective_editions(self._library.editions(), current.system)
        places = [at for at, edition in enumerate(in_order) if edition.id == current.id]
        return in_order[: places[0]][: -_MOST_EARLIER - 1 : -1] if places else []


def _is_whole(system: CodeSystem, code: str) -> bool:
    """Whether a code is typed in full, so that earlier editions are read for it."""
    if system is CodeSystem.ICD10SE:
        return has_icd_shape(code)
    return has_kva_shape(code) if system is CodeSystem.KVA else _is_whole_atc(code)


def _is_whole_atc(code: str) -> bool:
    return len(code) == _ATC_LENGTH and has_atc_shape(code)


def _with_title(
    words: Sequence[str], index: WordIndex, concepts: Sequence[Concept]
) -> Iterator[Concept]:
    """Yield the concepts whose titles are exactly these words, by way of their rarest word."""
    numbers = [index.number.get(word, -1) for word in words]
    if not numbers or min(numbers) < 0:
        return
    rarest = min(numbers, key=lambda number: int(index.start[number + 1] - index.start[number]))
    entries = index.entries[index.start[rarest] : index.start[rarest + 1]]
    for row in index.rows[entries].tolist():
        if words_of(concepts[row].title) == words:
            yield concepts[row]


def _may_follow(concept: Concept, gone: Concept) -> bool:
    group = _GROUP[gone.system]
    is_alike = concept.is_structural == gone.is_structural
    return concept.code != gone.code and is_alike and concept.code[:group] == gone.code[:group]


def _shared(one: str, other: str) -> int:
    """How many letters two codes begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
