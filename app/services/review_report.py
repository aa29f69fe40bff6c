"""A review of files written to a file, with its findings counted by rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError
from app.domain.finding import Severity
from app.exchange.review_csv import format_header, format_line
from app.rules.book import readable_message
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.parallel_review import review_files
from app.services.review import ReviewedLine, format_reviewed
from app.services.written_file import streamed_file

_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(slots=True)
class RuleCount:
    """How often a rule found something, as the region judges it."""

    rule_id: str
    severity: Severity
    #: The line of the review list, with words for what it fills in.
    message: str
    findings: int = 0
    #: Events that it found something on.
    events: int = 0


@dataclass(slots=True)
class ReviewReport:
    """What came of a review of files."""

    #: The file with every answer.
    path: Path
    lines: int = 0
    #: Lines with nothing graver than a Råd.
    clean: int = 0
    #: Lines that could not be read or reviewed.
    skipped: int = 0
    _rules: dict[tuple[str, Severity], RuleCount] = field(default_factory=dict, repr=False)

    @property
    def rules(self) -> list[RuleCount]:
        """The rules that found something, the gravest first, then the most frequent."""
        order = sorted(self._rules.values(), key=lambda each: each.rule_id)
        return sorted(order, key=lambda each: (-each.severity, -each.findings))

    def add(self, line: ReviewedLine, messages: dict[str, str]) -> None:
        """Count one line."""
        self.lines += 1
        self.clean += line.is_clean
        self.skipped += bool(line.error)
        seen = set()
        for finding in line.findings:
            key = finding.rule_id, finding.severity
            known = self._rules.get(key)
            if known is None:
                known = self._rules[key] = RuleCount(*key, messages.get(finding.rule_id, ""))
            known.findings += 1
            known.events += key not in seen
            seen.add(key)


def write_review(
    app: AppContext,
    patterns: Sequence[Path],
    target: Path,
    control: JobControl = NO_CONTROL,
    jobs: int | None = None,
) -> ReviewReport:
    """Review files and write every answer to a file, whole or not at all.

    A target that ends in `.csv` becomes a table with a row for each finding, any other the lines
    of `kodklar review --file --json`. See parallel_review.review_files for the rest.

    Raises:
        InputFileError: a file is not there, cannot be read or is of another kind.
        AppError: the target cannot be written, or is one of the files; an earlier file of that
            name is then untouched.
        Cancelled: the task was asked to stop; nothing is left behind.

    """
    if target.resolve() in {pattern.resolve() for pattern in patterns}:
        raise AppError(f"{target.name} är filen som ska granskas. Välj ett annat namn för svaret.")
    is_table = target.suffix.lower() == ".csv"
    write: Callable[[ReviewedLine], bytes] = _as_rows if is_table else _as_json
    messages = {rule.rule_id: readable_message(rule.message) for rule in app.rules}
    report = ReviewReport(target)
    with streamed_file(app, target) as file:
        file.write(format_header() if is_table else b"")
        for line in review_files(app, patterns, control, jobs):
            file.write(write(line))
            report.add(line, messages)
    return report


def _as_json(line: ReviewedLine) -> bytes:
    return f"{_JSON.encode(format_reviewed(line))}\n".encode("utf-8", "replace")


def _as_rows(line: ReviewedLine) -> bytes:
    return format_line(line.file, line.number, line.encounter_id, line.findings, line.error)
