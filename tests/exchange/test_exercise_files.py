"""Exercises as text: what is written is read back, and what is wrong is refused by name and row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.domain.record import Measurement, Medication, Proposal
from app.domain.training import Exercise, WrongCode
from app.exchange.exercise_lines import find_lines
from app.exchange.exercise_reader import parse_exercise, read_exercise
from app.exchange.exercise_writer import write_exercise
from tests.domain.made_exercises import keys, made_exercise

ROOT = Path(__file__).parents[2]
SUPPLIED = sorted((ROOT / "resources" / "exercises").glob("*.toml"))
GOOD = (ROOT / "resources/exercises/nyfodd-frisk.toml").read_text(encoding="utf-8")

words = (
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=40
    )
    .map(str.strip)
    .filter(bool)
)


@st.composite
def exercises(draw: st.DrawFn) -> Exercise:
    exercise = made_exercise(draw(keys()), title=draw(words))
    note = replace(exercise.record.documents[0], text=draw(words), title=draw(words))
    record = replace(
        exercise.record,
        documents=(note,),
        medications=(Medication("liten-m1", "N02BE01", draw(words), draw(words)),),
        proposals=(Proposal("liten-p1", CodeSystem.ICD10SE, "J15.9", draw(words), note.id),),
        measurements=(Measurement("liten-v1", draw(words), draw(words), is_outside=True),),
    )
    wrong = (WrongCode(CodeSystem.KVA, "DT016", draw(words), (draw(words),), draw(st.booleans())),)
    key = replace(exercise.key, wrong=wrong)
    return replace(exercise, record=record, key=key, goals=(draw(words), draw(words)))


@given(exercises())
@settings(deadline=None, max_examples=80)
def test_what_is_written_is_read_back(exercise: Exercise) -> None:
    assert parse_exercise(write_exercise(exercise), "a.toml").exercise == exercise


@pytest.mark.parametrize("path", SUPPLIED, ids=lambda path: path.stem)
def test_a_supplied_exercise_stands_as_the_program_writes_it(path: Path) -> None:
    exercise = read_exercise(path).exercise

    assert exercise.id == path.stem
    assert write_exercise(exercise) == path.read_text(encoding="utf-8")


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=80)
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with pytest.raises(InputFileError, match=r"^x\.toml"):
        parse_exercise(text, "x.toml")


def row_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("start", "instead", "said"),
    [
        ("format = 1", "format = 7", "format = 1"),
        ("id = ", 'id = "Å Ä"', "små bokstäver"),
        ("title = ", "", "title saknas"),
        ("topics = ", "topics = []", "topics saknas"),
        ("difficulty = ", 'difficulty = "omöjlig"', "lätt, medel, svår"),
        ("difficulty = ", 'färg = "röd"\ndifficulty = "lätt"', "går inte att läsa"),
        ("difficulty = ", 'colour = "red"\ndifficulty = "lätt"', "colour känns inte igen"),
        ("class = ", 'class = "Drömvård"', "ingen vårdhändelseklass"),
        ("start = ", 'start = "i går"', "ska vara en tid"),
        ("end = ", "end = 1999-01-01T10:00:00", "före start"),
        ("sex = ", 'sex = "ja"', "kvinna, man, okänt"),
        ("number = ", "", "Födelsedagen saknas"),
        ("role = \"huvuddiagnos\"", 'role = "bidiagnos"', "har 0"),
        ("code = ", 'code = "hosta"', "är ingen kod"),
        ("reason = ", "", "reason i [wrong] saknas"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_its_row_and_its_remedy(
    start: str, instead: str, said: str
) -> None:
    row = row_of(GOOD, start)
    lines = GOOD.split("\n")
    lines[row - 1] = instead

    with pytest.raises(InputFileError) as refused:
        parse_exercise("\n".join(lines), "övning.toml")

    assert said in str(refused.value)
    assert str(refused.value).startswith("övning.toml, rad ")
    assert str(refused.value).endswith(".")


def test_the_row_of_a_value_is_found_beyond_notes_of_many_rows() -> None:
    lines = find_lines(GOOD)
    code = next(n for n, line in enumerate(GOOD.split("\n"), 1) if line == "[[diagnosis]]") + 1

    assert lines["diagnosis", 0, "code"] == code
    broken = GOOD.replace(GOOD.split("\n")[code - 1], 'code = "fel"', 1)
    with pytest.raises(InputFileError, match=f"rad {code}:"):
        parse_exercise(broken, "a.toml")


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes("title = 'å'".encode("latin-1"))
    large = tmp_path / "stor.toml"
    large.write_bytes(b"#" * 1_000_001)

    for path, said in ((latin, "UTF-8"), (large, "för stor"), (tmp_path / "borta.toml", "läsas")):
        with pytest.raises(InputFileError, match=said):
            read_exercise(path)


def test_ids_of_notes_come_from_the_exercise() -> None:
    exercise = read_exercise(SUPPLIED[0]).exercise

    assert exercise.record.documents[0].id == f"{exercise.id}-1"
