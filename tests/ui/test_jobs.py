"""Work off the GUI thread: answers come back to it, once, and only to those who still live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread

from app.services.job_control import JobControl
from ui.jobs import Jobs, Lane


@pytest.fixture
def owner() -> QObject:
    return QObject()


def ignore(_value: object) -> None:
    """For answers that a test does not look at."""


@pytest.mark.parametrize("_round", range(5))
def test_three_thousand_small_jobs_all_come_back(jobs: Jobs, owner: QObject, qtbot, _round) -> None:
    answers: list[int] = []

    for number in range(3_000):
        jobs.run(lambda _control, n=number: n, owner=owner, on_done=answers.append, on_error=ignore)

    qtbot.waitUntil(lambda: len(answers) == 3_000)
    assert sorted(answers) == list(range(3_000))


def test_answers_come_on_the_gui_thread(jobs: Jobs, owner: QObject, qtbot) -> None:
    threads: list[bool] = []

    jobs.run(
        lambda _control: threading.current_thread() is threading.main_thread(),
        owner=owner,
        on_done=lambda was_main: threads.extend(
            (was_main, QThread.currentThread() is owner.thread())
        ),
        on_error=ignore,
    )

    qtbot.waitUntil(lambda: threads == [False, True])


def test_an_error_is_handed_over_and_not_swallowed(jobs: Jobs, owner: QObject, qtbot) -> None:
    errors: list[Exception] = []

    def work(_control: JobControl) -> None:
        raise ValueError("fel")

    jobs.run(work, owner=owner, on_done=ignore, on_error=errors.append)

    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], ValueError)


def test_a_cancelled_job_stops_at_its_next_step_and_says_nothing(
    jobs: Jobs, owner: QObject, qtbot
) -> None:
    started, stopped, told = threading.Event(), threading.Event(), []

    def work(control: JobControl) -> None:
        started.set()
        try:
            while True:
                control.step(0, 1, "arbetar")
                time.sleep(0.001)
        finally:
            stopped.set()

    control = jobs.run(work, owner=owner, on_done=told.append, on_error=told.append)
    assert started.wait(5)
    control.cancel()

    qtbot.waitUntil(stopped.is_set)
    qtbot.wait(20)
    assert told == []


def test_progress_is_told_while_the_job_runs(jobs: Jobs, owner: QObject, qtbot) -> None:
    steps: list[tuple[int, int, str]] = []

    jobs.run(
        lambda control: control.step(2, 5, "läser"),
        owner=owner,
        on_done=ignore,
        on_error=ignore,
        on_progress=lambda *step: steps.append(step),
    )

    qtbot.waitUntil(lambda: steps == [(2, 5, "läser")])


def test_a_flood_of_steps_never_drowns_the_window(jobs: Jobs, owner: QObject, qtbot) -> None:
    steps, done = [], []

    def work(control: JobControl) -> None:
        for number in range(20_000):
            control.step(number, 20_000, "läser")

    jobs.run(
        work,
        owner=owner,
        on_done=done.append,
        on_error=ignore,
        on_progress=lambda *step: steps.append(step),
    )

    qtbot.waitUntil(lambda: len(done) == 1)
    assert 1 <= len(steps) < 200


def test_an_answer_to_a_deleted_owner_is_dropped(jobs: Jobs, qtbot) -> None:
    gate, told, short_lived = threading.Event(), [], QObject()

    jobs.run(
        lambda _control: gate.wait(5), owner=short_lived, on_done=told.append, on_error=told.append
    )
    shiboken6.delete(short_lived)
    gate.set()

    qtbot.wait(50)
    assert told == []


def test_writes_are_done_one_at_a_time_in_order(jobs: Jobs, owner: QObject, qtbot) -> None:
    running, most, done = [], [], []

    def work(_control: JobControl, number: int) -> int:
        running.append(number)
        most.append(len(running))
        time.sleep(0.002)
        running.remove(number)
        return number

    for number in range(20):
        jobs.run(
            lambda control, n=number: work(control, n),
            owner=owner,
            on_done=done.append,
            on_error=ignore,
            lane=Lane.WRITE,
        )

    qtbot.waitUntil(lambda: len(done) == 20)
    assert max(most) == 1
    assert done == list(range(20))


@pytest.mark.parametrize(
    ("lane", "workers", "expected"), [(Lane.READ, 4, []), (Lane.WRITE, 1, [0, 1, 2])]
)
def test_shut_down_cancels_what_runs_and_drops_what_waits_unless_it_writes(
    owner: QObject, qapp, lane: Lane, workers: int, expected: list[int]
) -> None:
    jobs, started, ran = Jobs(), threading.Semaphore(0), []

    def endless(control: JobControl) -> None:
        started.release()
        while True:
            control.step(0, 0, "")
            time.sleep(0.001)

    def run(work: Callable[[JobControl], None]) -> JobControl:
        return jobs.run(work, owner=owner, on_done=ignore, on_error=ignore, lane=lane)

    for _ in range(workers):
        run(endless)
    for _ in range(workers):
        assert started.acquire(timeout=5)
    for number in range(3):
        run(lambda _control, n=number: ran.append(n))
    jobs.shut_down()
    late = run(lambda _control: ran.append(-1))

    assert late.is_cancelled
    assert ran == expected
