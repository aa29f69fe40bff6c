"""`kodklar kodserver`: import the tables and combinations, list them, ask about one."""

from __future__ import annotations

import argparse
from datetime import date

from app.cli.list_report import import_json, period_json, print_report
from app.cli.output import print_json, print_table, progress
from app.domain.combination_answer import format_answer
from app.domain.kodserver import TABLE_LABEL, KodserverTable
from app.domain.list_words import format_period
from app.services.context import AppContext
from app.services.kodserver import (
    explain_combination,
    import_combinations,
    import_kodserver_table,
    list_codes,
    list_combinations,
    list_tables,
)

_VALIDITY = ("gäller från", "gäller till")


def import_table(app: AppContext, args: argparse.Namespace) -> int:
    """Import one table."""
    table = KodserverTable(args.table)
    report = import_kodserver_table(app, table, args.path, control=progress())
    print_report(report, as_json=args.json)
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print how the tables stand, or the codes of one."""
    if args.table is None:
        return _show_tables(app, as_json=args.json)
    codes = list_codes(app, KodserverTable(args.table), args.date)
    if args.json:
        for row in codes:
            print_json({"code": row.code, "text": row.text} | period_json(row.valid))
        return 0
    states = {state.table.value: state for state in list_tables(app)}
    rows = [(row.code, row.text, *format_period(row.valid)) for row in codes]
    empty = states[args.table].remark or "Inga koder gäller den dagen."
    print_table(("kod", "text", *_VALIDITY), rows, empty)
    return 0


def import_combined(app: AppContext, args: argparse.Namespace) -> int:
    """Import the combinations."""
    report = import_combinations(app, args.path, control=progress())
    print_report(report, as_json=args.json)
    return 0


def show_combined(app: AppContext, args: argparse.Namespace) -> int:
    """Print the combinations."""
    found = list_combinations(app, args.date)
    if args.json:
        for row in found:
            codes = {"rate": row.rate, "visit_type": row.visit_type, "profession": row.profession}
            print_json(codes | period_json(row.valid))
        return 0
    rows = [(r.rate, r.visit_type, r.profession, *format_period(r.valid)) for r in found]
    print_table(("taxa", "besökstyp", "yrkeskategori", *_VALIDITY), rows, "Inga kombinationer.")
    return 0


def check_combined(app: AppContext, args: argparse.Namespace) -> int:
    """Tell whether a combination may be reported; status 1 where it may not."""
    day: date = args.date or app.now().date()
    answer = explain_combination(app, args.rate, args.visit_type, args.profession, day)
    if args.json:
        told = {"allowed": answer.is_allowed, "date": day.isoformat(), "reason": answer.reason}
        print_json(told)
    else:
        print(format_answer(answer, day), answer.reason)
    return 1 if answer.is_allowed is False else 0


def _show_tables(app: AppContext, *, as_json: bool) -> int:
    states = list_tables(app)
    if as_json:
        for state in states:
            print_json(
                {
                    "table": state.table.value,
                    "label": TABLE_LABEL[state.table],
                    "rows": state.rows,
                    "is_imported": state.latest is not None,
                    "remark": state.remark,
                    "import": import_json(state.latest) or None,
                }
            )
        return 0
    rows = [
        (s.table.value, TABLE_LABEL[s.table], str(s.rows), "inläst" if s.latest else s.remark)
        for s in states
    ]
    print_table(("tabell", "innehåll", "koder", ""), rows, "")
    return 0
