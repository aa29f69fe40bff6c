"""`kodklar coverage`: the phrases of a record, what is said of them, and whether they are coded."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.cli.person import person_or_terminal
from app.domain.codes import SYSTEM_LABEL
from app.domain.coverage import METERED, PHRASE_STATE_LABEL, Coverage, Phrase, PhraseState
from app.domain.errors import AppError
from app.domain.list_words import format_count
from app.services.context import AppContext
from app.services.coverage import coverage_of_file, open_coverage


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the phrases of a stored event's notes, or of a text file, and the meter."""
    if bool(args.event) == bool(args.file):
        raise AppError("Ange en händelse i arbetslistan eller en textfil med --file.")
    if args.file:
        coverage = coverage_of_file(app, args.file, args.date)
    else:
        person = person_or_terminal(app, args.person)
        _, coverage = open_coverage(app, person, args.event, progress())
    if args.json:
        print_json(coverage_data(coverage))
    else:
        _print(coverage)
    return 0


def coverage_data(coverage: Coverage) -> dict[str, Any]:
    """Give a coverage as it is written to a file; offsets are characters of the document."""
    return {
        "phrases": [_phrase_data(phrase) for phrase in coverage.phrases],
        "counts": {state.value: coverage.count(state) for state in PhraseState},
        "coded": coverage.meter.coded,
        "codable": coverage.meter.codable,
    }


def _phrase_data(phrase: Phrase) -> dict[str, Any]:
    return {
        "document": phrase.document_id,
        "start": phrase.start,
        "end": phrase.end,
        "text": phrase.text,
        "state": phrase.state.value,
        "system": phrase.system.value,
        "code": phrase.code,
        "title": phrase.title,
        "others": list(phrase.others),
    }


def _print(coverage: Coverage) -> None:
    print_table(
        ("fras", "sagt som", "kodverk", "kod", "titel"),
        [_row(phrase) for phrase in coverage.phrases],
        "Inga fraser i journalen leder till koder.",
    )
    counts = (f"{PHRASE_STATE_LABEL[s].lower()} {coverage.count(s)}" for s in PhraseState)
    meter = coverage.meter
    print(f"\nFraser: {', '.join(counts)}.")
    print(f"Täckning: {meter.coded} av {meter.codable} olika diagnoser och åtgärder är kodade.")
    drugs = sum(phrase.system not in METERED for phrase in coverage.phrases)
    if drugs:
        print(f"Täckningen räknar inte läkemedel: {format_count(drugs, 'fras', 'fraser')}.")


def _row(phrase: Phrase) -> tuple[str, ...]:
    return (
        " ".join(phrase.text.split()),
        PHRASE_STATE_LABEL[phrase.state],
        SYSTEM_LABEL[phrase.system],
        phrase.code,
        phrase.title,
    )
