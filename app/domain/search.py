"""What is asked of the search and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.care_types import CareSetting
from app.domain.codes import CodeSystem
from app.domain.concept import Mark
from app.domain.patient import Sex


class MatchKind(StrEnum):
    """The section a hit stands in, best first; sections never mix."""

    EXACT_CODE = "exact_code"
    OWN = "own"
    CODE_PREFIX = "code_prefix"
    WORDS = "words"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


MATCH_LABEL = {
    MatchKind.EXACT_CODE: "Exakt kod",
    MatchKind.OWN: "Dina och patientens koder",
    MatchKind.CODE_PREFIX: "Koder som börjar så",
    MatchKind.WORDS: "Träffar",
    MatchKind.PREFIX: "Ordbörjan och delar av ord",
    MatchKind.FUZZY: "Menade du …?",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose event the question belongs to; it orders the hits and never hides one."""

    sex: Sex = Sex.UNKNOWN
    #: In whole years at admission; None where the birth date is unknown.
    age_years: int | None = None
    care: CareSetting | None = None


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
    #: The event that is coded; None outside an event.
    setting: Setting | None = None
    #: Only these codes, as they are written in the codebook; None for all.
    among: frozenset[tuple[CodeSystem, str]] | None = None


#: What goes on from a beginning, or holds parts of a word, is no better than a guess below this.
WEAK_BEGINNING = 0.80


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
    #: Where the matched words stand in the title: half-open ranges of characters, in order.
    marked: tuple[tuple[int, int], ...] = ()
    #: The codes that took over from one that is out of use, as far as the editions tell.
    successors: tuple[str, ...] = ()
    #: One common word was asked for, a part of the body perhaps, and the title says more than it.
    is_vague: bool = False
    #: It answers what was asked without its circumstances: after what, or in whom.
    is_of_head: bool = False

    @property
    def is_unsure(self) -> bool:
        """Whether it is not to be taken before somebody has looked at it."""
        is_weak = self.kind is MatchKind.PREFIX and self.score < WEAK_BEGINNING
        return is_weak or self.is_vague or self.is_of_head or self.kind is MatchKind.FUZZY


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A part of a question that finds something by itself."""

    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class NearTerm:
    """A term of the chapter that the question seems to be about, and the code it leads to."""

    term: str
    system: CodeSystem
    code: str


class FilterKind(StrEnum):
    """Where a filter stands that a question can do without."""

    #: Among the words: `kap:9`, `kod:I2*`, `"exakt fras"`, `-kronisk`.
    TYPED = "typed"
    SYSTEMS = "systems"
    CHAPTER = "chapter"
    PRINCIPAL = "principal"
    #: Only codes in use on the day; without it `show_retired` is asked.
    VALIDITY = "validity"
    AMONG = "among"


@dataclass(frozen=True, slots=True)
class WithoutFilter:
    """How many hits there are without one of the filters, where all of them leave none."""

    kind: FilterKind
    #: The filter as it is shown: `kap:9`, `kapitel 9`, `bara huvuddiagnoser`.
    label: str
    #: At least one; with all other filters.
    hits: int
    #: The question without it: as it was typed, unless the filter stands among the words.
    text: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to try where nothing was found, or guesses alone."""

    #: The question with its nearest known spellings; each of them finds something.
    spellings: tuple[str, ...] = ()
    parts: tuple[FoundPart, ...] = ()
    #: What the chapter is called by whose terms the found parts point at; "" for none.
    chapter: str = ""
    terms: tuple[NearTerm, ...] = ()
    #: What each filter took away, where nothing is left.
    without: tuple[WithoutFilter, ...] = ()
