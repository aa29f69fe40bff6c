"""Use cases of favourites: the codes that a person keeps at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.access import Person
from app.domain.code_set import Favourite
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, format_code
from app.domain.concept import Concept
from app.domain.errors import AppError, NotFoundError
from app.domain.usable_code import find_usable
from app.services.context import AppContext

_NOT_IN_USE = "Koden gäller inte den här dagen. Ta bort favoriten, eller sök den nya koden."
_HEADING = "Ett kapitel eller avsnitt kan inte vara favorit. Välj en kod under det."


@dataclass(frozen=True, slots=True)
class FavouriteConcept:
    """A favourite, with what its code means on a day; None when it is not in use then."""

    favourite: Favourite
    concept: Concept | None

    @property
    def remark(self) -> str:
        """Why the code cannot be used, and what to do; nothing for one that can."""
        return "" if self.concept is not None else _NOT_IN_USE


def list_favourites(
    app: AppContext, person: Person, day: date | None = None
) -> list[FavouriteConcept]:
    """Return a person's favourites, oldest first, as they stand on a day (None = today)."""
    books, asked = app.library.for_day(day), day or app.now().date()
    return find_favourite_concepts(read_favourites(app, person), books, asked)


def read_favourites(app: AppContext, person: Person) -> list[Favourite]:
    """Return what a person keeps, oldest first, without looking the codes up."""
    with app.unit_of_work() as uow:
        return uow.favourites.of_person(person.id)


def find_favourite_concepts(
    favourites: Iterable[Favourite], books: Codebooks, day: date
) -> list[FavouriteConcept]:
    """Look favourites up in the codebooks of a day: nothing is read."""
    return [FavouriteConcept(f, find_usable(books, f.system, f.code, day)) for f in favourites]


def is_favourite(app: AppContext, person: Person, system: CodeSystem, code: str) -> bool:
    """Whether a person keeps a code."""
    written = format_code(system, code)
    return any((f.system, f.code) == (system, written) for f in read_favourites(app, person))


def toggle_favourite(app: AppContext, person: Person, system: CodeSystem, code: str) -> bool:
    """Keep a code, or keep it no longer; return whether it is kept now.

    Raises:
        AppError: the code is the heading of a chapter or a block.

    """
    key = (system, format_code(system, code))
    with app.unit_of_work() as uow:
        is_kept = any((f.system, f.code) == key for f in uow.favourites.of_person(person.id))
        if is_kept:
            uow.favourites.remove(person.id, *key)
        else:
            _refuse_heading(app, *key)
            uow.favourites.add(Favourite(person.id, *key, app.now()))
        uow.commit()
    return not is_kept


def add_favourite(app: AppContext, person: Person, system: CodeSystem, code: str) -> Favourite:
    """Keep a code that is in use today; one that is kept already stays as it is.

    Raises:
        NotFoundError: no code in use today is written so.

    """
    written = format_code(system, code)
    today = app.now().date()
    books = app.library.for_day(today)
    if find_usable(books, system, written, today) is None:
        label = books.of(system).edition.label
        raise NotFoundError(f"Koden {written} gäller inte i {label}. Sök en annan kod.")
    favourite = Favourite(person.id, system, written, app.now())
    with app.unit_of_work() as uow:
        uow.favourites.add(favourite)
        uow.commit()
    return favourite


def remove_favourite(app: AppContext, person: Person, system: CodeSystem, code: str) -> None:
    """Keep a code no longer.

    Raises:
        NotFoundError: the person does not keep it.

    """
    written = format_code(system, code)
    if not is_favourite(app, person, system, written):
        raise NotFoundError(f"{written} är ingen favorit för {person.name}. Lista favoriterna.")
    with app.unit_of_work() as uow:
        uow.favourites.remove(person.id, system, written)
        uow.commit()


def _refuse_heading(app: AppContext, system: CodeSystem, code: str) -> None:
    concept = app.library.for_day(None).of(system).concept(code)
    if concept is not None and concept.is_structural:
        raise AppError(_HEADING)
