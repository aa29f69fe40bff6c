"""Training on paper: handouts, answer keys, result sheets and the class. ÖVNING on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.errors import AppError
from app.domain.training import Attempt, Exercise
from app.domain.training_class import Missed, counted_attempts
from app.reports.training_handout import build_handouts
from app.reports.training_key import PrintedKey, build_keys
from app.reports.training_pages import Titles
from app.reports.training_result import PrintedResult, build_results
from app.reports.training_table import PrintedClass, build_class
from app.services.context import AppContext
from app.services.training import get_exercise
from app.services.training_attempts import get_attempt, list_attempts
from app.services.training_class import class_table, commonly_missed
from app.services.training_quotes import quotes_for
from app.services.written_file import write_whole

Code = tuple[CodeSystem, str]


def handout_pdf(training: AppContext, exercise_ids: Sequence[str]) -> bytes:
    """Build the handouts of exercises: event and record without the key.

    Raises:
        NotFoundError: no exercise has one of the ids.
        AppError: no exercise is chosen.

    """
    return build_handouts(_chosen(training, exercise_ids), training.now())


def key_pdf(training: AppContext, exercise_ids: Sequence[str]) -> bytes:
    """Build the answer keys of exercises, with the rules quoted.

    Raises:
        NotFoundError: no exercise has one of the ids.
        AppError: no exercise is chosen.

    """
    printed = [_printed_key(training, each) for each in _chosen(training, exercise_ids)]
    return build_keys(printed, training.now())


def result_pdf(training: AppContext, trainees: Sequence[str] = ()) -> bytes:
    """Build the result sheets of the named trainees, or of all: the attempts that count.

    Raises:
        AppError: nothing has been handed in.

    """
    wanted = {" ".join(name.split()).casefold() for name in trainees}
    by_trainee: dict[str, list[Attempt]] = {}
    for attempt in counted_attempts(list_attempts(training)):
        key = attempt.trainee.casefold()
        if not wanted or key in wanted:
            by_trainee.setdefault(key, []).append(attempt)
    if not by_trainee:
        raise AppError("Inget är inlämnat. Lämna in en övning först.")
    printed = [_printed_result(training, by_trainee[key]) for key in sorted(by_trainee)]
    return build_results(printed, training.now())


def attempt_pdf(training: AppContext, attempt_id: str) -> bytes:
    """Build the result sheet of one attempt that is handed in.

    Raises:
        NotFoundError: no attempt has that id.
        AppError: it is not handed in.

    """
    attempt = get_attempt(training, attempt_id)
    if not attempt.is_ended:
        raise AppError("Försöket pågår. Lämna in det först.")
    return build_results([_printed_result(training, [attempt])], training.now())


def class_pdf(training: AppContext) -> bytes:
    """Build the class table, with what was commonly missed.

    Raises:
        AppError: nothing has been handed in.

    """
    table = class_table(training)
    if not table.rows:
        raise AppError("Inget är inlämnat. Lämna in en övning, eller samla in resultatfiler.")
    missed = {each: commonly_missed(training, each) for each, _ in table.exercises}
    titles = _titles(training, _missed_codes(missed.values()), training.now().date())
    return build_class(PrintedClass(table, missed, titles), training.now())


def write_pdf(training: AppContext, path: Path, content: bytes) -> Path:
    """Write a paper to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(training, path, content)


def _chosen(training: AppContext, exercise_ids: Sequence[str]) -> list[Exercise]:
    if not exercise_ids:
        raise AppError("Välj minst en övning att skriva ut.")
    return [get_exercise(training, each) for each in exercise_ids]


def _printed_key(training: AppContext, exercise: Exercise) -> PrintedKey:
    key = exercise.key
    codes = [(system, code) for system, each in key.codes() for code in each.accepted]
    codes += [(wrong.system, wrong.code) for wrong in key.wrong]
    cites = [cite for row in key.diagnoses for cite in row.rules]
    cites += [cite for act in key.procedures for cite in act.rules]
    cites += [*exercise.rules, *(c for w in key.wrong for c in w.cites if " " not in c)]
    quotes = quotes_for(training, dict.fromkeys(cites))
    return PrintedKey(exercise, _titles(training, codes, exercise.event.day), quotes)


def _printed_result(training: AppContext, attempts: Sequence[Attempt]) -> PrintedResult:
    lines = [line for attempt in attempts for line in attempt.marks.lines]
    codes = [(line.system, code) for line in lines for code in (*line.expected, line.given)]
    titles = _titles(training, codes, training.now().date())
    ordered = sorted(attempts, key=lambda each: each.exercise_title.casefold())
    return PrintedResult(attempts[0].trainee, tuple(ordered), titles)


def _missed_codes(missed: Iterable[Sequence[Missed]]) -> list[Code]:
    return [(each.system, each.code) for rows in missed for each in rows]


def _titles(training: AppContext, codes: Iterable[Code], day: date | None) -> Titles:
    """Look the titles up in the editions of a day, which alone have them."""
    books = training.library.for_day(day)
    found = {(system, code): books.of(system).concept(code) for system, code in codes}
    return {key: concept.title for key, concept in found.items() if concept is not None}
