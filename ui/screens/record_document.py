"""Lays the record out as one text: notes with their headings, drugs and values between them.

Offsets of a note are kept apart from places in the text, because Qt counts some characters twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from app.domain.note_headings import find_headings
from app.domain.record import Measurement, Medication, RecordDocument
from app.domain.record_flow import FlowItem
from app.domain.reference_interval import Deviation, deviation_of
from ui.theme import colour

EMPTY = "Händelsen har ingen journaltext. Läs in journalen med Ctrl+O, eller koda utan den."
#: Beyond this character Qt counts each as two.
_LAST_SINGLE = "\uffff"
_LINE_HEIGHT = 125
_PARAGRAPH_GAP = 4
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


@dataclass(frozen=True, slots=True)
class JumpMark:
    """A heading that one can go to, and its place in the text."""

    title: str
    position: int
    is_note: bool = False


@dataclass(slots=True)
class LaidOut:
    """Where notes and headings stand in the text."""

    marks: list[JumpMark] = field(default_factory=list)
    _starts: dict[str, int] = field(default_factory=dict)
    #: The words of notes in which Qt counts some characters twice.
    _wide: dict[str, str] = field(default_factory=dict)

    def note(self, document: RecordDocument, start: int) -> None:
        """Remember where the words of a note begin."""
        self._starts[document.id] = start
        if max(document.text, default="") > _LAST_SINGLE:
            self._wide[document.id] = document.text

    def place(self, document_id: str, offset: int) -> int | None:
        """Turn an offset in a note into a place in the text; None for an unknown note."""
        start = self._starts.get(document_id)
        if start is None:
            return None
        wide = self._wide.get(document_id)
        return start + (offset if wide is None else width(wide[:offset]))


def width(text: str) -> int:
    """Count characters as Qt does: those outside the basic plane are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def lay_out(document: QTextDocument, items: Sequence[FlowItem], empty: str = EMPTY) -> LaidOut:
    """Fill a document with the record; what stood in it is gone."""
    document.setUndoRedoEnabled(False)
    document.clear()
    cursor, laid = QTextCursor(document), LaidOut()
    cursor.beginEditBlock()
    writer = _Writer(cursor)
    if not items:
        writer.paragraph(empty, writer.quiet)
    for item in items:
        if item.document is not None:
            _lay_note(writer, item.document, laid)
        elif item.medications:
            _lay_drugs(writer, item, laid)
        else:
            _lay_values(writer, item, laid)
    _close_gaps(document)
    _hang_lines(document)
    cursor.endEditBlock()
    return laid


def _close_gaps(document: QTextDocument) -> None:
    """Make an empty line half as high as one with words."""
    narrow = QTextBlockFormat()
    height = QFontMetricsF(document.defaultFont()).height() / 2
    narrow.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    block = document.begin()
    while block.isValid():
        if not block.text().strip():
            QTextCursor(block).setBlockFormat(narrow)
        block = block.next()


def _hang_lines(document: QTextDocument) -> None:
    """Let what is broken off an indented line go on below its first word."""
    blank = QFontMetricsF(document.defaultFont()).horizontalAdvance(" ")
    block = document.begin()
    while block.isValid():
        indented = len(block.text()) - len(block.text().lstrip(" "))
        if indented:
            hanging = QTextBlockFormat(block.blockFormat())
            hanging.setLeftMargin(indented * blank)
            hanging.setTextIndent(-indented * blank)
            QTextCursor(block).setBlockFormat(hanging)
        block = block.next()


class _Writer:
    """Writes paragraphs one after another, the first into the empty document."""

    def __init__(self, cursor: QTextCursor) -> None:
        self._cursor = cursor
        self._is_first = True
        self.plain, self.bold, self.quiet = (QTextCharFormat() for _ in range(3))
        self.bold.setFontWeight(QFont.Weight.Bold)
        self.quiet.setForeground(colour("muted"))
        self.title = QTextCharFormat()
        self.title.setFontWeight(QFont.Weight.Bold)
        self.title.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 1)

    @property
    def position(self) -> int:
        """Where the next word goes."""
        return self._cursor.position()

    def paragraph(self, text: str, look: QTextCharFormat, above: float = 0) -> int:
        """Write a paragraph and return its place."""
        self.begin(above)
        start = self.position
        self._cursor.insertText(text, look)
        return start

    def begin(self, above: float = 0) -> None:
        """Begin a paragraph."""
        block = QTextBlockFormat()
        block.setTopMargin(above)
        block.setBottomMargin(_PARAGRAPH_GAP if above else 0)
        block.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        if self._is_first:
            self._cursor.setBlockFormat(block)
        else:
            self._cursor.insertBlock(block)
        self._is_first = False

    def words(self, text: str, look: QTextCharFormat) -> None:
        """Write on; a line break begins a paragraph of the same kind."""
        self._cursor.insertText(text, look)


def _lay_note(writer: _Writer, note: RecordDocument, laid: LaidOut) -> None:
    when = f"{note.time:%Y-%m-%d %H:%M}" if note.time else ""
    place = writer.paragraph(note.title or "Anteckning", writer.title, 14 if laid.marks else 2)
    day = f"{note.time:%Y-%m-%d}  " if note.time else ""
    laid.marks.append(JumpMark(f"{day}{note.title or 'Anteckning'}", place, is_note=True))
    writer.paragraph(" · ".join(p for p in (when, note.author_role) if p), writer.quiet)
    writer.begin(4)
    start = writer.position
    laid.note(note, start)
    done, shown = 0, note.text.replace("\r\n", " \n").replace("\r", "\n")
    for heading in find_headings(shown):
        writer.words(shown[done : heading.start], writer.plain)
        laid.marks.append(JumpMark(heading.text, writer.position))
        writer.words(shown[heading.start : heading.end], writer.bold)
        done = heading.end
    writer.words(shown[done:], writer.plain)


def _lay_drugs(writer: _Writer, item: FlowItem, laid: LaidOut) -> None:
    day = f"{item.time:%Y-%m-%d}" if item.time else "utan datum"
    title = f"Läkemedel insatta {day}"
    place = writer.paragraph(title, writer.title, 14 if laid.marks else 2)
    laid.marks.append(JumpMark(title, place, is_note=True))
    for drug in item.medications:
        writer.paragraph(drug_line(drug), writer.plain)


def _lay_values(writer: _Writer, item: FlowItem, laid: LaidOut) -> None:
    when = f"{item.time:%Y-%m-%d %H:%M}" if item.time else "utan tid"
    group = item.measurements[0].group or "Mätvärden"
    place = writer.paragraph(group, writer.title, 14 if laid.marks else 2)
    laid.marks.append(JumpMark(f"{when[:10]}  {group}", place, is_note=True))
    writer.paragraph(when, writer.quiet)
    for value in item.measurements:
        told, beside = _parts(value)
        writer.paragraph(told, writer.bold if value.is_outside else writer.plain)
        writer.words(beside, writer.quiet)


def drug_line(drug: Medication) -> str:
    """Write a drug on one line: ATC, name, substance, dosage."""
    parts = (drug.atc, drug.name, drug.substance, drug.dosage, drug.reason)
    return " · ".join(part for part in parts if part)


def value_line(value: Measurement) -> str:
    """Write a value on one line, with a sign and a word where it lies outside its interval."""
    return "".join(_parts(value))


def _parts(value: Measurement) -> tuple[str, str]:
    mark = f"{sign_of(value)} {word_of(value)}" if value.is_outside else ""
    told = " ".join(part for part in (value.value, value.unit, mark) if part)
    reference = f"(referens {value.reference})" if value.reference else ""
    beside = "".join(f"  {part}" for part in (reference, value.comment) if part)
    return f"{value.name}: {told}", beside


_OUTSIDE = {Deviation.ABOVE: ("↑", "högt"), Deviation.BELOW: ("↓", "lågt")}


def sign_of(value: Measurement) -> str:
    """Return the sign of a value outside its interval; empty for one inside."""
    return _sign_and_word(value)[0]


def word_of(value: Measurement) -> str:
    """Return the word of a value outside its interval; empty for one inside."""
    return _sign_and_word(value)[1]


def _sign_and_word(value: Measurement) -> tuple[str, str]:
    if not value.is_outside:
        return "", ""
    return _OUTSIDE.get(deviation_of(value.value, value.reference), ("⚠", "avviker"))


def titles(marks: Iterable[JumpMark]) -> list[str]:
    """Write jump marks as the rows of a choice: headings stand further in than notes."""
    return [mark.title if mark.is_note else f"    {mark.title}" for mark in marks]
