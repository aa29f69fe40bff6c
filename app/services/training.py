"""Use cases of training: its own database, the exercises in it, and the marks of a coding.

`open_training` gives a handle like that of the workstation, with the same codebooks, search
and rules, and with a database file of its own. Everything that works on events works on it, and
nothing done with it reaches the events of the workstation.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from app.domain.encounter import Encounter
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.training import Exercise
from app.domain.training_marking import mark_coding
from app.domain.training_marks import Marks
from app.domain.training_ports import ExerciseQuery, ExerciseRow
from app.exchange.exercise_reader import SUFFIX, read_exercise
from app.services.context import AppContext
from app.services.training_quotes import with_quotes

FOLDER = "utbildning"
FILE = "utbildning.sqlite"
#: Who wrote the exercises that ship with the program.
SUPPLIED_AUTHOR = "Kodklar"
_SUPPLIED = "training_supplied"


def open_training(app: AppContext) -> AppContext:
    """Open the training database, with the supplied exercises in it; close it like the other.

    Raises:
        StorageError: its file cannot be made or opened.

    """
    folder = app.data_dir / FOLDER
    storage = app.open_storage(folder / FILE)
    training = replace(
        app,
        unit_of_work=storage.unit_of_work,
        data_dir=folder,
        close=storage.close,
        is_training=True,
    )
    load_supplied(training)
    return training


def load_supplied(training: AppContext) -> int:
    """Add the exercises that ship with the program where they are new; returns how many.

    An exercise that somebody else has made his own, with his name as the author, is left.
    """
    require_training(training)
    paths = sorted((training.resources / "exercises").glob(f"*{SUFFIX}"))
    stamp = _stamp(paths)
    with training.unit_of_work() as uow:
        if uow.facts.get(_SUPPLIED) == stamp:
            return 0
        added = 0
        for path in paths:
            exercise = read_exercise(path).exercise
            known = uow.training.exercise(exercise.id)
            if known is None or (known.author == SUPPLIED_AUTHOR and known != exercise):
                uow.training.save_exercise(exercise)
                added += 1
        uow.facts.set(_SUPPLIED, stamp)
        uow.commit()
    return added


def list_exercises(
    training: AppContext,
    query: ExerciseQuery = ExerciseQuery(),
    offset: int = 0,
    limit: int = 50,
) -> list[ExerciseRow]:
    """Return a page of exercises, easy ones first and then in Swedish order of the titles."""
    with require_training(training).unit_of_work() as uow:
        return uow.training.page(query, offset, limit)


def count_exercises(training: AppContext, query: ExerciseQuery = ExerciseQuery()) -> int:
    """Count the exercises that a query finds."""
    with require_training(training).unit_of_work() as uow:
        return uow.training.count(query)


def exercise_topics(training: AppContext) -> list[str]:
    """Return the topics that exercises have, in Swedish order."""
    with require_training(training).unit_of_work() as uow:
        return uow.training.topics()


def get_exercise(training: AppContext, exercise_id: str) -> Exercise:
    """Return an exercise with its key.

    Raises:
        NotFoundError: no exercise has that id.

    """
    with require_training(training).unit_of_work() as uow:
        exercise = uow.training.exercise(exercise_id)
    if exercise is None:
        raise NotFoundError(
            f"Övningen {exercise_id[:80]} finns inte. Uppdatera listan, eller läs in den ur en fil."
        )
    return exercise


def remove_exercise(training: AppContext, exercise_id: str) -> None:
    """Take an exercise away; attempts at it stay."""
    with require_training(training).unit_of_work() as uow:
        uow.training.remove_exercise(exercise_id)
        uow.commit()


def mark(app: AppContext, exercise: Exercise, encounter: Encounter) -> Marks:
    """Mark a coding by the published scheme; each difference quotes the rules that explain it."""
    return with_quotes(app, exercise, encounter, mark_coding(exercise.key, encounter))


def require_training(app: AppContext) -> AppContext:
    """Return the handle where it is that of a training database.

    Raises:
        NotAllowedError: it is the workstation's own; nothing of training is written there.

    """
    if not app.is_training:
        raise NotAllowedError("Övningar finns bara i utbildningen. Öppna utbildarens skrivbord.")
    return app


def _stamp(paths: list[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
