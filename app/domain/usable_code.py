"""Which codes can be put on an event on a day."""

from __future__ import annotations

from datetime import date

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Concept

_CATEGORY_LENGTH = 3
#: As written, with the dot.
_FOUR_LENGTH = 5


def find_usable(books: Codebooks, system: CodeSystem, code: str, day: date) -> Concept | None:
    """Return the concept of a code that is in use on a day.

    None for a code that the edition does not have, that is retired before the day or begins after
    it, or that is the heading of a chapter or a block. Where no edition covers the day, so that
    the nearest stands in, the day when a code began there proves nothing.
    """
    concept = books.of(system).concept(code)
    if concept is None or concept.is_structural or concept.has_ended(day):
        return None
    return concept if concept.has_begun(day) or system in books.outside else None


def nearest_usable(books: Codebooks, system: CodeSystem, code: str, day: date) -> Concept | None:
    """Return the code in use that a national or five-character code of ICD-10-SE extended.

    None for other codes, and where that one is not in use either. A three-character category
    says too little, and an external cause without its place and activity is not whole.
    """
    if system is not CodeSystem.ICD10SE or is_external_cause(code):
        return None
    for length in range(len(code) - 1, _FOUR_LENGTH - 1, -1):
        found = find_usable(books, system, code[:length], day)
        if found is not None:
            return found
    return None


def is_bare_category(system: CodeSystem, code: str, *, is_leaf: bool) -> bool:
    """Whether a code only gathers others: no three-character category of ICD-10-SE is reported.

    A four-character code with national extensions is whole: they are optional.
    """
    return system is CodeSystem.ICD10SE and len(code) == _CATEGORY_LENGTH and not is_leaf
