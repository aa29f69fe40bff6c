"""The journal: the coverage meter, jump marks and a search above the text of the record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.coverage import Coverage, Phrase
from app.domain.record import CareRecord
from app.domain.record_flow import flow_of, notes_of
from ui.screens.parts import Choice, ElidedLabel, on_key
from ui.screens.record_document import titles
from ui.screens.record_find import FindBar, find_places
from ui.screens.record_marks import about
from ui.screens.record_meter import CoverageMeter
from ui.screens.record_text import RecordText

_KEYS = "Ctrl+G: nästa fras utan kod · Ctrl+Skift+J: sök i journalen"
_JUMP = "Gå till …"
_KINDS = ("Anteckningar", "I tidsordning")


class RecordNotes(QWidget):
    """Shows the notes, or everything in one flow of time, with what covers it."""

    phrase_chosen = Signal(object)  # Phrase
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = CoverageMeter()
        self.marks, self.order = Choice(), Choice()
        self.find_bar = FindBar()
        self.text = RecordText()
        self._about = ElidedLabel("muted")
        self._record = CareRecord()
        self.coverage = Coverage()
        self._hits: list[tuple[int, int]] = []
        self._hit = -1
        self._lay_out()
        self._connect()

    def show_record(self, record: CareRecord) -> None:
        """Show the record of another event; the search in the one before is over."""
        self._record, self.coverage = record, Coverage()
        self.close_find()
        self._show_flow()
        if record.documents:
            self.meter.show_reading()
        else:
            self.meter.show_empty()

    def show_coverage(self, coverage: Coverage) -> None:
        """Underline the phrases, and count them."""
        self.coverage = coverage
        self.text.show_coverage(coverage)
        if self._record.documents:
            self.meter.show_coverage(coverage)
        self._tell_of(self.text.phrase)

    def next_uncoded(self) -> None:
        """Go to the next phrase without a code."""
        if not self.text.next_uncoded():
            self.told.emit("Alla fraser i journalen som kan kodas har en kod.")

    def open_find(self) -> None:
        """Let the coder type what to look for in the record."""
        chosen = self.text.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.find_bar.field.setText(chosen)
        self.find_bar.open()
        self.text.takes_escape = True
        self._look_for(self.find_bar.field.text())

    def close_find(self) -> None:
        """Leave the search; the caret stays at the hit."""
        had_focus = self.find_bar.field.hasFocus()
        self.find_bar.hide()
        self.text.takes_escape = False
        self._hits, self._hit = [], -1
        self.text.show_hits([])
        if had_focus:
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        _name(self.marks, "Rubriker i journalen", "Gå till en anteckning eller rubrik (Ctrl+↓)")
        _name(self.order, "Vad som visas", "Bara anteckningar, eller även läkemedel och värden")
        self.order.addItems(_KINDS)
        self.marks.setMinimumContentsLength(5)
        self.order.setMinimumContentsLength(9)
        self.find_bar.hide()
        row = QHBoxLayout()
        row.addWidget(self.marks, 1)
        row.addWidget(self.order, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.meter)
        layout.addLayout(row)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._about)
        self._about.setText(_KEYS)

    def _connect(self) -> None:
        self.text.phrase_chosen.connect(self.phrase_chosen)
        self.text.phrase_pointed.connect(self._tell_of)
        self.text.laid_out.connect(self._list_marks)
        self.text.escaped.connect(self.close_find)
        self.marks.activated.connect(self._jump)
        self.order.currentIndexChanged.connect(lambda _row: self._show_flow())
        self.find_bar.asked.connect(self._look_for)
        self.find_bar.stepped.connect(self._step)
        self.find_bar.closed.connect(self.close_find)
        on_key(self.text, "F3", lambda: self._step(1))
        on_key(self.text, "Shift+F3", lambda: self._step(-1))

    def _show_flow(self) -> None:
        is_whole = self.order.currentIndex() == 1
        self.text.show_record(flow_of(self._record) if is_whole else notes_of(self._record))
        self.text.show_coverage(self.coverage)
        if self.find_bar.isVisible():
            self._look_for(self.find_bar.field.text())

    def _list_marks(self) -> None:
        self.marks.clear()
        self.marks.addItem(_JUMP)
        self.marks.addItems(titles(self.text.marks))
        self.marks.setEnabled(bool(self.text.marks))

    def _jump(self, row: int) -> None:
        if row > 0:
            self.text.go_to_mark(self.text.marks[row - 1])
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.marks.setCurrentIndex(0)

    def _look_for(self, words: str) -> None:
        self._hits = find_places(self.text.toPlainText(), words)
        here = self.text.textCursor().selectionStart()
        onwards = (row for row, hit in enumerate(self._hits) if hit[0] >= here)
        self._hit = next(onwards, 0) if self._hits else -1
        self._show_hit()

    def _step(self, steps: int) -> None:
        if self._hits:
            self._hit = (self._hit + steps) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        self.text.show_hits(self._hits, self._hits[self._hit] if self._hits else None)
        self.find_bar.show_count(self._hit, len(self._hits))

    def _tell_of(self, phrase: Phrase | None) -> None:
        self._about.setText(about(phrase) if phrase else _KEYS)


def _name(choice: QComboBox, name: str, tip: str) -> None:
    choice.setAccessibleName(name)
    choice.setToolTip(tip)
