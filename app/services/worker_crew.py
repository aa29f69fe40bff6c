"""Work handed to several processes, answered in order: a process that dies loses nothing.

The processes are started anew and not forked, so that it is the same on every system and beside
threads. Each begins by reading what all of them need from a file: one that dies before it has read
what it is sent would otherwise leave the sender writing for ever.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Generic, TypeVar

Work = TypeVar("Work")
Answer = TypeVar("Answer")
#: Pieces that are handed out at a time, for each process.
_AHEAD = 3
#: How often processes may die over one and the same piece.
MOST_DEATHS = 3


class WorkKillsError(Exception):
    """Processes died over the same piece again and again."""


@dataclass(slots=True)
class _Handed(Generic[Work, Answer]):
    """A piece of work that some process does, or has done."""

    work: Work
    answer: Future[Answer]
    #: Which processes it was handed to: those that were started first are 0.
    crew: int

    @property
    def is_lost(self) -> bool:
        """Whether its process died with it, or with another piece of the same crew."""
        answer = self.answer
        return answer.cancelled() or (answer.done() and answer.exception() is not None)


class WorkerCrew(Generic[Work, Answer]):
    """Processes that do pieces of work; when one dies, all are replaced, nothing is lost.

    Args:
        do: the work; a function of a module, as all that goes to another process.
        begin: is called first in each process, with the file.
        needed: the file with what all of them need.
        count: how many processes there are.

    """

    def __init__(
        self,
        do: Callable[[Work], Answer],
        begin: Callable[[Path], None],
        needed: Path,
        count: int,
    ) -> None:
        self._do, self._begin, self._needed, self._count = do, begin, needed, count
        self._crew = 0
        self._executor = self._start()

    def each(self, pieces: Iterable[Work]) -> Iterator[tuple[Work, Answer]]:
        """Yield the pieces with their answers, in order, a few ahead of who asks.

        Raises:
            WorkKillsError: processes die over the same piece again and again.

        """
        waiting: deque[_Handed[Work, Answer]] = deque()
        for piece in pieces:
            waiting.append(self._hand_out(piece))
            if len(waiting) >= self._count * _AHEAD:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def close(self) -> None:
        """Let the processes end what they are at, at most a piece each, and leave."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _hand_out(self, piece: Work) -> _Handed[Work, Answer]:
        try:
            return _Handed(piece, self._submit(piece), self._crew)
        except BrokenProcessPool:
            self._replace()
            return _Handed(piece, self._submit(piece), self._crew)

    def _first(self, waiting: deque[_Handed[Work, Answer]]) -> tuple[Work, Answer]:
        """Wait for the first piece, and take it off.

        Where a process died, the first piece is done by a new crew with nothing beside it, so that
        a piece that kills its process is known by that.
        """
        first, deaths = waiting[0], 0
        while True:
            try:
                answer = first.answer.result()
                break
            except BrokenProcessPool as error:
                if first.crew == self._crew:
                    deaths += 1
                    self._replace()
                if deaths == MOST_DEATHS:
                    raise WorkKillsError from error
                first = waiting[0] = self._hand_out(first.work)
        waiting.popleft()
        for place, handed in enumerate(waiting):
            if handed.crew != self._crew and handed.is_lost:
                waiting[place] = self._hand_out(handed.work)
        return first.work, answer

    def _submit(self, piece: Work) -> Future[Answer]:
        with _deaf_to_interrupts():
            return self._executor.submit(self._do, piece)

    def _replace(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._crew += 1
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count,
            get_context("spawn"),
            initializer=_begin,
            initargs=(self._begin, self._needed),
        )


def _begin(begin: Callable[[Path], None], needed: Path) -> None:
    """Make ready a new process: it leaves Ctrl+C to the one that started it, and dies with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    begin(needed)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


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
