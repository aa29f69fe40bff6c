"""Own keys by keys alone: a command is found, given a key, and refused one that is taken."""

from __future__ import annotations

import pytest

from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.key_table import KeyTableScreen


@pytest.fixture
def own_keys(window: MainWindow, keyboard: Keyboard) -> KeyTableScreen:
    window.actions_by_name["show_own_keys"].trigger()
    screen = window.stack.currentWidget()
    assert isinstance(screen, KeyTableScreen)
    assert keyboard.focus is screen.filter
    return screen


def test_enter_in_the_filter_goes_on_to_the_key_of_what_was_found(
    own_keys: KeyTableScreen, keyboard: Keyboard
) -> None:
    keyboard.type("signera")

    keyboard.press("Return")

    assert own_keys.current is not None
    assert own_keys.current.name == "sign"
    assert keyboard.focus is own_keys.pressed


def test_a_taken_key_is_refused_and_another_one_had_at_once(
    own_keys: KeyTableScreen, keyboard: Keyboard
) -> None:
    keyboard.type("signera")
    keyboard.press("Return", "Ctrl+K")

    keyboard.until(lambda: "är redan tangenten" in own_keys.message.text())
    assert keyboard.focus is own_keys.pressed
    keyboard.press("F10")
    keyboard.until(lambda: "F10 från nu" in own_keys.message.text())
    assert own_keys.current is not None
    assert own_keys.current.keys == "F10"


def test_down_in_the_filter_goes_to_the_commands(
    own_keys: KeyTableScreen, keyboard: Keyboard
) -> None:
    keyboard.press("Down")

    assert keyboard.focus is own_keys.table
