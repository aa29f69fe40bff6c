"""What the trainer's desk does: exercises, attempts, the class, files and paper, off the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.access import Role
from app.domain.training import Attempt, Exercise, Mode
from app.domain.training_class import ClassTable
from app.domain.training_ports import ExerciseQuery, ExerciseRow
from app.services import training, training_attempts, training_class, training_files
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.training_steps import KeyStep, key_steps
from ui.desk import Desk
from ui.jobs import Lane
from ui.models.training import PAGE
from ui.presenters.newest import Newest

T = TypeVar("T")
#: Who judges, resets and edits.
_TRAINERS = frozenset({Role.TRAINER, Role.LEAD})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trainee is to do."""

    exercise_id: str
    trainee: str
    mode: Mode
    #: Minutes of a test; None for as long as it takes.
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that is laid on the desk."""

    attempt: Attempt
    #: Of the key, for a demonstration alone.
    steps: Sequence[KeyStep] = ()
    #: Whether it was begun before and set aside.
    goes_on: bool = False


class TrainingPresenter(QObject):
    """Works on the training database alone; what it reads comes back as signals."""

    listed = Signal(object, int)  # list[ExerciseRow], total
    more = Signal(object)  # list[ExerciseRow]
    topics_read = Signal(object)  # list[str]
    exercise_read = Signal(object)  # Exercise
    class_read = Signal(object)  # ClassTable
    missed_read = Signal(object)  # list[Missed]
    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.table = ClassTable()
        self._query, self._question = ExerciseQuery(), 0
        self._list, self._shown, self._missed = Newest(), Newest(), Newest()

    @property
    def may_judge(self) -> bool:
        """Whether the person may judge, edit and reset."""
        return self.desk.person.role in _TRAINERS

    def refresh(self) -> None:
        """Read the list, its topics and the class again."""
        app = self.desk.app
        self.search(self._query)
        self.read(lambda: training.exercise_topics(app), self.topics_read.emit)
        self.read(lambda: training_class.class_table(app), self._take_class)

    def search(self, query: ExerciseQuery) -> None:
        """Read the first page of the exercises that a query finds."""
        app, question = self.desk.app, self._list.ask()
        self._query, self._question = query, question

        def take(found: tuple[list[ExerciseRow], int]) -> None:
            if self._list.is_newest(question):
                self.listed.emit(*found)

        self.read(
            lambda: (
                training.list_exercises(app, query, 0, PAGE),
                training.count_exercises(app, query),
            ),
            take,
        )

    def fetch_more(self, offset: int) -> None:
        """Read the next page."""
        app, query, question = self.desk.app, self._query, self._question

        def take(rows: list[ExerciseRow]) -> None:
            if self._list.is_newest(question):
                self.more.emit(rows)

        self.read(lambda: training.list_exercises(app, query, offset, PAGE), take)

    def read_exercise(self, exercise_id: str) -> None:
        """Read one exercise, to be shown beside the list."""
        app, question = self.desk.app, self._shown.ask()

        def take(exercise: Exercise) -> None:
            if self._shown.is_newest(question):
                self.exercise_read.emit(exercise)

        self.read(lambda: training.get_exercise(app, exercise_id), take)

    def read_missed(self, exercise_id: str) -> None:
        """Read what the class commonly missed in an exercise."""
        app, question = self.desk.app, self._missed.ask()

        def take(missed: object) -> None:
            if self._missed.is_newest(question):
                self.missed_read.emit(missed)

        self.read(lambda: training_class.commonly_missed(app, exercise_id), take)

    def begin(self, asked: Asked, then: Callable[[Begun], None]) -> None:
        """Begin an attempt, or go on with one of the same kind that is not handed in."""
        app = self.desk.app

        def work() -> Begun:
            if asked.mode is Mode.DEMONSTRATE:
                exercise = training.get_exercise(app, asked.exercise_id)
                return Begun(_start(app, asked), key_steps(app, exercise))
            tried = training_attempts.list_attempts(app, asked.trainee, asked.exercise_id)
            open_ones = [each for each in tried if each.mode is asked.mode and not each.is_ended]
            if open_ones:
                return Begun(open_ones[-1], goes_on=True)
            return Begun(_start(app, asked))

        self.write(work, then)

    def hand_in(self, attempt_id: str, then: Callable[[Attempt], None]) -> None:
        """End an attempt with its codes as they were saved last."""
        app = self.desk.app
        self.write(lambda: training_attempts.hand_in(app, attempt_id), then)

    def overrule(
        self, attempt_id: str, line: int, points: int, note: str, then: Callable[[Attempt], None]
    ) -> None:
        """Judge one line otherwise."""
        app, person = self.desk.app, self.desk.person
        self.write(
            lambda: training_attempts.overrule(app, attempt_id, line, points, note, person), then
        )

    def reset(self) -> None:
        """Take every attempt away; the exercises stay."""
        app = self.desk.app
        self.write(lambda: training_attempts.reset_training(app), self._note_reset)

    def export_exercises(self, ids: Sequence[str], folder: Path) -> None:
        """Write exercises to a file, or into a folder under their ids."""
        app = self.desk.app

        def work() -> int:
            return len([training_files.export_exercise(app, each, folder) for each in ids])

        self.write(work, lambda count: self.told.emit(f"Sparat: {_exercises(count)}."))

    def read(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read in the background."""
        self.desk.jobs.run(
            lambda _control: work(), owner=self, on_done=then, on_error=self.failed.emit
        )

    def write(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Write in the background, one thing at a time."""
        self.desk.jobs.run(
            lambda _control: work(),
            owner=self,
            on_done=then,
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def import_files(
        self, paths: Sequence[Path], control: JobControl
    ) -> list[training_files.ImportedExercise]:
        """Read exercises in; called by a task with progress."""
        return training_files.import_exercises(self.desk.app, paths, control)

    def collect(
        self, paths: Sequence[Path], control: JobControl
    ) -> list[training_class.CollectedFile]:
        """Take in files of results; called by a task with progress."""
        return training_class.collect_attempts(self.desk.app, paths, control)

    def _take_class(self, table: ClassTable) -> None:
        self.table = table
        self.class_read.emit(table)

    def _note_reset(self, gone: int) -> None:
        told = "1 försök är borttaget" if gone == 1 else f"{gone} försök är borttagna"
        self.told.emit(f"Klassen är nollställd: {told}. Övningarna finns kvar.")
        self.refresh()


def _start(app: AppContext, asked: Asked) -> Attempt:
    return training_attempts.start_attempt(
        app, asked.exercise_id, asked.trainee, asked.mode, asked.minutes
    )


def _exercises(count: int) -> str:
    return "1 övning" if count == 1 else f"{count} övningar"
