"""An external cause built of its parts: what happened, where, and while doing what.

W00–X59 and X60–Y34 have the place as fourth character and the activity as fifth; V01–V99 the
edition's own subcategories and the activity; Y35–Y98 end with the fourth. What exists is what
the edition has: the words are ours, the codes never.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeRange, CodeSet, format_icd, is_external_cause
from app.domain.concept import Concept

#: Chapter 20.
CAUSES = CodeRange("V01", "Y98")
#: Neglect and maltreatment name who did it in the fourth place (titles of Y06 and Y07).
_PLACES = CodeSet.parse("W00-X59 X60-Y05 Y08-Y34")
_TRANSPORT = CodeRange("V01", "V99")
_CATEGORY, _FOURTH = 3, 4
_JOIN = re.compile(r"^[\s,;:–—-]+")
#: Between the parts of a cause in words.
_DASH = " — "


class CauseShape(StrEnum):
    """What the characters after the third mean."""

    PLACE = "place"
    TRANSPORT = "transport"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CauseWord:
    """One fourth or fifth character, and what it stands for."""

    character: str
    words: str
    #: For the head of a narrow column.
    short: str = ""
    #: What is counted there, a sentence; empty where the edition's own title says it.
    help: str = ""


@dataclass(frozen=True, slots=True)
class CauseWords:
    """Our words of places and activities, by their character."""

    places: Mapping[str, CauseWord] = field(default_factory=dict)
    activities: Mapping[str, CauseWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CauseParts:
    """The parts of a cause as it is being built; empty where nothing is chosen yet."""

    mechanism: str
    fourth: str = ""
    fifth: str = ""

    @property
    def code(self) -> str:
        """The code as far as it is built, W01.0 of a place without activity."""
        return format_icd(f"{self.mechanism}{self.fourth}{self.fifth}")


@dataclass(frozen=True, slots=True)
class CauseGrid:
    """Every whole code below a mechanism, by its fourth and its fifth character.

    The fifth is empty where the fourth ends the code, and both where the mechanism does.
    """

    mechanism: Concept
    rows: tuple[CauseWord, ...]
    columns: tuple[CauseWord, ...]
    codes: Mapping[tuple[str, str], Concept]

    @property
    def shape(self) -> CauseShape:
        """What the rows mean."""
        return shape_of(self.mechanism.code)

    @property
    def has_activities(self) -> bool:
        """Whether there is more than one column to choose among."""
        return len(self.columns) > 1

    def concept(self, fourth: str, fifth: str) -> Concept | None:
        """Return the whole code of a cell, or None where the edition has none."""
        return self.codes.get((fourth, fifth))

    def find(self, parts: CauseParts) -> Concept | None:
        """Return the code that the parts make, or None while they make none."""
        if parts.mechanism != self.mechanism.code:
            return None
        return self.concept(parts.fourth, parts.fifth)

    def spell(self, fourth: str, fifth: str) -> str:
        """Say a cell in words: the mechanism's title, the place and the activity.

        What is not chosen yet is left out. Where a code is titled by itself, its title is said.
        """
        row = next((word for word in self.rows if word.character == fourth), None)
        concept = self.concept(fourth, fifth)
        title = self.mechanism.title
        if concept is not None and fifth and not self._is_composed(concept, row):
            return concept.title
        if row is not None and self._is_titled_apart(fourth):
            parts = [row.words]
        else:
            parts = [title, row.words] if row is not None and row.words else [title]
        column = next((word for word in self.columns if word.character == fifth and fifth), None)
        return _DASH.join([*parts, column.words] if column is not None else parts)

    def _is_titled_apart(self, fourth: str) -> bool:
        """Whether a subcategory says everything itself, without the title of its category."""
        return any(
            above == fourth and not concept.title.startswith(self.mechanism.title)
            for (above, _fifth), concept in self.codes.items()
        )

    def _is_composed(self, concept: Concept, row: CauseWord | None) -> bool:
        fifth = concept.code.replace(".", "")[_FOURTH:]
        known = next((word for word in self.columns if word.character == fifth), None)
        return row is not None and known is not None and bool(known.help)


def shape_of(code: str) -> CauseShape:
    """Say what the fourth and fifth characters of a cause mean."""
    if code in _TRANSPORT:
        return CauseShape.TRANSPORT
    return CauseShape.PLACE if code in _PLACES else CauseShape.OTHER


def split_cause(code: str) -> CauseParts:
    """Take a cause apart, whole or not: `W01.09` gives W01, 0 and 9."""
    bare = format_icd(code).replace(".", "")
    return CauseParts(bare[:_CATEGORY], bare[_CATEGORY:_FOURTH], bare[_FOURTH:])


def build_grid(
    book: Codebook, mechanism: str, words: CauseWords, day: date | None = None
) -> CauseGrid | None:
    """Lay out what an edition has below a mechanism; None where that is no cause of it.

    With a day, codes that are not in use on it are left out.
    """
    concept = book.concept(mechanism)
    if concept is None or not is_external_cause(mechanism) or len(mechanism) != _CATEGORY:
        return None
    codes: dict[tuple[str, str], Concept] = {}
    rows: list[CauseWord] = []
    below = [each for each in book.children(mechanism) if _is_in_use(each, day)]
    for sub in below:
        whole = [each for each in book.children(sub.code) if _is_in_use(each, day)] or [sub]
        rows.append(_row_word(concept, sub, words))
        for each in whole:
            parts = split_cause(each.code)
            codes[parts.fourth, parts.fifth] = each
    if not below and _is_in_use(concept, day):
        codes["", ""] = concept
        rows.append(CauseWord("", ""))
    return CauseGrid(concept, tuple(rows), _columns(codes, words), codes)


def _columns(codes: Mapping[tuple[str, str], Concept], words: CauseWords) -> tuple[CauseWord, ...]:
    fifths = dict.fromkeys(fifth for _fourth, fifth in codes)
    return tuple(
        words.activities.get(fifth) or CauseWord(fifth, "", fifth) for fifth in sorted(fifths)
    )


def _row_word(mechanism: Concept, sub: Concept, words: CauseWords) -> CauseWord:
    """Name a row: by our word of the place, or by what its title says beside the mechanism's."""
    character = split_cause(sub.code).fourth
    if not sub.title.startswith(mechanism.title):
        return CauseWord(character, sub.title)
    rest = _JOIN.sub("", sub.title[len(mechanism.title) :])
    ours = words.places.get(character) if shape_of(sub.code) is CauseShape.PLACE else None
    return ours if ours is not None and rest else CauseWord(character, rest)


def _is_in_use(concept: Concept, day: date | None) -> bool:
    return day is None or (concept.has_begun(day) and not concept.has_ended(day))
