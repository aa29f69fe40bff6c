"""A strip that shows a long task with its progress and lets it be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from app.services.job_control import JobControl
from ui.jobs import Jobs, Lane
from ui.screens.parts import button, label

T = TypeVar("T")


class TaskStrip(QFrame):
    """One long task at a time; the window goes on working meanwhile."""

    cancelled = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._jobs = jobs
        self._control: JobControl | None = None
        self._text = label("")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Förlopp")
        self._cancel = button("Avbr&yt", "Avbryt; inget halvfärdigt lämnas kvar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self._cancel.clicked.connect(self.cancel)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether a task is under way."""
        return self._control is not None

    def run(
        self,
        title: str,
        work: Callable[[JobControl], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        lane: Lane = Lane.WRITE,
    ) -> None:
        """Start a task and show the strip until it ends; one that only reads has a lane too."""
        self._text.setText(title)
        self._bar.setRange(0, 0)
        self.show()

        def done(result: T) -> None:
            self._end(control)
            on_done(result)

        def failed(error: Exception) -> None:
            self._end(control)
            on_error(error)

        def progress(done: int, total: int, text: str) -> None:
            if control is self._control:
                self._progress(done, total, text)

        self._control = control = self._jobs.run(
            work,
            owner=self,
            on_done=done,
            on_error=failed,
            on_progress=progress,
            lane=lane,
        )

    def cancel(self) -> None:
        """Ask the task to stop; what it did is taken back."""
        if self._control is not None:
            self._control.cancel()
            self._end(self._control)
            self.cancelled.emit()

    def _progress(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._text.setText(text)

    def _end(self, control: JobControl) -> None:
        if control is self._control:  # a cancelled task may end after the next has begun
            self._control = None
            self.hide()
