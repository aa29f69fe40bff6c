"""`kodklar exercise`: exercises in and out, made, marked, on paper."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from app.cli.output import print_json, print_table, progress
from app.cli.person import person_or_terminal
from app.domain.errors import AppError
from app.domain.training import Difficulty
from app.domain.training_marks import PART_LABEL, MarkLine
from app.domain.training_ports import ExerciseQuery, ExerciseRow
from app.exchange.exercise_writer import write_exercise
from app.services.context import AppContext
from app.services.training import count_exercises, get_exercise, list_exercises, mark, open_training
from app.services.training_files import (
    ImportedExercise,
    check_file,
    export_exercise,
    find_files,
    import_exercises,
    read_coding,
)
from app.services.training_make import draft_from_event
from app.services.training_print import handout_pdf, key_pdf, write_pdf
from app.services.written_file import write_whole

T = TypeVar("T")


def with_training(app: AppContext, act: Callable[[AppContext], T]) -> T:
    """Do something on the training database, and close it."""
    training = open_training(app)
    try:
        return act(training)
    finally:
        training.close()


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the exercises."""
    difficulty = Difficulty(args.difficulty) if args.difficulty else None
    query = ExerciseQuery(" ".join(args.text), args.topic, difficulty)
    rows = with_training(app, lambda training: _all(training, query))
    if args.json:
        for row in rows:
            print_json(_row_as_json(row))
        return 0
    table = [
        (row.id, row.title, row.difficulty.value, ", ".join(row.topics), str(row.attempts))
        for row in rows
    ]
    headers = ("övning", "namn", "svårighet", "ämnen", "inlämnade")
    print_table(headers, table, "Ingen övning passar.")
    return 0


def check(app: AppContext, args: argparse.Namespace) -> int:
    """Check files without keeping anything."""
    report = [check_file(app, path) for path in find_files(args.paths)]
    return _tell(args, report, "godkänd")


def take_in(app: AppContext, args: argparse.Namespace) -> int:
    """Read exercises in."""
    report = with_training(app, lambda training: import_exercises(training, args.paths, progress()))
    return _tell(args, report, "")


def export(app: AppContext, args: argparse.Namespace) -> int:
    """Write exercises to files, and print their paths."""

    def act(training: AppContext) -> list[Path]:
        ids = args.ids or [row.id for row in _all(training, ExerciseQuery())]
        if len(ids) > 1 and not args.out.is_dir():
            raise AppError(f"{args.out} är ingen mapp. Skapa den, eller ange en övning.")
        return [export_exercise(training, each, args.out) for each in ids]

    for path in with_training(app, act):
        print(path)
    return 0


def make(app: AppContext, args: argparse.Namespace) -> int:
    """Make an exercise file of an event; without --confirm only where nothing is doubtful."""
    draft = draft_from_event(app, args.event, person_or_terminal(app, args.person))
    kinds = [change.kind for change in draft.replaced]
    told = ", ".join(f"{kind} ({kinds.count(kind)})" for kind in dict.fromkeys(kinds))
    print(f"Utbytt: {told or 'inget'}.")
    for doubt in draft.doubts:
        print(f"Tveksamt: ”{doubt.text}” {doubt.kind}.")
    if draft.doubts and not args.confirm:
        print("Ingen fil är skriven. Läs det tveksamma, och lägg till --confirm om det får stå.")
        return 1
    print(write_whole(app, args.out, write_exercise(draft.exercise).encode()))
    return 0


def mark_file(app: AppContext, args: argparse.Namespace) -> int:
    """Mark a coding in a file."""
    exercise = with_training(app, lambda training: get_exercise(training, args.id))
    marks = mark(app, exercise, read_coding(args.file))
    if args.json:
        lines = [_line_as_json(line) for line in marks.lines]
        print_json(
            {"points": marks.points, "full": marks.full, "percent": marks.percent, "lines": lines}
        )
        return 0
    rows = [
        (
            PART_LABEL[line.part],
            line.expected[0] if line.expected else "",
            line.given,
            line.told_verdict,
            f"{line.points}/{line.full}",
            line.why,
        )
        for line in marks.lines
    ]
    print_table(("del", "facit", "svar", "bedömning", "poäng", "skäl"), rows, "Facit är tomt.")
    print(f"{marks.points} av {marks.full} poäng, {marks.percent} %")
    return 0


def write_handout(app: AppContext, args: argparse.Namespace) -> int:
    """Write handouts, and print the path."""
    return _write(app, args, handout_pdf)


def write_key(app: AppContext, args: argparse.Namespace) -> int:
    """Write answer keys, and print the path."""
    return _write(app, args, key_pdf)


def _write(
    app: AppContext,
    args: argparse.Namespace,
    build: Callable[[AppContext, Sequence[str]], bytes],
) -> int:
    def act(training: AppContext) -> Path:
        return write_pdf(training, args.out, build(training, args.ids))

    print(with_training(app, act))
    return 0


def _all(training: AppContext, query: ExerciseQuery) -> list[ExerciseRow]:
    return list_exercises(training, query, 0, max(1, count_exercises(training, query)))


def _tell(args: argparse.Namespace, report: Sequence[ImportedExercise], outcome: str) -> int:
    for each in report:
        if args.json:
            print_json(
                {
                    "file": each.file,
                    "id": each.exercise_id or None,
                    "outcome": "refused" if each.is_refused else each.outcome or "accepted",
                    "fault": each.fault or None,
                    "doubts": list(each.doubts),
                }
            )
            continue
        print(each.fault or f"{each.file}: {each.title} ({each.outcome or outcome})")
        for doubt in each.doubts:
            print(f"  {doubt}")
    return 1 if any(each.is_refused for each in report) else 0


def _row_as_json(row: ExerciseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "difficulty": row.difficulty.value,
        "topics": list(row.topics),
        "goals": list(row.goals),
        "author": row.author,
        "attempts": row.attempts,
    }


def _line_as_json(line: MarkLine) -> dict[str, Any]:
    return {
        "part": line.part.value,
        "verdict": line.verdict.value,
        "points": line.points,
        "full": line.full,
        "expected": list(line.expected),
        "given": line.given or None,
        "why": line.why,
        "rules": [quote.rule_id for quote in line.quotes],
    }
