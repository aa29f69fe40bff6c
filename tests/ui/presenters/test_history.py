"""Undo and redo without limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.coding_acts import add_secondary
from app.domain.encounter import Encounter
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from ui.presenters.history import History

EMPTY = Encounter("e1", Patient(IdentityNumber("191212121212")))


def states(count: int) -> list[Encounter]:
    found = [EMPTY]
    for number in range(count):
        found.append(add_secondary(found[-1], f"I{number % 100:02}"))
    return found


def test_a_thousand_acts_can_be_undone_and_done_again() -> None:
    history, passed = History(), states(1_000)
    for before in passed[:-1]:
        history.remember(before)

    present = passed[-1]
    for expected in reversed(passed[:-1]):
        undone = history.undo(present)
        assert undone == expected
        present = undone
    assert history.undo(present) is None
    for expected in passed[1:]:
        redone = history.redo(present)
        assert redone == expected
        present = redone
    assert history.redo(present) is None


def test_a_new_act_forgets_what_was_undone() -> None:
    history, (first, second, third) = History(), states(2)
    history.remember(first)
    history.undo(second)

    history.remember(third)

    assert not history.can_redo
    assert history.can_undo


@given(st.lists(st.sampled_from("aur"), max_size=60))
def test_undo_is_taken_back_by_redo_at_any_point(steps: list[str]) -> None:
    history, present, number = History(), EMPTY, 0
    for step in steps:
        if step == "a":
            history.remember(present)
            present, number = add_secondary(present, f"A{number % 100:02}"), number + 1
        else:
            present = (history.undo if step == "u" else history.redo)(present) or present
        back = history.undo(present)
        if back is not None:
            assert history.redo(back) == present


def test_reset_forgets_everything() -> None:
    history = History()
    history.remember(EMPTY)

    history.reset()

    assert history.undo(EMPTY) is None
    assert not history.can_undo
