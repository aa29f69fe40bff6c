"""One section of a codebook: searching inside it, and putting it on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.codebook_ports import Codebook
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept, Note
from app.domain.errors import NotFoundError
from app.domain.list_words import format_count
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.domain.title_search import concepts_below, search_titles
from app.reports.section_report import PrintedSection, build_section
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.written_file import write_whole

#: More than the search ever finds by words: what lies in the section is picked out of these.
_EVERY_HIT = 3000
#: From so many codes on, the notes are read all at once.
_MANY = 200
_ORDER = {kind: place for place, kind in enumerate(MatchKind)}


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """What was found for a text inside a section, or in a whole edition."""

    hits: tuple[SearchHit, ...] = ()
    #: Hits of the same text in the whole edition, where the section has none (counted to a limit).
    elsewhere: int = 0
    #: Whether only codes and words of titles were compared: the edition has no search index,
    #: as it is not in use on any day.
    is_plain: bool = False


def find_codebook(app: AppContext, edition: str | date | None, system: CodeSystem) -> Codebook:
    """Return a codebook by the id of its edition, or by the day it is in force (None = today).

    Raises:
        NotFoundError: there is no such edition of that system.

    """
    if not isinstance(edition, str):
        return app.library.for_day(edition).of(system)
    book = app.library.codebook(edition)
    if book is None or book.edition.system is not system:
        text = f"Det finns ingen utgåva {edition} av {SYSTEM_LABEL[system]}."
        raise NotFoundError(f"{text} Välj en annan utgåva.")
    return book


def search_section(
    app: AppContext,
    edition: str | date | None,
    system: CodeSystem,
    text: str,
    *,
    within: str = "",
    limit: int = 60,
) -> SectionAnswer:
    """Search below one code of an edition, best first; `within` empty means all of it.

    The code itself is inside its section. An edition that is in use is asked as everywhere
    else in the program, with synonyms and corrected spelling; any other by code and title.

    Raises:
        NotFoundError: no such edition, or the section is not in it.

    """
    book = find_codebook(app, edition, system)
    if within and book.concept(within) is None:
        raise _not_there(within, book)
    found, is_plain = _search(app, book, edition, text)
    hits = found
    if within:
        inside = [hit for hit in found if is_below(book, hit.code, within)]
        hits = _merged(inside, search_titles(concepts_below(book, within), text))
    elsewhere = 0 if hits else min(len(found), limit)
    return SectionAnswer(tuple(hits[:limit]), elsewhere, is_plain)


def is_below(book: Codebook, code: str, section: str) -> bool:
    """Whether a code is that of a section or stands somewhere under it."""
    return code == section or any(above.code == section for above in book.ancestors(code))


def section_pdf(
    app: AppContext,
    edition: str | date | None,
    system: CodeSystem,
    code: str,
    control: JobControl = NO_CONTROL,
) -> bytes:
    """Build a PDF of a section: the code, everything below it, and their notes.

    Raises:
        NotFoundError: no such edition, or the code is not in it.
        Cancelled: it was asked to stop; nothing is kept.

    """
    return build_section(_gather(app, find_codebook(app, edition, system), code, control), control)


def write_section(
    app: AppContext,
    edition: str | date | None,
    system: CodeSystem,
    code: str,
    path: Path,
    control: JobControl = NO_CONTROL,
) -> Path:
    """Write the PDF of a section to a file, whole or not at all.

    Raises:
        NotFoundError: no such edition, or the code is not in it.
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    content = section_pdf(app, edition, system, code, control)
    return write_whole(app, path, content)


def section_file_name(system: CodeSystem, code: str) -> str:
    """Return a file name without ending that any file system takes: `icd10se-S72`."""
    return f"{system.value}-{re.sub(r'[^A-Za-z0-9.-]', '_', code)}"


def _search(
    app: AppContext, book: Codebook, edition: str | date | None, text: str
) -> tuple[list[SearchHit], bool]:
    day = book.edition.valid.start if isinstance(edition, str) else edition
    system = book.edition.system
    if app.library.for_day(day).of(system).edition.id == book.edition.id:
        return app.engine.search(SearchQuery(text, (system,), _EVERY_HIT, day)), False
    return search_titles(book.concepts(), text), True


def _merged(found: Sequence[SearchHit], plain: Sequence[SearchHit]) -> list[SearchHit]:
    """Add what the index did not come to, in the section where it belongs."""
    known = {hit.code for hit in found}
    every = [*found, *(hit for hit in plain if hit.code not in known)]
    return sorted(every, key=lambda hit: _ORDER[hit.kind])


def _gather(app: AppContext, book: Codebook, code: str, control: JobControl) -> PrintedSection:
    if book.concept(code) is None:
        raise _not_there(code, book)
    concepts = tuple(concepts_below(book, code))
    control.step(0, 1, f"Läser {format_count(len(concepts), 'kod', 'koder')} …")
    return PrintedSection(
        book.edition,
        tuple(reversed(book.ancestors(code))),
        concepts,
        _notes(app, book, concepts),
        app.now(),
    )


def _notes(
    app: AppContext, book: Codebook, concepts: Sequence[Concept]
) -> Mapping[str, Sequence[Note]]:
    if book.edition.is_starter:
        return {concept.code: concept.notes for concept in concepts if concept.notes}
    with app.unit_of_work() as uow:
        if len(concepts) >= _MANY:
            return uow.editions.all_notes(book.edition.id)
        each = {c.code: uow.editions.notes(book.edition.id, c.code) for c in concepts}
    return {code: notes for code, notes in each.items() if notes}


def _not_there(code: str, book: Codebook) -> NotFoundError:
    return NotFoundError(f"Koden {code} finns inte i {book.edition.label}. Sök en annan kod.")
