"""An imported edition in memory, kept as columns: a concept is made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import overload

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind

_LEVELS = {level.value: level for level in Level}
_MARKS = {mark.value: mark for mark in Mark}


_KINDS = {kind.value: kind for kind in NoteKind}
#: Kind, text and the codes that it names, one a line, as they are stored.
NoteColumns = tuple[str, str, str]


def make_note(kind: str, text: str, links: str) -> Note:
    """Make a note of its columns."""
    return Note(_KINDS[kind], text, tuple(links.split("\n")) if links else ())


@dataclass(frozen=True, slots=True)
class ConceptColumns:
    """The columns of the concepts of one edition, in file order, as they are stored."""

    code: Sequence[str] = ()
    title: Sequence[str] = ()
    level: Sequence[str] = ()
    parent: Sequence[str | None] = ()
    mark: Sequence[str] = ()
    may_be_principal: Sequence[bool] = ()
    is_leaf: Sequence[bool] = ()
    description: Sequence[str] = ()
    #: Partner codes, one a line.
    partners: Sequence[str] = ()
    valid_from: Sequence[date | None] = ()
    valid_to: Sequence[date | None] = ()


class StoredConcepts(Sequence[Concept]):
    """The concepts of an edition in file order; each is made once, when it is asked for.

    Fifty thousand objects take longer to make than to read, and most are never looked at.
    Safe to share between threads: two that ask at once may hold equal objects.
    """

    def __init__(self, system: CodeSystem, columns: ConceptColumns) -> None:
        self.columns = columns
        self._system = system
        self._made: list[Concept | None] = [None] * len(columns.code)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Concept: ...
    @overload
    def __getitem__(self, at: slice) -> list[Concept]: ...
    def __getitem__(self, at: int | slice) -> Concept | list[Concept]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        concept = self._made[at]
        if concept is None:
            concept = self._made[at] = self._make(at)
        return concept

    def __iter__(self) -> Iterator[Concept]:
        return map(self.__getitem__, range(len(self)))

    def _make(self, at: int) -> Concept:
        columns = self.columns
        partners = columns.partners[at]
        return Concept(
            self._system,
            columns.code[at],
            columns.title[at],
            _LEVELS[columns.level[at]],
            columns.parent[at],
            _MARKS[columns.mark[at]],
            columns.may_be_principal[at],
            columns.is_leaf[at],
            columns.description[at],
            tuple(partners.split("\n")) if partners else (),
            columns.valid_from[at],
            valid_to=columns.valid_to[at],
        )


class StoredCodebook:
    """The Codebook of the ports over an imported edition. Safe to share between threads."""

    def __init__(
        self,
        edition: Edition,
        columns: ConceptColumns,
        review_notes: Mapping[str, Sequence[NoteColumns]] | None = None,
    ) -> None:
        self._edition = edition
        self._review_notes = review_notes or {}
        self._concepts = StoredConcepts(edition.system, columns)
        self._place = {code: at for at, code in enumerate(columns.code)}

    @property
    def edition(self) -> Edition:
        """The edition that the concepts belong to."""
        return self._edition

    def concept(self, code: str) -> Concept | None:
        """Return the concept with exactly that canonical code, or None."""
        at = self._place.get(code)
        return None if at is None else self._concepts[at]

    def children(self, code: str | None) -> Sequence[Concept]:
        """Return the concepts right below a code, in code order; None asks for the top level."""
        below = [self._concepts[at] for at in self._below.get(code, ())]
        return tuple(sorted(below, key=attrgetter("code")))

    def concepts(self) -> Sequence[Concept]:
        """Every concept, in file order, made as they are looked at."""
        return self._concepts

    def ancestors(self, code: str) -> Sequence[Concept]:
        """Return the concepts above a code, nearest first."""
        above: list[Concept] = []
        concept = self.concept(code)
        while concept is not None and concept.parent is not None:
            concept = self.concept(concept.parent)
            if concept is None or concept in above:
                break
            above.append(concept)
        return above

    def review_notes(self, code: str) -> Sequence[Note]:
        """Return the notes beside a code that rules ask about; see REVIEW_NOTES."""
        return [make_note(*columns) for columns in self._review_notes.get(code, ())]

    def __len__(self) -> int:
        return len(self._concepts)

    def __repr__(self) -> str:
        return f"StoredCodebook({self._edition.id!r}, {len(self)} concepts)"

    @cached_property
    def _below(self) -> dict[str | None, list[int]]:
        """Give the places of the concepts right below each code."""
        below: dict[str | None, list[int]] = {}
        for at, parent in enumerate(self._concepts.columns.parent):
            below.setdefault(parent, []).append(at)
        return below
