"""Files on several processes: the same answers in the same order, whatever happens to them."""

from __future__ import annotations

import gzip
import json
import os
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.domain.errors import AppError, Cancelled, InputFileError
from app.domain.period import Period
from app.domain.region import BlockList, Region
from app.domain.regional import Block, BlockKind
from app.services import parallel_review
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.parallel_review import review_files, usable_processors
from app.services.review import ReviewedLine
from app.services.review_chunks import Chunk, cut, find_files
from tests.services.small_drg import SWEDISH, keep

CODES = ("J18.9", "I10.9", "Z37.0", "S72.00", "R57.2", "H36.0", "Q99.7", "E11.9")


@pytest.fixture(autouse=True)
def every_file_is_worth_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_review, "WORTH_PROCESSES", 0)


def event(number: int) -> dict[str, Any]:
    first, second = CODES[number % 8], CODES[number // 8 % 8]
    return {
        "id": f"E{number}",
        "patient": {"birth_date": "1950-05-17", "sex": "M"},
        "class": "Slutenvård",
        "start": "2022-03-14",
        "end": "2022-03-18",
        "diagnoses": [{"code": first, "role": "principal"}, {"code": second}],
    }


def write(path: Path, count: int, begin: int = 0) -> Path:
    lines = [json.dumps(event(number)) for number in range(begin, begin + count)]
    lines[count // 2] = "trasig"
    text = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


@pytest.fixture
def decided(app: AppContext) -> AppContext:
    """The workstation of a region that has blocked a code."""
    blocks = BlockList([Block("J18", BlockKind.NOT_PRINCIPAL, "Prov")])

    class Decided:
        def current(self) -> Region:
            return Region(blocks=blocks)

    return replace(app, region=Decided())


def workers() -> list[psutil.Process]:
    """The reviewing processes, without the one that watches over their semaphores."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def test_the_answers_are_the_same_whatever_the_number_of_processes(
    decided: AppContext, tmp_path: Path
) -> None:
    keep(decided, replace(SWEDISH, valid=Period(date(2022, 1, 1), date(2022, 12, 31))))
    path = write(tmp_path / "fil.jsonl", 900)

    alone = list(review_files(decided, [path], jobs=1))
    shared = list(review_files(decided, [path], jobs=2))

    assert shared == alone
    assert [line.number for line in shared] == list(range(1, 901))
    assert shared[450].error.startswith("Rad 451 hoppades över")
    assert {"RE001", "DG001"} <= {f.rule_id for line in shared for f in line.findings}


def test_a_process_that_is_killed_half_way_loses_nothing_and_doubles_nothing(
    app: AppContext, tmp_path: Path
) -> None:
    path = write(tmp_path / "fil.jsonl", 3_000)
    lines = review_files(app, [path], jobs=2)
    got = [next(lines) for _ in range(300)]

    os.kill(workers()[0].pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    got += lines

    assert got == list(review_files(app, [path], jobs=1))


class DeadlyExecutor(ThreadPoolExecutor):
    """Stands in for a crew whose processes die as soon as they meet a line."""

    def __init__(self, deadly: int) -> None:
        super().__init__(1)
        self._deadly = deadly
        self._is_broken = False

    def submit(self, _function: Any, chunk: Chunk) -> Future[Any]:
        return super().submit(self._review, chunk)

    def _review(self, chunk: Chunk) -> tuple[ReviewedLine, ...]:
        self._is_broken |= any(line.number == self._deadly for line in chunk.lines)
        if self._is_broken:
            raise BrokenProcessPool
        return tuple(ReviewedLine(line.number) for line in chunk.lines)


def test_lines_that_kill_every_process_are_named_and_stop_the_run(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "fil.jsonl", 1_500)
    crews: list[DeadlyExecutor] = []

    def start(_count: int, _context: Any, **begin: Any) -> DeadlyExecutor:
        # What a process is sent as it starts fits in a pipe: it may die before it has read it.
        assert len(ForkingPickler.dumps(begin)) < 4_096
        crews.append(DeadlyExecutor(700))
        return crews[-1]

    monkeypatch.setattr(parallel_review, "ProcessPoolExecutor", start)
    lines = review_files(app, [path], jobs=2)
    taken = [next(lines).number for _ in range(600)]

    with pytest.raises(AppError, match=r"raderna 601–800 stoppade sin arbetsprocess 3 gånger"):
        next(lines)

    assert taken == list(range(1, 601))
    assert len(crews) > 3


def test_nothing_is_left_running_when_a_run_is_stopped(app: AppContext, tmp_path: Path) -> None:
    path = write(tmp_path / "fil.jsonl", 2_000)
    control = JobControl()
    lines = review_files(app, [path], control, jobs=2)
    next(lines)
    assert workers()

    control.cancel()

    with pytest.raises(Cancelled):
        list(lines)
    assert workers() == []


def test_progress_is_told_in_bytes_of_all_files(app: AppContext, tmp_path: Path) -> None:
    first = write(tmp_path / "del-1.jsonl", 450)
    second = write(tmp_path / "del-2.jsonl.gz", 450)
    size = first.stat().st_size + second.stat().st_size
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _text: steps.append((done, total)))

    list(review_files(app, [tmp_path / "del-*"], control, jobs=1))

    assert steps == sorted(steps)
    assert {total for _done, total in steps} == {size}
    assert steps[2] == (first.stat().st_size, size) and steps[-1] == (size, size)


def test_files_of_a_pattern_come_by_number_each_once(app: AppContext, tmp_path: Path) -> None:
    for number in (1, 2, 10):
        write(tmp_path / f"del-{number}.jsonl", 3, begin=number * 100)

    lines = list(review_files(app, [tmp_path / "del-*.jsonl", tmp_path / "del-2.jsonl"], jobs=1))

    assert [(line.file, line.number) for line in lines] == [
        (f"del-{part}.jsonl", number) for part in (1, 2, 10) for number in (1, 2, 3)
    ]


def test_a_pattern_that_matches_nothing_is_told(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"Ingen fil stämmer med del-\*\.jsonl"):
        list(review_files(app, [tmp_path / "del-*.jsonl"]))


def test_nothing_is_reviewed_where_one_of_the_files_is_of_another_kind(
    app: AppContext, tmp_path: Path
) -> None:
    good, other = write(tmp_path / "a.jsonl", 3), tmp_path / "b.jsonl"
    other.write_text("kod;titel\n", encoding="utf-8")

    with pytest.raises(InputFileError, match=r"b\.jsonl är inte"):
        next(review_files(app, [good, other]))


def test_a_file_is_cut_where_its_lines_end(tmp_path: Path) -> None:
    path = write(tmp_path / "fil.jsonl", 500)

    chunks = list(cut(find_files([path])))

    assert [chunk.label for chunk in chunks] == [
        "raderna 1–200",
        "raderna 201–400",
        "raderna 401–500",
    ]
    assert [chunk.key for chunk in chunks] == ["0-1", "0-201", "0-401"]
    assert (
        b"\n".join((line.content or b"").rstrip(b"\n") for chunk in chunks for line in chunk.lines)
        == path.read_bytes()
    )


def test_there_is_a_processor_to_use() -> None:
    assert 1 <= usable_processors() <= psutil.cpu_count()
