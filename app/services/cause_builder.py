"""Use cases of the external-cause builder: find what happened, lay out where and doing what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.codebook_ports import Codebook, Codebooks
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Concept
from app.domain.external_cause import (
    CauseGrid,
    CauseParts,
    CauseShape,
    build_grid,
    shape_of,
    split_cause,
)
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.services.completion_tables import TermRow, read_tables
from app.services.context import AppContext
from app.services.settings import read_settings, write_setting

_CHAPTER = "20"
#: A mechanism in use has up to eighty codes, and several are to be found.
_LOOKED_AT = 300
_SHOWN_AT_MOST = 30
#: A word of a table is met from so many letters.
_LETTERS = 4
_CATEGORY = 3
_KEY = "cause_choices"
_RECENT_AT_MOST = 5
_UNSPECIFIED = "9"
#: Headings of what is shown before anything is typed.
_RECENT, _USUAL, _READY = "Senast valda", "Vanliga vid diagnosen", MatchKind.OWN


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What happened: a cause of three characters, with what the question said beyond that."""

    concept: Concept
    why: str
    parts: CauseParts
    #: Where the question's words stand in the title.
    marked: tuple[tuple[int, int], ...] = ()
    kind: MatchKind = MatchKind.WORDS


@dataclass(frozen=True, slots=True)
class CauseMemory:
    """What a person chose last."""

    fourth: str = ""
    fifth: str = ""
    #: Mechanisms of three characters, the last one first.
    recent: tuple[str, ...] = ()


def find_mechanisms(
    app: AppContext, text: str, day: date | None, books: Codebooks
) -> list[Mechanism]:
    """Find what happened by everyday words, a title or a code; best first, each mechanism once.

    Only V01–Y98 is searched. A code typed further than the mechanism says place and activity too.
    """
    query = SearchQuery(text, (CodeSystem.ICD10SE,), _LOOKED_AT, day, chapter=_CHAPTER)
    by_code: dict[str, Mechanism] = {}
    for word, code in _by_terms(text, read_tables(app.resources).terms):
        concept = books.icd10se.concept(code)
        if concept is not None:
            by_code[code] = Mechanism(concept, f"vardagsord: {word}", CauseParts(code))
    for hit in app.engine.search(query):
        found = _mechanism(books.icd10se, hit)
        if found is not None:
            by_code.setdefault(found.concept.code, found)
    return list(by_code.values())[:_SHOWN_AT_MOST]


def usual_mechanisms(
    app: AppContext, diagnosis: str, books: Codebooks, memory: CauseMemory
) -> list[Mechanism]:
    """Return what to show before anything is typed: the usual ones, those of late first.

    Of late counts only where it fits the diagnosis, or where nothing is known to fit it.
    """
    rows = read_tables(app.resources).usual_causes
    usual = next((row.others for row in rows if diagnosis in row.codes), ())
    recent = [code for code in memory.recent if not usual or code in usual]
    codes = dict.fromkeys([*recent, *usual])
    found = ((code, books.icd10se.concept(code)) for code in codes)
    return [
        Mechanism(concept, _RECENT if code in recent else _USUAL, CauseParts(code), kind=_READY)
        for code, concept in found
        if concept is not None
    ]


def cause_grid(
    app: AppContext, mechanism: str, books: Codebooks, day: date | None
) -> CauseGrid | None:
    """Lay out every code of a mechanism that is in use on a day; None where there is none."""
    words = read_tables(app.resources).words
    asked = None if CodeSystem.ICD10SE in books.outside else day
    grid = build_grid(books.icd10se, mechanism, words, asked)
    return grid if grid is not None and grid.codes else None


def choose_cell(grid: CauseGrid, parts: CauseParts, memory: CauseMemory) -> CauseParts:
    """Return where to begin in a grid: what the code says, else what was chosen last.

    What the edition does not have gives way to what is nearest: unspecified, or the first.
    """
    fourths = [word.character for word in grid.rows]
    remembered = memory.fourth if grid.shape is CauseShape.PLACE else ""
    wanted = (parts.fourth, remembered, _UNSPECIFIED)
    fourth = next((each for each in wanted if each and each in fourths), fourths[0])
    fifths = [word.character for word in grid.columns if grid.concept(fourth, word.character)]
    wished = (parts.fifth, memory.fifth, _UNSPECIFIED)
    fifth = next((each for each in wished if each and each in fifths), fifths[0])
    return CauseParts(grid.mechanism.code, fourth, fifth)


def spell_cause(app: AppContext, code: str, books: Codebooks) -> str:
    """Say a cause in words, whole or not; nothing where the edition does not have it."""
    parts = split_cause(code)
    grid = cause_grid(app, parts.mechanism, books, None)
    return "" if grid is None else grid.spell(parts.fourth, parts.fifth)


def read_memory(app: AppContext, person_id: str) -> CauseMemory:
    """Return what a person chose last at this workstation."""
    stored = _stored(app).get(person_id)
    if not isinstance(stored, dict):
        return CauseMemory()
    recent = stored.get("recent")
    codes = [code for code in recent if isinstance(code, str)] if isinstance(recent, list) else []
    return CauseMemory(_character(stored, "fourth"), _character(stored, "fifth"), tuple(codes))


def remember_cause(app: AppContext, person_id: str, code: str) -> None:
    """Keep what a person chose, for the next time; the place only where the code names one.

    Raises:
        AppError: the settings cannot be written.

    """
    parts, before = split_cause(code), read_memory(app, person_id)
    is_place = shape_of(code) is CauseShape.PLACE
    recent = dict.fromkeys([parts.mechanism, *before.recent])
    after = CauseMemory(
        parts.fourth if is_place else before.fourth,
        parts.fifth or before.fifth,
        tuple(recent)[:_RECENT_AT_MOST],
    )
    known = _stored(app) | {
        person_id: {"fourth": after.fourth, "fifth": after.fifth, "recent": after.recent}
    }
    write_setting(app.data_dir, _KEY, json.dumps(known, ensure_ascii=False))


def is_cause_whole(book: Codebook, code: str) -> bool:
    """Whether a cause goes as deep as the edition does; one it does not have counts as whole."""
    concept = book.concept(code)
    return concept is None or concept.is_leaf


def _by_terms(text: str, rows: Sequence[TermRow]) -> Iterator[tuple[str, str]]:
    """Yield each word of a table that is typed, or begun, with each of its mechanisms."""
    typed = [word for word in text.casefold().split() if len(word) >= _LETTERS]
    for row in rows:
        meant = next((word for word in row.words if word.startswith(tuple(typed))), None)
        if meant is not None:
            yield from ((meant, code) for code in row.codes)


def _mechanism(book: Codebook, hit: SearchHit) -> Mechanism | None:
    """Take a hit as the mechanism that it lies in; headings and other codes are none."""
    if not is_external_cause(hit.code):
        return None
    parts = split_cause(hit.code)
    concept = book.concept(parts.mechanism)
    if concept is None:
        return None
    is_mechanism = len(hit.code) == _CATEGORY
    if hit.kind is not MatchKind.EXACT_CODE and not _is_told_apart(book, hit):
        parts = replace(parts, fourth="", fifth="")
    marked = hit.marked if is_mechanism else ()
    return Mechanism(concept, hit.why, parts, marked, hit.kind)


def _is_told_apart(book: Codebook, hit: SearchHit) -> bool:
    """Whether a hit says which subcategory is meant, by a title of its own: Y57.9, V18.4."""
    return book.concept(hit.code) is not None and shape_of(hit.code) is CauseShape.OTHER


def _stored(app: AppContext) -> dict[str, Any]:
    try:
        known = json.loads(read_settings(app.data_dir).get(_KEY, "{}"))
    except (TypeError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _character(stored: dict[str, Any], key: str) -> str:
    value = stored.get(key)
    return value if isinstance(value, str) and len(value) <= 1 else ""
