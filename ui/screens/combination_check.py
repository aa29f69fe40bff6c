"""Asks whether a rate, a visit type and a profession go together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.combination_answer import CombinationAnswer, format_answer
from ui.models.list_rows import ListRow
from ui.screens.parts import WrappedLabel, button, typed_line

_FIELDS = ("Taxa", "Besökstyp", "Yrkeskategori")
_VERDICT = {True: "Går ihop.", False: "Går inte ihop.", None: "Kan inte avgöras."}
#: Pixels that a field keeps where three of them share a narrow window.
_NARROWEST = 80
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CombinationCheck(QWidget):
    """Three codes, a key, and the answer with its reason."""

    asked = Signal(str, str, str)  # rate, visit type, profession
    told = Signal()  # there is an answer, or none any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = [QComboBox() for _ in _FIELDS]
        self.ask = button("P&röva", "Pröva om de tre koderna går ihop (Retur)")
        self.answer = WrappedLabel("fact")
        self._offered: tuple[ListRow, ...] = ()
        self._lay_out()

    def offer(self, rows: Sequence[ListRow]) -> None:
        """Offer the codes that the combinations have; any other may be typed.

        The same rows read again leave what is typed and answered as it stands.
        """
        if tuple(rows) == self._offered:
            return
        self._offered = tuple(rows)
        for place, field in enumerate(self.fields):
            typed = field.currentText()
            field.clear()
            field.addItems(sorted({row.cells[place] for row in rows}))
            field.setCurrentText(typed)
        self.answer.setText("")
        self.told.emit()

    def show_answer(self, answer: CombinationAnswer, day: date) -> None:
        """Say whether they go together, and why."""
        told = f"{_VERDICT[answer.is_allowed]} {format_answer(answer, day)} {answer.reason}"
        self.answer.setText(told)
        self.told.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _is_enter(event):
            self._ask()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for name, field in zip(_FIELDS, self.fields, strict=True):
            line = typed_line(field)
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.setMinimumWidth(_NARROWEST)
            field.installEventFilter(self)
            line.installEventFilter(self)
            row.addWidget(field, 1)
        row.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.answer)
        self.answer.setAccessibleName("Svar")
        self.ask.clicked.connect(self._ask)

    def _ask(self) -> None:
        rate, visit_type, profession = (field.currentText().strip() for field in self.fields)
        self.asked.emit(rate, visit_type, profession)


def _is_enter(event: QEvent) -> bool:
    is_press = event.type() == QEvent.Type.KeyPress
    return is_press and isinstance(event, QKeyEvent) and event.key() in _ENTER
