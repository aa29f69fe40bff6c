"""The marks of attempts in the window, and a trainer who judges a line otherwise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.training import Attempt, Mode
from app.services.training_attempts import get_attempt
from ui.presenters.training_presenter import Asked
from ui.screens.training_result import ResultScreen

if TYPE_CHECKING:
    from ui.commands.training_commands import TrainingCommands
    from ui.main_window import MainWindow

_NOTES = ("Rimligt val i det här fallet", "Räknas som rätt i klassen", "Facit var otydligt")


class TrainingJudging(QObject):
    """Shows one result at a time, over the trainer's desk."""

    def __init__(self, window: MainWindow, commands: TrainingCommands) -> None:
        super().__init__(commands)
        self._window, self._commands = window, commands
        self.result: ResultScreen | None = None

    def show_result(self, attempt: Attempt) -> None:
        """Show the marks of an attempt."""
        screen, commands = self._commands.screen, self._commands
        if screen is None or not commands.room.is_inside:
            return
        if self.result is None:
            self.result = result = ResultScreen(may_judge=screen.presenter.may_judge)
            result.closed.connect(self._leave)
            result.print_asked.connect(commands.files.print_attempt)
            result.overrule_asked.connect(self._ask_points)
            result.again_asked.connect(self._again)
        self.result.show_attempt(attempt)
        self._window.show_over(self.result)

    def read_result(self, attempt_id: str) -> None:
        """Read an attempt of the class and show its marks."""
        screen = self._commands.screen
        if screen is not None:
            app = screen.presenter.desk.app
            screen.presenter.read(lambda: get_attempt(app, attempt_id), self.show_result)

    def forget(self) -> None:
        """Take the screen down: somebody else sits down."""
        if self.result is not None:
            self._window.stack.removeWidget(self.result)
            self.result.deleteLater()
            self.result = None

    def _leave(self) -> None:
        self._window.reason.dismiss()  # what was asked is of a line that is out of sight
        self._commands.show_desk()

    def _again(self, attempt: Attempt) -> None:
        screen = self._commands.screen
        if screen is not None:
            asked = Asked(attempt.exercise_id, attempt.trainee, Mode.PRACTISE)
            self._commands.exercise.begin(screen.presenter, asked)

    def _ask_points(self, attempt: Attempt, line: int) -> None:
        possible = attempt.marks.lines[line].possible_points
        self._window.reason.ask(
            f"Poäng på raden, {possible[0]} till {possible[-1]}:",
            [str(each) for each in reversed(possible)],
            partial(self._ask_note, attempt, line),
        )

    def _ask_note(self, attempt: Attempt, line: int, answer: str) -> None:
        possible = attempt.marks.lines[line].possible_points
        points = next((each for each in possible if str(each) == answer.strip()), None)
        if points is None:
            self._ask_points(attempt, line)
            self._window.tell(f"Skriv ett heltal från {possible[0]} till {possible[-1]}.")
            return
        self._window.reason.ask(
            "Varför ändras bedömningen?",
            _NOTES,
            partial(self._overrule, attempt, line, points),
        )

    def _overrule(self, attempt: Attempt, line: int, points: int, note: str) -> None:
        screen = self._commands.screen
        if screen is not None:
            screen.presenter.overrule(attempt.id, line, points, note, self.show_result)
