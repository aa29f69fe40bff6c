"""Exercises and attempts are kept whole, listed in order, and go when a class begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.encounter import Diagnosis, DiagnosisRole
from app.domain.training import Attempt, Difficulty, ExerciseKey, Mode, Overrule
from app.domain.training_marking import mark_coding
from app.domain.training_ports import ExerciseQuery
from app.persistence.database import Database
from tests.domain.made_exercises import made_event, made_exercise, principal

KEY = ExerciseKey((principal("J15.9", why="Skäl."),))
START = datetime.fromisoformat("2026-03-14T10:00")


def attempt(number: int, trainee: str = "Anna", exercise_id: str = "a") -> Attempt:
    marks = mark_coding(KEY, replace(made_event(), diagnoses=(Diagnosis("J18.9"),)))
    return Attempt(
        f"t{number}",
        exercise_id,
        "A",
        trainee,
        Mode.TEST,
        START + timedelta(minutes=number),
        START + timedelta(hours=1),
        30,
        (Diagnosis("J18.9", DiagnosisRole.PRINCIPAL),),
        marks=marks,
        overrules=(Overrule(0, 4, "Ja.", "Eva", START),),
    )


def test_an_exercise_is_kept_whole_and_replaced_by_its_id(database: Database) -> None:
    exercise = made_exercise(KEY, "a", "Ögon")
    with database.unit_of_work() as uow:
        uow.training.save_exercise(exercise)
        uow.training.save_exercise(replace(exercise, topics=("Nytt", "Sepsis")))
        uow.commit()

    with database.unit_of_work() as uow:
        stored = uow.training.exercise("a")
        assert stored == replace(exercise, topics=("Nytt", "Sepsis"))
        assert uow.training.exercise("b") is None
        assert uow.training.topics() == ["Nytt", "Sepsis"]


def test_the_list_is_by_difficulty_and_swedish_title_and_can_be_narrowed(
    database: Database,
) -> None:
    titles = {"a": "Öron", "b": "Ande", "c": "Ålder", "d": "Änka"}
    with database.unit_of_work() as uow:
        for exercise_id, title in titles.items():
            uow.training.save_exercise(made_exercise(KEY, exercise_id, title))
        easy = replace(made_exercise(KEY, "e", "Zon"), difficulty=Difficulty.EASY, topics=("Barn",))
        uow.training.save_exercise(easy)
        uow.training.save_attempt(attempt(1))
        uow.training.save_attempt(replace(attempt(2), ended=None))
        uow.commit()

    with database.unit_of_work() as uow:
        rows = uow.training.page(ExerciseQuery(), 0, 10)
        assert [row.title for row in rows] == ["Zon", "Ande", "Ålder", "Änka", "Öron"]
        assert [row.attempts for row in rows] == [0, 0, 0, 0, 1]
        assert [row.id for row in uow.training.page(ExerciseQuery(), 1, 2)] == ["b", "c"]
        assert [r.id for r in uow.training.page(ExerciseQuery("ÖRON mål"), 0, 9)] == ["a"]
        assert uow.training.count(ExerciseQuery(topic="Barn")) == 1
        assert uow.training.count(ExerciseQuery(difficulty=Difficulty.MEDIUM)) == 4


def test_attempts_are_kept_with_marks_and_found_by_trainee_in_any_case(database: Database) -> None:
    first, second = attempt(1), attempt(2, "Bo", "b")
    with database.unit_of_work() as uow:
        uow.training.save_attempt(second)
        uow.training.save_attempt(first)
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.training.attempt("t1") == first
        assert uow.training.attempts() == [first, second]
        assert uow.training.attempts("ANNA") == [first]
        assert uow.training.attempts(exercise_id="b") == [second]


def test_a_class_that_begins_anew_loses_attempts_and_events_and_no_exercise(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        uow.training.save_exercise(made_exercise(KEY, "a"))
        uow.training.save_attempt(attempt(1))
        uow.encounters.save(made_event("t1"), "s1")
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.training.reset() == 1
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.training.attempts() == []
        assert uow.encounters.get("t1") is None
        assert uow.training.count(ExerciseQuery()) == 1


def test_an_exercise_that_is_removed_leaves_its_attempts(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.training.save_exercise(made_exercise(KEY, "a"))
        uow.training.save_attempt(attempt(1))
        uow.training.remove_exercise("a")
        uow.training.remove_exercise("a")
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.training.exercise("a") is None
        assert uow.training.topics() == []
        assert len(uow.training.attempts()) == 1
