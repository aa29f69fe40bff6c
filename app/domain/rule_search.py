"""Finding rules among all of them: by words, id, catalogue number or code, and by what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.codes import format_icd, has_atc_shape, has_icd_shape, has_kva_shape
from app.domain.finding import SEVERITY_LABEL, Severity
from app.domain.rule_page import RulePage

_NUMBER = re.compile(r"\d{1,3}")
_RULE_ID = re.compile(r"[A-Z]{2}\d{1,3}")
#: An ATC code of fewer characters than this is a letter or a group, and says too little.
_ATC_LENGTH = 3


class InForce(StrEnum):
    """What a region, or the workplace, has made of a rule."""

    IN_USE = "in_use"
    OFF = "off"
    REGRADED = "regraded"
    DECIDED = "decided"


IN_FORCE_LABEL = {
    InForce.IN_USE: "I bruk",
    InForce.OFF: "Avstängda",
    InForce.REGRADED: "Ändrad grad",
    InForce.DECIDED: "Bestämda här",
}


class Reading(StrEnum):
    """Whether anybody has read the source of a rule."""

    READ = "read"
    UNREAD = "unread"


READING_LABEL = {Reading.READ: "Källan läst", Reading.UNREAD: "Ej verifierad"}


@dataclass(frozen=True, slots=True)
class RuleFilter:
    """What is asked for; an empty part asks for nothing."""

    text: str = ""
    topic: str = ""
    #: As it is judged here.
    severity: Severity | None = None
    standing: str = ""
    reading: Reading | None = None
    in_force: InForce | None = None
    day: date | None = None


def find_pages(pages: Sequence[RulePage], asked: RuleFilter) -> tuple[RulePage, ...]:
    """Return the pages that fit, in the order of the book; a rule named by its id comes first."""
    words = asked.text.split()
    found = [page for page in pages if _fits(page, asked) and all(_holds(page, w) for w in words)]
    named = {word.upper() for word in words}
    return tuple(sorted(found, key=lambda page: page.rule_id not in named))


def _fits(page: RulePage, asked: RuleFilter) -> bool:
    return (
        (not asked.topic or page.topic == asked.topic)
        and (asked.severity is None or page.judged is asked.severity)
        and (not asked.standing or page.standing == asked.standing)
        and (asked.reading is None or page.is_verified is (asked.reading is Reading.READ))
        and (asked.in_force is None or _is_in_force(page, asked.in_force))
        and (asked.day is None or page.applies_on(asked.day))
    )


def _is_in_force(page: RulePage, asked: InForce) -> bool:
    if asked is InForce.DECIDED:
        return page.is_decided
    if asked is InForce.REGRADED:
        return page.is_decided and not page.is_off
    return page.is_off is (asked is InForce.OFF)


def _holds(page: RulePage, word: str) -> bool:
    """Whether a page answers a word: an id, a catalogue number, a code, or a word of its texts."""
    if _NUMBER.fullmatch(word):
        return int(word) in page.catalogue
    upper = word.upper()
    if _RULE_ID.fullmatch(upper) and page.rule_id.startswith(upper):
        return True
    code = _code(upper)
    if code and page.concerns(code):
        return True
    return word.casefold() in _text(page) or (bool(code) and code.casefold() in _text(page))


def _code(word: str) -> str:
    """Return the word as a code in canonical form, or nothing."""
    icd = format_icd(word)
    if has_icd_shape(icd):
        return icd
    is_atc = has_atc_shape(word) and len(word) > _ATC_LENGTH
    return word if has_kva_shape(word) or is_atc else ""


def _text(page: RulePage) -> str:
    severity = SEVERITY_LABEL[page.severity]
    rows = (f"{row.told} {row.reason} {row.source}" for row in page.rows)
    said = (page.message, page.explanation, page.source, page.topic, page.name, severity)
    return " ".join((*said, page.standing, page.basis, page.decision, *rows)).casefold()
