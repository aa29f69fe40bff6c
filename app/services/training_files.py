"""Exercises in and out as files, and exercises as an editor leaves them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.encounter import Encounter
from app.domain.errors import AppError, InputFileError
from app.domain.training import Exercise
from app.exchange.encounter_json import read_encounter
from app.exchange.exercise_reader import SUFFIX, ReadExercise, read_exercise
from app.exchange.exercise_writer import write_exercise
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.training import get_exercise, require_training
from app.services.training_checks import ExerciseFault, check_exercise
from app.services.written_file import write_whole

ADDED, REPLACED, UNCHANGED = "ny", "ersatt", "oförändrad"


@dataclass(frozen=True, slots=True)
class ImportedExercise:
    """What became of one file. A refused one has left nothing behind."""

    file: str
    exercise_id: str = ""
    title: str = ""
    #: `ny`, `ersatt` or `oförändrad`; empty where the file was refused.
    outcome: str = ""
    #: Why it was refused, with file, row and remedy.
    fault: str = ""
    #: What was let through but should be looked at, with file and row.
    doubts: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was kept."""
        return bool(self.fault)


def check_file(app: AppContext, path: Path) -> ImportedExercise:
    """Read and check one file without keeping anything."""
    try:
        read = read_exercise(path)
        doubts = _checked(app, read)
    except InputFileError as error:
        return ImportedExercise(path.name, fault=str(error))
    return ImportedExercise(path.name, read.exercise.id, read.exercise.title, doubts=doubts)


def import_exercises(
    training: AppContext, paths: Sequence[Path], control: JobControl = NO_CONTROL
) -> list[ImportedExercise]:
    """Read exercises from files and folders; each file is kept whole or refused whole.

    Raises:
        AppError: a path does not exist, or a folder holds no exercise.
        Cancelled: it was asked to stop; the files before are kept.

    """
    require_training(training)
    files = list(find_files(paths))
    report = []
    for done, path in enumerate(files):
        control.step(done, len(files), f"Läser {path.name} …")
        report.append(_import(training, path))
    return report


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are named, and the exercises in the folders that are.

    Raises:
        AppError: a path does not exist, or a folder holds no exercise.

    """
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise AppError(f"{path.name} finns inte. Kontrollera sökvägen.")
            yield path
            continue
        found = sorted(path.glob(f"*{SUFFIX}"))
        if not found:
            raise AppError(f"Mappen {path.name} har inga övningsfiler ({SUFFIX}).")
        yield from found


def read_coding(path: Path) -> Encounter:
    """Read a coded event in the form of `review --file`, a single JSON object.

    Raises:
        InputFileError: the file cannot be read, or is not in that form.

    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path.name} kan inte läsas som JSON. Formen står i docs/encounter.schema.json."
        ) from error
    try:
        return read_encounter(content).encounter
    except InputFileError as error:
        raise InputFileError(f"{path.name}: {error}") from error


def save_exercise(
    training: AppContext, exercise: Exercise, confirmed: Collection[ExerciseFault] = ()
) -> Exercise:
    """Keep an exercise from the editor.

    Raises:
        InputFileError: something has to be mended, or a doubt is not among those confirmed.

    """
    require_training(training)
    for fault in check_exercise(training, exercise):
        if not fault.is_doubt or fault not in confirmed:
            raise InputFileError(fault.sentences)
    _keep(training, exercise)
    return exercise


def export_exercise(training: AppContext, exercise_id: str, path: Path) -> Path:
    """Write an exercise to a file, or into a folder under its id.

    Raises:
        NotFoundError: no exercise has that id.
        AppError: the file cannot be written.

    """
    exercise = get_exercise(training, exercise_id)
    target = path / f"{exercise.id}{SUFFIX}" if path.is_dir() else path
    return write_whole(training, target, write_exercise(exercise).encode())


def _import(training: AppContext, path: Path) -> ImportedExercise:
    try:
        read = read_exercise(path)
        doubts = _checked(training, read)
    except InputFileError as error:
        return ImportedExercise(path.name, fault=str(error))
    exercise = read.exercise
    return ImportedExercise(
        path.name, exercise.id, exercise.title, _keep(training, exercise), doubts=doubts
    )


def _checked(app: AppContext, read: ReadExercise) -> tuple[str, ...]:
    """Return the doubts about a file, and refuse one with faults."""
    doubts = []
    for fault in check_exercise(app, read.exercise):
        told = read.file.fault(fault.place, fault.sentences)
        if not fault.is_doubt:
            raise told
        doubts.append(str(told))
    return tuple(doubts)


def _keep(training: AppContext, exercise: Exercise) -> str:
    with training.unit_of_work() as uow:
        known = uow.training.exercise(exercise.id)
        if known == exercise:
            return UNCHANGED
        uow.training.save_exercise(exercise)
        uow.commit()
    return ADDED if known is None else REPLACED
