"""A codebook in memory, and the choice of edition for a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Protocol

from app.domain.codes import CodeSystem
from app.domain.concept import EDITION_STATE_LABEL, Concept, Edition, EditionState, Note


class MemoryCodebook:
    """The Codebook of the ports, over concepts that are all at hand.

    Safe to share between threads: nothing changes after the first questions have built the
    maps that they need.
    """

    def __init__(self, edition: Edition, concepts: Iterable[Concept]) -> None:
        self._edition = edition
        self._concepts = tuple(concepts)
        self._by_code = {concept.code: concept for concept in self._concepts}
        self._children: Mapping[str | None, tuple[Concept, ...]] | None = None

    @property
    def edition(self) -> Edition:
        """The edition that the concepts belong to."""
        return self._edition

    def concept(self, code: str) -> Concept | None:
        """Return the concept with exactly that canonical code, or None."""
        return self._by_code.get(code)

    def children(self, code: str | None) -> Sequence[Concept]:
        """Return the concepts right below a code, in code order; None asks for the top level."""
        if self._children is None:
            self._children = _children_by_parent(self._concepts)
        return self._children.get(code, ())

    def concepts(self) -> Sequence[Concept]:
        """Every concept, in file order."""
        return self._concepts

    def ancestors(self, code: str) -> Sequence[Concept]:
        """Return the concepts above a code, nearest first."""
        above: list[Concept] = []
        concept = self._by_code.get(code)
        while concept is not None and concept.parent is not None:
            concept = self._by_code.get(concept.parent)
            if concept is None or concept in above:
                break
            above.append(concept)
        return above

    def review_notes(self, code: str) -> Sequence[Note]:
        """Return the notes beside a code that rules ask about; see REVIEW_NOTES."""
        concept = self._by_code.get(code)
        if concept is None or not concept.notes:
            return ()
        return tuple(note for note in concept.notes if note.is_for_review)

    def __len__(self) -> int:
        return len(self._concepts)

    def __repr__(self) -> str:
        return f"MemoryCodebook({self._edition.id!r}, {len(self)} concepts)"


#: The state of a starter edition that is set aside by an official one.
RESTING = "Vilar"


@dataclass(frozen=True, slots=True)
class ChosenEdition:
    """The edition that a day asks for."""

    edition: Edition
    #: No edition covers the day; this is the nearest.
    is_outside: bool = False


def effective_editions(editions: Iterable[Edition], system: CodeSystem) -> list[Edition]:
    """Return the official editions in use of a system, oldest first, ended where the next starts.

    One that is only read in, or out of use, takes no part. Only an edition without an end of its
    own is given one; of two that start on the same day the one imported last is kept.
    """
    by_start: dict[date, Edition] = {}
    official = [e for e in editions if e.system is system and _is_official_in_use(e)]
    for edition in sorted(official, key=_import_order):
        by_start[edition.valid.start or date.min] = edition
    starts = sorted(by_start)
    return [_until(by_start[s], after) for s, after in zip_longest(starts, starts[1:])]


def choose_edition(
    editions: Iterable[Edition], system: CodeSystem, day: date
) -> ChosenEdition | None:
    """Return the edition that a day is judged by, or None where the system has none at all.

    An official edition in use goes before a starter edition on every day; where none of them
    covers the day the nearest is taken, the later of two that are equally near.
    """
    known = list(editions)
    official = effective_editions(known, system)
    if not official:
        starters = [e for e in known if e.system is system and e.is_starter]
        return ChosenEdition(starters[0]) if starters else None
    nearest = min(reversed(official), key=lambda edition: edition.valid.distance(day))
    original = next(e for e in known if e.id == nearest.id)
    return ChosenEdition(original, is_outside=not nearest.valid.covers(day))


def name_state(edition: Edition, editions: Iterable[Edition]) -> str:
    """Name the state of one of all editions: a starter rests while an official one is in use."""
    if edition.is_starter and effective_editions(editions, edition.system):
        return RESTING
    return EDITION_STATE_LABEL[edition.state]


class TreeNode(Protocol):
    """Anything with a code and the code above it."""

    @property
    def code(self) -> str:
        """The code itself."""
        ...

    @property
    def parent(self) -> str | None:
        """The code above, None at the top."""
        ...


@dataclass(frozen=True, slots=True)
class TreeFault:
    """What is wrong with a list of concepts as a tree; a Swedish sentence without remedy."""

    code: str
    text: str


def find_tree_fault(nodes: Sequence[TreeNode]) -> TreeFault | None:
    """Return the first duplicate, missing parent or loop among the concepts, or None."""
    parents: dict[str, str | None] = {}
    for node in nodes:
        if node.code in parents:
            return TreeFault(node.code, f"Koden {node.code} förekommer två gånger.")
        parents[node.code] = node.parent
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            return TreeFault(code, f"Koden {code} har överordnad kod {parent}, som saknas.")
    return _find_loop(parents)


def count_levels(concepts: Iterable[Concept]) -> dict[str, int]:
    """Count the concepts per level, in the order in which the levels first appear."""
    return dict(Counter(concept.level.value for concept in concepts))


def _children_by_parent(concepts: Iterable[Concept]) -> Mapping[str | None, tuple[Concept, ...]]:
    children: dict[str | None, list[Concept]] = {}
    for concept in concepts:
        children.setdefault(concept.parent, []).append(concept)
    return {
        parent: tuple(sorted(below, key=lambda concept: concept.code))
        for parent, below in children.items()
    }


def _is_official_in_use(edition: Edition) -> bool:
    return edition.state is EditionState.ACTIVE and not edition.is_starter


def _import_order(edition: Edition) -> tuple[str, str]:
    return (edition.imported_at.isoformat() if edition.imported_at else "", edition.id)


def _until(edition: Edition, successor_start: date | None) -> Edition:
    if edition.valid.end is not None or successor_start is None:
        return edition
    end = successor_start - timedelta(days=1)
    return replace(edition, valid=replace(edition.valid, end=end))


def _find_loop(parents: Mapping[str, str | None]) -> TreeFault | None:
    reaches_top: set[str] = set()
    for code in parents:
        path: dict[str, None] = {}
        step: str | None = code
        while step is not None and step not in reaches_top:
            if step in path:
                return TreeFault(step, f"Koden {step} är överordnad sig själv.")
            path[step] = None
            step = parents[step]
        reaches_top.update(path)
    return None
