"""The command palette: one field over commands, events and codes, over whatever is on screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.presenters.palette_presenter import PaletteEntry, PaletteKind, PalettePresenter
from ui.screens.parts import code_list, label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_HOW = "Skriv vad du vill göra, ett personnummer eller en kod. Pilarna väljer, Retur gör."
_SEARCHING = "Söker händelser och koder …"
_NONE = "Inget stämmer. Skriv färre eller andra ord."
#: Of the window: how wide the palette is at most, how high, and how far from the top.
_WIDE, _SHARE, _HIGH, _TOP = 760, 0.8, 0.6, 0.08


class Palette(QFrame):
    """Lies over the window while it is used; Esc or a choice takes it away."""

    chosen = Signal(object)  # PaletteEntry
    left = Signal()

    def __init__(self, presenter: PalettePresenter, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("palette")
        self._presenter, self._over = presenter, over
        self.field = QLineEdit()
        self.entries: CodeListModel[PaletteEntry] = CodeListModel(self)
        self.list = code_list(self.entries, "Kommandon, händelser och koder")
        self._hint = label(_HOW, "muted")
        self._is_new_text = True
        self._lay_out()
        presenter.answered.connect(self._show_found)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._choose())
        over.installEventFilter(self)
        self.hide()

    @property
    def hint(self) -> str:
        """What is said below the list."""
        return self._hint.text()

    def open(self) -> None:
        """Come to the front with an empty field."""
        self._fit()
        self.show()
        self.raise_()
        self.field.clear()
        self._ask("")
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the field; follow the window's size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _ENTER:
            self._presenter.when_settled(self._choose)
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True

    def leave(self) -> None:
        """Go away without doing anything."""
        self.hide()
        self.left.emit()

    def _step(self, steps: int) -> None:
        row = self.entries.step(self.list.currentIndex().row(), steps)
        if row >= 0:
            self.list.setCurrentIndex(self.entries.index(row))

    def _ask(self, text: str) -> None:
        self._is_new_text = True
        self._presenter.ask(text)

    def _choose(self) -> None:
        entry = self.entries.item(self.list.currentIndex().row())
        if entry is not None and self.isVisible():
            self.leave()
            self.chosen.emit(entry)

    def _show_found(self, found: list[PaletteEntry]) -> None:
        entries: list[Entry[PaletteEntry]] = []
        for kind in dict.fromkeys(entry.kind for entry in found):
            entries.append(Entry(CodeRow(title=kind.value)))
            entries += [Entry(_row(entry), entry) for entry in found if entry.kind is kind]
        self.entries.set_entries(entries)
        first = self.entries.step(-1, 1)
        if not self.field.text().strip():  # nothing is chosen: Enter by mistake does nothing
            self.list.setCurrentIndex(QModelIndex())
        elif first >= 0 and (self._is_new_text or not self.list.currentIndex().isValid()):
            self._is_new_text = False
            self.list.setCurrentIndex(self.entries.index(first))
            self.list.scrollToTop()
        nothing = _NONE if self._presenter.is_settled else _SEARCHING
        self._hint.setText(_HOW if found else nothing)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText("Kommando, händelse eller kod …")
        self.field.setAccessibleName("Kommandopaletten")
        self.field.setAccessibleDescription(_HOW)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)

    def _fit(self) -> None:
        room = self._over.size()
        wide = min(int(room.width() * _SHARE), _WIDE * max(1, self.fontMetrics().height() // 14))
        wide = min(wide, int(room.width() * _SHARE))
        self.setGeometry(
            (room.width() - wide) // 2,
            int(room.height() * _TOP),
            wide,
            int(room.height() * _HIGH),
        )


def _row(entry: PaletteEntry) -> CodeRow:
    code = entry.target if entry.kind is PaletteKind.CODE else ""
    is_plain = not code
    return CodeRow(
        code=code, title=entry.text, aside=entry.aside, note=entry.note, is_offer=is_plain
    )
