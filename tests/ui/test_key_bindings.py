"""A person's own keys: what can be had, what is refused and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.actions import ACTIONS
from ui.key_bindings import bound, find_objection, in_own_keys, sound_keys

NAMES = [spec.name for spec in ACTIONS]


def key_of(name: str, own: dict[str, str]) -> str:
    return next(spec.shortcut for spec in bound(own) if spec.name == name)


def test_a_free_key_can_be_had_and_stands_in_the_table() -> None:
    assert find_objection("sign", "F10", {}) == ""
    assert key_of("sign", {"sign": "F10"}) == "F10"
    assert key_of("park", {"sign": "F10"}) == "F6"


def test_the_key_of_another_command_is_refused_and_the_command_named() -> None:
    assert find_objection("sign", "F6", {}) == (
        "F6 är redan tangenten för ”Parkera”. Välj en annan."
    )


def test_a_key_that_its_command_gave_up_is_free() -> None:
    assert find_objection("sign", "F6", {"park": "F10"}) == ""
    assert find_objection("sign", "F6", {"park": ""}) == ""


@pytest.mark.parametrize("keys", ["A", "Shift+A", "5", "Return", "Escape", "Space", "Left", "Tab"])
def test_keys_that_type_or_move_are_refused(keys: str) -> None:
    assert find_objection("sign", keys, {}).startswith("Tangenten skriver text")


@pytest.mark.parametrize("keys", ["Ctrl+C", "Ctrl+V", "Ctrl+A", "Alt+K"])
def test_keys_of_text_fields_and_menus_are_refused(keys: str) -> None:
    assert find_objection("sign", keys, {})


def test_keys_that_a_field_takes_are_refused_and_the_field_named() -> None:
    assert find_objection("sign", "F3", {}) == "F3 används redan i sökfältet. Välj en annan."
    assert find_objection("sign", "Alt+Up", {}) == (
        "Alt+Up används redan i valda koder. Välj en annan."
    )


def test_several_keys_after_each_other_are_refused() -> None:
    assert find_objection("sign", "Ctrl+J, Ctrl+L", {}).startswith("Välj en enda tangent")


def test_of_a_stored_table_only_what_can_be_had_is_kept() -> None:
    stored = {"sign": "F10", "no_longer_there": "Ctrl+Alt+9", "park": "F10", "reopen": "X"}

    assert sound_keys(stored) == {"sign": "F10"}


def test_two_commands_that_changed_keys_with_each_other_keep_them() -> None:
    own = {"sign": "F6", "park": "F9"}

    assert sound_keys(own) == own


def test_texts_name_the_keys_that_a_person_has() -> None:
    said = "Rätta, eller parkera händelsen (F6). Ctrl+P skriver ut, Ctrl+Skift+P gör inget."

    assert in_own_keys(said, {}) == said
    assert in_own_keys(said, {"park": "F10", "print_summary": ""}) == (
        "Rätta, eller parkera händelsen (F10). ”Kodningssammanfattning” skriver ut, "
        "Ctrl+Skift+P gör inget."
    )


_KEYS = st.sampled_from(
    ["", "F5", "F6", "F9", "F10", "Ctrl+P", "Ctrl+Shift+P", "Alt+J", "Ctrl+C", "Q", "Ctrl+Alt+Z"]
)


@given(st.dictionaries(st.sampled_from(NAMES), _KEYS, max_size=6))
def test_whatever_is_stored_no_two_commands_that_meet_share_a_key(stored: dict[str, str]) -> None:
    own = sound_keys(stored)

    for name, keys in own.items():
        assert find_objection(name, keys, {n: k for n, k in own.items() if n != name}) == ""
