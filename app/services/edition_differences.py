"""Use cases for how editions differ: two compared whole, and one code against the year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition
from app.domain.edition_checks import used_before
from app.domain.edition_comparison import (
    compare_codebooks,
    format_mark,
    is_in_use,
    is_withdrawn,
    name_above,
    same_title,
)
from app.domain.edition_difference import DifferenceKind, EditionDifference
from app.domain.errors import AppError, NotFoundError
from app.domain.note_difference import NotesByCode
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: Two editions are read, then compared.
_STEPS = 3
#: Editions come every year; further apart, a change may be older than its edition.
_A_YEAR_APART = timedelta(days=400)


def compare_editions(
    app: AppContext, a: str, b: str, control: JobControl = NO_CONTROL
) -> EditionDifference:
    """Find what changed from edition `a` to edition `b`, both given by id, of any state.

    Where `a` is the newer of them, the remarks say that the changes are counted backwards.

    Raises:
        NotFoundError: no edition has that id.
        AppError: the editions are of different code systems.
        Cancelled: the user cancelled.

    """
    editions = tuple(_edition(app, edition_id) for edition_id in (a, b))
    if editions[0].system is not editions[1].system:
        names = " och ".join(edition.label for edition in editions)
        raise AppError(f"{names} är olika kodverk. Välj två utgåvor av samma kodverk.")
    books: list[Codebook] = []
    notes: list[NotesByCode] = []
    for done, edition in enumerate(editions):
        control.step(done, _STEPS, f"Läser {edition.label} …")
        books.append(_load(app, edition))
        notes.append(_notes(app, edition))
    control.step(len(editions), _STEPS, "Jämför …")
    difference = compare_codebooks(books[0], books[1], notes[0], notes[1])
    control.step(_STEPS, _STEPS, "Jämför …")
    return replace(difference, remarks=(*_remarks_on_order(*editions), *difference.remarks))


def predecessor(app: AppContext, edition: Edition) -> Edition | None:
    """Return the official edition that was used before this one, or None.

    That is the newest of its system that begins on an earlier day and is, or has been, in use;
    of two that begin on the same day the one in use, then the one read in last.
    """
    return used_before(app.library.editions(), edition)


def concept_changes(
    app: AppContext, system: CodeSystem, code: str, day: date | None
) -> tuple[str, ...]:
    """Say how a code differs in the edition of a day (None = today) from the one before it.

    Such as `Ny 2022` or `Ändrad titel 2022: förr …`; nothing where no edition came before. The
    first question loads the earlier edition, and is to be asked outside the GUI thread.
    """
    after = app.library.for_day(day).of(system)
    earlier = predecessor(app, after.edition)
    before = app.library.codebook(earlier.id) if earlier else None
    if before is None:
        return ()
    year = _year(before.edition, after.edition)
    return tuple(_sayings(before, after, code, year))


def _remarks_on_order(before: Edition, after: Edition) -> tuple[str, ...]:
    first, second = before.valid.start, after.valid.start
    if first is None or second is None or first <= second:
        return ()
    return ("Den första utgåvan är nyare än den andra; skillnaderna är räknade bakåt.",)


def _edition(app: AppContext, edition_id: str) -> Edition:
    editions = app.library.editions()
    for edition in editions:
        if edition.id == edition_id:
            return edition
    known = ", ".join(edition.id for edition in editions)
    raise NotFoundError(f"Det finns ingen utgåva {edition_id}. Välj någon av {known}.")


def _load(app: AppContext, edition: Edition) -> Codebook:
    book = app.library.codebook(edition.id)
    if book is None:
        text = f"{edition.label} finns inte längre."
        raise NotFoundError(f"{text} Någon har tagit bort utgåvan, välj en annan.")
    return book


def _notes(app: AppContext, edition: Edition) -> NotesByCode:
    if edition.is_starter:
        return {}
    with app.unit_of_work() as uow:
        return uow.editions.all_notes(edition.id)


def _year(before: Edition, after: Edition) -> str:
    """Name the newer edition, and the older where others may have come between them."""
    starts = (before.valid.start, after.valid.start)
    if starts[0] and starts[1] and starts[1] - starts[0] <= _A_YEAR_APART:
        return after.version
    return f"{after.version} (jämfört med {before.version})"


def _sayings(before: Codebook, after: Codebook, code: str, year: str) -> Iterator[str]:
    then, now = before.concept(code), after.concept(code)
    if then is not None and not is_in_use(then, before.edition):
        then = None
    if now is None or (then is not None and is_withdrawn(then, now, after.edition)):
        if then is not None:
            yield f"{DifferenceKind.WITHDRAWN} {year}: förr {then.title}"
    elif then is None:
        if is_in_use(now, after.edition):
            yield f"{DifferenceKind.NEW} {year}"
    else:
        yield from _kept(before, then, now, year)


def _kept(before: Codebook, then: Concept, now: Concept, year: str) -> Iterator[str]:
    if not same_title(then, now):
        yield f"{DifferenceKind.RETITLED} {year}: förr {then.title}"
    if then.mark is not now.mark:
        yield f"{DifferenceKind.MARK} {year}: förr {format_mark(then.mark)}"
    if then.parent != now.parent:
        yield f"{DifferenceKind.MOVED} {year}: förr under {name_above(before, then)}"
