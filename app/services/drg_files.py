"""Use case: group a file of contacts, a line at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.drg import MOST_DAYS_OF_AGE, DrgCase, DrgOutcome
from app.domain.drg_explanation import Explanation
from app.domain.drg_ports import DrgTableSet
from app.exchange.drg_cases import CaseFormat, CaseLine, read_cases
from app.grouper.engine import Grouper
from app.grouper.explanation import explain
from app.services.context import AppContext
from app.services.drg_tables import grouper_of
from app.services.job_control import NO_CONTROL, JobControl

#: Lines between two signs of progress.
_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class GroupedLine:
    """What came of one line of a file of contacts."""

    number: int
    id: str
    outcome: DrgOutcome | None = None
    explanation: Explanation | None = None
    #: A Swedish sentence; then nothing was grouped.
    error: str = ""
    #: What is odd about a contact that was grouped all the same.
    remark: str = ""


def guess_format(path: Path) -> CaseFormat:
    """Tell the format of a file by its name."""
    names = [suffix.lower() for suffix in path.suffixes]
    if ".jsonl" in names or ".json" in names:
        return CaseFormat.JSONL
    return CaseFormat.CASES if ".tsv" in names else CaseFormat.NOR


def group_file(
    app: AppContext,
    path: Path,
    tables: DrgTableSet,
    *,
    layout: CaseFormat | None = None,
    with_explanation: bool = False,
    control: JobControl = NO_CONTROL,
) -> Iterator[GroupedLine]:
    """Yield the group of each contact of a file; memory does not grow with the file.

    A line that cannot be read or grouped is told with its number, and the run goes on.

    Raises:
        InputFileError: the file cannot be read, or is of another format.
        NotFoundError: the tables have been removed.
        Cancelled: the user cancelled.

    """
    grouper = grouper_of(app, tables)
    for line in read_cases(path, layout or guess_format(path)):
        if line.number % _EVERY == 0:
            control.step(line.number, 0, f"Grupperar rad {line.number} i {path.name} …")
        yield _grouped(grouper, line, with_explanation=with_explanation)


def _grouped(grouper: Grouper, line: CaseLine, *, with_explanation: bool) -> GroupedLine:
    if line.case is None:
        return GroupedLine(line.number, line.id, error=line.error)
    told = explain(grouper, line.case) if with_explanation else None
    outcome = told.outcome if told is not None else grouper.group(line.case)
    return GroupedLine(line.number, line.id, outcome, told, remark=_remark(line.case))


def _remark(case: DrgCase) -> str:
    if case.age_days <= MOST_DAYS_OF_AGE:
        return ""
    return f"Åldern {case.age_days} dagar är över 125 år. Kontrollera födelsedatum och datum."
