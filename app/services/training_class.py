"""Use cases of a class: results out to a file, many files in, one table, what was missed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain import training_class
from app.domain.errors import AppError, InputFileError
from app.domain.training import MODE_LABEL, Attempt
from app.domain.training_class import ClassTable, Missed
from app.domain.training_marks import PART_LABEL
from app.exchange.exercise_attempts import read_attempts, write_attempts
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.training import mark, require_training
from app.services.training_attempts import attempt_event, list_attempts
from app.services.written_file import write_whole

#: What a file of attempts is called by.
SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """What became of one file. A refused one has left nothing behind."""

    file: str
    added: int = 0
    #: Attempts that were here already.
    duplicates: int = 0
    trainees: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file was kept."""
        return bool(self.fault)


def export_attempts(training: AppContext, path: Path, trainee: str = "") -> Path:
    """Write what has been handed in, by one trainee or by all, to a file.

    Raises:
        AppError: nothing has been handed in, or the file cannot be written.

    """
    ended = [each for each in list_attempts(training, trainee) if each.is_ended]
    if not ended:
        who = f" av {trainee}" if trainee else ""
        raise AppError(f"Inget är inlämnat{who}. Lämna in en övning först.")
    return write_whole(training, path, write_attempts(ended))


def collect_attempts(
    training: AppContext, paths: Sequence[Path], control: JobControl = NO_CONTROL
) -> list[CollectedFile]:
    """Take in files of attempts, from files and folders; each is marked by the exercises here.

    A file is taken whole or refused whole. Attempts that are here already count as duplicates.

    Raises:
        AppError: a path does not exist, or a folder holds no such file.
        Cancelled: it was asked to stop; the files before are kept.

    """
    require_training(training)
    files = _files(paths)
    report = []
    for done, path in enumerate(files):
        control.step(done, len(files), f"Läser {path.name} …")
        try:
            report.append(_collect(training, path))
        except InputFileError as error:
            report.append(CollectedFile(path.name, fault=str(error)))
    return report


def class_table(training: AppContext) -> ClassTable:
    """Return the class: a row a trainee, a column an exercise that was handed in."""
    return training_class.build_table(list_attempts(training))


def commonly_missed(training: AppContext, exercise_id: str) -> list[Missed]:
    """Return what the class did not have right in an exercise, the commonest first."""
    return training_class.commonly_missed(list_attempts(training, exercise_id=exercise_id))


def write_class_csv(training: AppContext, path: Path) -> Path:
    """Write the table as CSV for Excel: semicolons, UTF-8 with mark, a row an attempt that counts.

    Raises:
        AppError: the file cannot be written.

    """
    attempts = training_class.counted_attempts(list_attempts(training))
    rows = [_csv_row(each) for each in sorted(attempts, key=lambda a: (a.trainee, a.exercise_id))]
    head = (
        "deltagare", "övning", "titel", "läge", "börjad", "inlämnad", "för sent", "poäng",
        "full poäng", "procent", "ändrad av utbildaren",
    )  # fmt: skip
    return write_whole(training, path, _csv([head, *rows]))


def write_missed_csv(training: AppContext, path: Path) -> Path:
    """Write what was missed, exercise by exercise, as CSV for Excel.

    Raises:
        AppError: the file cannot be written.

    """
    rows: list[tuple[str, ...]] = [
        ("övning", "titel", "del", "kod", "hänger på", "missade", "av", "angivet i stället")
    ]
    for exercise_id, title in class_table(training).exercises:
        for each in commonly_missed(training, exercise_id):
            given = ", ".join(f"{code} ({count})" for code, count in each.given)
            counts = (str(each.missed), str(each.of))
            rows.append(
                (
                    exercise_id,
                    title,
                    PART_LABEL[each.part],
                    each.code,
                    each.hangs_on,
                    *counts,
                    given,
                )
            )
    return write_whole(training, path, _csv(rows))


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise AppError(f"{path.name} finns inte. Kontrollera sökvägen.")
        found = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not found:
            raise AppError(f"Mappen {path.name} har inga resultatfiler ({SUFFIX}).")
        files += found
    return files


def _collect(training: AppContext, path: Path) -> CollectedFile:
    attempts = read_attempts(path)
    new: list[Attempt] = []
    with training.unit_of_work() as uow:
        for attempt in attempts:
            known = uow.training.attempt(attempt.id)
            if known is None:
                new.append(_marked(training, attempt, path.name))
            elif not _is_same(known, attempt):
                raise InputFileError(
                    f"{path.name}: ett försök av {attempt.trainee} finns redan med andra koder. "
                    "Ta reda på vilken fil som gäller."
                )
        for attempt in new:
            uow.training.save_attempt(attempt)
        uow.commit()
    names = tuple(dict.fromkeys(attempt.trainee for attempt in attempts))
    return CollectedFile(path.name, len(new), len(attempts) - len(new), names)


def _marked(training: AppContext, attempt: Attempt, file: str) -> Attempt:
    with training.unit_of_work() as uow:
        exercise = uow.training.exercise(attempt.exercise_id)
    if exercise is None:
        raise InputFileError(
            f"{file}: övningen ”{attempt.exercise_title[:80]}” finns inte här. Läs in den först "
            "och samla in filen på nytt."
        )
    marks = mark(training, exercise, attempt_event(exercise, attempt))
    overrules = tuple(each for each in attempt.overrules if 0 <= each.line < len(marks.lines))
    return replace(attempt, marks=marks, overrules=overrules)


def _is_same(known: Attempt, read: Attempt) -> bool:
    return (known.exercise_id, known.diagnoses, known.procedures, known.ended) == (
        read.exercise_id, read.diagnoses, read.procedures, read.ended,
    )  # fmt: skip


def _csv_row(attempt: Attempt) -> tuple[str, ...]:
    final = attempt.final
    return (
        attempt.trainee,
        attempt.exercise_id,
        attempt.exercise_title,
        MODE_LABEL[attempt.mode],
        f"{attempt.started:%Y-%m-%d %H:%M}",
        f"{attempt.ended:%Y-%m-%d %H:%M}" if attempt.ended else "",
        "ja" if attempt.is_late else "nej",
        str(final.points),
        str(final.full),
        str(final.percent),
        "ja" if attempt.is_overruled else "nej",
    )


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """Keep Excel from taking a name for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell[:1] else cell
