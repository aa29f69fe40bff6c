"""`kodklar class`: what a class handed in, from many files in one table; and starting anew."""

from __future__ import annotations

import argparse

from app.cli.output import print_json, print_table, progress
from app.cli.training import with_training
from app.domain.training_class import ClassRow, ClassTable
from app.services.context import AppContext
from app.services.training_attempts import reset_training
from app.services.training_class import (
    CollectedFile,
    class_table,
    collect_attempts,
    write_class_csv,
    write_missed_csv,
)
from app.services.training_print import class_pdf, result_pdf, write_pdf


def collect(app: AppContext, args: argparse.Namespace) -> int:
    """Take in files of attempts."""
    report = with_training(app, lambda training: collect_attempts(training, args.paths, progress()))
    for each in report:
        if args.json:
            print_json(_as_json(each))
        else:
            print(each.fault or _told(each))
    return 1 if any(each.is_refused for each in report) else 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the table of the class, and write it to the files that are named."""
    return with_training(app, lambda training: _show(training, args))


def reset(app: AppContext, args: argparse.Namespace) -> int:
    """Take every attempt away."""
    gone = with_training(app, reset_training)
    if args.json:
        print_json({"attempts": gone})
    else:
        print(f"{gone} försök togs bort. Övningarna finns kvar.")
    return 0


def _show(training: AppContext, args: argparse.Namespace) -> int:
    table = class_table(training)
    if args.json:
        for row in table.rows:
            print_json(_row_as_json(table, row))
    else:
        rows = [
            (row.trainee, str(row.done), "" if row.mean is None else f"{row.mean} %")
            for row in table.rows
        ]
        print_table(("deltagare", "inlämnade", "medel"), rows, "Inget är inlämnat ännu.")
    if args.csv:
        print(write_class_csv(training, args.csv))
    if args.missed:
        print(write_missed_csv(training, args.missed))
    if args.pdf:
        print(write_pdf(training, args.pdf, class_pdf(training)))
    if args.results:
        print(write_pdf(training, args.results, result_pdf(training)))
    return 0


def _told(each: CollectedFile) -> str:
    names = ", ".join(each.trainees)
    return f"{each.file}: {each.added} nya försök, {each.duplicates} fanns redan ({names})"


def _as_json(each: CollectedFile) -> dict[str, object]:
    return {
        "file": each.file,
        "added": each.added,
        "duplicates": each.duplicates,
        "trainees": list(each.trainees),
        "fault": each.fault or None,
    }


def _row_as_json(table: ClassTable, row: ClassRow) -> dict[str, object]:
    percents = {
        exercise_id: cell.percent
        for (exercise_id, _), cell in zip(table.exercises, row.cells, strict=True)
        if cell is not None
    }
    return {"trainee": row.trainee, "done": row.done, "mean": row.mean, "percent": percents}
