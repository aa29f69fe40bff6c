"""A section of a codebook on paper: its codes with their notes, as the edition says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable

from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import Concept, Edition, Level, Note, NoteKind
from app.domain.list_words import format_count
from app.reports.paging import Progress, Section, build_pdf
from app.reports.styles import BODY, CODE, DOCUMENT_TITLE, NOTE, TEXT_WIDTH, TextStyle, clean_text
from app.reports.tables import Cell, Column, Row, RowTable

STARTER_MARK = "ÖVNINGSKODVERK"
RESERVED = "Får inte vara huvuddiagnos"
RESERVED_BELOW = "Får inte vara huvuddiagnos, som allt under koden"
_CODE_WIDTH = 26 * mm
_COLUMNS = (Column("", _CODE_WIDTH), Column("", TEXT_WIDTH - _CODE_WIDTH))
_WHOLE = (Column("", TEXT_WIDTH),)
#: Further in for each step down from the nearest heading, and never further than this.
_STEP, _DEEPEST = 3 * mm, 3
#: A heading keeps so much of its codes on its page.
_KEPT = 30 * mm
#: Over the codes right below the top, whose own name and remarks are in the head.
_TOP_HEADING = "Koder"
_HEADINGS = frozenset({Level.CHAPTER, Level.BLOCK, Level.HEADING, Level.CATEGORY})
_TITLE = TextStyle(DOCUMENT_TITLE.font, 15, 19)


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """What is printed: a code and everything below it."""

    edition: Edition
    #: From the top of the tree down to the code right above.
    ancestors: tuple[Concept, ...]
    #: The code itself first, each before what stands under it.
    concepts: tuple[Concept, ...]
    #: By code; those of other codes may be there too.
    notes: Mapping[str, Sequence[Note]] = field(repr=False)
    printed_at: datetime
    #: A word across every page, `ÖVNING` of training; empty in the work itself.
    watermark: str = ""


def build_section(section: PrintedSection, control: Progress) -> bytes:
    """Build the PDF of a section.

    The same section gives the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    top = section.concepts[0]
    label = SYSTEM_LABEL[section.edition.system]
    name = clean_text(f"{label} {top.code} {top.title}")
    page = Section(
        name=name,
        head=clean_text(section.edition.label),
        running=(name, clean_text(section.edition.label)),
        marks=(STARTER_MARK,) if section.edition.is_starter else (),
        foot=f"{clean_text(section.edition.label)} · utskriven {section.printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(_story(section, control)),
        watermark=section.watermark,
    )
    return build_pdf(name, [page])


def _story(section: PrintedSection, control: Progress) -> Iterator[Flowable]:
    groups = list(_groups(section.concepts))
    total = 2 * len(groups)
    reserved = frozenset(each.code for each in section.concepts if not each.may_be_principal)
    yield _head(section)
    if remarks := _heading_rows(section, groups[0][0], reserved, ()):
        yield RowTable("", _WHOLE, remarks)
    for done, group in enumerate(groups):
        control.step(done, total, f"Sätter {group[0].code} …")
        rows = list(_code_rows(section, group, reserved))
        if done:
            rows = [*_heading_rows(section, group[0], reserved, (Cell(),)), *rows]
        if done or rows:
            yield CondPageBreak(_KEPT)
            yield RowTable(_heading(group) if done else _TOP_HEADING, _COLUMNS, rows)
        yield _Milestone(control, len(groups) + done, total, group[0].code)


def _groups(concepts: Sequence[Concept]) -> Iterator[list[Concept]]:
    """Yield each heading with the codes under it, up to the next heading."""
    group: list[Concept] = []
    for concept in concepts:
        if group and concept.level in _HEADINGS:
            yield group
            group = []
        group.append(concept)
    if group:
        yield group


def _head(section: PrintedSection) -> RowTable:
    top = section.concepts[0]
    codes = format_count(len(section.concepts), "kod", "koder")
    path = " › ".join(f"{above.code} {above.title}" for above in section.ancestors)
    rows = [Row((Cell(f"{top.marked_code}  {top.title}", _TITLE),))]
    if path:
        rows.append(Row((Cell(path, NOTE),), starts_group=False))
    facts = f"{section.edition.label} · {codes} med rubriker"
    rows.append(Row((Cell(facts, NOTE),), starts_group=False))
    return RowTable("", _WHOLE, rows)


def _depth(group: Sequence[Concept], concept: Concept) -> int:
    """Return how many steps below the heading of its group a code stands."""
    parents = {each.code: each.parent for each in group}
    steps, code = 0, concept.parent
    while code in parents:
        steps, code = steps + 1, parents[code]
    return min(steps, _DEEPEST)


def _heading_rows(
    section: PrintedSection, heading: Concept, reserved: Set[str], before: tuple[Cell, ...]
) -> list[Row]:
    """Return the remarks of a heading itself, each after the cells that stand before it."""
    return [
        Row((*before, Cell(text, NOTE)), starts_group=number == 0)
        for number, text in enumerate(_remarks(section, heading, reserved))
    ]


def _code_rows(
    section: PrintedSection, group: Sequence[Concept], reserved: Set[str]
) -> Iterator[Row]:
    """Yield the codes under a heading, each with its remarks."""
    for concept in group[1:]:
        indent = (_depth(group, concept) - 1) * _STEP
        yield Row((Cell(concept.marked_code, CODE), Cell(concept.title, BODY, indent)))
        for text in _remarks(section, concept, reserved):
            yield Row((Cell(), Cell(text, NOTE, indent)), starts_group=False)


def _heading(group: Sequence[Concept]) -> str:
    return clean_text(f"{group[0].marked_code} {group[0].title}")


def _remarks(section: PrintedSection, concept: Concept, reserved: Set[str]) -> Iterator[str]:
    # Said once, at the topmost code that it is true of.
    if not concept.may_be_principal and concept.parent not in reserved:
        yield RESERVED if concept.is_leaf else RESERVED_BELOW
    if concept.valid_to is not None:
        yield f"Gällde till och med {concept.valid_to}"
    if concept.partners:
        yield f"Hör ihop med {', '.join(concept.partners)}"
    notes = section.notes.get(concept.code, ())
    if concept.description and all(note.kind is not NoteKind.DESCRIPTION for note in notes):
        yield concept.description
    for note in notes:
        if note.kind is not NoteKind.NOT_PRINCIPAL or note.text.strip():
            lines = [line for line in note.text.splitlines() if line.strip()]
            yield from (f"{note.kind.value}: {line}" for line in lines[:1])
            yield from lines[1:]


class _Milestone(Flowable):
    """Takes no room; tells when the pages have come so far."""

    def __init__(self, control: Progress, done: int, total: int, code: str) -> None:
        super().__init__()
        self._control, self._done, self._total, self._code = control, done, total, code

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell, and stop where somebody asks for it."""
        self._control.step(self._done, self._total, f"Skriver {self._code} …")
