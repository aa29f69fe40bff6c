"""Codes to report below a category that stands in an answer alone.

Official titles say the everyday word of a category once: *Impetigo (svinkoppor)* is L01, and
neither L01.0 nor L01.1 says so. A category is never reported, and so its codes come with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind
from app.search.candidates import CONSIDERED, KINDS, SYSTEMS, Candidate
from app.search.edition_search import AskedEdition
from app.search.ranking import prior

#: A category that stands behind this place, or that is a guess, brings nothing.
LAST_PLACE = 2
_CATEGORY = 3
_ABOVE_LINE = [
    place for place, kind in enumerate(KINDS) if kind in (MatchKind.WORDS, MatchKind.PREFIX)
]
_ICD = SYSTEMS.index(CodeSystem.ICD10SE)


def with_codes_beneath(found: list[Candidate], parts: Sequence[AskedEdition]) -> list[Candidate]:
    """Put right behind the first lone category the codes below it, the likeliest first.

    A category is alone where none of its codes is among the best. Filters take away and bring
    nothing.
    """
    icd = next((part for part in parts if part.search.edition.system is SYSTEMS[_ICD]), None)
    place = _lone(found)
    if icd is None or place is None or not icd.narrowing.lets_all_through():
        return found
    brought = list(_beneath(found[place], icd))
    rows = {each[4] for each in brought}
    behind = [e for e in found[place + 1 :] if e[2] != _ICD or e[4] not in rows]
    return [*found[: place + 1], *brought, *behind]


def _lone(found: Sequence[Candidate]) -> int | None:
    """Give the place of the first category none of whose codes is near; None without any."""
    for place, (section, _, system, code, *_) in enumerate(found[:LAST_PLACE]):
        if system == _ICD and section in _ABOVE_LINE and len(code) == _CATEGORY:
            near = [each[3] for each in found[:CONSIDERED] if each[2] == _ICD]
            if f" {' '.join(near)}".count(f" {code}") == 1:
                return place
    return None


def _beneath(category: Candidate, part: AskedEdition) -> Iterator[Candidate]:
    section, score, system, code, *_ = category
    matches = [
        match
        for match in part.search.codes.find(code, part.is_told)
        if len(match.bare) == _CATEGORY + 1
    ]
    for match in sorted(matches, key=lambda match: (-prior(match.concept), match.bare)):
        told = replace(match, is_exact=False, why=f"under {code}")
        yield section, score, system, match.bare, match.row, told
