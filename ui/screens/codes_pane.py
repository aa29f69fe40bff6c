"""The right of the coding screen: the chosen codes and their free diagnosis text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import AssignedCode, Part, Place, assigned_codes
from app.domain.encounter import Encounter
from ui.models.assigned import assigned_entries, place_row
from ui.models.code_list_model import CodeListModel, in_columns
from ui.screens.parts import WrappedLabel, code_list, is_history_key, pane

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TEXT_HINT = "Egen diagnostext (F2)"
_DATE_HINT = "Åtgärdens datum, ÅÅÅÅ-MM-DD (F2)"
#: A pause in typing after which the text is handed on, so that it is saved as typed.
_TYPING_MS = 400
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CodesPane(QWidget):
    """Shows what is coded; keys act on the chosen row."""

    removed = Signal(object)  # Place
    moved = Signal(object, int)  # Place, steps
    made_principal = Signal(str)  # ICD code
    text_edited = Signal(int, str)  # diagnosis row, free text
    date_edited = Signal(int, object)  # procedure row, date or None
    told = Signal(str)
    selected = Signal(object)  # Place or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codes: CodeListModel[AssignedCode] = CodeListModel(self)
        self.list = code_list(self.codes, "Valda koder")
        self.text = QLineEdit()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._edited: Place | None = None
        self._encounter: Encounter | None = None
        self._books: Codebooks | None = None
        self._favourites: Collection[tuple[CodeSystem, str]] = ()
        self._empty = WrappedLabel()
        self._lay_out()

    def show_codes(self, encounter: Encounter, books: Codebooks) -> None:
        """Show the codes; a newly added one is chosen, else the choice stays."""
        place, near = self._place_to_keep(encounter), self.list.currentIndex().row()
        self._encounter, self._books = encounter, books
        has_codes = bool(encounter.diagnoses or encounter.procedures)
        self._empty.setVisible(not has_codes)
        self._list()
        self.choose(place, near)
        self._note_choice()

    def mark_favourites(self, favourites: Collection[tuple[CodeSystem, str]]) -> None:
        """Show beside each code whether it is a favourite."""
        self._favourites = favourites
        self._list()

    def forget(self) -> None:
        """Let go of the event: what is typed from now on belongs to another."""
        self._typing.stop()
        self._edited = self._encounter = None

    def choose(self, place: Place | None, near: int = -1) -> None:
        """Select a place in the list; where it is gone, the row before it."""
        row = place_row(self.codes.entries, place) if place is not None else -1
        row = row if row >= 0 else self.codes.step(near, -1)
        row = row if row >= 0 else self.codes.step(-1, 1)
        if row >= 0:
            self.list.setCurrentIndex(self.codes.index(row))

    def choose_code(self, code: str) -> None:
        """Select the first row that carries a code."""
        entries = enumerate(self.codes.entries)
        row = next((i for i, e in entries if e.item is not None and e.item.code == code), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.codes.index(row))
            self.list.scrollTo(self.codes.index(row))

    @property
    def current(self) -> AssignedCode | None:
        """The chosen code, or None."""
        return self.codes.item(self.list.currentIndex().row())

    def edit_text(self) -> None:
        """Go to the free diagnosis text of the chosen row."""
        if self.text.isEnabled():
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.text.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._list_key(event)
        if watched is self.text and is_history_key(event) and not self.text.isModified():
            event.ignore()  # nothing typed here to take back: undo means the codes
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        frame, inner = pane("Valda koder")
        self._empty.setText("Inga koder ännu. Sök en kod och tryck Ctrl+Retur för huvuddiagnos.")
        inner.addWidget(self._empty)
        inner.addWidget(self.list, 1)
        self.text.setPlaceholderText(_TEXT_HINT)
        self.text.setAccessibleName("Diagnostext")
        self.text.returnPressed.connect(self.list.setFocus)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.list.installEventFilter(self)
        self.text.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._note_choice())
        self._typing.timeout.connect(lambda: self.note_text(is_finished=False))
        self.text.textEdited.connect(lambda _text: self._typing.start())
        self.text.editingFinished.connect(self.note_text)

    def _list_key(self, event: QKeyEvent) -> bool:
        current, key = self.current, Qt.Key(event.key())
        if current is None:
            return False
        if key == Qt.Key.Key_Delete:
            self.removed.emit(current.place)
            return True
        if key in _MOVES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(current.place, _MOVES[key])
            return True
        if key in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if current.place.part is Part.DIAGNOSIS:
                self.made_principal.emit(current.code)
            return True
        return False

    def _list(self) -> None:
        encounter, books = self._encounter, self._books
        if encounter is None or books is None or not any(assigned_codes(encounter)):
            self.codes.set_entries([])
            return
        entries = assigned_entries(encounter, books, self._favourites)
        self.codes.set_entries(in_columns(entries))

    def _place_to_keep(self, encounter: Encounter) -> Place | None:
        before = [] if self._encounter is None else list(assigned_codes(self._encounter))
        same_event = self._encounter is not None and self._encounter.id == encounter.id
        after = list(assigned_codes(encounter))
        if same_event and len(after) > len(before):
            kept = {(code.place.part, code.code) for code in before}
            fresh = [c for c in after if (c.place.part, c.code) not in kept]
            if fresh:
                return fresh[0].place
        current = self.current
        return current.place if current is not None and same_event else None

    def _note_choice(self) -> None:
        current = self.current
        self.selected.emit(current.place if current else None)
        self._show_text()

    def _show_text(self) -> None:
        current = self.current
        self.text.setEnabled(current is not None)
        if current is None or self._encounter is None:
            self._edited = None
            self.text.clear()
            self.text.setPlaceholderText(_TEXT_HINT)
            return
        text, is_same = _detail(self._encounter, current.place), self._edited == current.place
        if is_same and (self.text.isModified() or self.text.text().strip() == text):
            return
        self._edited = current.place
        is_diagnosis = current.place.in_diagnosis
        self.text.setPlaceholderText(_TEXT_HINT if is_diagnosis else _DATE_HINT)
        self.text.setAccessibleName("Diagnostext" if is_diagnosis else "Åtgärdens datum")
        self.text.setText(text)
        self.text.setCursorPosition(0)

    def note_text(self, *, is_finished: bool = True) -> None:
        """Hand on what is typed; only a finished date is judged."""
        self._typing.stop()
        place, encounter, text = self._edited, self._encounter, self.text.text().strip()
        if place is None or encounter is None or text == _detail(encounter, place):
            return
        try:
            day = date.fromisoformat(text) if text and not place.in_diagnosis else None
        except ValueError:
            if is_finished:
                self.told.emit("Skriv åtgärdens datum som ÅÅÅÅ-MM-DD.")
            return
        self.text.setModified(False)
        if place.in_diagnosis:
            self.text_edited.emit(place.row, text)
        else:
            self.date_edited.emit(place.row, day)


def _detail(encounter: Encounter, place: Place) -> str:
    if place.in_diagnosis:
        return encounter.diagnoses[place.row].text
    day = encounter.procedures[place.row].date
    return day.isoformat() if day else ""
