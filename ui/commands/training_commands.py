"""Commands of the trainer's desk: in and out, the modes, files, paper and the class."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.training import Exercise, Mode
from app.services import training, training_class
from app.services.training_make import ExerciseDraft, draft_from_event
from ui.commands.training_exercise import TrainingExercise
from ui.commands.training_files import TrainingFiles
from ui.commands.training_judging import TrainingJudging
from ui.commands.training_room import TrainingRoom
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.training_editor_presenter import TrainingEditorPresenter
from ui.presenters.training_presenter import TrainingPresenter
from ui.screens.training import TrainingDoor, TrainingScreen
from ui.screens.training_editor import TrainingEditor

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_RESET = ("Nollställ", "Låt bli")
_REMOVE = ("Ta bort", "Behåll")
_UNSAVED = ("Fortsätt redigera", "Kasta ändringarna")


def make_training_door(window: MainWindow, _desk: Desk) -> QWidget:
    """Return what a trainer sees until the training database is open; it opens by itself."""
    door = TrainingDoor()
    door.entered.connect(window.training.show_trainer_desk)
    return door


class TrainingCommands(QObject):
    """One desk of training for whoever sits here."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.room = TrainingRoom(window)
        self.exercise = TrainingExercise(window, self.room)
        self.files = TrainingFiles(window, self)
        self.judging = TrainingJudging(window, self)
        self.screen: TrainingScreen | None = None
        self.editor: TrainingEditor | None = None
        self._desk: Desk | None = None
        self.room.left.connect(self.exercise.clear)
        self.exercise.ended.connect(self.judging.show_result)
        self.exercise.put_aside.connect(self.show_desk)

    # -- in and out -------------------------------------------------------------------------

    def show_trainer_desk(self) -> None:
        """Go in; what is being coded there is put aside."""
        if self.exercise.attempt is not None:
            self.exercise.set_aside()
        else:
            self.room.enter(self.show_desk)

    def leave_training(self) -> None:
        """Go back to where one was in the real work."""
        self.room.leave(lambda: None)

    def set_aside(self) -> None:
        """Put the exercise aside and show the list."""
        if self.exercise.attempt is not None:
            self.exercise.set_aside()
        else:
            self.show_desk()

    def make_exercise(self) -> None:
        """Make an exercise of the event on the coder's desk, and edit it."""
        window, desk = self._window, self._window.desk
        event = window.coding.presenter.encounter if window.coding is not None else None
        if desk is None or event is None or self.room.is_inside:
            return
        app, encounter_id = window.home, event.id
        window.jobs.run(
            lambda _control: draft_from_event(app, encounter_id, desk.person),
            owner=self,
            on_done=lambda draft: self.room.enter(partial(self._edit_draft, draft)),
            on_error=window.tell_error,
            lane=Lane.WRITE,
        )

    # -- modes ------------------------------------------------------------------------------

    def demonstrate_exercise(self) -> None:
        """Show the chosen exercise to a class."""
        self._begin(Mode.DEMONSTRATE)

    def practise_exercise(self) -> None:
        """Let the trainee practise the chosen exercise."""
        self._begin(Mode.PRACTISE)

    def test_exercise(self) -> None:
        """Let the trainee do the chosen exercise as a test."""
        self._begin(Mode.TEST)

    def reveal_key(self) -> None:
        """Show the key, or its next step."""
        self.exercise.reveal()

    def large_type(self) -> None:
        """Make the text large, or as it was."""
        self.exercise.toggle_scale(150)

    def huge_type(self) -> None:
        """Make the text as large as it gets, or as it was."""
        self.exercise.toggle_scale(200)

    def toggle_hints(self) -> None:
        """Hide warnings and proposals, or show them."""
        self.exercise.toggle_hints()

    def freeze_picture(self) -> None:
        """Let the picture stand still, or go on."""
        self.exercise.toggle_picture()

    def point_out(self) -> None:
        """Show a ring around the pointer, or take it away."""
        self.exercise.toggle_ring()

    # -- exercises --------------------------------------------------------------------------

    def edit_exercise(self) -> None:
        """Edit the chosen exercise; at a result, judge the chosen line."""
        current = self._window.stack.currentWidget()
        if current is not None and current is self.judging.result:
            self.judging.result.ask_overrule()
            return
        row = self.screen.exercises.current if self.screen is not None else None
        if current is not self.screen or row is None or self.screen is None:
            return
        if not self.screen.presenter.may_judge:
            self._window.tell("Bara utbildare och kodningsansvarig redigerar övningar.")
            return
        self._editor_screen().presenter.read(row.id)
        self._window.show_over(self._editor_screen())

    def remove_exercise(self) -> None:
        """Ask once, and take the chosen exercise away."""
        screen = self.screen
        if screen is None or self._window.stack.currentWidget() is not screen:
            return  # what is not in front is not taken away
        row = screen.exercises.current
        if row is None or not self._may_judge():
            return
        exercise_id = row.id

        def remove(answer: str) -> None:
            if answer == _REMOVE[0]:
                self.files.write(
                    lambda app: training.remove_exercise(app, exercise_id), "Övningen är borttagen."
                )

        self._window.reason.ask(f"Ta bort ”{row.title}”? Försöken finns kvar.", _REMOVE, remove)

    def import_exercises(self) -> None:
        """Ask for files of exercises and read them in."""
        self.files.import_files()

    def import_exercise_folder(self) -> None:
        """Ask for a folder of exercises and read them in."""
        self.files.import_folder()

    def export_exercises(self) -> None:
        """Write the marked exercises to files."""
        if self.screen is not None:
            self.files.export(self.screen.exercises.selected_ids())

    def print_key(self) -> None:
        """Show the keys of the marked exercises on paper."""
        if self.screen is not None:
            self.files.print_keys(self.screen.exercises.selected_ids())

    # -- the class --------------------------------------------------------------------------

    def collect_results(self) -> None:
        """Ask for files of results and take them in."""
        self.files.collect()

    def export_results(self) -> None:
        """Write what has been handed in to a file of results."""
        self.files.save("resultat.json", "Resultat (*.json)", training_class.export_attempts)

    def export_class(self) -> None:
        """Write the table of the class for Excel."""
        self.files.save("klass.csv", "CSV (*.csv)", training_class.write_class_csv)

    def export_missed(self) -> None:
        """Write what was missed for Excel."""
        self.files.save("missat.csv", "CSV (*.csv)", training_class.write_missed_csv)

    def print_sheets(self) -> None:
        """Show everybody's result sheets on paper."""
        self.files.print_sheets("")

    def reset_class(self) -> None:
        """Ask once, and take every attempt away."""
        screen = self.screen
        if screen is None or not self._may_judge():
            return

        def reset(answer: str) -> None:
            if answer == _RESET[0]:
                screen.presenter.reset()

        self._window.reason.ask("Ta bort alla försök? Övningarna finns kvar.", _RESET, reset)

    # -- private ----------------------------------------------------------------------------

    def _begin(self, mode: Mode) -> None:
        if self.screen is not None and self._window.stack.currentWidget() is self.screen:
            self.screen.exercises.begin(mode)

    def show_desk(self) -> None:
        """Show the exercises and the class."""
        screen, head = self._screen_of_person(), self.room.head
        if screen is not None and head is not None:
            head.show_desk()
            self._window.show_screen(screen)
            screen.focus_list()

    def _screen_of_person(self) -> TrainingScreen | None:
        window, desk = self._window, self._window.desk
        if desk is None or not self.room.is_inside:
            return None
        if self._desk is not None and self._desk.person != desk.person:
            self._forget()
        if self.screen is None:
            self._desk = desk
            presenter = TrainingPresenter(desk, self)
            self.screen = screen = TrainingScreen(presenter)
            window.stack.addWidget(screen)
            self._connect(screen, presenter)
        return self.screen

    def _connect(self, screen: TrainingScreen, presenter: TrainingPresenter) -> None:
        window, head, files = self._window, self.room.head, self.files
        presenter.told.connect(window.tell)
        presenter.failed.connect(window.tell_error)
        presenter.listed.connect(lambda _rows, _total: self.exercise.prepare())
        screen.closed.connect(self.leave_training)
        screen.exercises.asked.connect(partial(self.exercise.begin, presenter))
        screen.exercises.told.connect(window.tell)
        screen.edit_asked.connect(self.edit_exercise)
        screen.import_asked.connect(self.import_exercises)
        screen.export_asked.connect(self.export_exercises)
        screen.handout_asked.connect(files.print_handouts)
        screen.key_asked.connect(files.print_keys)
        page = screen.klass
        page.result_asked.connect(self.judging.read_result)
        page.collect_asked.connect(self.collect_results)
        page.export_asked.connect(self.export_results)
        page.csv_asked.connect(self.export_class)
        page.missed_csv_asked.connect(self.export_missed)
        page.print_asked.connect(files.print_class)
        page.sheets_asked.connect(files.print_sheets)
        page.reset_asked.connect(self.reset_class)
        if head is not None:
            self._follow_head()

    def _follow_head(self) -> None:
        head = self.room.head
        if head is None or head.property("is_followed"):
            return
        head.setProperty("is_followed", True)
        head.hand_in_asked.connect(self.exercise.hand_in)
        head.set_aside_asked.connect(self.exercise.set_aside)
        head.leave_asked.connect(self.leave_training)
        head.timed_out.connect(self.exercise.end_in_time)
        self.room.steps.next_asked.connect(self.reveal_key)

    def _forget(self) -> None:
        self.judging.forget()
        for screen in (self.screen, self.editor):
            if screen is not None:
                self._window.stack.removeWidget(screen)
                screen.deleteLater()
        self.screen = self.editor = self._desk = None
        self.exercise.forget()

    def _editor_screen(self) -> TrainingEditor:
        window, screen = self._window, self.screen
        if self.editor is None:
            if screen is None:
                raise RuntimeError("the editor is opened from the trainer's desk")
            self.editor = editor = TrainingEditor(
                TrainingEditorPresenter(screen.presenter.desk, self)
            )
            editor.presenter.failed.connect(window.tell_error)
            editor.presenter.saved.connect(self._note_saved)
            editor.leave_asked.connect(self._ask_unsaved)
            editor.closed.connect(self.show_desk)
        return self.editor

    def _note_saved(self, exercise: Exercise) -> None:
        self._window.alert.hide()  # what stood in the way before
        self._window.tell(f"”{exercise.title}” är sparad.")

    def _edit_draft(self, draft: ExerciseDraft) -> None:
        self.show_desk()
        editor = self._editor_screen()
        editor.presenter.take_draft(draft)
        self._window.show_over(editor)
        count = len(draft.replaced)
        self._window.tell(
            f"{count} uppgifter är utbytta. Skriv namn och mål, och läs igenom texten."
        )

    def _ask_unsaved(self) -> None:
        def answer(chosen: str) -> None:
            if chosen == _UNSAVED[1] and self.editor is not None:
                self.editor.close_now()

        self._window.reason.ask("Övningen är inte sparad.", _UNSAVED, answer)

    def _may_judge(self) -> bool:
        if self.screen is None or not self.screen.presenter.may_judge:
            self._window.tell("Det här gör bara utbildare och kodningsansvarig.")
            return False
        return True
