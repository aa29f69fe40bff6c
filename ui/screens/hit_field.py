"""A field with hits: what is typed in it finds, its keys walk through what was found.

Beside the search of the coding screen and in the browser of codebooks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView

from app.domain.search import SearchHit
from ui.models.code_list_model import CodeListModel, Entry
from ui.screens.parts import code_list, is_history_key

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_PLAIN = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEPS = {
    (Qt.Key.Key_Down, _PLAIN): 1,
    (Qt.Key.Key_Up, _PLAIN): -1,
    (Qt.Key.Key_F3, _PLAIN): 1,
    (Qt.Key.Key_F3, _SHIFT): -1,
}
#: Painted at once; the rest follows when this has been drawn.
FIRST_ROWS = 14


class HitField(QLineEdit):
    """A line to type in and a list of hits, to be laid out apart; the focus stays in the line."""

    entered = Signal()  # Enter
    entered_principal = Signal()  # Ctrl+Enter
    left = Signal()  # Backspace in the empty field, or Esc where it has a meaning

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.hits: CodeListModel[SearchHit] = CodeListModel(self)
        self.list: QListView = code_list(self.hits, "Träffar")
        self._all: Sequence[Entry[SearchHit]] = ()
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(lambda: self.hits.set_entries(self._all))
        #: Whether Esc goes one step back here, instead of what it means on the screen.
        self.takes_escape = False
        #: Whether the hit that is chosen was gone to, and is not just the first.
        self.has_walked = False
        self._text = ""
        self._answered: str | None = None
        self.textChanged.connect(self._note_text)
        self.list.clicked.connect(self._note_walk)
        self.list.installEventFilter(self)

    @property
    def hit(self) -> SearchHit | None:
        """The hit that is chosen."""
        return self.hits.item(self.list.currentIndex().row())

    @property
    def offer(self) -> object:
        """What the chosen row offers, None for a hit."""
        row = self.list.currentIndex().row()
        return self.hits.entries[row].offer if 0 <= row < len(self.hits.entries) else None

    def focus_all(self) -> None:
        """Go to the field with its text chosen, so that typing replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.start_anew()

    def start_anew(self) -> None:
        """Choose the text: what is typed next is another question."""
        self.selectAll()
        self.has_walked = False

    def step(self, steps: int) -> None:
        """Go to the next row that can be chosen, or the one before."""
        self._go_to(self.hits.step(self.list.currentIndex().row(), steps))

    def go_to(self, is_wanted: Callable[[SearchHit], bool]) -> bool:
        """Go to the next hit of a kind below the chosen one; False where none is listed."""
        rows = range(self.list.currentIndex().row() + 1, self.hits.rowCount())
        found = ((row, self.hits.item(row)) for row in rows)
        row = next((row for row, hit in found if hit is not None and is_wanted(hit)), -1)
        if row >= 0:
            self.has_walked = True
            self._go_to(row)
        return row >= 0

    def show_answer(self, text: str, entries: Sequence[Entry[SearchHit]]) -> None:
        """Show what was found for a text, the first hit chosen.

        A hit that was gone to stays chosen, where it stands on the screen, as long as it is found.
        """
        self._answered = text
        if not (self.has_walked and self._kept(entries)):
            self._show_first(entries)

    def refresh(self, entries: Sequence[Entry[SearchHit]]) -> None:
        """Show the same rows saying something else: choice and place stay."""
        near, bar = self.list.currentIndex().row(), self.list.verticalScrollBar()
        if self._kept(entries):
            return
        place = bar.value()
        self._set_entries(entries)
        row = min(near, len(entries) - 1)
        self._choose(row if self.hits.can_be_chosen(row) else self.hits.step(row, -1))
        bar.setValue(place)

    def show_unchosen(self, entries: Sequence[Entry[SearchHit]]) -> None:
        """Show rows of which none is chosen, so that Enter does nothing before a key has gone."""
        if self._answered == "" and self._kept(entries):
            return
        self._answered = ""
        self._set_entries(entries)
        self._choose(-1)
        self.list.scrollToTop()

    def event(self, event: QEvent) -> bool:
        """Leave undo to the codes, and take Esc where it goes one step back."""
        if is_history_key(event):
            event.ignore()
            return True
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and self.takes_escape and _is_key(event, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter mean the same in the list."""
        is_press = watched is self.list and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            self._enter(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean the hits; type the others."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
        if (key, modifiers) in _STEPS:
            self.has_walked = True
            self.step(_STEPS[key, modifiers])
        elif key in _PAGES and modifiers == _PLAIN:
            self.has_walked = True
            self._go_to(self.hits.leap(self.list.currentIndex().row(), _PAGES[key] * self._page()))
        elif key in _ENTER:
            self._enter(event)
        elif self._leaves(key):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        is_principal = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        (self.entered_principal if is_principal else self.entered).emit()

    def _leaves(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            return self.takes_escape
        return key == Qt.Key.Key_Backspace and not self.text()

    def _page(self) -> int:
        """Return how many rows a page goes; the same down and up, however high the rows are."""
        return max(1, self.list.viewport().height() // (3 * self.list.fontMetrics().height()))

    def _go_to(self, row: int) -> None:
        if row < 0:
            return
        self._choose(row)
        if self.hits.step(row, -1) == row:
            self.list.scrollToTop()  # the heading above the first row is seen as well

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.hits.index(row) if row >= 0 else QModelIndex())

    def _show_first(self, entries: Sequence[Entry[SearchHit]]) -> None:
        if tuple(entries) != self.hits.entries:
            self._set_entries(entries[:FIRST_ROWS])
            self._all = entries
            self._rest.start()
        first = self.hits.step(-1, 1)
        self._choose(first if self.hits.item(first) is not None else -1)
        self.list.scrollToTop()

    def _kept(self, entries: Sequence[Entry[SearchHit]]) -> bool:
        """Show the rows with the chosen one where it stands; False where it is gone."""
        current = self.list.currentIndex()
        before = _names(self.hits.entries[current.row()]) if current.isValid() else None
        rows = [row for row, entry in enumerate(entries) if before and _names(entry) == before]
        if not rows:
            return False
        row, top = rows[0], self.list.visualRect(current).top()
        self._set_entries(entries)
        self._choose(row)
        moved = self.list.visualRect(self.hits.index(row)).top() - top
        bar = self.list.verticalScrollBar()
        bar.setValue(bar.value() + moved)
        return True

    def _set_entries(self, entries: Sequence[Entry[SearchHit]]) -> None:
        self._rest.stop()
        self.hits.set_entries(entries)

    def _note_text(self, text: str) -> None:
        goes_on = text.startswith(self._text) or self._text.startswith(text)
        if not text or not self._text or not goes_on:
            self.has_walked = False
        self._text = text

    def _note_walk(self) -> None:
        self.has_walked = True


def _names(entry: Entry[SearchHit]) -> object:
    """Return what makes a row the same in another answer."""
    if entry.item is not None:
        return (entry.item.system, entry.item.code)
    return entry.offer


def _is_key(event: QEvent, key: Qt.Key) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == key
