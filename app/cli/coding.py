"""`kodklar search`, `review`, `rules` and `identity`: questions that change nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, InputFileError
from app.domain.finding import SEVERITY_LABEL
from app.domain.identity import describe_identity
from app.domain.search import SearchHit
from app.domain.work_list import WorkListQuery
from app.rules.book import rules_json, rules_markdown
from app.rules.registry import ALL_RULES, RULE_SET_VERSION
from app.services.code_search import search_batch, search_codes
from app.services.context import AppContext
from app.services.review import ReviewedLine, format_reviewed, review_file, review_stored
from app.services.work_list import work_count, work_page

_LIMIT = 20


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this module."""
    _add_search(commands, shared)
    _add_review(commands, shared)
    rules = commands.add_parser("rules", parents=[shared], help="skriv regelboken")
    form = rules.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true")
    form.add_argument("--json", action="store_true")
    rules.set_defaults(run=_rules, needs_no_storage=True)
    identity = commands.add_parser("identity", parents=[shared], help="granska personnummer")
    identity.add_argument("numbers", nargs="*", metavar="NUMBER")
    identity.add_argument("--file", type=Path, metavar="FILE", help="ett nummer på varje rad")
    identity.add_argument("--json", action="store_true")
    identity.set_defaults(run=_identity, needs_no_storage=True)


def _add_search(commands: Any, shared: argparse.ArgumentParser) -> None:
    search = commands.add_parser("search", parents=[shared], help="sök kod")
    search.add_argument("text", nargs="*", metavar="TEXT")
    search.add_argument("--batch", type=Path, metavar="FILE.tsv", help="kolumner query, system")
    search.add_argument("--system", choices=[system.value for system in CodeSystem])
    search.add_argument("--limit", type=_limit, default=_LIMIT, metavar="N")
    search.add_argument("--date", type=_day, metavar="D", help="dag som väljer utgåva")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=_search, needs_no_storage=False)


def _add_review(commands: Any, shared: argparse.ArgumentParser) -> None:
    review = commands.add_parser("review", parents=[shared], help="granska kodning")
    review.add_argument("events", nargs="*", metavar="EVENT")
    review.add_argument("--all", action="store_true", help="hela arbetslistan")
    review.add_argument("--file", type=Path, metavar="FILE.jsonl")
    review.add_argument("--json", action="store_true")
    review.set_defaults(run=_review, needs_no_storage=False)


def _limit(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("N måste vara minst 1")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"{text} är inte ett datum. Skriv ÅÅÅÅ-MM-DD.") from error


def _search(app: AppContext, args: argparse.Namespace) -> int:
    if args.batch:
        return _search_batch(app, args)
    text = " ".join(args.text)
    if not text:
        raise AppError("Skriv vad som ska sökas, eller ange en fil med --batch.")
    systems = (CodeSystem(args.system),) if args.system else ()
    hits = search_codes(app, text, systems, args.limit, args.date)
    if args.json:
        print_json({"query": text, "system": args.system, "hits": [_hit_json(h) for h in hits]})
        return 0
    rows = [(f"{h.code}{h.mark}", h.system.value, h.title, h.why) for h in hits]
    print_table(("kod", "kodverk", "titel", "varför"), rows)
    return 0


def _search_batch(app: AppContext, args: argparse.Namespace) -> int:
    skipped = False
    for answer in search_batch(app, args.batch, args.limit, args.date):
        skipped = skipped or "error" in answer
        print_json(answer)
    return 1 if skipped else 0


def _hit_json(hit: SearchHit) -> dict[str, str]:
    return {
        "code": hit.code,
        "system": hit.system.value,
        "title": hit.title,
        "tier": hit.kind.value,
        "why": hit.why,
    }


def _review(app: AppContext, args: argparse.Namespace) -> int:
    if args.file:
        lines: Iterable[ReviewedLine] = review_file(app, args.file, progress())
    elif args.all or args.events:
        ids = _all_ids(app) if args.all else args.events
        lines = (
            ReviewedLine(number, encounter_id, tuple(review_stored(app, encounter_id)))
            for number, encounter_id in enumerate(ids, start=1)
        )
    else:
        raise AppError("Ange händelser, --all eller --file.")
    clean = True
    for line in lines:
        clean = clean and line.is_clean
        if args.json or args.file:
            print_json(format_reviewed(line))
        else:
            _print_findings(line)
    return 0 if clean else 1


def _print_findings(line: ReviewedLine) -> None:
    for finding in line.findings:
        word = SEVERITY_LABEL[finding.severity]
        print(f"{line.encounter_id}  {word:8}{finding.rule_id}  {finding.message}")
    if not line.findings:
        print(f"{line.encounter_id}  inga anmärkningar")


def _all_ids(app: AppContext) -> list[str]:
    count = work_count(app, WorkListQuery())
    return [row.id for row in work_page(app, WorkListQuery(), 0, count)]


def _rules(args: argparse.Namespace) -> int:
    if args.json:
        print_json({"rules": rules_json(ALL_RULES)})
    else:
        print(rules_markdown(ALL_RULES, RULE_SET_VERSION))
    return 0


def _identity(args: argparse.Namespace) -> int:
    numbers = [*args.numbers, *(_numbers_in(args.file) if args.file else ())]
    if not numbers:
        raise AppError("Ange ett eller flera nummer, eller en fil med --file.")
    all_valid = True
    for number in numbers:
        described = describe_identity(number)
        all_valid = all_valid and bool(described["valid"])
        print_json(described)
    return 0 if all_valid else 1


def _numbers_in(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera sökvägen och att filen är sparad i UTF-8."
        ) from error
    return [line.strip() for line in lines if line.strip()]
