"""Time the list of exercises on a training database of ten thousand.

Run from the repository: `.venv/bin/python benchmarks/training_speed.py [exercises]`. Prints one
JSON object: median and slowest milliseconds of each question, over fifty runs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.bootstrap import bootstrap
from app.domain.training import Difficulty, Exercise, Mode
from app.domain.training_ports import ExerciseQuery
from app.services.context import AppContext
from app.services.training import (
    count_exercises,
    exercise_topics,
    get_exercise,
    list_exercises,
    open_training,
)
from app.services.training_attempts import hand_in, start_attempt
from app.services.training_class import class_table

EXERCISES = 10_000
RUNS = 50
TRAINEES, EACH = 20, 3


def fill(training: AppContext, count: int) -> list[str]:
    """Copy the supplied exercises under other names until there are enough."""
    supplied = [get_exercise(training, row.id) for row in list_exercises(training)]
    levels = tuple(Difficulty)
    with training.unit_of_work() as uow:
        for number in range(count - len(supplied)):
            base: Exercise = supplied[number % len(supplied)]
            copy = replace(
                base,
                id=f"{base.id}-{number}",
                title=f"{base.title} {number}",
                difficulty=levels[number % len(levels)],
                author="mätning",
            )
            uow.training.save_exercise(copy)
        uow.commit()
    return [exercise.id for exercise in supplied]


def timed(act: Callable[[], object], runs: int = RUNS) -> dict[str, float]:
    """Return the median and the slowest of some runs, in milliseconds."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
    return {"median_ms": round(statistics.median(taken), 2), "most_ms": round(max(taken), 2)}


def hand_in_some(training: AppContext, exercise_ids: list[str]) -> None:
    """Let a class of twenty hand in three exercises each."""
    for trainee in range(TRAINEES):
        for exercise_id in exercise_ids[:EACH]:
            attempt = start_attempt(training, exercise_id, f"Deltagare {trainee}", Mode.TEST)
            hand_in(training, attempt.id, get_exercise(training, exercise_id).coded())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("exercises", type=int, nargs="?", default=EXERCISES)
    count: int = parser.parse_args().exercises
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        training = open_training(app)
        ids = fill(training, count)
        hand_in_some(training, ids)
        last = max(0, count - 50)
        answer = {
            "exercises": count_exercises(training),
            "first_page": timed(lambda: list_exercises(training)),
            "last_page": timed(lambda: list_exercises(training, offset=last)),
            "page_of_words": timed(lambda: list_exercises(training, ExerciseQuery("sepsis urin"))),
            "page_of_topic": timed(lambda: list_exercises(training, ExerciseQuery(topic="Sepsis"))),
            "count": timed(lambda: count_exercises(training)),
            "topics": timed(lambda: exercise_topics(training)),
            "one_exercise": timed(lambda: get_exercise(training, ids[0])),
            "class_of_20": timed(lambda: class_table(training), 5),
            "open_again": timed(lambda: open_training(app).close(), 5),
        }
        training.close()
        app.close()
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
