"""The text of an exercise in the editor: read, checked as it is typed, saved when it passes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.training import Exercise
from app.domain.training_disguise import Doubt
from app.services.training_checks import ExerciseFault
from app.services.training_make import ExerciseDraft
from app.services.training_text import CheckedText, check_text, draft_text, exercise_text, save_text
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.newest import Newest

_PAUSE_MS = 350


class TrainingEditorPresenter(QObject):
    """One exercise at a time; a draft brings what may tell who the patient is as doubts."""

    text_read = Signal(str)
    checked = Signal(object)  # CheckedText
    saved = Signal(object)  # Exercise
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self.draft: ExerciseDraft | None = None
        self._asked = Newest()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)

    def read(self, exercise_id: str) -> None:
        """Read an exercise of the list."""
        app, self.draft = self._desk.app, None
        self._desk.jobs.run(
            lambda _control: exercise_text(app, exercise_id),
            owner=self,
            on_done=self.text_read.emit,
            on_error=self.failed.emit,
        )

    def take_draft(self, draft: ExerciseDraft) -> None:
        """Edit what was made of an event."""
        self.draft = draft
        self.text_read.emit(draft_text(draft))

    def note(self, text: str) -> None:
        """Take what has been typed; it is checked after a short pause."""
        self._text = text
        self._asked.ask()
        self._pause.start()

    def check(self) -> None:
        """Check the text now."""
        self._pause.stop()
        app, text, draft, question = self._desk.app, self._text, self.draft, self._asked.ask()

        def take(checked: CheckedText) -> None:
            if self._asked.is_newest(question):
                self._asked.answer(question)
                self.checked.emit(checked)

        self._desk.jobs.run(
            lambda _control: check_text(app, text, draft),
            owner=self,
            on_done=take,
            on_error=self.failed.emit,
        )

    def save(self, confirmed: list[ExerciseFault | Doubt]) -> None:
        """Keep the exercise, if it passes."""
        self._pause.stop()
        app, text, draft = self._desk.app, self._text, self.draft
        self._desk.jobs.run(
            lambda _control: save_text(app, text, confirmed, draft),
            owner=self,
            on_done=self._note_saved,
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def forget(self) -> None:
        """Want no answer any more: the editor is closed."""
        self._pause.stop()
        self._asked.forget()
        self.draft = None

    def _note_saved(self, exercise: Exercise) -> None:
        self.draft = None
        self.saved.emit(exercise)
