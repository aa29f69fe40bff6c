"""Answers of worker threads in tests: wait for those that should change nothing when they come."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject

from app.services.job_control import JobControl
from ui.jobs import Jobs, Lane

#: Threads of the lane that reads; the one that writes has one.
_READERS = 4
#: How often an answer is what something else is asked for.
_ROUNDS = 3


def let_every_answer_come(jobs: Jobs, qtbot: Any) -> None:
    """Wait until all that was begun, and what its answers ask for, is answered in the window."""
    for _round in range(_ROUNDS):
        _let_come(jobs, qtbot)


def _let_come(jobs: Jobs, qtbot: Any) -> None:
    """Give each thread a job that ends when all have come to theirs: none is at anything else.

    Answers come in the order that they are given, so that these come last.
    """
    all_free, came, owner = threading.Barrier(_READERS + 1, timeout=20), list[int](), QObject()

    def meet(_control: JobControl) -> int:
        return all_free.wait()

    def fail(error: Exception) -> None:
        raise error

    for lane in (*[Lane.READ] * _READERS, Lane.WRITE):
        jobs.run(meet, owner=owner, on_done=came.append, on_error=fail, lane=lane)
    qtbot.waitUntil(lambda: len(came) == all_free.parties)
