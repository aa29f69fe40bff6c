"""What is asked of the search and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.codes import CodeSystem
from app.domain.concept import Mark


class MatchKind(StrEnum):
    """The section a hit stands in, best first; sections never mix."""

    EXACT_CODE = "exact_code"
    CODE_PREFIX = "code_prefix"
    WORDS = "words"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


MATCH_LABEL = {
    MatchKind.EXACT_CODE: "Exakt kod",
    MatchKind.CODE_PREFIX: "Koder som börjar så",
    MatchKind.WORDS: "Träffar",
    MatchKind.PREFIX: "Ordbörjan och delar av ord",
    MatchKind.FUZZY: "Menade du …?",
}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question. `systems` empty means all three; `day` picks the editions.

    The text may hold filters of its own: `kap:9`, `kod:I2*`, `"exakt fras"`, `-kronisk`.
    """

    text: str
    systems: tuple[CodeSystem, ...] = ()
    limit: int = 50
    day: date | None = None
    #: Only codes of this chapter: `9`, `09` and `IX` in ICD-10-SE, a letter in KVÅ and ATC.
    chapter: str = ""
    #: Only diagnoses that may be principal; no chapters and blocks, no KVÅ, no ATC.
    principal_only: bool = False
    #: Codes that are out of use on the day as well, marked with their last day.
    show_retired: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One answer, and why it is one."""

    system: CodeSystem
    code: str
    title: str
    kind: MatchKind
    why: str
    score: float = 0.0
    mark: Mark = Mark.NONE
    may_be_principal: bool = True
    is_leaf: bool = True
    #: The last day of a code that is out of use on the day of the question; None in use.
    valid_to: date | None = None
