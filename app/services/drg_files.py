"""Use case: group a file of contacts, on one or on all processors.

Who reads the file does next to nothing: pieces of whole lines go out as they stand, and what comes
back is ready to be printed. So the work of several processes is shared, and none waits for another.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.drg_ports import DrgTableSet
from app.domain.errors import AppError, InputFileError
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import guess_format, open_cases
from app.exchange.line_blocks import LineBlock
from app.grouper.engine import Grouper
from app.services.context import AppContext
from app.services.drg_blocks import (
    Task,
    Tell,
    ToldBlock,
    begin_process,
    group_block,
    group_in_process,
    keep_for_processes,
    plain_blocks,
)
from app.services.drg_tables import grouper_of
from app.services.job_control import NO_CONTROL, JobControl
from app.services.parallel_review import usable_processors
from app.services.worker_crew import MOST_DEATHS, WorkerCrew, WorkKillsError

#: Characters of lines that are grouped at a time; explanations are many times longer than lines.
_BLOCK, _EXPLAINED_BLOCK = 128 * 1024, 16 * 1024
#: Files of fewer lines, and of fewer blocks, are done before other processes have started.
_WORTH_LINES, _WORTH_BLOCKS = 20_000, 64


def group_file(
    app: AppContext,
    path: Path,
    tables: DrgTableSet,
    tell: Tell,
    *,
    layout: CaseFormat | None = None,
    with_explanation: bool = False,
    jobs: int | None = None,
    control: JobControl = NO_CONTROL,
) -> Generator[ToldBlock, None, None]:
    """Yield what comes of the contacts of a file, in order; memory does not grow with the file.

    A line that cannot be read or grouped is told with its number, and the run goes on. `tell`
    writes what came of each line. `jobs` is the number of processes, without it one for each
    processor; the answers do not depend on it. A process that dies is replaced, and its lines are
    grouped again.

    Raises:
        InputFileError: the file cannot be read, holds no contact, or is of another format.
        NotFoundError: the tables have been removed.
        AppError: processes die over the same lines again and again.
        Cancelled: the user cancelled.

    """
    grouper = grouper_of(app, tables)
    size = _EXPLAINED_BLOCK if with_explanation else _BLOCK
    with open_cases(path, layout or guess_format(path), size) as (reader, blocks):
        task = Task(reader, tell, with_explanation)
        first, is_worth_processes = _beginning(blocks)
        count = (jobs or usable_processors()) if is_worth_processes else 1
        every = _watched(chain(first, blocks), control)
        here = (group_block(grouper, task, block) for block in every)
        told = here if count == 1 else _elsewhere(grouper, task, every, count)
        yield from _not_none(told, path.name)


def _not_none(blocks: Iterable[ToldBlock], name: str) -> Iterator[ToldBlock]:
    """Hand on what came of lines; a file without any is told: who made it surely meant some."""
    lines = 0
    for block in blocks:
        lines += block.grouped + block.failed
        yield block
    if not lines:
        raise InputFileError(
            f"{name} har ingen kontakt under rubrikraden. Exportera filen på nytt."
        )


def _beginning(blocks: Iterator[LineBlock]) -> tuple[list[LineBlock], bool]:
    """Take the first blocks, and tell whether the file is worth several processes."""
    first: list[LineBlock] = []
    for block in blocks:
        first.append(block)
        if block.next_number > _WORTH_LINES or len(first) == _WORTH_BLOCKS:
            return first, True
    return first, False


def _watched(blocks: Iterable[LineBlock], control: JobControl) -> Iterator[LineBlock]:
    for block in blocks:
        yield block
        control.step(block.next_number - 1, 0, f"Grupperade {block.next_number - 1} rader …")


def _elsewhere(
    grouper: Grouper, task: Task, blocks: Iterator[LineBlock], count: int
) -> Iterator[ToldBlock]:
    """Group in other processes, which read the tables from a file of their own."""
    with TemporaryDirectory(prefix="kodklar-", ignore_cleanup_errors=True) as folder:
        needed = Path(folder, "tables")
        keep_for_processes(grouper, needed)
        crew = WorkerCrew(group_in_process, begin_process, needed, count)
        try:
            for _block, answer in crew.each(plain_blocks(task, blocks)):
                yield ToldBlock(*answer)
        except WorkKillsError as error:
            raise AppError(
                f"Grupperingen avbröts: några rader stoppade sin arbetsprocess {MOST_DEATHS} "
                "gånger. Frigör minne och försök igen.",
                on_terminal="Med --jobs 1 används bara en process.",
            ) from error
        finally:
            crew.close()
