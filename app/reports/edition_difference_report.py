"""The differences between two editions on paper, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable

from app.domain.codes import CodeSystem
from app.domain.edition_difference import (
    ALL_DIFFERENCES,
    CodeDifference,
    DifferenceFilter,
    DifferenceKind,
    EditionDifference,
    Touched,
    TouchedByCode,
    count_by_chapter,
    describe_filter,
)
from app.reports.paging import Progress, Section, build_pdf
from app.reports.styles import (
    BODY,
    CODE,
    DOCUMENT_TITLE,
    EMPTY,
    NOTE,
    STATUS,
    TEXT_WIDTH,
    clean_text,
)
from app.reports.tables import Cell, Column, Row, RowTable

TITLE = "Skillnader mellan utgåvor"
STARTER_MARK = "ÖVNINGSKODVERK"
_CODE_WIDTH = 25 * mm
_KIND_WIDTH = 44 * mm
_COLUMNS = (
    Column("Kod", _CODE_WIDTH),
    Column("Titel, och vad som ändrats", TEXT_WIDTH - _CODE_WIDTH - _KIND_WIDTH),
    Column("Ändring", _KIND_WIDTH),
)
_WHOLE = (Column("", TEXT_WIDTH),)
#: A chapter's heading keeps so much of its codes on its page.
_KEPT = 30 * mm
#: So many uses of a code are named on paper; the rest are counted.
_NAMED_AT_MOST = 12
#: What was before and is now says no more than title and kind do.
_SAID_BY_TITLE = frozenset({DifferenceKind.NEW, DifferenceKind.RETITLED})


@dataclass(frozen=True, slots=True)
class PrintedDifference:
    """What is printed: the chosen changes of a difference, and where their codes are used."""

    difference: EditionDifference
    changes: Sequence[CodeDifference] = field(repr=False)
    touched: TouchedByCode = field(repr=False)
    printed_at: datetime
    chosen: DifferenceFilter = ALL_DIFFERENCES


def build_difference_report(printed: PrintedDifference, control: Progress) -> bytes:
    """Build the PDF; the same differences give the same bytes.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    difference = printed.difference
    editions = clean_text(f"{difference.before.label} → {difference.after.label}")
    is_starter = difference.before.is_starter or difference.after.is_starter
    page = Section(
        name=TITLE,
        head=editions,
        running=(f"{TITLE}: {editions}", clean_text(describe_filter(difference, printed.chosen))),
        marks=(STARTER_MARK,) if is_starter else (),
        foot=f"{editions} · utskriven {printed.printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(_story(printed, control)),
    )
    return build_pdf(f"{TITLE} {editions}", [page])


def _story(printed: PrintedDifference, control: Progress) -> Iterator[Flowable]:
    yield _head(printed)
    counts = count_by_chapter(printed.difference, printed.changes)
    for done, chapter in enumerate(counts):
        control.step(done, len(counts), f"Sätter {_chapter_name(printed, chapter)} …")
        chosen = [change for change in printed.changes if change.chapter == chapter]
        yield CondPageBreak(_KEPT)
        heading = f"{_chapter_name(printed, chapter)} ({len(chosen)})"
        yield RowTable(clean_text(heading), _COLUMNS, list(_rows(printed, chosen)))
    control.step(len(counts), len(counts), "Skriver sidorna …")
    if not counts:
        yield RowTable("", _WHOLE, [Row((Cell("Inga ändringar i urvalet.", EMPTY),))])


def _head(printed: PrintedDifference) -> RowTable:
    difference = printed.difference
    lines = [
        Cell(TITLE, DOCUMENT_TITLE),
        Cell(f"{difference.before.label} → {difference.after.label}", STATUS),
        Cell(describe_filter(difference, printed.chosen), BODY),
        Cell(_summary(printed.changes), BODY),
        *(Cell(remark, NOTE) for remark in difference.remarks),
    ]
    return RowTable("", _WHOLE, [Row((cell,), starts_group=not n) for n, cell in enumerate(lines)])


def _summary(changes: Sequence[CodeDifference]) -> str:
    counts = {kind: sum(change.kind is kind for change in changes) for kind in DifferenceKind}
    parts = [f"{kind.value} {count}" for kind, count in counts.items() if count]
    return f"{_counted(len(changes))}: {' · '.join(parts)}" if parts else _counted(0)


def _counted(number: int) -> str:
    return "1 ändring" if number == 1 else f"{number} ändringar"


def _chapter_name(printed: PrintedDifference, chapter: str) -> str:
    if not chapter:
        return "Utan kapitel"
    title = printed.difference.chapter_titles.get(chapter, "")
    is_numbered = printed.difference.after.system is CodeSystem.ICD10SE
    return f"Kapitel {chapter} {title}" if is_numbered else f"{chapter} {title}"


def _rows(printed: PrintedDifference, changes: Sequence[CodeDifference]) -> Iterator[Row]:
    for code, group in groupby(changes, key=attrgetter("code")):
        yield from _code_rows(list(group), printed.touched.get(code, ()))


def _code_rows(changes: Sequence[CodeDifference], touched: Sequence[Touched]) -> Iterator[Row]:
    concept = changes[0].concept
    for change in changes:
        is_first = change is changes[0]
        said = [Cell(text, NOTE) for text in _said(change)]
        lines = [Cell(concept.title), *said] if is_first else said or [Cell()]
        for number, line in enumerate(lines):
            code = concept.marked_code if is_first and number == 0 else ""
            kind = "" if number else change.kind.value
            cells = (Cell(code, CODE), line, Cell(kind))
            yield Row(cells, starts_group=is_first and number == 0)
    if touched:
        yield Row((Cell(), Cell(_uses(touched), NOTE), Cell()), starts_group=False)


def _said(change: CodeDifference) -> Iterator[str]:
    """Yield what was before and is now, without what the title says already."""
    if change.before_text and change.before_text != change.concept.title:
        yield f"Förr: {change.before_text}"
    if change.after_text and change.kind not in _SAID_BY_TITLE:
        now = change.kind is not DifferenceKind.WITHDRAWN
        yield f"Nu: {change.after_text}" if now else change.after_text


def _uses(touched: Sequence[Touched]) -> str:
    named = "; ".join(f"{each.kind} {each.text}" for each in touched[:_NAMED_AT_MOST])
    more = len(touched) - _NAMED_AT_MOST
    return f"Används i: {named}" + (f" och {more} till" if more > 0 else "")
