"""The text of the record: phrases underlined, a caret that stops at them, and jumps in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QToolTip, QWidget

from app.domain.coverage import METERED, Coverage, Phrase, PhraseState
from app.domain.record_flow import FlowItem
from ui.screens.record_document import JumpMark, LaidOut, lay_out
from ui.screens.record_marks import (
    Placed,
    hit_selections,
    paint_frame,
    paint_line,
    paint_tick,
    phrase_selections,
    tooltip_of,
)

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HEADING_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_UNDER_LETTERS = 2.5
#: A record of more characters fills any window.
_LONG = 20_000


class RecordText(QTextBrowser):
    """Shows the record; Enter or a click on an underlined phrase asks for its code."""

    phrase_chosen = Signal(object)  # Phrase
    phrase_pointed = Signal(object)  # Phrase under the caret, or None
    escaped = Signal()  # Escape, where it has a meaning here
    laid_out = Signal()  # another text stands here: its headings are new

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Journaltext")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        #: Whether Escape ends a search here, instead of what it means on the screen.
        self.takes_escape = False
        self._items: Sequence[FlowItem] = ()
        self._laid = LaidOut()
        self._coverage = Coverage()
        self._placed: list[Placed] = []
        self._starts: list[int] = []
        self._hits: list[tuple[int, int]] = []
        self._hit: tuple[int, int] | None = None
        self.cursorPositionChanged.connect(lambda: self.phrase_pointed.emit(self.phrase))

    @property
    def marks(self) -> list[JumpMark]:
        """The headings that one can go to, in order."""
        return self._laid.marks

    @property
    def phrase(self) -> Phrase | None:
        """The phrase that the caret stands in, or that is selected."""
        return self._phrase_at(self.textCursor().selectionStart())

    def show_record(self, items: Sequence[FlowItem]) -> None:
        """Show this flow from its beginning; nothing is underlined in it yet."""
        self._items = items
        self._hits, self._hit = [], None
        self._prepare_bar()
        self._laid = lay_out(self.document(), items)
        self.show_coverage(Coverage())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.laid_out.emit()

    def show_coverage(self, coverage: Coverage) -> None:
        """Underline these phrases; drugs named in a note are not."""
        self._coverage = coverage
        placed = (self._place(p) for p in coverage.phrases if p.system in METERED)
        self._placed = sorted((each for each in placed if each), key=lambda each: each.start)
        self._starts = [each.start for each in self._placed]
        self._mark()

    def show_hits(
        self, hits: Sequence[tuple[int, int]], current: tuple[int, int] | None = None
    ) -> None:
        """Mark places that were found, and go to the current one."""
        self._hits, self._hit = list(hits), current
        self._mark()
        if current is not None:
            self._go_to(current[0])

    def next_uncoded(self) -> bool:
        """Select the next phrase without a code, beginning anew at the end; False if none."""
        after = self.textCursor().selectionEnd()
        waiting = [p for p in self._placed if p.phrase.state is PhraseState.UNCODED]
        if not waiting:
            return False
        found = next((p for p in waiting if p.start >= after), waiting[0])
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._select(found)
        return True

    def go_to_mark(self, mark: JumpMark) -> None:
        """Put the caret at a heading and show it uppermost."""
        self._go_to(mark.position)
        top = self.cursorRect(self.textCursor()).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top)

    def step_heading(self, steps: int) -> None:
        """Go to the next heading, or the one before."""
        places = [mark.position for mark in self.marks]
        here = self.textCursor().position()
        row = bisect_right(places, here) if steps > 0 else bisect_left(places, here) - 1
        if 0 <= row < len(places):
            self.go_to_mark(self.marks[row])

    def event(self, event: QEvent) -> bool:
        """Take Escape while it ends a search."""
        is_override = event.type() == QEvent.Type.ShortcutOverride and self.takes_escape
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter ask for a phrase, and Ctrl with an arrow walk the headings."""
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER:
            if self.phrase is not None:
                self.phrase_chosen.emit(self.phrase)
        elif self.takes_escape and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif is_control and event.key() in _HEADING_STEPS:
            self.step_heading(_HEADING_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a click on a phrase ask for it; a drag only selects."""
        super().mouseReleaseEvent(event)
        is_click = event.button() is Qt.MouseButton.LeftButton
        phrase = self._phrase_under(event.position())
        if is_click and phrase is not None and not self.textCursor().hasSelection():
            self.phrase_chosen.emit(phrase)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a phrase can be clicked."""
        super().mouseMoveEvent(event)
        is_over = self._phrase_under(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of the phrase that the pointer rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            phrase = self._phrase_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tooltip_of(phrase) if phrase else "", self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._items:
            self._lay_out_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then the lines under its phrases."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for start, end in self._visible_hits():
            for rect in self._rects(start, end):
                paint_frame(painter, rect)
        for placed in self._visible():
            rects = list(self._rects(placed.start, placed.end))
            for rect in rects:
                paint_line(painter, placed.phrase.state, rect)
            if rects and placed.phrase.state is PhraseState.CODED:
                size = rects[-1].height() * 0.42
                paint_tick(painter, QPointF(rects[-1].right() - 1, rects[-1].top() + size), size)
        painter.end()

    def _prepare_bar(self) -> None:
        """Show the bar beforehand: one that comes with a long text has it laid out twice."""
        length = sum(len(item.document.text) for item in self._items if item.document)
        policy = Qt.ScrollBarPolicy
        is_long = length > _LONG
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if is_long else policy.ScrollBarAsNeeded
        )

    def _lay_out_again(self) -> None:
        place, at = self.verticalScrollBar().value(), self.textCursor().position()
        self._laid = lay_out(self.document(), self._items)
        self.show_coverage(self._coverage)
        self._go_to(at)
        self.verticalScrollBar().setValue(place)

    def _mark(self) -> None:
        document = self.document()
        hits = hit_selections(document, self._hits, self._hit)
        marked: list[QTextEdit.ExtraSelection] = [
            *phrase_selections(document, self._placed), *hits,
        ]  # fmt: skip
        self.setExtraSelections(marked)
        self.viewport().update()

    def _place(self, phrase: Phrase) -> Placed | None:
        start = self._laid.place(phrase.document_id, phrase.start)
        end = self._laid.place(phrase.document_id, phrase.end)
        return None if start is None or end is None else Placed(phrase, start, end)

    def _phrase_at(self, position: int) -> Phrase | None:
        row = bisect_right(self._starts, position) - 1
        if row < 0 or position > self._placed[row].end:
            return None
        return self._placed[row].phrase

    def _phrase_under(self, point: QPointF) -> Phrase | None:
        position = self.cursorForPosition(point.toPoint()).position()
        row = bisect_right(self._starts, position) - 1
        if row < 0 or position > self._placed[row].end:
            return None
        start, end = self._placed[row].start, self._placed[row].end
        rects = self._rects(start, end)
        near = any(rect.adjusted(0, 0, 0, 4).contains(point) for rect in rects)
        return self._placed[row].phrase if near else None

    def _select(self, placed: Placed) -> None:
        cursor = self.textCursor()
        cursor.setPosition(placed.start)
        cursor.setPosition(placed.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _go_to(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _span(self) -> tuple[int, int]:
        """Tell the first and the last place that are seen."""
        area = self.viewport().rect()
        corners = (area.topLeft(), area.bottomRight())
        first, last = (self.cursorForPosition(corner).position() for corner in corners)
        return first, last

    def _visible_hits(self) -> Sequence[tuple[int, int]]:
        first, last = self._span()
        return self._hits[bisect_left(self._hits, (first, 0)) : bisect_right(self._hits, (last, 0))]

    def _visible(self) -> Sequence[Placed]:
        first, last = self._span()
        begin = max(0, bisect_left(self._starts, first) - 1)
        return self._placed[begin : bisect_right(self._starts, last)]

    def _rects(self, start: int, end: int) -> Iterator[QRectF]:
        """Yield where the pieces of some words stand on the viewport, a line each."""
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield from self._rects_in(block, start, end)
            block = block.next()

    def _rects_in(self, block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
        layout = block.layout()
        offset = layout.position() - QPointF(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begins = block.position() + line.textStart()
            start, end = max(first, begins), min(last, begins + line.textLength())
            if start < end:
                left, right = (_x(line.cursorToX(at - block.position())) for at in (start, end))
                height = line.ascent() + _UNDER_LETTERS
                yield QRectF(left, line.y(), right - left, height).translated(offset)


def _x(found: object) -> float:
    """Take the place out of the answer, which names the character as well."""
    return float(found[0]) if isinstance(found, tuple) else float(str(found))
