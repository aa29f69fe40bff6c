"""`kodklar statistics`: what was signed in a period, in figures, as CSV and as PDF."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from app.cli.output import print_json, print_table, progress
from app.cli.person import person_or_terminal
from app.domain.work_statistics import StatisticsQuery, WorkStatistics
from app.services.context import AppContext
from app.services.work_statistics import work_statistics, write_statistics


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the figures of a period, or write them to a file."""
    reader = person_or_terminal(app, args.person)
    today = app.now().date()
    query = StatisticsQuery(
        args.since or date(today.year, today.month, 1),
        args.until or today,
        reader.id if args.person and not args.everybody else "",
        args.unit,
    )
    found = work_statistics(app, reader, query, progress())
    if args.csv:
        print(f"Siffrorna ligger i {write_statistics(app, found, args.csv)}")
    if args.pdf:
        from app.services.statistics_print import write_statistics_pdf  # noqa: PLC0415 - slow

        path = write_statistics_pdf(app, found, _scope(args), args.pdf)
        print(f"Statistiken ligger i {path}")
    if not args.csv and not args.pdf:
        _print(found, as_json=args.json)
    return 0


def _print(found: WorkStatistics, *, as_json: bool) -> None:
    if as_json:
        plain = asdict(found)
        plain["query"] = {k: str(v) for k, v in plain["query"].items()}
        print_json(plain | {"days": [(str(day), events) for day, events in found.days]})
        return
    from app.services.statistics_print import figures_in_words  # noqa: PLC0415 - slow to import

    print_table(("mått", "värde"), figures_in_words(found), "")
    rows = [(rule.rule_id, str(rule.hits), str(rule.overridden)) for rule in found.rules]
    if rows:
        print()
        print_table(("regel", "anmärkningar", "avfärdade"), rows, "")
    if found.misses:
        print()
        misses = [(miss.text, str(miss.times)) for miss in found.misses]
        print_table(("sökning utan träff", "antal"), misses, "")


def _scope(args: argparse.Namespace) -> str:
    if args.unit:
        return str(args.unit)
    return "alla" if args.everybody or not args.person else str(args.person)
