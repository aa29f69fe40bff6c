"""Questions and warnings about a file, one below the other; each question has Ja and Nej."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.screens.parts import WrappedLabel, button, label
from ui.theme import icon

#: Lines of text that are shown without scrolling.
_LEAST, _MOST = 3, 9


class QuestionList(QScrollArea):
    """Questions first, then what is worth knowing."""

    answered = Signal(str, bool)  # question, yes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._buttons: dict[str, tuple[QPushButton, QPushButton]] = {}
        self.hide()

    def show_texts(
        self, questions: Sequence[str], answers: Mapping[str, bool], warnings: Sequence[str]
    ) -> None:
        """Show other questions and warnings; without any the list takes no room."""
        self._buttons = {}
        holder = QFrame()
        holder.setObjectName("pane")
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(8, 6, 8, 6)
        for question in questions:
            layout.addLayout(self._question(question, answers.get(question)))
        for warning in warnings:
            layout.addLayout(_line("advice", "Att veta", warning))
        layout.addStretch(1)
        self.setWidget(holder)
        self.setVisible(bool(questions or warnings))

    def focus_next(self, answers: Mapping[str, bool]) -> bool:
        """Go to the first open question; False where there is none."""
        for question, (yes, _no) in self._buttons.items():
            if question not in answers:
                yes.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(yes)
                return True
        return False

    def sizeHint(self) -> QSize:
        """As high as the texts, within limits."""
        line = self.fontMetrics().lineSpacing()
        holder = self.widget()
        wanted = holder.heightForWidth(self.viewport().width()) if holder is not None else 0
        return QSize(super().sizeHint().width(), max(_LEAST * line, min(wanted, _MOST * line)))

    def minimumSizeHint(self) -> QSize:
        """Room for a question."""
        return QSize(0, _LEAST * self.fontMetrics().lineSpacing())

    def _question(self, question: str, answer: bool | None) -> QHBoxLayout:
        row = _line("warning", "Fråga", question)
        yes = button("Ja", f"Ja: {question}")
        no = button("Nej", f"Nej: {question}")
        for choice, is_yes in ((yes, True), (no, False)):
            choice.setCheckable(True)
            choice.setChecked(answer is is_yes)
            choice.setAccessibleDescription(question)
            choice.clicked.connect(partial(self._tell, question, is_yes))
            row.addWidget(choice)
        self._buttons[question] = (yes, no)
        return row

    def _tell(self, question: str, is_yes: bool, *_checked: object) -> None:
        yes, no = self._buttons[question]
        yes.setChecked(is_yes)
        no.setChecked(not is_yes)
        self.answered.emit(question, is_yes)


def _line(icon_name: str, word: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    picture, kind = QLabel(), label(word, "paneTitle")
    side = kind.fontMetrics().height()
    picture.setPixmap(icon(icon_name).pixmap(side, side))
    said = WrappedLabel("fact")
    said.setText(text)
    row.addWidget(picture)
    row.addWidget(kind)
    row.addWidget(said, 1)
    return row
