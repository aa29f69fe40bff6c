"""What is said about a code, as marked-up text without colours; its links are `system:code`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from PySide6.QtCore import QUrl

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Mark, Note, NoteKind
from app.domain.procedure_hints import ProcedureHint, says_nothing_but
from app.services.concept_details import ConceptDetails, Partner

_KINDS = list(NoteKind)
_PARTNERS = {Mark.ASTERISK: "Etiologi (†)", Mark.DAGGER: "Manifestation (*)"}
_RESERVED = "Får inte vara huvuddiagnos"
_UNTIL = "Gällde till och med"
_PARAGRAPH = "<p style='margin-top:0; margin-bottom:{below}px'>{text}</p>"
#: Space below a paragraph, in the narrow pane and on the page of the browser.
_TIGHT, _WIDE = 4, 10


def path_line(ancestors: tuple[Concept, ...]) -> str:
    """Return where a code stands, in a line: the codes above it, the nearest with its title."""
    codes = [concept.code for concept in ancestors]
    codes[-1:] = [f"{c.code} {c.title}" for c in ancestors[-1:]]
    return " › ".join(codes)


def place_of(url: QUrl) -> tuple[CodeSystem, str]:
    """Return where a link of these texts leads."""
    return CodeSystem(url.scheme()), url.path()


def concept_html(details: ConceptDetails) -> str:
    """Return the whole text about a code for the pane beside the search."""
    concept = details.concept
    head = f"<b>{escape(concept.marked_code)} {escape(concept.title)}</b>"
    return "".join(_PARAGRAPH.format(below=_TIGHT, text=p) for p in (head, *_said(details)))


def page_html(details: ConceptDetails) -> str:
    """Return the text for the page of the browser, whose heading has code and title."""
    parts = [*_said(details), *_children(details)]
    return "".join(_PARAGRAPH.format(below=_WIDE, text=part) for part in parts)


def crumbs_html(ancestors: tuple[Concept, ...]) -> str:
    """Return the codes above as links, from the top down."""
    return " › ".join(
        f"{_anchor(concept, concept.code)} {escape(concept.title)}" for concept in ancestors
    )


def _said(details: ConceptDetails) -> Iterator[str]:
    for change in details.changes:
        yield f"<b>{escape(change)}</b>"
    yield from _reserved(details)
    if details.concept.valid_to is not None:
        yield f"<b>{_UNTIL} {details.concept.valid_to}</b>"
    yield from _partners(details)
    yield from _hints(details)
    yield from _notes(details)
    yield from _guidance(details)
    yield from _products(details)


def _hints(details: ConceptDetails) -> Iterator[str]:
    by_kind = sorted(details.hints, key=attrgetter("kind"))
    for kind, hints in groupby(by_kind, key=attrgetter("kind")):
        lines = (_hint(hint, details) for hint in hints)
        yield "<br>".join((f"<b>{escape(kind.value)}</b>", *lines))


def _hint(hint: ProcedureHint, details: ConceptDetails) -> str:
    text = _linked(hint.text, details.links)
    if hint.said_by == details.concept:
        return text
    return f"{_anchor(hint.said_by, hint.said_by.code)}: {text}"


def _guidance(details: ConceptDetails) -> Iterator[str]:
    if details.guidance:
        lines = (f"{_linked(each.text, {})} ({escape(each.source)})" for each in details.guidance)
        yield "<br>".join(("<b>Bra att veta</b>", *lines))


def _products(details: ConceptDetails) -> Iterator[str]:
    names = list(dict.fromkeys(product.name for product in details.products))
    if names:
        yield f"<b>Läkemedel</b><br>{escape(', '.join(names))}"


def _children(details: ConceptDetails) -> Iterator[str]:
    if details.children:
        lines = (
            f"{_anchor(child, child.marked_code)} {escape(child.title)}{_last_day(child)}"
            for child in details.children
        )
        yield "<br>".join(("<b>Underordnade koder</b>", *lines))


def _last_day(concept: Concept) -> str:
    return "" if concept.valid_to is None else f" ({_UNTIL.lower()} {concept.valid_to})"


def _reserved(details: ConceptDetails) -> Iterator[str]:
    by = details.reserved_by
    if by is None:
        return
    if by == details.concept:
        yield f"<b>{_RESERVED}</b>"
    else:
        yield f"<b>{_RESERVED}</b>, som allt under {_anchor(by, by.code)} {escape(by.title)}"


def _partners(details: ConceptDetails) -> Iterator[str]:
    if details.partners:
        heading = _PARTNERS.get(details.concept.mark, "Hör ihop med")
        lines = (_partner(partner, details.links) for partner in details.partners)
        yield "<br>".join((f"<b>{heading}</b>", *lines))


def _partner(partner: Partner, links: Mapping[str, Concept]) -> str:
    title = f" {escape(partner.concept.title)}" if partner.concept else ""
    return f"{_linked(partner.text, links)}{title}"


def _notes(details: ConceptDetails) -> Iterator[str]:
    notes_left = (note for note in details.notes if not _is_told(note, details))
    by_kind = sorted(notes_left, key=_rank)
    for kind, notes in groupby(by_kind, key=attrgetter("kind")):
        texts = [_linked(note.text.strip(), details.links) for note in notes]
        # The heading about the principal diagnosis already stands at the top.
        heading = () if kind is NoteKind.NOT_PRINCIPAL else (f"<b>{escape(kind.value)}</b>",)
        yield "<br>".join((*heading, *texts))


def _is_told(note: Note, details: ConceptDetails) -> bool:
    """Whether all that a description says already stands among the hints."""
    own = [hint for hint in details.hints if hint.said_by == details.concept]
    return note.kind is NoteKind.DESCRIPTION and bool(own) and says_nothing_but(note.text, own)


def _rank(note: Note) -> int:
    return -1 if note.kind is NoteKind.NOT_PRINCIPAL else _KINDS.index(note.kind)


def _linked(text: str, links: Mapping[str, Concept]) -> str:
    """Return the text as HTML, every code that leads somewhere as a link."""
    if not links:
        return _escaped(text)
    longest_first = sorted(links, key=len, reverse=True)
    mention = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w|\.\d)")
    pieces = mention.split(text)
    return "".join(
        _anchor(links[piece], piece) if at % 2 else _escaped(piece)
        for at, piece in enumerate(pieces)
    )


def _anchor(target: Concept, text: str) -> str:
    href = f"{target.system.value}:{quote(target.code, safe='')}"
    return f'<a href="{href}">{escape(text)}</a>'


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")
