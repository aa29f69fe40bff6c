"""Training has a database of its own, keys that pass the review, classes that can be collected."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter
from app.domain.errors import AppError, InputFileError, NotAllowedError, NotFoundError
from app.domain.finding import Severity
from app.domain.identity import read_identity
from app.domain.training import Attempt, Exercise, Mode
from app.exchange.exercise_reader import read_exercise
from app.exchange.exercise_writer import write_exercise
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from app.services.demonstration import load_demo_once
from app.services.review import review
from app.services.training import get_exercise, list_exercises, load_supplied, mark, open_training
from app.services.training_attempts import (
    get_attempt,
    hand_in,
    list_attempts,
    overrule,
    reset_training,
    start_attempt,
)
from app.services.training_checks import check_exercise
from app.services.training_class import (
    class_table,
    collect_attempts,
    commonly_missed,
    export_attempts,
    write_class_csv,
    write_missed_csv,
)
from app.services.training_files import export_exercise, import_exercises, save_exercise
from app.services.training_make import draft_from_event, keep_draft, open_doubts

FOLDER = Path(__file__).parents[2] / "resources" / "exercises"
SUPPLIED = [read_exercise(path).exercise for path in sorted(FOLDER.glob("*.toml"))]
TRAINER = Person("t1", "Eva Utbildare", Role.TRAINER)
SEPSIS = "sepsis-urinvagar"


@pytest.fixture(scope="module")
def station(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppContext]:
    """A workstation that nothing is written to."""
    folder = tmp_path_factory.mktemp("station")
    shutil.copy(sqlite_template, folder / "kodklar.sqlite")
    opened = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def training(app: AppContext, sqlite_template: Path, tmp_path: Path) -> Iterator[AppContext]:
    (tmp_path / "utbildning").mkdir()
    shutil.copy(sqlite_template, tmp_path / "utbildning" / "utbildning.sqlite")
    opened = open_training(app)
    yield opened
    opened.close()


def coded(exercise: Exercise, *codes: str) -> Encounter:
    first, *rest = codes
    rows = (Diagnosis(first, DiagnosisRole.PRINCIPAL), *map(Diagnosis, rest))
    return replace(exercise.event, diagnoses=rows)


def done(training: AppContext, trainee: str, *codes: str, mode: Mode = Mode.TEST) -> Attempt:
    exercise = get_exercise(training, SEPSIS)
    attempt = start_attempt(training, SEPSIS, trainee, mode, 30)
    return hand_in(training, attempt.id, coded(exercise, *codes))


def test_there_are_enough_exercises_and_two_of_each_topic_that_has_more_than_one() -> None:
    topics = [topic for exercise in SUPPLIED for topic in exercise.topics]

    assert len(SUPPLIED) >= 25
    assert len(set(topics)) == 13
    assert all(topics.count(topic) >= 2 for topic in topics)


@pytest.mark.parametrize("exercise", SUPPLIED, ids=lambda exercise: exercise.id)
def test_a_supplied_exercise_has_no_fault_and_its_key_no_error(
    station: AppContext, exercise: Exercise
) -> None:
    whole = replace(exercise.coded(with_optional=True), record_text=exercise.record.text)

    assert check_exercise(station, exercise) == ()
    assert [f for f in review(station, whole) if f.severity is not Severity.ADVICE] == []
    assert mark(station, exercise, whole).percent == 100
    assert all(wrong.cites for wrong in exercise.key.wrong)


def test_training_writes_never_reach_the_database_of_the_work(
    app: AppContext, tmp_path: Path
) -> None:
    path = next(tmp_path.glob("*.sqlite"))
    with app.unit_of_work() as uow:
        before = uow.encounters.count_by_status()
    dump = path.read_bytes()
    training = open_training(app)

    attempt = start_attempt(training, SEPSIS, "Anna", Mode.TEST, 30)
    person = Person("p1", "Anna", Role.CODER)
    opened = open_event(training, attempt.id, person)
    row = Diagnosis("A41.5", DiagnosisRole.PRINCIPAL)
    save_draft(training, replace(opened.encounter, diagnoses=(row,)), "s1", person)
    handed = hand_in(training, attempt.id)
    reset_training(training)
    training.close()

    assert handed.diagnoses == (row,)
    assert path.read_bytes() == dump
    with app.unit_of_work() as uow:
        assert uow.encounters.count_by_status() == before
        assert uow.training.attempts() == []
    assert (tmp_path / "utbildning" / "utbildning.sqlite").is_file()


def test_the_workstation_itself_is_refused(app: AppContext) -> None:
    for act in (list_exercises, load_supplied, reset_training, list_attempts):
        with pytest.raises(NotAllowedError):
            act(app)


def test_supplied_exercises_come_once_and_an_owned_one_is_left(training: AppContext) -> None:
    mine = replace(get_exercise(training, SEPSIS), title="Min", author="Eva")
    save_exercise(training, mine)
    with training.unit_of_work() as uow:
        uow.facts.set("training_supplied", "an older version")
        uow.commit()

    assert load_supplied(training) == 0
    assert get_exercise(training, SEPSIS).title == "Min"
    assert len(list_exercises(training)) == len(SUPPLIED)


def test_differences_quote_the_rules_with_their_sources(training: AppContext) -> None:
    attempt = done(training, "Anna", "A41.9", "N10.9", "N39.0")

    lines = {line.given: line for line in attempt.marks.differences if line.given}
    assert attempt.marks.points == 6
    assert all(quote.source and quote.explanation for quote in lines["N39.0"].quotes)
    assert "HD004" in [quote.rule_id for quote in lines["A41.9"].quotes]


def test_an_attempt_is_handed_in_once_and_late_where_it_is_late(training: AppContext) -> None:
    first = done(training, "Anna", "A41.5")

    again = hand_in(training, first.id, coded(get_exercise(training, SEPSIS), "R50.9"))

    assert again == first
    assert not first.is_late
    assert start_attempt(training, SEPSIS, "Bo", Mode.PRACTISE, 30).time_limit is None
    with pytest.raises(AppError):
        start_attempt(training, SEPSIS, "  ", Mode.TEST)
    with pytest.raises(AppError):
        start_attempt(training, SEPSIS, "Bo", Mode.TEST, 0)
    with pytest.raises(NotFoundError):
        start_attempt(training, "finns-inte", "Bo", Mode.TEST)


def test_the_trainer_overrules_a_line_with_a_note(training: AppContext) -> None:
    attempt = done(training, "Anna", "A41.9")

    judged = overrule(training, attempt.id, 0, 8, " Godtas \n här. ", TRAINER)

    assert judged.final.points == attempt.marks.points + 4
    assert judged.overrules[0].note == "Godtas här."
    assert judged.final.lines[0].told_verdict == "Rätt kategori, fel kod, ändrad"
    assert not any(line.told_verdict.endswith("ändrad") for line in judged.final.lines[1:])
    assert get_attempt(training, attempt.id) == judged
    for line, points, note in ((0, 9, "x"), (0, -1, "x"), (99, 0, "x"), (0, 4, " ")):
        with pytest.raises(AppError):
            overrule(training, attempt.id, line, points, note, TRAINER)
    going_on = start_attempt(training, SEPSIS, "Bo", Mode.TEST)
    with pytest.raises(NotAllowedError):
        overrule(training, going_on.id, 0, 8, "x", TRAINER)


def test_results_of_many_are_collected_duplicates_known_and_broken_files_named(
    training: AppContext, tmp_path: Path
) -> None:
    done(training, "Anna", "A41.5", "N10.9")
    done(training, "Bo", "A41.9")
    results = tmp_path / "resultat"
    results.mkdir()
    export_attempts(training, results / "anna.json", "Anna")
    export_attempts(training, results / "bo.json", "bo")
    (results / "cia.json").write_text("{", "utf-8")
    changed = json.loads((results / "bo.json").read_text("utf-8"))
    changed["attempts"][0]["exercise"] = "okand"
    (results / "dan.json").write_text(json.dumps(changed), "utf-8")
    before = class_table(training)
    reset_training(training)

    first = {each.file: each for each in collect_attempts(training, [results])}
    again = collect_attempts(training, [results / "anna.json"])

    assert (first["anna.json"].added, first["bo.json"].added) == (1, 1)
    assert "cia.json" in first["cia.json"].fault
    assert "dan.json" in first["dan.json"].fault
    assert (again[0].added, again[0].duplicates) == (0, 1)
    assert class_table(training) == before
    other = json.loads((results / "bo.json").read_text("utf-8"))
    other["attempts"][0]["coding"]["diagnoses"][0]["code"] = "A41.5"
    (results / "bo.json").write_text(json.dumps(other), "utf-8")
    assert "andra koder" in collect_attempts(training, [results / "bo.json"])[0].fault


def test_twenty_trainees_stand_in_one_table_and_what_they_missed_is_counted(
    training: AppContext, tmp_path: Path
) -> None:
    for number in range(20):
        done(training, f"Deltagare {number:02}", "A41.5" if number % 2 else "A41.9", "N39.0")
    done(training, "Deltagare 00", "A41.5", "R65.1", "N10.9", "N17.9", mode=Mode.PRACTISE)
    done(training, "Deltagare 01", "A41.5", mode=Mode.DEMONSTRATE)

    table = class_table(training)
    missed = {each.code: each for each in commonly_missed(training, SEPSIS)}

    assert len(table.rows) == 20
    assert table.rows[0].cells[0] is not None
    assert table.rows[0].cells[0].mode is Mode.TEST
    assert table.rows[0].cells[0].attempts == 2
    assert (missed["A41.5"].missed, missed["A41.5"].of) == (10, 20)
    assert missed["A41.5"].given == (("A41.9", 10),)
    assert missed["R65.1"].missed == 20
    rows = write_class_csv(training, tmp_path / "klass.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 21 and rows[1].startswith("Deltagare 00;")
    assert len(write_missed_csv(training, tmp_path / "missat.csv").read_bytes()) > 200


def test_files_are_kept_whole_or_refused_with_name_row_and_remedy(
    training: AppContext, tmp_path: Path
) -> None:
    good = export_exercise(training, SEPSIS, tmp_path)
    text = good.read_text("utf-8").replace(SEPSIS, "ny-ovning")
    good.write_text(text, "utf-8")
    faults = {
        "kod": text.replace('"A41.5"', '"A41.7"'),
        "regel": text.replace('"HD004"', '"XX999"'),
        "person": text.replace("Kontaktorsak:", "Pnr 850709-9805 Kontaktorsak:"),
        "nyckel": text.replace("title =", "titel ="),
    }
    for name, broken in faults.items():
        (tmp_path / f"{name}.toml").write_text(broken.replace("ny-ovning", name), "utf-8")

    report = {each.file: each for each in import_exercises(training, [tmp_path])}

    assert report[good.name].outcome == "ny"
    for name in faults:
        fault = report[f"{name}.toml"].fault
        assert fault.startswith(f"{name}.toml, rad ")
        assert "850709" not in fault
        with pytest.raises(NotFoundError):
            get_exercise(training, name)
    assert import_exercises(training, [good])[0].outcome == "oförändrad"


def test_a_patient_with_a_number_that_somebody_may_have_is_refused(training: AppContext) -> None:
    exercise = get_exercise(training, SEPSIS)
    real = replace(exercise.event.patient, identity=read_identity("198507099805"))

    with pytest.raises(InputFileError, match="kan tillhöra någon"):
        save_exercise(training, replace(exercise, event=replace(exercise.event, patient=real)))


def test_an_exercise_is_made_of_an_event_and_kept_once_its_doubts_are_answered(
    app: AppContext, training: AppContext
) -> None:
    load_demo_once(app)

    draft = draft_from_event(app, "demo-hip-fracture", TRAINER)

    with app.unit_of_work() as uow:
        event = uow.encounters.get("demo-hip-fracture")
        assert uow.access_log.latest(1)[0].encounter_id == "demo-hip-fracture"
    assert event is not None
    exercise = draft.exercise
    assert exercise.event.patient.name != event.patient.name
    assert event.patient.identity.text not in write_exercise(exercise)
    assert [doubt.text for doubt in draft.doubts] == ["Inga"]
    finished = replace(
        exercise, key=get_exercise(training, SEPSIS).key, title="Fall", goals=("Ett mål.",)
    )
    with pytest.raises(InputFileError, match="1 ställe"):
        keep_draft(training, draft, finished)
    keep_draft(training, draft, finished, open_doubts(draft, finished))
    assert get_exercise(training, finished.id) == finished


def test_a_protected_person_is_never_made_an_exercise_of(app: AppContext) -> None:
    load_demo_once(app)

    with pytest.raises(NotAllowedError):
        draft_from_event(app, "demo-protected-identity", TRAINER)
