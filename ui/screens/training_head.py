"""The strip above the screens in training: ÖVNING, what is done by whom, and the time left."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.training import MODE_LABEL, WATERMARK, Attempt, Mode, seconds_left
from app.services.context import AppContext
from ui.screens.parts import ElidedLabel, button, label

_EACH_SECOND = 1000
_MINUTE = 60
_AT_DESK = "Övningar och klass. Inget härifrån når de riktiga händelserna."


class TrainingHead(QFrame):
    """Always shown in training, and never outside it."""

    hand_in_asked = Signal()
    set_aside_asked = Signal()
    leave_asked = Signal()
    timed_out = Signal()

    def __init__(self, training: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingHead")
        self._now = training.now
        self._attempt: Attempt | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_EACH_SECOND)
        self.told, self.time = ElidedLabel(), label("", "trainingTime")
        self._hand_in = button("Lämna &in", "Lämna in kodningen (F9)")
        self._set_aside = button("Lägg åt si&dan", "Till övningarna; arbetet finns kvar (Ctrl+L)")
        self._leave = button("Läm&na utbildningen", "Tillbaka dit du var (Ctrl+Alt+1: kodaren)")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 10, 5)
        row.setSpacing(10)
        row.addWidget(label(WATERMARK, "trainingWord"))
        row.addWidget(self.told, 1)
        for widget in (self.time, self._hand_in, self._set_aside, self._leave):
            row.addWidget(widget)
        self._clock.timeout.connect(self.tick)
        self._hand_in.clicked.connect(self.hand_in_asked)
        self._set_aside.clicked.connect(self.set_aside_asked)
        self._leave.clicked.connect(self.leave_asked)
        self.show_desk()

    def show_desk(self) -> None:
        """Nothing is being coded."""
        self._attempt = None
        self._clock.stop()
        self.time.hide()
        self.told.setText(_AT_DESK)
        for part in (self._hand_in, self._set_aside):
            part.hide()
        self._leave.show()

    def show_attempt(self, attempt: Attempt) -> None:
        """Show who codes what; where the time is limited it is counted down."""
        self._attempt = attempt
        self.told.setText(
            f"{MODE_LABEL[attempt.mode]} · {attempt.exercise_title} · {attempt.trainee}"
        )
        self._hand_in.setVisible(attempt.mode is not Mode.DEMONSTRATE)
        self._hand_in.setText("Visa &facit" if attempt.mode is Mode.PRACTISE else "Lämna &in")
        self._set_aside.show()
        self._leave.hide()
        self.time.setVisible(attempt.time_limit is not None)
        if attempt.time_limit is not None:
            self._clock.start()
            self.tick()

    def tick(self) -> None:
        """Show the time that is left; when there is none, tell so once."""
        left = seconds_left(self._attempt, self._now()) if self._attempt is not None else None
        if left is None:
            return
        self.time.setText(f"{left // _MINUTE}:{left % _MINUTE:02d} kvar")
        if left == 0:
            self._clock.stop()
            self.timed_out.emit()
