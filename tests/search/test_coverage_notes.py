"""The forty annotated notes, read with the editions and the lexicon that ship with the program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.services.context import AppContext
from tests.data_makers.annotated_notes import Figures, Note, compare, read_notes, wrong

FOLDER = Path(__file__).parent / "coverage_notes"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    app = bootstrap(tmp_path_factory.mktemp("shipped"))
    yield app
    app.close()


@cache
def notes(name: str) -> list[Note]:
    return read_notes(FOLDER / f"{name}.txt")


def figures(app: AppContext, name: str) -> Figures:
    return Figures.total(compare(note, app.engine.phrases(note.text)) for note in notes(name))


@pytest.mark.parametrize("name", ["dev", "held_out"])
def test_phrases_are_found_placed_and_told_to_be_denied(shipped: AppContext, name: str) -> None:
    found = figures(shipped, name)

    assert found.precision >= 0.85
    assert found.recall >= 0.70
    assert found.negation >= 0.90
    assert found.affirmation >= 0.90
    assert found.states >= 0.90


def test_there_are_twenty_notes_to_tune_on_and_twenty_held_out() -> None:
    dev, held_out = notes("dev"), notes("held_out")

    assert (len(dev), len(held_out)) == (20, 20)
    assert all(note.annotations for note in (*dev, *held_out))
    assert not {note.text for note in dev} & {note.text for note in held_out}
    assert not any(mark in note.text for note in (*dev, *held_out) for mark in "[]|")


def test_what_is_wrong_in_a_note_is_told(shipped: AppContext) -> None:
    note = read_notes(FOLDER / "dev.txt")[0]

    assert any("missed" in line for line in wrong(note, ()))
    assert not any("wrong: " in line for line in wrong(note, ()))
