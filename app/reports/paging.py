"""Pages of a report: a running head, marks that no loose sheet may lack, and “Sida x av y”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from threading import Lock
from typing import Any, Protocol

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, NextPageTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable, PageBreak
from reportlab.platypus.frames import Frame

from app.reports.styles import (
    BAND,
    BAND_STRONG,
    BLACK,
    BODY_BOTTOM,
    BODY_HEIGHT,
    BOLD,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PALE,
    REGULAR,
    TEXT_WIDTH,
    TextStyle,
    fit_text,
    load_fonts,
    text_width,
)

_COLUMN_GAP = 8 * mm
#: Across the diagonal of a page.
_WATERMARK, _WATERMARK_ANGLE, _WATERMARK_INK = TextStyle(BOLD, 130, 130), 54.0, 0.93
#: ReportLab keeps state of its own between calls (fonts, parsers): one document at a time.
_ONE_AT_A_TIME = Lock()


class Progress(Protocol):
    """Whoever is told how far the work has come, and may stop it by raising."""

    def step(self, done: int, total: int, text: str) -> None:
        """Take note of a step."""
        ...


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages with its own numbering: what every page of it says, and what flows there.

    `head` stands on the first page, `running` (two lines) on the others, `marks` in boxes on
    all of them, `foot` beside the page number. `story` is called once the fonts are there,
    `begin` when the first page is laid out; either may raise to stop the work.
    """

    name: str
    head: str
    running: tuple[str, str]
    marks: tuple[str, ...]
    foot: str
    story: Callable[[], Sequence[Flowable]]
    begin: Callable[[], None] = lambda: None
    #: A word across every page, under the text; empty for none.
    watermark: str = ""
    #: Columns that the text flows through, side by side.
    columns: int = 1


def plain_section(
    name: str,
    running: str,
    printed_at: datetime,
    story: Callable[[], Iterable[Flowable]],
    watermark: str = "",
    columns: int = 1,
) -> Section:
    """Return pages that are about no event: their name runs on, the day stands at the foot.

    `running` is the second line of the later pages; a watermark is marked in its box too.
    """
    return Section(
        name=name,
        head="Kodklar",
        running=(name, running),
        marks=(watermark,) if watermark else (),
        foot=f"Utskriven {printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(story()),
        watermark=watermark,
        columns=columns,
    )


def build_pdf(title: str, sections: Sequence[Section]) -> bytes:
    """Lay the sections out, each from a new page, with page numbers of its own.

    The same input gives the same bytes. The metadata carry the title and nothing else.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    target = BytesIO()
    with _ONE_AT_A_TIME:
        load_fonts()
        document = BaseDocTemplate(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageTemplates=[_template(n, section) for n, section in enumerate(sections)],
            title=title,
            author="",
            subject="",
            creator="Kodklar",
            lang="sv-SE",
            invariant=1,
            initialFontName=REGULAR,
        )
        document.build(_flow(sections), canvasmaker=_NumberedCanvas)
    return target.getvalue()


class _NumberedCanvas(Canvas):
    """Holds the pages back until their number is known, then paints it on each."""

    #: Position and content of the section that is being painted.
    position: int
    section: Section
    #: Chapters that begin on the page that is laid out, for the outline of the document.
    chapters: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._held: list[dict[str, Any]] = []
        self.setViewerPreference("DisplayDocTitle", "true")

    def note_chapter(self, name: str) -> None:
        """Put a chapter that begins on this page into the outline."""
        self.chapters = (*self.chapters, name)

    def showPage(self) -> None:  # noqa: N802
        """Hold the finished page back."""
        self._held.append(dict(self.__dict__))
        self.chapters = ()
        # The published types leave this method out; it is how ReportLab holds pages back.
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Paint the page numbers and write the document."""
        totals = Counter(page["position"] for page in self._held)
        done: Counter[int] = Counter()
        for page in self._held:
            self.__dict__.update(page)
            done[self.position] += 1
            if len(totals) > 1 and done[self.position] == 1:
                self.bookmarkPage(str(self.position))
                self.addOutlineEntry(self.section.name, str(self.position))
            for number, chapter in enumerate(self.chapters):
                key = f"{self.position} {done[self.position]} {number}"
                self.bookmarkPage(key)
                self.addOutlineEntry(chapter, key)
            _paint_number(self, done[self.position], totals[self.position])
            super().showPage()
        super().save()


class PageMark(Flowable):
    """Takes no room; notes on which page it stands, and puts a chapter into the outline."""

    def __init__(
        self, name: str, found: dict[str, int], *, is_chapter: bool = False, space: float = 0
    ) -> None:
        super().__init__()
        #: Above it, in points, except at the top of a page.
        self.spaceBefore = space
        self._name, self._found, self._is_chapter = name, found, is_chapter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        self._found[self._name] = self.canv.getPageNumber()
        if self._is_chapter and isinstance(self.canv, _NumberedCanvas):
            self.canv.note_chapter(self._name)


def column_width(columns: int) -> float:
    """Width of each of some columns side by side, in points."""
    return (TEXT_WIDTH - (columns - 1) * _COLUMN_GAP) / columns


def _template(position: int, section: Section) -> PageTemplate:
    width = column_width(section.columns)
    frames = [
        Frame(
            MARGIN + number * (width + _COLUMN_GAP), BODY_BOTTOM, width, BODY_HEIGHT,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )
        for number in range(section.columns)
    ]  # fmt: skip
    return PageTemplate(str(position), frames, onPage=partial(_paint_page, position, section))


def _flow(sections: Sequence[Section]) -> list[Flowable]:
    flow: list[Flowable] = []
    for position, section in enumerate(sections):
        if position:
            flow += [NextPageTemplate(str(position)), PageBreak()]
        flow += section.story()
    return flow


def _paint_page(
    position: int, section: Section, canvas: _NumberedCanvas, _document: BaseDocTemplate
) -> None:
    is_first = getattr(canvas, "position", None) != position
    canvas.position, canvas.section = position, section
    if section.watermark:
        _paint_watermark(canvas, section.watermark)
    top = PAGE_HEIGHT - 15 * mm
    room = TEXT_WIDTH - _paint_marks(canvas, section.marks, top)
    if is_first:
        section.begin()
        _paint_text(canvas, section.head, BAND_STRONG, top, room)
        return
    _paint_text(canvas, section.running[0], BAND_STRONG, top, room)
    _paint_text(canvas, section.running[1], BAND, top - BAND.leading, room)


def _paint_watermark(canvas: Canvas, word: str) -> None:
    """Paint a word from corner to corner, so pale that the text above it is read with ease."""
    canvas.saveState()
    canvas.setFillGray(_WATERMARK_INK)
    canvas.setFont(_WATERMARK.font, _WATERMARK.size)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(_WATERMARK_ANGLE)
    canvas.drawCentredString(0, -_WATERMARK.size / 3, word)
    canvas.restoreState()


def _paint_text(canvas: Canvas, text: str, style: TextStyle, y: float, room: float) -> None:
    canvas.setFillGray(style.ink)
    canvas.setFont(style.font, style.size)
    canvas.drawString(MARGIN, y, fit_text(text, style, room))


def _paint_marks(canvas: Canvas, marks: Sequence[str], y: float) -> float:
    right = PAGE_WIDTH - MARGIN
    canvas.setFont(BAND_STRONG.font, BAND_STRONG.size)
    for mark in reversed(marks):
        width = text_width(mark, BAND_STRONG) + 4 * mm
        canvas.setStrokeGray(BLACK)
        canvas.setLineWidth(0.8)
        canvas.rect(right - width, y - 1.6 * mm, width, 5.4 * mm)
        canvas.setFillGray(BLACK)
        canvas.drawString(right - width + 2 * mm, y, mark)
        right -= width + 2 * mm
    return PAGE_WIDTH - MARGIN - right


def _paint_number(canvas: _NumberedCanvas, number: int, total: int) -> None:
    y = 12 * mm
    canvas.setStrokeGray(PALE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, y + 4.5 * mm, PAGE_WIDTH - MARGIN, y + 4.5 * mm)
    text = f"Sida {number} av {total}"
    width = text_width(text, BAND)
    canvas.setFillGray(BAND.ink)
    canvas.setFont(BAND.font, BAND.size)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, y, text)
    canvas.drawString(MARGIN, y, fit_text(canvas.section.foot, BAND, TEXT_WIDTH - width - 6 * mm))
