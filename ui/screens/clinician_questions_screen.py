"""The questions as a screen of their own, for whoever has no clinician's desk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.screens.clinician_questions import QuestionsPane
from ui.screens.parts import button, on_escape


class QuestionsScreen(QWidget):
    """The pane with a way back, and on to the unanswered of all units."""

    closed = Signal()
    unanswered_asked = Signal()
    help_name = "clinician_questions"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.pane = QuestionsPane(desk)
        close = button("S&täng", "Tillbaka (Esc)")
        unanswered = button("&Obesvarade per enhet …", "Alla frågor som väntar, enhet för enhet")
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(unanswered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.pane, 1)
        layout.addLayout(row)
        close.clicked.connect(self.closed)
        unanswered.clicked.connect(self.unanswered_asked)
        on_escape(self, self.closed.emit)
