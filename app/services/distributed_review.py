"""Review of files on a dask cluster that is already there: the same answers in the same order.

The library is an optional extra and is imported when a cluster is asked for. Scheduler and workers
need the program in their path, and nothing else: codebooks, decisions and lines are sent to them.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.domain.errors import AppError, Cancelled
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.review import ReviewedLine
from app.services.review_chunks import Chunk, cut, find_files, review_chunk
from app.services.review_kit import ReviewKit, pack_review

#: Seconds until a scheduler has answered, and until a cluster without workers has got one.
_ANSWER, _WORKERS = 10, 30
#: Seconds between looks at whether somebody wants to stop.
_LOOK = 0.5
#: Chunks handed out at a time, for each thread of the cluster, and at least.
_AHEAD, _LEAST_AHEAD = 4, 16


class Future(Protocol):
    """What a cluster will answer; of the library, what is used here."""

    def result(self, timeout: float) -> Any:
        """Return the answer, raise the reason why there is none, or TimeoutError."""
        ...


class Client(Protocol):
    """A connection to a scheduler; of the library, what is used here."""

    def submit(self, function: Any, *arguments: Any, key: str) -> Future:
        """Hand out a task."""
        ...

    def nthreads(self) -> dict[str, int]:
        """Threads by worker."""
        ...

    def wait_for_workers(self, n_workers: int, timeout: float) -> None:
        """Return when there are as many, or raise TimeoutError."""
        ...

    def close(self) -> None:
        """Leave, and call back what was not answered."""
        ...


def review_on_cluster(
    app: AppContext,
    patterns: Sequence[Path],
    address: str,
    control: JobControl = NO_CONTROL,
    *,
    country: str = "",
) -> Iterator[ReviewedLine]:
    """Check files as `parallel_review.review_files` does, on the workers of a scheduler.

    A worker that dies while it reviews loses nothing: its chunks, each known by its file and its
    first line, are reviewed by another, and each is answered once.

    Raises:
        InputFileError: a file is not there, cannot be read or is of another kind.
        AppError: the extra is not installed, nobody answers at the address, the cluster has no
            workers, they lack the program, or they die over the same lines again and again.
        Cancelled: the task was asked to stop.

    """
    files = find_files(patterns)
    with _connected(address) as client:
        run_id = app.new_id()
        kit = _sent(client, pack_review(app, country), f"kodklar-{run_id}-kit")
        run = _Run(client, kit, run_id, control)
        for chunk, lines in _in_order(run, cut(files)):
            yield from lines
            control.step(chunk.done, files.size, f"Granskade {chunk.label} …")


@dataclass(slots=True)
class _Run:
    """One review of some files on a cluster."""

    client: Client
    kit: Future
    #: Told in the names of the tasks, so that no other run's answers are taken for ours.
    id: str
    control: JobControl

    def hand_out(self, chunk: Chunk) -> Future:
        """Ask the cluster to review a chunk."""
        key = f"kodklar-{self.id}-{chunk.key}"
        return self.client.submit(review_chunk, self.kit, chunk, key=key)

    def answer(self, chunk: Chunk, future: Future) -> tuple[ReviewedLine, ...]:
        """Wait for a chunk.

        Raises:
            AppError: it cannot be reviewed; the text says what to do.
            Cancelled: the task was asked to stop.

        """
        idle = 0.0
        while idle < _WORKERS:
            if self.control.is_cancelled:
                raise Cancelled
            with _told(chunk):
                try:
                    lines: tuple[ReviewedLine, ...] = future.result(timeout=_LOOK)
                except TimeoutError:
                    idle = 0.0 if self.client.nthreads() else idle + _LOOK
                else:
                    return lines
        raise _no_workers()


def _in_order(
    run: _Run, chunks: Iterator[Chunk]
) -> Iterator[tuple[Chunk, tuple[ReviewedLine, ...]]]:
    ahead = max(_LEAST_AHEAD, _AHEAD * sum(run.client.nthreads().values()))
    waiting: deque[tuple[Chunk, Future]] = deque()
    for chunk in chunks:
        waiting.append((chunk, run.hand_out(chunk)))
        if len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, run.answer(first, future)
    while waiting:
        first, future = waiting.popleft()
        yield first, run.answer(first, future)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Speak to a scheduler; what was not answered is called back in the end."""
    library = _library()
    # What the library tells of lost workers is told by us, once and in Swedish.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Client = library.Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise AppError(
            f"Ingen schemaläggare svarar på {address}. Kontrollera adressen, till exempel "
            "tcp://server:8786, och att den är i gång."
        ) from error
    try:
        _await_workers(client)
        yield client
    finally:
        client.close()


def _library() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise AppError(
            "För granskning på ett kluster behövs tillägget distributed. Installera det med "
            "pip install --require-hashes -r installer/requirements-distributed.txt i programmets "
            "miljö, eller granska utan --scheduler."
        ) from error


def _await_workers(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError as error:
        raise _no_workers() from error


def _sent(client: Client, kit: ReviewKit, key: str) -> Future:
    """Send the kit as a task of its own: a worker that comes late, or lost it, is sent it again."""
    with warnings.catch_warnings():
        # Some ten megabytes a codebook, once a run: the library would rather have them scattered,
        # but what is scattered is gone with the workers that held it.
        warnings.simplefilter("ignore", UserWarning)
        return client.submit(_received, kit, key=key)


def _received(kit: ReviewKit) -> ReviewKit:
    return kit


@contextmanager
def _told(chunk: Chunk) -> Iterator[None]:
    """Turn what the library raises into a sentence."""
    library = importlib.import_module("distributed")
    try:
        yield
    except (ImportError, RuntimeError) as error:
        if not isinstance(error.__cause__ or error, ImportError):
            raise
        raise AppError(
            "Klustret hittar inte Kodklar. Starta schemaläggare och arbetare i programmets mapp, "
            "eller med den i PYTHONPATH, med samma version som här, och kör om."
        ) from error
    except library.KilledWorker as error:
        raise AppError(
            f"Granskningen avbröts: {chunk.label} stoppade flera arbetare i klustret. Ge arbetarna "
            "mer minne, eller lyft ut raderna ur filen, och kör om."
        ) from error
    except (asyncio.CancelledError, OSError) as error:
        raise AppError(
            "Kontakten med klustret bröts innan granskningen var klar. Kontrollera att "
            "schemaläggaren är i gång och kör om."
        ) from error


def _no_workers() -> AppError:
    return AppError(
        "Klustret har inga arbetare. Starta några som hör till samma schemaläggare och kör om."
    )
