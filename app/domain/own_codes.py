"""A coder's own codes: the patient's earlier ones, favourites, and what unit and person use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit

CodeKey = tuple[CodeSystem, str]

#: The section of own codes holds so many hits at most.
MOST_OWN_HITS = 5
#: So many rows stand under a heading before anything is typed; all favourites do.
MOST_ROWS = 8
#: A word; what goes on after a hyphen (`hjärt- och kärlsjukdom`) is the beginning of one.
_WORD = re.compile(r"\w+(?![\w-])")
#: Stands in the why of a hit that a term of the lexicon leads to.
_LEADS_TO = "→"
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


class OwnReason(StrEnum):
    """What makes a code one's own, best first."""

    PATIENT = "patient"
    FAVOURITE = "favourite"
    UNIT = "unit"
    RECENT = "recent"


OWN_LABEL = {
    OwnReason.PATIENT: "Patientens tidigare koder",
    OwnReason.FAVOURITE: "Favoriter",
    OwnReason.UNIT: "Vanliga på enheten",
    OwnReason.RECENT: "Senast använda",
}
_PLACE = {reason: place for place, reason in enumerate(OwnReason)}


@dataclass(frozen=True, slots=True)
class UsedCode:
    """A code that was used: how often, last on which day and at which unit."""

    system: CodeSystem
    code: str
    times: int = 1
    day: date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code that is one's own for a reason."""

    reason: OwnReason
    used: UsedCode

    @property
    def key(self) -> CodeKey:
        """The system and the code."""
        return self.used.system, self.used.code


@dataclass(frozen=True)
class OwnCodes:
    """What is known of one person and one event: read once, asked at every keystroke."""

    codes: tuple[OwnCode, ...] = ()
    #: The day it was read, from which days of the same year are told without year.
    today: date | None = None

    @cached_property
    def best(self) -> Mapping[CodeKey, OwnCode]:
        """Each code once, by its best reason."""
        found: dict[CodeKey, OwnCode] = {}
        for own in sorted(self.codes, key=lambda own: _PLACE[own.reason]):
            found.setdefault(own.key, own)
        return found

    @cached_property
    def keys(self) -> frozenset[CodeKey]:
        """All codes, for `SearchQuery.among`."""
        return frozenset(self.best)

    @cached_property
    def reasons(self) -> Mapping[CodeKey, str]:
        """Why each code is one's own, as a hit tells it."""
        return {key: format_reason(own, self.today) for key, own in self.best.items()}


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An own code before anything is typed: what it means on the day, when and where it was used.

    `concept` is None for a favourite that is not in use on the day; others are left out then.
    """

    own: OwnCode
    concept: Concept | None
    note: str


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """Own codes under one heading."""

    reason: OwnReason
    rows: tuple[OwnRow, ...]

    @property
    def label(self) -> str:
        """The heading, in Swedish."""
        return OWN_LABEL[self.reason]


def format_reason(own: OwnCode, today: date | None = None) -> str:
    """Say in a few words why a code is one's own."""
    used = own.used
    if own.reason is OwnReason.PATIENT:
        return f"patienten {used.day.isoformat()}" if used.day else "patienten"
    if own.reason is OwnReason.UNIT:
        return f"använd {used.times} gånger på enheten"
    if own.reason is OwnReason.RECENT:
        return f"senast {_day(used.day, today)}" if used.day else "nyligen"
    return "favorit"


def place_own(
    own: OwnCodes, hits: Sequence[SearchHit], text: str, further: Iterable[SearchHit] = ()
) -> list[SearchHit]:
    """Move the best own codes among the hits into their section, right after the exact codes.

    `text` is what was asked; `further` are own codes that it finds too, past the limit of
    `hits`. Hits of the same reason keep their order. A code typed in full stays first, and a
    guess below the line. Where the text is a word or a term as it stands, what merely begins
    so stays behind: an abbreviation goes before a favourite that has it as a beginning.
    """
    movable = _movable(hits, text)
    if not movable:
        return list(hits)
    every = {(hit.system, hit.code): hit for hit in (*hits, *further) if hit.kind in movable}
    found = [key for key in every if key in own.best]
    found.sort(key=lambda key: _PLACE[own.best[key].reason])
    section = [_as_own(every[key], own.reasons[key]) for key in found[:MOST_OWN_HITS]]
    moved = frozenset(found[:MOST_OWN_HITS])
    rest = [hit for hit in hits if (hit.system, hit.code) not in moved]
    exact = sum(hit.kind is MatchKind.EXACT_CODE for hit in rest)
    return [*rest[:exact], *section, *rest[exact:]]


def group_own(
    own: OwnCodes,
    find: Callable[[CodeSystem, str], Concept | None],
    systems: Sequence[CodeSystem] = (),
) -> tuple[OwnGroup, ...]:
    """Give what is shown before anything is typed, by reason; each code once.

    `find` looks a code up that is in use on the day of the event. Codes that are not are left
    out, favourites excepted. No systems means all.
    """
    groups: list[OwnGroup] = []
    for reason in OwnReason:
        rows: list[OwnRow] = []
        for key, each in own.best.items():
            if each.reason is reason and (not systems or key[0] in systems):
                concept = find(*key)
                if concept is not None or reason is OwnReason.FAVOURITE:
                    rows.append(OwnRow(each, concept, _note(each, own.today)))
        most = len(rows) if reason is OwnReason.FAVOURITE else MOST_ROWS
        if rows:
            groups.append(OwnGroup(reason, tuple(rows[:most])))
    return tuple(groups)


def _movable(hits: Sequence[SearchHit], text: str) -> frozenset[MatchKind]:
    """Tell which sections own codes are taken from: the best one, or all above the line."""
    best = next((hit for hit in hits if hit.kind is not MatchKind.EXACT_CODE), None)
    if best is None or best.kind is MatchKind.FUZZY:
        return frozenset()
    is_begun = best.kind is MatchKind.WORDS and not _is_whole(text, best)
    return frozenset((best.kind, MatchKind.PREFIX) if is_begun else (best.kind,))


def _is_whole(text: str, best: SearchHit) -> bool:
    """Whether the last word of a question is finished: a word of the title, or a term."""
    words = _WORD.findall(text.casefold())
    is_in_title = bool(words) and words[-1] in _WORD.findall(best.title.casefold())
    return is_in_title or text[-1:].isspace() or _LEADS_TO in best.why


def _as_own(hit: SearchHit, reason: str) -> SearchHit:
    why = f"{reason} · {hit.why}" if hit.why else reason
    return replace(hit, kind=MatchKind.OWN, why=why)


def _note(own: OwnCode, today: date | None) -> str:
    """Tell when and where; of a favourite nothing, as its heading says it all."""
    if own.reason is OwnReason.FAVOURITE:
        return ""
    if own.reason is OwnReason.PATIENT:
        day = own.used.day.isoformat() if own.used.day else ""
        return ", ".join(part for part in (day, own.used.unit) if part)
    return format_reason(own, today)


def _day(day: date, today: date | None) -> str:
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"
