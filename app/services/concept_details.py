"""What there is to say about one code: its place, its notes, its partners, its links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.code_mentions import CodeMention, find_code_mentions
from app.domain.codebook_ports import Codebook
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept, Edition, Note, NoteKind
from app.domain.errors import NotFoundError
from app.domain.guidance import Guidance
from app.domain.procedure_hints import ProcedureHint, find_hints
from app.domain.product import Product
from app.services.context import AppContext
from app.services.edition_differences import concept_changes
from app.services.guidance import guidance_of_code


@dataclass(frozen=True, slots=True)
class Partner:
    """A code or range that a mark links to."""

    #: As the edition writes it.
    text: str
    #: What stands under exactly that code; None where the edition has no such code.
    concept: Concept | None = None


@dataclass(frozen=True, slots=True)
class ConceptDetails:
    """Everything that an edition says about one code."""

    concept: Concept
    #: From the top of the tree down to the code right above.
    ancestors: tuple[Concept, ...] = ()
    #: In file order; a description of the concept itself is a note like the others.
    notes: tuple[Note, ...] = ()
    partners: tuple[Partner, ...] = ()
    #: The topmost code that is reserved for additional use, the concept itself or one above it;
    #: None where the concept may be principal.
    reserved_by: Concept | None = None
    #: The codes and ranges that notes and partners name, as they are written there, and where
    #: each leads; a range without a concept of its own leads to its first code.
    links: Mapping[str, Concept] = field(default_factory=dict, hash=False)
    #: The edition that says it.
    edition: Edition | None = None
    #: The codes right below, in code order.
    children: tuple[Concept, ...] = ()
    #: What differs from the edition before: "Ny 2022", "Ändrad titel 2022: förr …".
    changes: tuple[str, ...] = ()
    #: Of an ATC code: the product names that are sold under it.
    products: tuple[Product, ...] = ()
    #: Of a procedure: what the edition says of add-on codes and drugs.
    hints: tuple[ProcedureHint, ...] = ()
    #: Our own help texts about the code, in the order of the catalogue.
    guidance: tuple[Guidance, ...] = ()

    @property
    def has_more(self) -> bool:
        """Whether there is anything to say beside code, title and place."""
        return bool(
            self.notes
            or self.partners
            or self.reserved_by
            or self.changes
            or self.products
            or self.hints
            or self.guidance
            or self.concept.valid_to
        )


def describe_concept(
    app: AppContext, edition_id_or_day: str | date | None, system: CodeSystem, code: str
) -> ConceptDetails:
    """Gather what an edition says about a code.

    The edition is given by its id, or by the day that it is in force on (None = today). Links
    into other systems lead to the editions in force on the same day, or when the edition began.

    Raises:
        NotFoundError: there is no such edition, or the code is not in it.
        StorageError: the notes cannot be read.

    """
    books = _books(app, edition_id_or_day, system)
    book = books[0]
    concept = book.concept(code)
    if concept is None:
        raise NotFoundError(f"Koden {code} finns inte i {book.edition.label}. Sök en annan kod.")
    ancestors = tuple(book.ancestors(code))
    notes = _notes(app, book, concept)
    hints = find_hints(book, concept, notes) if system is CodeSystem.KVA else []
    return ConceptDetails(
        concept,
        ancestors=ancestors[::-1],
        notes=notes,
        partners=tuple(Partner(text, _find(book, text)) for text in concept.partners),
        reserved_by=_reserved_by((concept, *ancestors)),
        links=dict(_links(books, concept, notes, hints)),
        edition=book.edition,
        children=tuple(book.children(code)),
        changes=_changes(app, book, edition_id_or_day, code),
        products=_products(app, concept),
        hints=tuple(hints),
        guidance=guidance_of_code(concept.code),
    )


def _books(
    app: AppContext, edition_id_or_day: str | date | None, system: CodeSystem
) -> list[Codebook]:
    """Return the codebook that is asked for, then those of the other systems."""
    if not isinstance(edition_id_or_day, str):
        of_day = app.library.for_day(edition_id_or_day)
        book = of_day.of(system)
    else:
        found = app.library.codebook(edition_id_or_day)
        if found is None or found.edition.system is not system:
            text = f"Det finns ingen utgåva {edition_id_or_day} av {SYSTEM_LABEL[system]}."
            raise NotFoundError(f"{text} Välj en annan utgåva.")
        book = found
        of_day = app.library.for_day(book.edition.valid.start)
    return [book, *(of_day.of(other) for other in CodeSystem if other is not system)]


def _notes(app: AppContext, book: Codebook, concept: Concept) -> tuple[Note, ...]:
    notes = concept.notes
    if not notes and not book.edition.is_starter:
        with app.unit_of_work() as uow:
            notes = uow.editions.notes(book.edition.id, concept.code)
    description = concept.description.strip()
    # Where the notes are described in full, the description is a shorter copy for the search.
    if not description or any(note.kind is NoteKind.DESCRIPTION for note in notes):
        return notes
    links = (m.code for m in find_code_mentions(description) if m.is_sure)
    return (Note(NoteKind.DESCRIPTION, description, tuple(dict.fromkeys(links))), *notes)


def _changes(
    app: AppContext, book: Codebook, edition_id_or_day: str | date | None, code: str
) -> tuple[str, ...]:
    edition = book.edition
    day = edition.valid.start if isinstance(edition_id_or_day, str) else edition_id_or_day
    if app.library.for_day(day).of(edition.system).edition.id != edition.id:
        return ()  # an edition that is not in use has none that it took over from
    return concept_changes(app, edition.system, code, day)


def _products(app: AppContext, concept: Concept) -> tuple[Product, ...]:
    if concept.system is not CodeSystem.ATC:
        return ()
    with app.unit_of_work() as uow:
        return tuple(uow.products.of_atc(concept.code))


def _reserved_by(upwards: tuple[Concept, ...]) -> Concept | None:
    found: Concept | None = None
    for concept in upwards:
        if concept.may_be_principal:
            break
        found = concept
    return found


def _links(
    books: list[Codebook],
    concept: Concept,
    notes: tuple[Note, ...],
    hints: list[ProcedureHint],
) -> Iterator[tuple[str, Concept]]:
    """Yield the mentions that lead somewhere else, never the code to itself."""
    for mention in _mentions(concept, notes, hints):
        target = _target(books, mention)
        if target is not None and target != concept:
            yield mention.text, target


def _mentions(
    concept: Concept, notes: tuple[Note, ...], hints: list[ProcedureHint]
) -> Iterator[CodeMention]:
    for partner in concept.partners:
        yield from find_code_mentions(partner)
    for note in notes:
        yield from (m for m in find_code_mentions(note.text) if _is_link(m, note))
    for hint in hints:
        yield from (m for m in find_code_mentions(hint.text) if m.is_sure)


def _is_link(mention: CodeMention, note: Note) -> bool:
    """Whether the reader of the edition took it for a code, or two of them."""
    return mention.code in note.links or {mention.first, mention.last} <= set(note.links)


def _target(books: list[Codebook], mention: CodeMention) -> Concept | None:
    for book in books:
        found = _find(book, mention.code) or book.concept(mention.first)
        if found is not None:
            return found
    return None


def _find(book: Codebook, text: str) -> Concept | None:
    return book.concept(text) or book.concept(text.replace("–", "-"))
