"""What an edition says, in numbers and as one checksum, from whatever files it was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.domain.concept import Concept, Level
from app.domain.list_words import format_count

#: What one, and what several, concepts of a level are called.
LEVEL_NAME: Mapping[str, tuple[str, str]] = {
    Level.CHAPTER: ("kapitel", "kapitel"),
    Level.BLOCK: ("avsnitt", "avsnitt"),
    Level.CATEGORY: ("kategori", "kategorier"),
    Level.SUBCATEGORY: ("fyrställig kod", "fyrställiga koder"),
    Level.EXTENSION: ("femställig kod", "femställiga koder"),
    Level.HEADING: ("rubrik", "rubriker"),
    Level.ITEM: ("kod att rapportera", "koder att rapportera"),
}


def format_level_count(level: str, count: int) -> str:
    """Write how many concepts of a level there are: `1 rubrik`, `2 056 kategorier`."""
    return format_count(count, *LEVEL_NAME.get(level, (level, level)))


def count_chapters(concepts: Sequence[Concept]) -> dict[str, int]:
    """Count the codes to report below each concept of the top level, itself included.

    The concepts are a tree; those of the top level come in file order, also where no code
    stands below them.
    """
    parents = {concept.code: concept.parent for concept in concepts}
    tops: dict[str, str] = {}
    counts = {concept.code: 0 for concept in concepts if concept.parent is None}
    for concept in concepts:
        if not concept.is_structural:
            counts[_top(concept.code, parents, tops)] += 1
    return counts


def content_checksum(concepts: Iterable[Concept]) -> str:
    """Return a SHA-256 of what the concepts say: the same however their files were packed.

    Codes, titles, levels, places in the tree, marks, partners, what may be principal, days of
    validity, descriptions and notes count; the order of the files does not.
    """
    total = hashlib.sha256()
    for concept in sorted(concepts, key=lambda concept: concept.code):
        facts = json.dumps(_facts(concept), ensure_ascii=False, separators=(",", ":"))
        total.update(facts.encode("utf-8", "surrogatepass"))
        total.update(b"\n")
    return total.hexdigest()


def _top(code: str, parents: dict[str, str | None], tops: dict[str, str]) -> str:
    """Find the code at the top; those found on the way are noted in `tops`."""
    path: list[str] = []
    step = code
    while step not in tops:
        path.append(step)
        above = parents[step]
        if above is None:
            tops[step] = step
            break
        step = above
    tops.update(dict.fromkeys(path, tops[step]))
    return tops[step]


def _facts(concept: Concept) -> list[object]:
    return [
        concept.code,
        concept.title,
        concept.level.value,
        concept.parent,
        concept.mark.value,
        concept.may_be_principal,
        concept.partners,
        _day(concept.valid_from),
        _day(concept.valid_to),
        concept.description,
        [(note.kind.value, note.text) for note in concept.notes],
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
