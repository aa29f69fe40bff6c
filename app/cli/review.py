"""`kodklar review`: the rules against stored events or a file of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence

from app.cli.output import print_json, progress
from app.cli.what_if import what_if
from app.domain.errors import AppError
from app.domain.finding import SEVERITY_LABEL
from app.domain.work_list import WorkListQuery
from app.services.context import AppContext
from app.services.distributed_review import review_on_cluster
from app.services.parallel_review import review_files
from app.services.review import ReviewedLine, format_reviewed, review_stored
from app.services.rule_sets import COUNTRY_OF_SET
from app.services.work_list import work_count, work_page


def review(app: AppContext, args: argparse.Namespace) -> int:
    """Print the findings of each event; 1 where there is a Fel, a Varning or a skipped line."""
    if args.what_if:
        return what_if(app, args)
    is_clean = True
    for line in _reviewed(app, args):
        is_clean = is_clean and line.is_clean
        if args.json or args.file:
            print_json(format_reviewed(line))
        else:
            _print_findings(line)
    return 0 if is_clean else 1


def _reviewed(app: AppContext, args: argparse.Namespace) -> Iterable[ReviewedLine]:
    if bool(args.events) + bool(args.all) + bool(args.file) != 1:
        raise AppError("Ange ett av tre: händelser, --all eller --file.")
    if not args.file and (args.jobs or args.scheduler):
        raise AppError("--jobs och --scheduler gäller bara filer. Ange dem tillsammans med --file.")
    if args.file:
        return _review_files(app, args)
    return _review_events(app, _all_ids(app) if args.all else args.events, _country(args))


def _review_files(app: AppContext, args: argparse.Namespace) -> Iterator[ReviewedLine]:
    if args.scheduler is None:
        return review_files(app, args.file, progress(), args.jobs, country=_country(args))
    return review_on_cluster(app, args.file, args.scheduler, progress(), country=_country(args))


def _review_events(app: AppContext, ids: Sequence[str], country: str) -> Iterator[ReviewedLine]:
    for number, encounter_id in enumerate(ids, start=1):
        yield ReviewedLine(number, encounter_id, tuple(review_stored(app, encounter_id, country)))


def _country(args: argparse.Namespace) -> str:
    return COUNTRY_OF_SET[args.rule_set] if args.rule_set else ""


def _all_ids(app: AppContext) -> list[str]:
    count = work_count(app, WorkListQuery())
    return [row.id for row in work_page(app, WorkListQuery(), 0, count)]


def _print_findings(line: ReviewedLine) -> None:
    for finding in line.findings:
        word = SEVERITY_LABEL[finding.severity]
        remark = f" {finding.remark}" if finding.remark else ""
        print(f"{line.encounter_id}  {word:8}{finding.rule_id}  {finding.message}{remark}")
    if not line.findings:
        print(f"{line.encounter_id}  inga anmärkningar")
