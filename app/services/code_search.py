"""Use cases for finding codes by what somebody types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict, Unpack

from app.domain.care_types import EncounterClass
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import InputFileError
from app.domain.search import SearchHit, SearchQuery, Setting, Suggestions
from app.services.context import AppContext

_ANY = SearchQuery("")
_HEADER_BYTES_AT_MOST = 100_000
#: How the systems may be written in a file of questions.
_SYSTEM_NAMES: Mapping[str, tuple[CodeSystem, ...]] = {
    "": (),
    "icd10se": (CodeSystem.ICD10SE,),
    "icd-10-se": (CodeSystem.ICD10SE,),
    "icd": (CodeSystem.ICD10SE,),
    "kva": (CodeSystem.KVA,),
    "kvå": (CodeSystem.KVA,),
    "atc": (CodeSystem.ATC,),
}


class _BrokenLineError(Exception):
    """A line of the file that cannot be asked; the text is a Swedish sentence."""


class Filters(TypedDict, total=False):
    """What may be asked besides the words, the systems and the day; see `SearchQuery`."""

    chapter: str
    principal_only: bool
    show_retired: bool
    setting: Setting | None
    among: frozenset[tuple[CodeSystem, str]] | None


def search_codes(
    app: AppContext,
    text: str,
    systems: Sequence[CodeSystem] = (),
    limit: int = 50,
    day: date | None = None,
    **filters: Unpack[Filters],
) -> Sequence[SearchHit]:
    """Find codes for a text in the editions of a day, best first.

    No systems means all three. The hits come in sections that never mix: exact code, codes
    that begin so, words, beginnings and parts of words, corrected spelling. The filters, and
    those written in the text (`kap:9`, `kod:I2*`, `"exakt fras"`, `-kronisk`), take away hits
    before the limit does, and never add any; `show_retired` adds codes that are out of use,
    and `setting` (see `setting_of`) orders the hits of a section and hides none.
    """
    return app.engine.search(SearchQuery(text, tuple(systems), limit, day, **filters))


def suggest_codes(
    app: AppContext,
    text: str,
    systems: Sequence[CodeSystem] = (),
    day: date | None = None,
    **filters: Unpack[Filters],
) -> Suggestions:
    """Say what to try instead of a question that finds nothing, or guesses alone.

    Takes what `search_codes` takes. A question that finds what was typed has no suggestions.
    """
    return app.engine.suggest(SearchQuery(text, tuple(systems), day=day, **filters))


def setting_of(encounter: Encounter) -> Setting:
    """Say of an event what orders the hits of a question that is asked for it.

    The age is in whole years at admission. The class of care is None while it is unknown.
    """
    day, patient = encounter.admission_day or encounter.day, encounter.patient
    is_known = encounter.encounter_class is not EncounterClass.UNKNOWN
    age = patient.age_years(day) if day else None
    return Setting(patient.sex, age, encounter.setting if is_known else None)


def search_batch(
    app: AppContext, path: Path, asked: SearchQuery = _ANY
) -> Iterator[dict[str, Any]]:
    """Ask every line of a file and yield an answer for each, in the order of the file.

    Each line is asked as `asked`, with its own text and systems.

    The file is UTF-8 text with tabs and a header that names a column `query` and perhaps one
    `system`; other columns are passed over. An answer is `{query, system, hits, ms}` with the
    query and system as they were written; a line that cannot be asked gives
    `{line, error}`.

    Raises:
        InputFileError: the file cannot be read or has no column `query`.

    """
    lines = _read_lines(path)
    query_at, system_at = _columns(path.name, lines)
    app.engine.prepare(asked.day)
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        try:
            question = _question(line, query_at, system_at)
        except _BrokenLineError as broken:
            yield {"line": number, "error": str(broken)}
        else:
            yield _answer(app, *question, asked)


def _read_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise InputFileError(
            f"Filen {path.name} kan inte läsas. Kontrollera namnet och att du får läsa den."
        ) from error


def _columns(name: str, lines: Sequence[bytes]) -> tuple[int, int | None]:
    header = lines[0][:_HEADER_BYTES_AT_MOST].decode("utf-8", "replace") if lines else ""
    columns = [column.strip().lower() for column in header.split("\t")]
    if "query" not in columns:
        raise InputFileError(
            f"Filen {name} har ingen kolumn query på första raden. "
            "Skriv en rubrikrad med query och system, åtskilda med tabb."
        )
    return columns.index("query"), columns.index("system") if "system" in columns else None


def _question(line: bytes, query_at: int, system_at: int | None) -> tuple[str, str]:
    try:
        cells = line.decode("utf-8").split("\t")
    except UnicodeDecodeError as error:
        raise _BrokenLineError("Raden är inte skriven i UTF-8. Spara om filen.") from error
    query = cells[query_at].strip() if query_at < len(cells) else ""
    if not query:
        raise _BrokenLineError("Raden saknar fråga. Skriv något i kolumnen query.")
    at = len(cells) if system_at is None else system_at
    system = cells[at].strip() if at < len(cells) else ""
    if system.lower() not in _SYSTEM_NAMES:
        raise _BrokenLineError(
            f"Kodverket {system[:40]} är okänt. Skriv icd10se, kva eller atc, eller inget."
        )
    return query, system


def _answer(app: AppContext, query: str, system: str, asked: SearchQuery) -> dict[str, Any]:
    started = perf_counter()
    hits = app.engine.search(replace(asked, text=query, systems=_SYSTEM_NAMES[system.lower()]))
    elapsed = (perf_counter() - started) * 1000
    return {
        "query": query,
        "system": system,
        "hits": [hit_data(hit) for hit in hits],
        "ms": round(elapsed, 3),
    }


def hit_data(hit: SearchHit) -> dict[str, Any]:
    """Give a hit as it is written to a file.

    `marked` are half-open ranges of characters of the title; `valid_to` and `successors` stand
    only where the code is out of use.
    """
    data: dict[str, Any] = {
        "code": hit.code,
        "system": hit.system.value,
        "title": hit.title,
        "tier": hit.kind.value,
        "why": hit.why,
        "marked": [list(place) for place in hit.marked],
    }
    if hit.valid_to is None:
        return data
    return data | {"valid_to": hit.valid_to.isoformat(), "successors": list(hit.successors)}


def suggestions_data(found: Suggestions) -> dict[str, Any]:
    """Give suggestions as they are written to a file."""
    return {
        "spellings": list(found.spellings),
        "parts": [{"text": part.text, "hits": part.hits} for part in found.parts],
        "chapter": found.chapter,
        "terms": [{"term": t.term, "system": t.system.value, "code": t.code} for t in found.terms],
        "without": [
            {"filter": w.kind.value, "label": w.label, "hits": w.hits, "text": w.text}
            for w in found.without
        ],
    }


def format_retirement(hit: SearchHit) -> str:
    """Say of a code out of use when it ended and what took over: empty for one in use."""
    if hit.valid_to is None:
        return ""
    after = f", ersatt av {' och '.join(hit.successors)}" if hit.successors else ""
    return f"utgick {hit.valid_to}{after}"
