"""Files of the trainer's desk: an exercise out and in again, results collected, CSV for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.access import Role
from app.domain.training import Mode
from app.services import access, training
from app.services.context import AppContext
from app.services.training_attempts import hand_in, list_attempts, start_attempt
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.training import TrainingScreen

EXERCISE = "nyfodd-frisk"


@pytest.fixture
def desk(bare_window: MainWindow, app: AppContext, keyboard: Keyboard) -> TrainingScreen:
    """The trainer's desk, its exercises listed."""
    bare_window.sit_down(access.add_person(app, "Tove Utbildare", Role.TRAINER))
    keyboard.until(lambda: _is_listed(bare_window))
    screen = bare_window.training.screen
    assert screen is not None
    return screen


@pytest.fixture
def choose_file(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Answer the system's file dialogs with one file, to be opened or to be written."""

    def answer(path: Path) -> None:
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", staticmethod(lambda *_asked: (str(path), ""))
        )
        monkeypatch.setattr(
            QFileDialog, "getOpenFileNames", staticmethod(lambda *_asked: ([str(path)], ""))
        )

    return answer


def test_an_exercise_goes_out_is_taken_away_and_comes_in_again(
    bare_window: MainWindow,
    desk: TrainingScreen,
    keyboard: Keyboard,
    choose_file: Callable[[Path], None],
    tmp_path: Path,
) -> None:
    window, file = bare_window, tmp_path / "nyfödd.toml"
    choose_file(file)
    count = desk.exercises.model.rowCount()
    row = next(i for i, each in enumerate(desk.exercises.model.items) if each.id == EXERCISE)
    desk.exercises.table.selectRow(row)
    before = training.get_exercise(window.app, EXERCISE)

    window.actions_by_name["export_exercises"].trigger()
    keyboard.until(file.exists)
    window.actions_by_name["remove_exercise"].trigger()
    keyboard.press("Return")
    keyboard.until(lambda: desk.exercises.model.rowCount() == count - 1)
    keyboard.press("Ctrl+O")
    keyboard.until(lambda: desk.exercises.model.rowCount() == count)
    assert training.get_exercise(window.app, EXERCISE) == before

    # One that is damaged is refused by its name, and leaves nothing behind.
    file.write_text(file.read_text("utf-8").replace("title =", "titel =", 1), "utf-8")
    keyboard.press("Ctrl+O")
    keyboard.until(window.alert.isVisible)
    assert "nyfödd.toml, rad" in window.alert.text
    assert training.get_exercise(window.app, EXERCISE) == before

    # What is not in front is not taken away.
    keyboard.press("F2")
    keyboard.until(lambda: window.stack.currentWidget() is window.training.editor)
    window.actions_by_name["remove_exercise"].trigger()
    assert not window.reason.isVisible()


def test_results_go_out_are_collected_once_and_told_in_csv(
    bare_window: MainWindow,
    desk: TrainingScreen,
    keyboard: Keyboard,
    choose_file: Callable[[Path], None],
    tmp_path: Path,
) -> None:
    window, app = bare_window, bare_window.app
    results, table, missed = (tmp_path / name for name in ("r.json", "k.csv", "m.csv"))
    for name in ("Anna", "Bo", "Cia"):
        hand_in(app, start_attempt(app, EXERCISE, name, Mode.TEST).id)
    told = list_attempts(app)
    desk.tabs.setCurrentWidget(desk.klass)

    for action, file in (
        ("export_results", results), ("export_class", table), ("export_missed", missed)
    ):  # fmt: skip
        choose_file(file)
        window.actions_by_name[action].trigger()
        keyboard.until(file.exists)
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    assert [(row["deltagare"], row["övning"]) for row in rows] == [
        (name, EXERCISE) for name in ("Anna", "Bo", "Cia")
    ]
    wrong = next(csv.DictReader(io.StringIO(missed.read_text("utf-8-sig")), delimiter=";"))
    assert (wrong["kod"], wrong["missade"], wrong["av"]) == ("Z38.0", "3", "3")

    window.actions_by_name["reset_class"].trigger()
    keyboard.press("Return")
    keyboard.until(lambda: list_attempts(app) == [])
    choose_file(results)
    for expected in ("Insamlat: 3 nya försök.", "Insamlat: 0 nya försök, 3 fanns redan."):
        window.actions_by_name["collect_results"].trigger()
        keyboard.until(lambda wanted=expected: window.statusBar().currentMessage() == wanted)
    keyboard.until(lambda: desk.klass.model.rowCount() == 3)
    assert {each.id for each in list_attempts(app)} == {each.id for each in told}


def _is_listed(window: MainWindow) -> bool:
    screen = window.training.screen
    return screen is not None and screen.isVisible() and screen.exercises.model.rowCount() > 0
