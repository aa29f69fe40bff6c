"""What filters ask of every code of an edition, as arrays beside the word index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.codes import CodeSystem
from app.domain.concept import Concept

Ints = NDArray[np.int32]
_ALWAYS, _NEVER = 0, np.iinfo(np.int32).max


@dataclass(frozen=True)
class CodeFacts:
    """One value for each concept of an edition, in its order."""

    #: Place of the chapter, or whatever stands highest above the concept.
    chapters: Ints
    #: 1 where the code may be a principal diagnosis: an ICD-10-SE code that is not reserved.
    principal: Ints
    #: The days between which the code is in use, as ordinals.
    begins: Ints
    ends: Ints

    @cached_property
    def is_dated(self) -> bool:
        """Whether any code comes into use or goes out of use."""
        return bool(len(self.ends)) and bool(self.begins.any() or self.ends.min() < _NEVER)

    def fits(self, concepts: int) -> bool:
        """Whether these can be the facts of so many concepts."""
        columns = [getattr(self, field.name) for field in fields(self)]
        are_whole = all(len(column) == concepts for column in columns)
        known = self.chapters
        return are_whole and bool(np.all((known >= 0) & (known < concepts)))


FACT_NAMES = tuple(field.name for field in fields(CodeFacts))


def gather_facts(concepts: Sequence[Concept]) -> CodeFacts:
    """Gather the facts of an edition; a concept below nothing known is its own chapter."""
    count = len(concepts)
    place = {concept.code: at for at, concept in enumerate(concepts)}
    above = np.array([place.get(c.parent or "", at) for at, c in enumerate(concepts)], np.int32)
    return CodeFacts(
        _tops(above.reshape(-1)),
        np.fromiter(map(_may_be_principal, concepts), np.int32, count),
        _ordinals([c.valid_from for c in concepts], _ALWAYS),
        _ordinals([c.valid_to for c in concepts], _NEVER),
    )


def _tops(above: Ints) -> Ints:
    """Follow the way up until nothing changes; a ring of parents ends too."""
    for _ in range(len(above).bit_length()):
        higher = above[above]
        if np.array_equal(higher, above):
            break
        above = higher
    return above


def _may_be_principal(concept: Concept) -> bool:
    is_diagnosis = concept.system is CodeSystem.ICD10SE and concept.may_be_principal
    return is_diagnosis and not concept.is_structural


def _ordinals(days: Sequence[date | None], without: int) -> Ints:
    if not any(days):
        return np.full(len(days), without, np.int32)
    ordinals = (day.toordinal() if day else without for day in days)
    return np.fromiter(ordinals, np.int32, len(days))
