"""`kodklar second-review`: draw samples, see differences, measure agreement."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.output import print_json, print_table
from app.cli.person import known_person, named_person
from app.domain.agreement import Agreement, format_kappa, format_share
from app.domain.errors import NotFoundError
from app.domain.list_words import format_count
from app.domain.second_review import SAMPLE_LABEL, Sample, SampleKind
from app.services.context import AppContext
from app.services.second_review import (
    agreement_tables,
    done_reviews,
    draw_sample,
    list_samples,
    review_outcome,
)

_HEADERS = (
    "", "antal", "huvuddiagnos", "kategori", "kappa kod", "kappa kategori", "diagnoser", "åtgärder",
)  # fmt: skip


def draw(app: AppContext, args: argparse.Namespace) -> int:
    """Draw a sample and tell how many events it holds."""
    lead = named_person(app, args.person)
    coder = known_person(app, args.coder).id if args.coder else ""
    state = draw_sample(
        app,
        lead,
        Sample(
            "",
            args.name,
            _kind(args),
            args.percent,
            args.rule,
            coder,
            args.unit,
            args.since,
            args.until,
        ),
    )
    if args.json:
        print_json({"sample": state.sample.id, "events": state.waiting})
    else:
        waiting = format_count(state.waiting, "händelse", "händelser")
        print(f"Urvalet {state.sample.name} har {waiting} att granska.")
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the samples, the newest first."""
    states = list_samples(app)
    if args.json:
        for state in states:
            counts = {"waiting": state.waiting, "taken": state.taken, "done": state.done}
            print_json({"sample": state.sample.id, "name": state.sample.name} | counts)
        return 0
    rows = [
        (s.sample.name, SAMPLE_LABEL[s.sample.kind], str(s.waiting), str(s.taken), str(s.done))
        for s in states
    ]
    print_table(("urval", "vad", "väntar", "tagna", "klara"), rows, "Inga urval ännu.")
    return 0


def done(app: AppContext, args: argparse.Namespace) -> int:
    """Print what only one of the two codings has, for each finished review."""
    reader = named_person(app, args.person)
    reviews = done_reviews(app, reader, _sample_id(app, args.sample))
    outcomes = [review_outcome(app, review.id, reader) for review in reviews]
    if args.json:
        for each in outcomes:
            told = {"event": each.review.encounter_id, "coder": each.coder_name}
            print_json(told | {"first": each.only_first, "second": each.only_second})
        return 0
    rows = [
        (
            each.review.encounter_id,
            each.coder_name,
            each.reviewer_name,
            ", ".join(each.only_first) or "–",
            ", ".join(each.only_second) or "–",
        )
        for each in outcomes
    ]
    headers = ("händelse", "kodare", "granskare", "bara kodaren", "bara granskaren")
    print_table(headers, rows, "Ingen granskning är klar.")
    return 0


def agreement(app: AppContext, args: argparse.Namespace) -> int:
    """Print the agreement, or write it as a PDF."""
    reader, sample_id = named_person(app, args.person), _sample_id(app, args.sample)
    if args.out:
        from app.services.agreement_print import write_agreement  # noqa: PLC0415 - slow to import

        print(f"Måtten ligger i {write_agreement(app, reader, args.out, sample_id)}")
        return 0
    found = agreement_tables(app, reader, sample_id)
    parts = (
        ("", [found.whole]),
        ("person", found.persons),
        ("kapitel", found.chapters),
        ("regel", found.rules),
    )
    for name, measured in parts:
        if args.json:
            for each in measured:
                print_json({"by": name or "all"} | asdict(each))
        elif measured:
            print_table((name, *_HEADERS[1:]), [_row(each) for each in measured], "")
            print()
    return 0


def _row(each: Agreement) -> tuple[str, ...]:
    return (
        each.name or "alla",
        str(each.events),
        format_share(each.principal_share),
        format_share(each.category_share),
        format_kappa(each.kappa_exact),
        format_kappa(each.kappa_category),
        format_share(each.diagnosis_share),
        format_share(each.procedure_share),
    )


def _kind(args: argparse.Namespace) -> SampleKind:
    if args.rule:
        return SampleKind.RULE
    return SampleKind.OVERRIDDEN if args.overridden else SampleKind.SHARE


def _sample_id(app: AppContext, name: str) -> str:
    if not name:
        return ""
    for state in list_samples(app):
        if name.casefold() in (state.sample.id, state.sample.name.casefold()):
            return state.sample.id
    raise NotFoundError(f"Inget urval heter {name[:60]}. Se urvalen med second-review list.")
