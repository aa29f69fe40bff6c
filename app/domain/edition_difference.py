"""What differs between two editions of a codebook, what that touches, and a choice among it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.concept import Concept, Edition


class DifferenceKind(StrEnum):
    """In what a code differs; the value is what the user reads."""

    NEW = "Ny"
    WITHDRAWN = "Utgått"
    RETITLED = "Ändrad titel"
    NOTES = "Ändrade anmärkningar"
    NOT_PRINCIPAL = "Ändrat ej huvuddiagnos"
    MOVED = "Flyttad"
    MARK = "Ändrat märke"


@dataclass(frozen=True, slots=True)
class CodeDifference:
    """One way in which a code differs; a code may differ in several."""

    kind: DifferenceKind
    code: str
    #: Code of the concept of the top level that it stands below; empty for none.
    chapter: str
    #: None where the code is new.
    before: Concept | None
    #: None where the code is gone; what is said of one that is retired, but still listed.
    after: Concept | None
    before_text: str
    after_text: str

    @property
    def concept(self) -> Concept:
        """The concept as the newer edition has it, or as it was."""
        concept = self.after or self.before
        if concept is None:
            raise ValueError(self.code)
        return concept


@dataclass(frozen=True, slots=True)
class Retitled:
    """One code whose title differs between two editions."""

    before: Concept
    after: Concept


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """What changed from one edition to another, in the order of the newer edition's files.

    What the newer edition lacks stands where the older one had it.
    """

    before: Edition
    after: Edition
    changes: tuple[CodeDifference, ...]
    #: Title of every concept of the top level, by its code, in file order.
    chapter_titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Whole Swedish sentences about what the files do not let us compare.
    remarks: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[Concept, ...]:
        """The concepts that only the newer edition has."""
        return tuple(c.after for c in self.of_kind(DifferenceKind.NEW) if c.after)

    @property
    def withdrawn(self) -> tuple[Concept, ...]:
        """The concepts that only the older edition has, or that the newer one has retired."""
        return tuple(c.before for c in self.of_kind(DifferenceKind.WITHDRAWN) if c.before)

    @property
    def retitled(self) -> tuple[Retitled, ...]:
        """The concepts whose title differs."""
        pairs = ((c.before, c.after) for c in self.of_kind(DifferenceKind.RETITLED))
        return tuple(Retitled(before, after) for before, after in pairs if before and after)

    def of_kind(self, kind: DifferenceKind) -> Iterator[CodeDifference]:
        """Yield the changes of one kind."""
        return (change for change in self.changes if change.kind is kind)

    def chapters(self) -> dict[str, dict[DifferenceKind, int]]:
        """Count the changes of each kind per chapter; chapters without changes are left out."""
        return count_by_chapter(self, self.changes)


class TouchKind(StrEnum):
    """Where a changed code is in use; the value is what the user reads."""

    FAVOURITE = "Favorit"
    TEMPLATE = "Kodmall"
    SYNONYM = "Synonym"
    BLOCK_LIST = "Spärrlista"
    EVENT = "Vårdhändelse"


@dataclass(frozen=True, slots=True)
class Touched:
    """One place that names a changed code. The text holds no patient data."""

    kind: TouchKind
    code: str
    text: str
    #: Id of the person, set or event; the synonym itself; empty for the block list.
    target: str = ""


TouchedByCode = Mapping[str, Sequence[Touched]]


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """Which changes are looked at; what is empty leaves nothing out."""

    kinds: frozenset[DifferenceKind] = frozenset()
    chapter: str = ""
    #: Every word is somewhere in code, title or what is said of the change.
    text: str = ""
    only_touched: bool = False


ALL_DIFFERENCES = DifferenceFilter()


def choose_differences(
    difference: EditionDifference, chosen: DifferenceFilter, touched: TouchedByCode
) -> list[CodeDifference]:
    """Return the changes that the filter lets through, in the order of the difference."""
    words = chosen.text.lower().split()
    return [
        change
        for change in difference.changes
        if (not chosen.kinds or change.kind in chosen.kinds)
        and (not chosen.chapter or change.chapter == chosen.chapter)
        and (not chosen.only_touched or touched.get(change.code))
        and (not words or _has_words(change, words))
    ]


def count_by_chapter(
    difference: EditionDifference, changes: Collection[CodeDifference]
) -> dict[str, dict[DifferenceKind, int]]:
    """Count some of the changes per chapter and kind, chapters in file order."""
    found: dict[str, dict[DifferenceKind, int]] = {}
    for change in changes:
        counts = found.setdefault(change.chapter, {})
        counts[change.kind] = counts.get(change.kind, 0) + 1
    known = [chapter for chapter in difference.chapter_titles if chapter in found]
    others = [chapter for chapter in found if chapter not in difference.chapter_titles]
    return {chapter: found[chapter] for chapter in (*known, *others)}


def describe_filter(difference: EditionDifference, chosen: DifferenceFilter) -> str:
    """Say in Swedish which changes a filter lets through."""
    kinds = [kind.lower() for kind in DifferenceKind if kind in chosen.kinds]
    parts = [", ".join(kinds)] if kinds else []
    if chosen.chapter:
        title = difference.chapter_titles.get(chosen.chapter, "")
        parts.append(f"kapitel {chosen.chapter} {title}".strip())
    if chosen.text.strip():
        parts.append(f"med ”{chosen.text.strip()}”")
    if chosen.only_touched:
        parts.append("bara koder som används här")
    return f"Urval: {'; '.join(parts)}" if parts else "Alla ändringar"


def _has_words(change: CodeDifference, words: Sequence[str]) -> bool:
    titles = (concept.title for concept in (change.before, change.after) if concept)
    said = " ".join((change.code, *titles, change.before_text, change.after_text)).lower()
    bare = change.code.lower().replace(".", "")
    return all(word in said or bare.startswith(word.replace(".", "")) for word in words)
