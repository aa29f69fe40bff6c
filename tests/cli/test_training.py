"""Exercises and classes from the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Role
from app.domain.training import Mode
from app.services.access import add_person
from app.services.demonstration import load_demo_once
from app.services.training import open_training
from app.services.training_attempts import hand_in, start_attempt
from tests.cli.conftest import Kodklar

SEPSIS = "sepsis-urinvagar"
FOLDER = Path(__file__).parents[2] / "resources" / "exercises"


@pytest.fixture(autouse=True)
def ready_made(sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "utbildning").mkdir()
    shutil.copy(sqlite_template, tmp_path / "utbildning" / "utbildning.sqlite")


def test_exercises_are_listed_checked_and_taken_out_and_in(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    listed = kodklar("exercise", "list", "sepsis", "urinvägarna", "--json").objects
    checked = kodklar("exercise", "check", FOLDER / f"{SEPSIS}.toml", "--json").objects
    taken = kodklar("exercise", "export", SEPSIS, "--out", tmp_path)
    again = kodklar("exercise", "import", taken.out.strip(), "--json").objects

    assert [each["id"] for each in listed] == [SEPSIS]
    assert checked[0]["outcome"] == "accepted"
    assert again[0]["outcome"] == "oförändrad"


def test_a_broken_file_is_told_and_gives_status_one(kodklar: Kodklar, tmp_path: Path) -> None:
    broken = tmp_path / "fel.toml"
    broken.write_text("format = 1\n", "utf-8")

    answer = kodklar("exercise", "import", broken)

    assert answer.status == 1
    assert answer.out.startswith("fel.toml, rad ")


def test_a_coding_is_marked(kodklar: Kodklar, tmp_path: Path) -> None:
    coding = tmp_path / "kodat.json"
    coding.write_text(json.dumps({"diagnoses": [{"code": "A415", "role": "principal"}]}), "utf-8")

    marked = kodklar("exercise", "mark", SEPSIS, "--file", coding, "--json").objects[0]
    told = kodklar("exercise", "mark", SEPSIS, "--file", coding)

    assert (marked["points"], marked["full"], marked["percent"]) == (8, 20, 40)
    assert "8 av 20 poäng, 40 %" in told.out


def test_papers_are_written(kodklar: Kodklar, tmp_path: Path) -> None:
    for command in ("handout", "key"):
        path = tmp_path / f"{command}.pdf"
        answer = kodklar("exercise", command, SEPSIS, "--out", path)
        assert answer.out.strip() == str(path)
        assert path.read_bytes().startswith(b"%PDF")


def test_an_exercise_made_of_an_event_waits_for_its_doubts(
    kodklar: Kodklar, sqlite_url: str, tmp_path: Path
) -> None:
    app = bootstrap(tmp_path, sqlite_url)
    load_demo_once(app)
    app.close()
    path = tmp_path / "gjord.toml"

    waits = kodklar("exercise", "make", "demo-hip-fracture", "--out", path)
    assert waits.status == 1 and not path.exists()
    assert "Inga" in waits.out
    assert kodklar("exercise", "make", "demo-hip-fracture", "--out", path, "--confirm").status == 0
    assert "Elsa" not in path.read_text("utf-8")


def test_an_exercise_is_by_whoever_is_named(kodklar: Kodklar, tmp_path: Path) -> None:
    app = bootstrap(tmp_path)
    add_person(app, "Ulla Utbildare", Role.TRAINER)
    load_demo_once(app)
    app.close()
    path = tmp_path / "ovning.toml"
    made = ("exercise", "make", "demo-hip-fracture", "--out", path, "--confirm", "--person")

    assert kodklar(*made, "Ingen Alls").is_one_sentence() and not path.exists()
    assert kodklar(*made, "ulla utbildare").status == 0
    assert "Ulla Utbildare" in path.read_text("utf-8")


def test_a_class_is_collected_shown_and_reset(
    kodklar: Kodklar, sqlite_url: str, tmp_path: Path
) -> None:
    app = bootstrap(tmp_path, sqlite_url)
    training = open_training(app)
    hand_in(training, start_attempt(training, SEPSIS, "Anna", Mode.TEST).id)
    training.close()
    app.close()

    shown = kodklar("class", "table", "--json", "--csv", tmp_path / "k.csv").out.splitlines()
    reset = kodklar("class", "reset", "--json").objects

    assert json.loads(shown[0]) == {"trainee": "Anna", "done": 1, "mean": 0, "percent": {SEPSIS: 0}}
    assert (tmp_path / "k.csv").is_file()
    assert reset == [{"attempts": 1}]
    assert kodklar("class", "table").out == "Inget är inlämnat ännu.\n"
    assert kodklar("class", "collect", tmp_path / "borta.json").is_one_sentence()
