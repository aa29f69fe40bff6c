"""Review of files on all processors: the same answers in the same order, whatever their number."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from app.domain.encounter import Encounter
from app.domain.errors import AppError, Cancelled
from app.domain.finding import Finding
from app.services.context import AppContext
from app.services.drg_kit import pack_grouping
from app.services.job_control import NO_CONTROL, JobControl
from app.services.review import ReviewedLine, judged
from app.services.review_chunks import Chunk, cut, find_files, review_chunk, review_line
from app.services.review_kit import ReviewKit, pack_review

#: Files of fewer bytes are done before other processes have started.
WORTH_PROCESSES = 2_000_000
#: Chunks that are handed out at a time, for each process.
_AHEAD = 3
#: How often processes may die over one and the same chunk.
_MOST_DEATHS = 3


def review_files(
    app: AppContext,
    patterns: Sequence[Path],
    control: JobControl = NO_CONTROL,
    jobs: int | None = None,
    *,
    country: str = "",
) -> Iterator[ReviewedLine]:
    """Check files with one encounter a line, and yield what came of each line, in order.

    A pattern such as `part-*.jsonl` names several files; packed ones (.gz) are read where they
    lie. A line that cannot be read is reported with its number and the run goes on. Progress is
    told in bytes, and memory does not grow with the files. All lines are judged by the codebooks
    and the regional decisions of the moment when the run began. `jobs` is the number of
    processes, without it one for each processor; the answers do not depend on it. A process that
    dies is replaced and its lines are reviewed again: none is lost, and none comes twice. A
    country chooses the rule set of all lines.

    Raises:
        InputFileError: a file is not there, cannot be read or is of another kind.
        AppError: processes die over the same lines again and again.
        Cancelled: the task was asked to stop.

    """
    files = find_files(patterns)
    count = jobs or usable_processors()
    if count == 1 or files.size < WORTH_PROCESSES:
        reviewed = _here(app, cut(files), country)
    else:
        reviewed = _elsewhere(pack_review(app, country), cut(files), count)
    for chunk, lines in reviewed:
        for line in lines:
            if control.is_cancelled:
                raise Cancelled
            yield line
        control.step(chunk.done, files.size, f"Granskade {chunk.label} …")


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


#: A chunk and what came of its lines.
_Reviewed = Iterator[tuple[Chunk, Iterator[ReviewedLine]]]


def _here(app: AppContext, chunks: Iterator[Chunk], country: str) -> _Reviewed:
    """Review in this process, each line when it is asked for."""
    region, library, grouping = app.region.current(), app.library, pack_grouping(app)

    def judge(encounter: Encounter) -> list[Finding]:
        books = library.for_day(encounter.day)
        grouped = grouping.with_problem_group(encounter, books)
        return judged(app.rules, grouped, books, region, country)

    for chunk in chunks:
        yield chunk, (review_line(judge, chunk.file, line) for line in chunk.lines)


def _elsewhere(kit: ReviewKit, chunks: Iterator[Chunk], count: int) -> _Reviewed:
    """Review in other processes, a few chunks ahead of who asks."""
    pool = _Pool(kit, count)
    waiting: deque[_Handed] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.hand_out(chunk))
            if len(waiting) >= count * _AHEAD:
                yield waiting[0].chunk, iter(pool.answer(waiting))
        while waiting:
            yield waiting[0].chunk, iter(pool.answer(waiting))
    finally:
        pool.close()


@dataclass(slots=True)
class _Handed:
    """A chunk that some process reviews, or has reviewed."""

    chunk: Chunk
    answer: Future[tuple[ReviewedLine, ...]]
    #: Which processes it was handed to: those that were started first are 0.
    crew: int

    @property
    def is_lost(self) -> bool:
        """Whether its process died with it, or with another chunk of the same crew."""
        answer = self.answer
        return answer.cancelled() or (answer.done() and answer.exception() is not None)


class _Pool:
    """Processes that review chunks; when one dies, all are replaced and none of their work kept."""

    def __init__(self, kit: ReviewKit, count: int) -> None:
        # A process is told a path and not sent the kit: one that dies before it has read what it
        # is sent would leave us writing for ever, once that is more than a pipe holds.
        self._folder = TemporaryDirectory(prefix="kodklar-", ignore_cleanup_errors=True)
        self._kit = Path(self._folder.name, "kit")
        self._kit.write_bytes(ForkingPickler.dumps(kit))
        self._count = count
        self._crew = 0
        self._executor = self._start()

    def hand_out(self, chunk: Chunk) -> _Handed:
        """Give a chunk to the next free process."""
        try:
            return _Handed(chunk, self._submit(chunk), self._crew)
        except BrokenProcessPool:
            self._replace()
            return _Handed(chunk, self._submit(chunk), self._crew)

    def answer(self, waiting: deque[_Handed]) -> tuple[ReviewedLine, ...]:
        """Wait for the first chunk, and take it off.

        Where a process died, the first chunk is reviewed by a new crew with nothing beside it,
        so that a chunk that kills its process is known by that.
        """
        first = waiting[0]
        deaths = 0
        while True:
            try:
                lines = first.answer.result()
                break
            except BrokenProcessPool as error:
                if first.crew == self._crew:
                    deaths += 1
                    self._replace()
                if deaths == _MOST_DEATHS:
                    raise _killed(first.chunk) from error
                first = waiting[0] = self.hand_out(first.chunk)
        waiting.popleft()
        for place, handed in enumerate(waiting):
            if handed.crew != self._crew and handed.is_lost:
                waiting[place] = self.hand_out(handed.chunk)
        return lines

    def close(self) -> None:
        """Let the processes end what they are at, at most a chunk each, and leave."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def _submit(self, chunk: Chunk) -> Future[tuple[ReviewedLine, ...]]:
        with _deaf_to_interrupts():
            return self._executor.submit(_review, chunk)

    def _replace(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._crew += 1
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # Started anew and not forked: so it is on Windows, and in a program with threads.
        return ProcessPoolExecutor(
            self._count, get_context("spawn"), initializer=_begin, initargs=(self._kit,)
        )


class _Process:
    """What a reviewing process holds."""

    kit: ClassVar[ReviewKit]


def _begin(kit: Path) -> None:
    """Make ready a new process: it leaves Ctrl+C to the one that started it, and dies with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    # What goes wrong is told in the answers; only the process that asked writes a log.
    logging.getLogger("app").addHandler(logging.NullHandler())
    logging.getLogger("app").propagate = False
    _Process.kit = ForkingPickler.loads(kit.read_bytes())
    # The codebooks live as long as the process: the collector need not visit them.
    gc.collect()
    gc.freeze()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _review(chunk: Chunk) -> tuple[ReviewedLine, ...]:
    return review_chunk(_Process.kit, chunk)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let a process that is started here not hear Ctrl+C before it is ready."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _killed(chunk: Chunk) -> AppError:
    return AppError(
        f"Granskningen avbröts: {chunk.label} stoppade sin arbetsprocess {_MOST_DEATHS} gånger. "
        "Frigör minne och försök igen, eller lyft ut raderna ur filen.",
        on_terminal="Med --jobs 1 används bara en process.",
    )
