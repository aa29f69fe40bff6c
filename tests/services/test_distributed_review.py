"""A cluster of real processes: a scheduler and two workers, one of them killed half-way."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.domain.errors import AppError, Cancelled, InputFileError
from app.services import distributed_review
from app.services.context import AppContext
from app.services.distributed_review import review_on_cluster
from app.services.job_control import JobControl
from app.services.parallel_review import review_files

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 60
needs_the_extra = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="the extra distributed is not installed",
)


def write(path: Path, count: int) -> Path:
    codes = ("J18.9", "I10.9", "Z37.0", "S72.00", "R57.2")
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            code, other = codes[number % 5], codes[number // 5 % 5]
            event = {
                "id": f"E{number}",
                "class": "Slutenvård",
                "start": "2022-03-14",
                "end": "2022-03-18",
                "diagnoses": [{"code": code, "role": "principal"}, {"code": other}],
            }
            file.write(json.dumps(event) + "\n" if number % 100 else "trasig\n")
    return path


class Cluster:
    """A scheduler and two workers in processes of their own, on ports that nobody else has."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        told = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", str(told), "--no-show")
        self._await(lambda: told.exists() and told.read_text().strip().endswith("}"))
        self.address: str = json.loads(told.read_text())["address"]
        self.workers = [self._worker(), self._worker()]

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--no-nanny", "--nthreads", "1")

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / f"{kind}.log").open("ab"))
        here = ("--no-dashboard", "--host", "127.0.0.1")
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, *here],
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=log,
            stderr=log,
        )
        self._stack.callback(process.wait, PATIENCE)
        self._stack.callback(process.kill)
        return process

    @staticmethod
    def _await(is_so: Any) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path_factory.mktemp("cluster"), stack)


@needs_the_extra
def test_a_worker_killed_half_way_loses_nothing_and_doubles_nothing(
    app: AppContext, cluster: Cluster, tmp_path: Path
) -> None:
    first, second = write(tmp_path / "del-1.jsonl", 3_000), write(tmp_path / "del-2.jsonl", 500)
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _text: steps.append((done, total)))
    lines = review_on_cluster(app, [tmp_path / "del-*.jsonl"], cluster.address, control)
    got = [next(lines) for _ in range(400)]

    psutil.Process(cluster.workers.pop(0).pid).kill()
    got += lines

    assert got == list(review_files(app, [first, second], jobs=1))
    size = first.stat().st_size + second.stat().st_size
    assert steps == sorted(steps) and steps[-1] == (size, size)


@needs_the_extra
def test_a_run_on_a_cluster_can_be_stopped(
    app: AppContext, cluster: Cluster, tmp_path: Path
) -> None:
    path = write(tmp_path / "fil.jsonl", 4_000)
    control = JobControl()
    lines = review_on_cluster(app, [path], cluster.address, control)
    next(lines)

    control.cancel()

    with pytest.raises(Cancelled):
        list(lines)


@needs_the_extra
def test_a_file_that_is_not_there_is_told_before_the_cluster_is_asked(
    app: AppContext, tmp_path: Path
) -> None:
    with pytest.raises(InputFileError, match="kan inte läsas"):
        list(review_on_cluster(app, [tmp_path / "borta.jsonl"], "tcp://127.0.0.1:1"))


@needs_the_extra
def test_an_address_where_nobody_answers_is_told(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed_review, "_ANSWER", 0.5)
    path = write(tmp_path / "fil.jsonl", 3)

    with pytest.raises(AppError, match=r"svarar på tcp://127\.0\.0\.1:1"):
        list(review_on_cluster(app, [path], "tcp://127.0.0.1:1"))


def test_without_the_extra_the_sentence_says_what_to_install(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    path = write(tmp_path / "fil.jsonl", 3)

    with pytest.raises(AppError, match=r"requirements-distributed\.txt"):
        list(review_on_cluster(app, [path], "tcp://127.0.0.1:8786"))
