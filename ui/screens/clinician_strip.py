"""A line that says how many questions from coders wait for an answer; pressed, it shows them."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.screens.clinician_questions import QuestionsPane
from ui.screens.parts import button


class QuestionsStrip(QWidget):
    """Hidden while nobody asks anything; the pane itself is laid out by whoever shows it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = QuestionsPane(desk)
        self.toggle: QPushButton = button("", "Visa frågorna, eller besöket igen")
        self.toggle.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.toggle)
        self.pane.presenter.changed.connect(self._count)
        self.toggle.toggled.connect(lambda _is_on: self._count())
        self._count()

    def refresh(self) -> None:
        """Read the questions again: some may have come."""
        self.pane.presenter.refresh()

    def _count(self) -> None:
        count = len(self.pane.presenter.waiting)
        noun = "1 fr&åga att besvara" if count == 1 else f"{count} fr&ågor att besvara"
        self.toggle.setText(noun)
        self.toggle.setAccessibleName(noun.replace("&", ""))
        self.setVisible(bool(count) or self.toggle.isChecked())
