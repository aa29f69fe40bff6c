"""Use cases of pairs: which daggers go with an asterisk on an event, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSet, CodeSystem
from app.domain.completion import Option
from app.domain.concept import Concept
from app.domain.encounter import Diagnosis, Encounter
from app.domain.pairing import (
    find_asterisks,
    find_daggers,
    is_asterisk_expected,
    list_codes,
    may_be_dagger,
)
from app.services.completion_tables import read_tables
from app.services.context import AppContext

_ON_EVENT = "redan vald"


def dagger_options(
    app: AppContext, encounter: Encounter, books: Codebooks, row: int
) -> tuple[tuple[Option, ...], CodeSet]:
    """Return the daggers for the asterisk that leads a row, and the span to search for others.

    Those already on the event stand first; the others are listed where edition or table names
    them and they are few enough to be looked through.
    """
    book, asterisk = books.icd10se, encounter.diagnoses[row].code
    daggers = find_daggers(book, asterisk, read_tables(app.resources).pairs)
    chosen = [
        each.code
        for at, each in enumerate(encounter.diagnoses)
        if at != row and may_be_dagger(book, each.code)
    ]
    fitting = [code for code in chosen if code in daggers.span]
    listed = list_codes(book, daggers.named)
    found = dict.fromkeys(fitting, _ON_EVENT)
    for concept in listed:
        found.setdefault(concept.code, "")
    return _options(books, found.items()), daggers.span


def asterisk_options(
    app: AppContext, encounter: Encounter, books: Codebooks, row: int
) -> tuple[Option, ...]:
    """Return the asterisks that pair with the code that leads a row, those on the event first."""
    rows = read_tables(app.resources).pairs
    lead = encounter.diagnoses[row]
    on_event = {each.code for each in encounter.diagnoses if each is not lead}
    found = find_asterisks(books.icd10se, lead.code, rows)
    found.sort(key=lambda concept: concept.code not in on_event)
    taken = {
        code for each in encounter.diagnoses for code in _pair(each) if lead.code in _pair(each)
    }
    said = ((c.code, _ON_EVENT if c.code in on_event else "") for c in found)
    return _options(books, (pair for pair in said if pair[0] not in taken))


def is_without_dagger(encounter: Encounter, row: int) -> bool:
    """Whether a row that an asterisk leads neither has a partner nor is one."""
    asterisk = encounter.diagnoses[row]
    if asterisk.partner is not None:
        return False
    return all(each.partner != asterisk.code for each in encounter.diagnoses)


def is_without_asterisk(app: AppContext, encounter: Encounter, books: Codebooks, row: int) -> bool:
    """Whether a manifestation usually goes with the lead of a row, and none is paired with it."""
    lead = encounter.diagnoses[row]
    if lead.partner is not None or any(each.partner == lead.code for each in encounter.diagnoses):
        return False
    return is_asterisk_expected(books.icd10se, lead.code, read_tables(app.resources).pairs)


def _pair(diagnosis: Diagnosis) -> tuple[str, ...]:
    return (diagnosis.code, diagnosis.partner) if diagnosis.partner else ()


def _options(books: Codebooks, found: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    known = ((books.icd10se.concept(code), why) for code, why in found)
    return tuple(_option(concept, why) for concept, why in known if concept is not None)


def _option(concept: Concept, why: str) -> Option:
    return Option(CodeSystem.ICD10SE, concept.code, concept.title, why)
