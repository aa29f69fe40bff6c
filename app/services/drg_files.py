"""Use case: group a file of contacts, a line at a time, on one or on all processors."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, NamedTuple

from app.domain.drg import DrgOutcome
from app.domain.drg_explanation import Explanation
from app.domain.drg_ports import DrgTableSet
from app.domain.errors import AppError
from app.exchange.drg_cases import (
    CaseFormat,
    CaseLine,
    CaseReader,
    guess_format,
    open_cases,
)
from app.exchange.numbered_lines import NumberedLine
from app.grouper.engine import Grouper
from app.grouper.explanation import explain
from app.grouper.packed import pack, unpack
from app.services.context import AppContext
from app.services.drg_tables import grouper_of
from app.services.job_control import NO_CONTROL, JobControl
from app.services.parallel_review import usable_processors
from app.services.worker_crew import MOST_DEATHS, WorkerCrew, WorkKillsError

#: Lines between two signs of progress, and handed to a process at a time.
_EVERY = 1_000
#: Files of fewer times as many lines are done before other processes have started.
_WORTH_PROCESSES = 20
_FOR_WORKERS = "workers"


@dataclass(frozen=True, slots=True)
class GroupedLine:
    """What came of one line of a file of contacts."""

    number: int
    id: str
    outcome: DrgOutcome | None = None
    explanation: Explanation | None = None
    #: A Swedish sentence; then nothing was grouped.
    error: str = ""
    #: What is odd about a contact that was grouped all the same, with file and row.
    remark: str = ""


def group_file(
    app: AppContext,
    path: Path,
    tables: DrgTableSet,
    *,
    layout: CaseFormat | None = None,
    with_explanation: bool = False,
    jobs: int | None = None,
    control: JobControl = NO_CONTROL,
) -> Iterator[GroupedLine]:
    """Yield the group of each contact of a file, in order; memory does not grow with the file.

    A line that cannot be read or grouped is told with its number, and the run goes on. `jobs` is
    the number of processes, without it one for each processor; the answers do not depend on it.
    A process that dies is replaced, and its lines are grouped again.

    Raises:
        InputFileError: the file cannot be read, or is of another format.
        NotFoundError: the tables have been removed.
        AppError: processes die over the same lines again and again.
        Cancelled: the user cancelled.

    """
    grouper = grouper_of(app, tables)
    with open_cases(path, layout or guess_format(path)) as (reader, lines):
        blocks = _blocks(reader, lines, with_explanation=with_explanation)
        first = list(islice(blocks, _WORTH_PROCESSES))
        count = (jobs or usable_processors()) if len(first) == _WORTH_PROCESSES else 1
        every = chain(first, blocks)
        grouped = _here(grouper, every) if count == 1 else _elsewhere(grouper, every, count)
        for answers in grouped:
            control.step(answers[-1].number, 0, f"Grupperade {answers[-1].number} rader …")
            yield from answers


class _Block(NamedTuple):
    """Some lines of a file, with all that grouping them asks for beside the tables."""

    reader: CaseReader
    lines: tuple[NumberedLine, ...]
    with_explanation: bool


#: Lines and answers go between processes as plain tuples, which are written and read far faster.
_PlainBlock = tuple[CaseReader, tuple[tuple[int, str, bool], ...], bool]
_PlainLine = tuple[int, str, tuple[str, str, str, str] | None, Explanation | None, str, str]
_Answers = tuple[GroupedLine, ...]


def _blocks(
    reader: CaseReader, lines: Iterator[NumberedLine], *, with_explanation: bool
) -> Iterator[_Block]:
    while some := tuple(islice(lines, _EVERY)):
        yield _Block(reader, some, with_explanation)


def _here(grouper: Grouper, blocks: Iterable[_Block]) -> Iterator[_Answers]:
    return (_group(grouper, block) for block in blocks)


def _elsewhere(grouper: Grouper, blocks: Iterable[_Block], count: int) -> Iterator[_Answers]:
    """Group in other processes, which read the tables from a file of their own."""
    with TemporaryDirectory(prefix="kodklar-", ignore_cleanup_errors=True) as folder:
        needed = Path(folder, "tables")
        needed.write_bytes(pack(grouper.tables, _FOR_WORKERS))
        crew = WorkerCrew(_group_in_process, _begin, needed, count)
        try:
            for _block, answers in crew.each(map(_plain_block, blocks)):
                yield tuple(map(_whole_line, answers))
        except WorkKillsError as error:
            raise AppError(
                f"Grupperingen avbröts: några rader stoppade sin arbetsprocess {MOST_DEATHS} "
                "gånger. Frigör minne och försök igen.",
                on_terminal="Med --jobs 1 används bara en process.",
            ) from error
        finally:
            crew.close()


class _Process:
    """What a grouping process holds."""

    grouper: ClassVar[Grouper]


def _begin(needed: Path) -> None:
    _Process.grouper = Grouper(unpack(needed.read_bytes(), _FOR_WORKERS))
    # The tables live as long as the process: the collector need not visit them.
    gc.collect()
    gc.freeze()


def _group_in_process(plain: _PlainBlock) -> tuple[_PlainLine, ...]:
    reader, lines, with_explanation = plain
    block = _Block(reader, tuple(map(NumberedLine._make, lines)), with_explanation)
    return tuple(map(_plain_line, _group(_Process.grouper, block)))


def _plain_block(block: _Block) -> _PlainBlock:
    return (
        block.reader,
        tuple((n, text, is_whole) for n, text, is_whole in block.lines),
        block.with_explanation,
    )


def _plain_line(line: GroupedLine) -> _PlainLine:
    found = line.outcome
    told = None if found is None else (found.drg, found.rule, found.rtc, found.mdc)
    return line.number, line.id, told, line.explanation, line.error, line.remark


def _whole_line(plain: _PlainLine) -> GroupedLine:
    number, case_id, told, explanation, error, remark = plain
    outcome = None if told is None else DrgOutcome(*told)
    return GroupedLine(number, case_id, outcome, explanation, error, remark)


def _group(grouper: Grouper, block: _Block) -> _Answers:
    read = map(block.reader.read, block.lines)
    if block.with_explanation:
        return tuple(_explained(grouper, line) for line in read)
    return tuple(_grouped(grouper, line) for line in read)


def _grouped(grouper: Grouper, line: CaseLine) -> GroupedLine:
    if line.case is None:
        return GroupedLine(line.number, line.id, error=line.error)
    return GroupedLine(line.number, line.id, grouper.group(line.case), remark=line.remark)


def _explained(grouper: Grouper, line: CaseLine) -> GroupedLine:
    if line.case is None:
        return GroupedLine(line.number, line.id, error=line.error)
    told = explain(grouper, line.case)
    return GroupedLine(line.number, line.id, told.outcome, told, remark=line.remark)
