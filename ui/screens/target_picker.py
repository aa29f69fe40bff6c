"""The part of a form that says what a search term leads to: typed, found, and chosen by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.search import SearchHit
from app.services.term_checks import looks_like_target_code
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.presenters.propose_presenter import ProposePresenter
from ui.screens.parts import WrappedLabel, code_list

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_ROWS = 5
_HINT = "Sök en kod, eller skriv den: hjärtsvikt, I50.9 …"
_NONE_CHOSEN = "Inget valt ännu. Pilarna väljer bland träffarna, Retur tar den valda."
_NO_HIT = "Inget hittades. Pröva ett annat ord, eller skriv koden."
_ONE_SYSTEM = (
    "Ett sökord leder till koder i ett kodverk. Föreslå det en gång till för det andra, så visas "
    "båda betydelserna."
)


@dataclass(frozen=True, slots=True)
class Target:
    """A code with its title, or words that are looked for in every system."""

    text: str
    title: str = ""
    system: CodeSystem | None = None

    @property
    def shown(self) -> str:
        """The target as the form tells it."""
        if self.system is None:
            return f"orden ”{self.text}” i alla kodverk"
        return f"{self.text} {self.title} ({SYSTEM_LABEL[self.system]})"


class TargetPicker(QWidget):
    """A field, what it finds, and what was chosen; the focus stays in the field."""

    finished = Signal()  # Enter in the empty field: there is no more to choose
    offering = Signal(bool)  # whether there is something to choose among
    refused = Signal(str)

    def __init__(self, presenter: ProposePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.targets: tuple[Target, ...] = ()
        self.field = QLineEdit()
        self.hits: CodeListModel[SearchHit] = CodeListModel(self)
        self.list = code_list(self.hits, "Koder som sökordet kan leda till")
        self._nothing, self._chosen = WrappedLabel(), WrappedLabel("fact")
        self._lay_out()
        self.field.textChanged.connect(presenter.search)
        self.list.clicked.connect(lambda _index: self._take())
        presenter.found.connect(self._show)
        self.clear()

    def clear(self) -> None:
        """Forget what was chosen and typed."""
        self._choose(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that walk through the hits, and that take or drop one."""
        is_key = watched is self.field and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and self._takes_key(event):
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for some hits at every size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_room()

    def _takes_key(self, event: QKeyEvent) -> bool:
        key, is_empty = Qt.Key(event.key()), not self.field.text().strip()
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in _ENTER and is_empty:
            self.finished.emit()
        elif key in _ENTER:
            self._presenter.when_found(self._take)
        elif key == Qt.Key.Key_Backspace and is_empty and self.targets:
            self._choose(self.targets[:-1])
        else:
            return False
        return True

    def _step(self, steps: int) -> None:
        row = self.hits.step(self.list.currentIndex().row(), steps)
        if row >= 0:
            self.list.setCurrentIndex(self.hits.index(row))

    def _show(self, text: str, hits: Sequence[SearchHit]) -> None:
        rows = [
            Entry(CodeRow(hit.code, hit.title, aside=SYSTEM_LABEL[hit.system]), hit) for hit in hits
        ]
        words = " ".join(text.split()).lower()
        if words and not looks_like_target_code(None, words):
            title = f"Orden ”{words}”, i alla kodverk"
            rows.append(Entry(CodeRow(title=title, icon="search", is_offer=True), offer=words))
        self.hits.set_entries(rows)
        self._offer(bool(rows))
        self._nothing.setVisible(bool(words) and not hits)
        self.list.setCurrentIndex(self.hits.index(self.hits.step(-1, 1)))
        self.list.scrollToTop()

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if not self.hits.can_be_chosen(row):
            return
        entry = self.hits.entries[row]
        if isinstance(entry.item, SearchHit):
            target = Target(entry.item.code, entry.item.title, entry.item.system)
        else:
            target = Target(str(entry.offer))
        if any(other.system is not target.system for other in self.targets):
            self.refused.emit(_ONE_SYSTEM)
            return
        self._choose((*(each for each in self.targets if each != target), target))

    def _choose(self, targets: tuple[Target, ...]) -> None:
        self.targets = targets
        self.field.clear()
        self.hits.set_entries(())
        self._offer(False)
        self._nothing.hide()
        lines = [f"✓ {target.shown}" for target in targets]
        more = "Retur föreslår. Skriv för att lägga till en till; Backsteg tar bort den sista."
        self._chosen.setText("\n".join((*lines, more)) if lines else _NONE_CHOSEN)

    def _offer(self, is_offering: bool) -> None:
        self.list.setVisible(is_offering)
        self.offering.emit(is_offering)

    def _keep_room(self) -> None:
        self.list.setMinimumHeight(_LEAST_ROWS * (self.fontMetrics().height() + 8))

    def _lay_out(self) -> None:
        self.field.setAccessibleName("Leder till: sök kod")
        self.field.setPlaceholderText(_HINT)
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing.setText(_NO_HIT)
        self._chosen.setAccessibleName("Valt")
        self._keep_room()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.field, self._nothing, self._chosen):
            column.addWidget(widget)
        column.addWidget(self.list, 100)
        column.addStretch(1)
