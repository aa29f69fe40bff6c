"""The screens of the desks at the largest text in the smallest window: no words are cut off.

Somebody sits down once at each desk, and goes from screen to screen.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.access import Role
from app.services import access
from app.services.context import AppContext
from tests.services.small_drg import keep
from tests.ui.answers import let_every_answer_come
from tests.ui.conftest import RESOURCES, PatientBot
from tests.ui.test_keys_alone import letters_of
from tests.ui.test_sizes import clipped, settle
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

EVENT, VISIT = "demo-hip-fracture", "demo-primary-care-drug-rash"

#: Where the person goes from the first screen: commands in their order. What is a word in angle
#: brackets is done by the function of that name below.
ROUNDS: dict[Role, tuple[str, ...]] = {
    Role.CODER: (
        "start_tour", "<leave the tour>", "show_own_keys", "show_unanswered", "show_code_sets",
        "new_list", "<open the event>", "toggle_drg", "show_drg_what_if", "show_what_if",
        "show_help",
    ),
    Role.CLINICIAN: ("show_questions", "<open the visit>"),
    Role.TRAINER: ("<show the class>", "<show the list>", "edit_exercise", "<practise>"),
    Role.LEAD: (
        "show_second_review", "show_statistics", "browse_rules", "show_drg_tables",
        "show_candidates",
    ),
}  # fmt: skip
#: What opens over a screen, which one then goes back to.
OVER = ("show_", "browse_", "new_", "edit_")


def _leave_the_tour(window: MainWindow, qtbot: PatientBot) -> None:
    qtbot.waitUntil(lambda: window.tour.step is not None)
    window.tour.leave()


def _open(window: MainWindow, qtbot: PatientBot, event: str) -> None:
    coding = window.coding
    assert coding is not None
    window.events.open_event(event)
    qtbot.waitUntil(lambda: coding.presenter.is_reviewed)


def _show_list(window: MainWindow, qtbot: PatientBot) -> None:
    commands = window.training
    qtbot.waitUntil(lambda: commands.screen is not None)
    assert commands.screen is not None
    exercises = commands.screen.exercises
    commands.screen.tabs.setCurrentWidget(exercises)
    qtbot.waitUntil(lambda: exercises.current is not None)


def _show_class(window: MainWindow, qtbot: PatientBot) -> None:
    _show_list(window, qtbot)
    assert window.training.screen is not None
    window.training.screen.tabs.setCurrentIndex(1)


def _practise(window: MainWindow, qtbot: PatientBot) -> None:
    window.training.show_desk()
    _show_list(window, qtbot)
    window.actions_by_name["practise_exercise"].trigger()
    qtbot.waitUntil(lambda: window.coding is not None and window.coding.presenter.is_reviewed)
    window.actions_by_name["reveal_key"].trigger()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.training.judging.result)


WAYS: dict[str, Callable[[MainWindow, PatientBot], None]] = {
    "<leave the tour>": _leave_the_tour,
    "<open the event>": lambda window, qtbot: _open(window, qtbot, EVENT),
    "<open the visit>": lambda window, qtbot: _open(window, qtbot, VISIT),
    "<show the list>": _show_list,
    "<show the class>": _show_class,
    "<practise>": _practise,
}


@pytest.mark.parametrize("role", ROUNDS, ids=lambda role: role.value)
def test_at_200_per_cent_no_words_are_cut_off_and_each_letter_of_alt_means_one_thing(
    role: Role, bare_window: MainWindow, app: AppContext, jobs: Jobs, qapp: QApplication, qtbot
) -> None:
    keep(app)
    apply_theme(qapp, RESOURCES, ThemeName.CONTRAST_DARK, 200)
    window = bare_window
    window.sit_down(access.add_person(app, "Kim Prov", role))
    window.resize(900, 600)
    found, twice = {}, {}
    for step in ("", *ROUNDS[role]):
        before = window.stack.currentWidget()
        if step in WAYS:
            WAYS[step](window, qtbot)
        elif step:
            assert window.actions_by_name[step].isEnabled(), step
            window.actions_by_name[step].trigger()
            if step.startswith(OVER):
                qtbot.waitUntil(lambda before=before: window.stack.currentWidget() is not before)
        let_every_answer_come(jobs, qtbot)
        settle(window, qtbot)
        assert (window.width(), window.height()) == (900, 600), step
        found[step] = clipped(window)
        letters = letters_of(window)
        twice[step] = {letter for letter in letters if letters.count(letter) > 1}
        if step.startswith(OVER):
            window.go_back()

    assert {step: words for step, words in found.items() if words} == {}
    assert {step: letters for step, letters in twice.items() if letters} == {}
