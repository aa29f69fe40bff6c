"""`kodklar rules`: the rule book on paper or for a program."""

from __future__ import annotations

import argparse

from app.cli.output import print_json, progress
from app.domain.errors import AppError
from app.rules.book import rules_json, rules_markdown
from app.rules.registry import ALL_RULES, RULE_SET_VERSION
from app.services.context import AppContext


def write_pdf(app: AppContext, args: argparse.Namespace) -> int:
    """Write every rule as a book, as it is in force here."""
    from app.services.rule_book_print import write_rule_book  # noqa: PLC0415 - slow to import

    print(f"Regelboken skrevs till {write_rule_book(app, args.pdf, progress())}.")
    return 0


def write(args: argparse.Namespace) -> int:
    """Print every rule."""
    if args.month:
        raise AppError("--month hör ihop med --statistics. Lägg till det, eller ta bort månaden.")
    if args.json:
        print_json({"rules": rules_json(ALL_RULES)})
    else:
        print(rules_markdown(ALL_RULES, RULE_SET_VERSION))
    return 0
