"""`kodklar codebook browse` and `section`: what an edition says of a code, on screen or paper."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cli.output import print_json, progress
from app.domain.codes import CodeSystem, format_code
from app.domain.concept import Concept, EditionState
from app.domain.errors import AppError, NotFoundError
from app.services.concept_details import ConceptDetails, describe_concept
from app.services.context import AppContext


@dataclass(frozen=True, slots=True)
class _Place:
    """A code of an edition, as the commands are told of it."""

    edition: str | date | None
    system: CodeSystem
    code: str


def browse(app: AppContext, args: argparse.Namespace) -> int:
    """Print everything that an edition says about a code."""
    place = _find_place(app, args)
    details = describe_concept(app, place.edition, place.system, place.code)
    if args.json:
        print_json(_details_json(details))
    else:
        for line in _lines(details):
            print(line)
    return 0


def section(app: AppContext, args: argparse.Namespace) -> int:
    """Write a code with everything below it as PDF, and print the path."""
    if args.out.is_dir():
        raise AppError(f"{args.out} är en mapp. Ange ett filnamn, till exempel avsnitt.pdf.")
    # Only who prints waits for what prints; the search on the command line uses this module too.
    from app.services.section_print import write_section  # noqa: PLC0415

    place = _find_place(app, args)
    print(write_section(app, place.edition, place.system, place.code, args.out, progress()))
    return 0


def find_section(app: AppContext, args: argparse.Namespace, code: str) -> tuple[CodeSystem, str]:
    """Return the system and the canonical code of a section that is named on the command line.

    Raises:
        NotFoundError: no codebook of the day has the code.

    """
    books = app.library.for_day(args.date)
    systems = (CodeSystem(args.system),) if args.system else tuple(CodeSystem)
    for system in systems:
        for written in (code, format_code(system, code)):
            if books.of(system).concept(written) is not None:
                return system, written
    raise NotFoundError(_absent(app, args, systems, code))


def _absent(
    app: AppContext, args: argparse.Namespace, systems: Sequence[CodeSystem], code: str
) -> str:
    """Say that no edition of the day has a code, and a day on which one has it."""
    day = f"den {args.date}" if args.date else "i dag"
    text = f"Koden {code} finns inte i de kodverk som gäller {day}."
    for edition in app.library.editions():
        start = edition.valid.start
        if edition.system not in systems or edition.state is not EditionState.ACTIVE or not start:
            continue
        book = app.library.codebook(edition.id)
        if book is not None and book.concept(format_code(edition.system, code)) is not None:
            return f"{text} Den finns i {edition.label}: ange dagen, till exempel --date {start}."
    return f"{text} Ange en kod, ett avsnitt eller ett kapitel som finns."


def _find_place(app: AppContext, args: argparse.Namespace) -> _Place:
    if not args.edition:
        return _Place(args.date, *find_section(app, args, args.code))
    if args.date or args.system:
        raise AppError("Utgåvan säger själv kodverk och dag. Ta bort --date och --system.")
    book = app.library.codebook(args.edition)
    if book is None:
        text = f"Det finns ingen utgåva {args.edition}."
        raise NotFoundError(f"{text} Se utgåvorna med kodklar codebook list.")
    system = book.edition.system
    known = book.concept(args.code) is not None
    return _Place(args.edition, system, args.code if known else format_code(system, args.code))


def _lines(details: ConceptDetails) -> Iterator[str]:
    concept = details.concept
    if details.edition is not None:
        yield details.edition.label
    for depth, above in enumerate(details.ancestors):
        yield f"{'  ' * depth}{above.marked_code}  {above.title}"
    yield f"{'  ' * len(details.ancestors)}{concept.marked_code}  {concept.title}"
    if details.reserved_by is not None:
        by = details.reserved_by
        yield "Får inte vara huvuddiagnos" + (
            "" if by == concept else f", som allt under {by.code}"
        )
    if concept.valid_to is not None:
        yield f"Gällde till och med {concept.valid_to}"
    yield from details.changes
    yield from _block("Hör ihop med", [_partner_text(p.text, p.concept) for p in details.partners])
    for note in details.notes:
        yield from _block(note.kind.value, note.text.strip().splitlines())
    for hint in details.hints:
        said_by = "" if hint.said_by == concept else f"{hint.said_by.code}: "
        yield from _block(hint.kind.value, [f"{said_by}{hint.text}"])
    yield from _block("Läkemedel", sorted({product.name for product in details.products}))
    below = [f"{child.marked_code}  {child.title}" for child in details.children]
    yield from _block("Underordnade koder", below)


def _block(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines)


def _partner_text(text: str, concept: Concept | None) -> str:
    return text if concept is None else f"{text}  {concept.title}"


def _details_json(details: ConceptDetails) -> dict[str, Any]:
    concept, by = details.concept, details.reserved_by
    return {
        "system": concept.system.value,
        "edition": details.edition.id if details.edition else None,
        "code": concept.code,
        "title": concept.title,
        "mark": concept.mark.value,
        "may_be_principal": concept.may_be_principal,
        "reserved_by": by.code if by else None,
        "valid_to": concept.valid_to.isoformat() if concept.valid_to else None,
        "path": [_concept_json(above) for above in details.ancestors],
        "changes": list(details.changes),
        "notes": [
            {"kind": note.kind.value, "text": note.text, "links": list(note.links)}
            for note in details.notes
        ],
        "partners": [
            {"text": p.text, "title": p.concept.title if p.concept else None}
            for p in details.partners
        ],
        "links": {text: target.code for text, target in details.links.items()},
        "hints": [
            {"kind": hint.kind.value, "text": hint.text, "said_by": hint.said_by.code}
            for hint in details.hints
        ],
        "products": [
            {"name": p.name, "strength": p.strength, "form": p.form} for p in details.products
        ],
        "children": [_concept_json(child) for child in details.children],
    }


def _concept_json(concept: Concept) -> dict[str, str]:
    return {"code": concept.code, "title": concept.title}
