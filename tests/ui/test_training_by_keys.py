"""The trainer's desk by keys: practise, test and demonstrate; nothing of it is real."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.training import Attempt, Mode
from app.services import access
from app.services.context import AppContext
from app.services.training import get_exercise
from app.services.training_attempts import list_attempts
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.coding import CodingScreen
from ui.screens.training import TrainingScreen
from ui.screens.training_editor import TrainingEditor
from ui.screens.training_result import ResultScreen, line_html


@pytest.fixture
def trainer(app: AppContext) -> Person:
    return access.add_person(app, "Tove Utbildare", Role.TRAINER)


@pytest.fixture
def training(bare_window: MainWindow, trainer: Person, keyboard: Keyboard) -> MainWindow:
    """The window of a trainer who has just sat down."""
    bare_window.sit_down(trainer)
    keyboard.until(lambda: _is_listed(bare_window))
    return bare_window


def desk_of(window: MainWindow) -> TrainingScreen:
    screen = window.training.screen
    assert screen is not None
    return screen


def coding_of(window: MainWindow) -> CodingScreen:
    coding = window.coding
    assert coding is not None
    return coding


def choose(window: MainWindow, keyboard: Keyboard, text: str) -> str:
    """Filter the list by keys and return the id of the exercise that is chosen."""
    exercises = desk_of(window).exercises
    keyboard.press("Ctrl+F")
    keyboard.type(text)
    keyboard.until(lambda: 0 < len(exercises.model.items) < 5)
    keyboard.press("Return")
    current = exercises.current
    assert current is not None
    return current.id


def begin(window: MainWindow, keyboard: Keyboard, key: str) -> Attempt:
    keyboard.press(key)
    keyboard.until(lambda: window.stack.currentWidget() is window.coding)
    keyboard.until(lambda: coding_of(window).presenter.is_reviewed)
    attempt = window.training.exercise.attempt
    assert attempt is not None
    return attempt


def code_as_key(window: MainWindow, exercise_id: str) -> None:
    presenter = coding_of(window).presenter
    key = get_exercise(window.app, exercise_id).coded()
    presenter.act(lambda event: replace(event, diagnoses=key.diagnoses, procedures=key.procedures))


def test_a_trainer_begins_at_the_exercises_in_an_orange_frame(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training

    assert isinstance(window.stack.currentWidget(), TrainingScreen)
    assert window.windowTitle() == "Kodklar – ÖVNING"
    assert window.training.room.frame.isVisible()
    assert len(desk_of(window).exercises.model.items) >= 25
    # While the list rests, the screen of the first exercise is built beside the coder's own.
    keyboard.until(lambda: len(window.stack.findChildren(CodingScreen)) == 2)
    assert isinstance(window.stack.currentWidget(), TrainingScreen)


def test_nothing_of_the_real_work_can_be_reached_from_training(training: MainWindow) -> None:
    window = training
    enabled = {name for name, action in window.actions_by_name.items() if action.isEnabled()}

    assert window.work_list is None
    assert window.app.is_training
    assert enabled.isdisjoint(
        {"show_palette", "next_event", "show_statistics", "show_second_review", "load_demo",
         "show_access_log", "change_person", "import_codebook", "show_questions"}
    )  # fmt: skip


def test_practice_is_coded_and_the_key_explains_each_difference(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    exercise_id = choose(window, keyboard, "Alzheimer")
    begin(window, keyboard, "Return")
    coding_of(window).presenter.make_principal("I10.9")

    keyboard.press("F12")

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
    result = window.training.judging.result
    assert result is not None
    assert result.attempt is not None
    assert result.attempt.exercise_id == exercise_id
    assert result.attempt.final.percent < 100
    assert any("Källa:" in line_html(line) for line in result.attempt.final.differences)
    keyboard.press("Escape")
    assert isinstance(window.stack.currentWidget(), TrainingScreen)


def test_the_key_itself_earns_full_marks(training: MainWindow, keyboard: Keyboard) -> None:
    window = training
    exercise_id = choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "F6")
    code_as_key(window, exercise_id)

    keyboard.press("F9")

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
    result = window.training.judging.result
    assert result is not None
    assert "100 %" in result.points.text()


def test_a_test_gives_no_hints_and_is_handed_in_after_one_question(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    choose(window, keyboard, "hjärtinfarkt")
    desk_of(window).exercises.minutes.setCurrentText("20 min")
    begin(window, keyboard, "F7")
    coding, head = coding_of(window), window.training.room.head
    coding.presenter.make_principal("I10.9")
    keyboard.until(lambda: coding.presenter.is_reviewed)

    assert head is not None
    assert "kvar" in head.time.text()
    hints = (coding.findings, coding.record.waiting, coding.record.notes.meter, coding.drg)
    assert not any(hint.isVisible() for hint in hints)
    assert coding.record.notes.coverage.phrases == ()
    keyboard.press("F8", "F12", "Ctrl+F8")
    assert not coding.findings.isVisible()
    keyboard.press("F9")
    assert window.reason.isVisible()
    keyboard.press("Return")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
    (attempt,) = list_attempts(window.app)
    assert attempt.mode is Mode.TEST
    assert attempt.is_ended


def test_a_test_whose_time_is_up_is_handed_in_by_itself(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    choose(window, keyboard, "hjärtinfarkt")
    desk_of(window).exercises.minutes.setCurrentText("10 min")
    attempt = begin(window, keyboard, "F7")
    head = window.training.room.head
    assert head is not None
    deadline = attempt.deadline
    assert deadline is not None
    head._now = lambda: deadline

    head.tick()

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
    assert list_attempts(window.app)[0].is_ended
    assert window.statusBar().currentMessage().startswith("Tiden är slut.")


def test_a_demonstration_reveals_the_key_step_by_step(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    exercise_id = choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "F5")
    steps, principal = (
        window.training.room.steps,
        get_exercise(window.app, exercise_id).key.principal,
    )
    assert principal is not None
    assert steps.isHidden()

    keyboard.press("F12")

    assert steps.isVisible()
    assert principal.code.code in steps.text.toPlainText()
    keyboard.press("F12")
    assert steps.shown == 2
    keyboard.press("Ctrl+F8")
    assert not coding_of(window).findings.isVisible()
    keyboard.press("Ctrl+F8")
    assert coding_of(window).findings.isVisible()
    keyboard.press("Ctrl+L")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), TrainingScreen))


def test_a_test_that_was_set_aside_goes_on_and_says_so(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "F7")
    (attempt,) = list_attempts(window.app)
    keyboard.type("knaprotes")
    keyboard.until(lambda: coding_of(window).search.field.hit is not None)
    keyboard.press("Return")
    assert "är en gissning" in window.statusBar().currentMessage()
    keyboard.press("Ctrl+L")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), TrainingScreen))

    begin(window, keyboard, "F7")

    assert list_attempts(window.app) == [attempt]
    told = window.statusBar().currentMessage()
    assert told.endswith("fortsätter där det lades åt sidan, och har ingen tidsgräns.")


def test_large_type_is_one_gesture_there_and_one_back(
    training: MainWindow, keyboard: Keyboard, qapp: QApplication
) -> None:
    before = qapp.font().pointSizeF()

    keyboard.press("F11")
    assert qapp.font().pointSizeF() == pytest.approx(before * 1.5)
    keyboard.press("Shift+F11")
    assert qapp.font().pointSizeF() == pytest.approx(before * 2)
    keyboard.press("Shift+F11")
    assert qapp.font().pointSizeF() == pytest.approx(before)


def test_a_frozen_picture_lets_no_key_through(training: MainWindow, keyboard: Keyboard) -> None:
    window = training
    choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "F5")

    keyboard.press("Ctrl+F11")
    keyboard.press("F12", "Ctrl+L")
    assert window.training.room.steps.isHidden()
    assert window.stack.currentWidget() is window.coding

    keyboard.press("Escape")
    keyboard.press("F12")
    assert window.training.room.steps.isVisible()


def test_the_pointer_can_be_ringed(training: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+F12")
    assert training.training.exercise.ring.isVisible()
    keyboard.press("Ctrl+F12")
    assert not training.training.exercise.ring.isVisible()


def test_leaving_comes_back_to_the_event_as_it_lay_on_the_desk(on_desk, keyboard: Keyboard) -> None:
    window: MainWindow = on_desk("demo-hip-fracture")
    coding = coding_of(window)
    coding.presenter.assign(CodeSystem.ICD10SE, "E11.9")
    before = coding.presenter.encounter

    keyboard.press("Ctrl+Alt+3")
    keyboard.until(lambda: _is_listed(window))
    assert window.coding is None
    keyboard.press("Escape")

    keyboard.until(lambda: window.stack.currentWidget() is coding)
    assert coding.presenter.encounter is not None
    assert before is not None
    assert coding.presenter.encounter.diagnoses == before.diagnoses
    assert window.windowTitle() == "Kodklar"
    assert not window.training.room.frame.isVisible()
    keyboard.press("Ctrl+Z")
    assert coding.presenter.encounter.diagnoses != before.diagnoses


def test_what_is_done_in_training_leaves_the_real_database_as_it_was(
    training: MainWindow, app: AppContext, keyboard: Keyboard
) -> None:
    window, before = training, _rows(app)
    choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "Return")
    coding_of(window).presenter.make_principal("I10.9")
    keyboard.press("F12")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
    keyboard.press("Escape", "Escape")
    keyboard.until(lambda: not window.training.room.is_inside)

    assert _rows(app) == before

    window.work_at(window.home)  # as one comes back from a blind review

    assert not window.training.room.is_inside
    assert window.stack.currentWidget() is window.work_list


def test_the_trainer_judges_a_line_otherwise_with_a_note(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    choose(window, keyboard, "hjärtinfarkt")
    begin(window, keyboard, "Return")
    coding_of(window).presenter.make_principal("I10.9")
    keyboard.press("F12")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))

    keyboard.press("F2")
    keyboard.type("99")
    keyboard.press("Return")
    assert window.reason.isVisible() and window.reason.choice.currentText() == "8"
    assert window.statusBar().currentMessage() == "Skriv ett heltal från 0 till 8."
    keyboard.press("Return")
    keyboard.press("Return")

    keyboard.until(lambda: list_attempts(window.app)[0].is_overruled)
    result = window.training.judging.result
    assert result is not None
    keyboard.until(lambda: "Ändrat av Tove Utbildare" in result.text.toPlainText())

    keyboard.press("F2")
    keyboard.until(window.reason.isVisible)
    result.closed.emit()
    assert not window.reason.isVisible(), "what was asked goes with the line that it is of"


def test_the_class_is_told_and_reset_in_one_gesture(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    for name in ("Anna", "Bo"):
        choose(window, keyboard, "hjärtinfarkt")
        desk_of(window).exercises.trainee.setEditText(name)
        begin(window, keyboard, "F6")
        coding_of(window).presenter.make_principal("I10.9")
        keyboard.press("F9")
        keyboard.until(lambda: isinstance(window.stack.currentWidget(), ResultScreen))
        keyboard.press("Escape")
    page = desk_of(window).klass
    desk_of(window).tabs.setCurrentWidget(page)
    keyboard.until(lambda: [row.trainee for row in page.model.items] == ["Anna", "Bo"])
    keyboard.until(lambda: page.missed.rowCount() > 0)

    window.actions_by_name["reset_class"].trigger()
    keyboard.press("Return")

    keyboard.until(lambda: page.model.rowCount() == 0)
    assert list_attempts(window.app) == []


def test_the_editor_names_the_row_of_a_fault_and_saves_only_what_passes(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    exercise_id = choose(window, keyboard, "hjärtinfarkt")
    keyboard.press("F2")
    editor = window.training.editor
    assert editor is not None
    keyboard.until(lambda: editor.state.text() == "Övningen går att spara.")
    whole = editor.text.toPlainText()
    row = whole.splitlines().index(next(r for r in whole.splitlines() if r.startswith("title")))

    editor.text.setPlainText(whole.replace("title =", "titel =", 1))
    keyboard.until(lambda: editor.state.text() == "1 att rätta.")
    assert editor.faults.item(0).text().startswith("Rad ")
    keyboard.press("Ctrl+S")
    keyboard.until(window.alert.isVisible)
    editor.text.setPlainText(whole.replace(whole.splitlines()[row], 'title = "Nytt namn"'))
    keyboard.until(lambda: editor.state.text() == "Övningen går att spara.")
    keyboard.press("Ctrl+S")

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), TrainingScreen))
    assert get_exercise(window.app, exercise_id).title == "Nytt namn"


def test_an_event_of_the_coders_desk_becomes_an_exercise_to_edit(
    on_desk, keyboard: Keyboard
) -> None:
    window: MainWindow = on_desk("demo-hip-fracture")
    window.actions_by_name["make_exercise"].trigger()

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), TrainingEditor))
    editor = window.training.editor
    assert editor is not None
    assert 'title = "Ny övning"' in editor.text.toPlainText()
    assert editor.is_changed


def test_a_new_class_finds_no_frame_or_menu_outside_training(window: MainWindow) -> None:
    menus = {each.text(): each.isVisible() for each in window.menuBar().actions()}

    assert menus["&Övning"] is False
    assert not window.actions_by_name["reveal_key"].isEnabled()


def _is_listed(window: MainWindow) -> bool:
    screen = window.training.screen
    return screen is not None and screen.isVisible() and screen.exercises.model.rowCount() > 0


def _rows(app: AppContext) -> list[str]:
    """Everything that the real database holds."""
    with closing(sqlite3.connect(app.data_dir / "kodklar.sqlite")) as database:
        return list(database.iterdump())


def test_the_newest_step_stays_in_sight_when_the_text_is_made_large(
    training: MainWindow, keyboard: Keyboard
) -> None:
    window = training
    choose(window, keyboard, "Alzheimer")
    begin(window, keyboard, "F5")
    text = window.training.room.steps.text
    keyboard.press("F12", "F12", "F12")
    small = text.height()

    keyboard.press("Shift+F11")

    keyboard.until(lambda: text.height() > small)
    top = text.cursorForPosition(text.viewport().rect().topLeft()).block()
    assert "F03.9" in top.text()
