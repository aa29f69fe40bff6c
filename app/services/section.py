"""Searching inside one section of a codebook; section_print puts one on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codebook_ports import Codebook
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import NotFoundError
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.domain.title_search import concepts_below, search_titles
from app.services.context import AppContext

#: More than the search ever finds by words: what lies in the section is picked out of these.
_EVERY_HIT = 3000
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
        raise not_there(within, book)
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


def _search(
    app: AppContext, book: Codebook, edition: str | date | None, text: str
) -> tuple[Sequence[SearchHit], bool]:
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


def not_there(code: str, book: Codebook) -> NotFoundError:
    """Make the error that a code is not in a codebook."""
    return NotFoundError(f"Koden {code} finns inte i {book.edition.label}. Sök en annan kod.")
