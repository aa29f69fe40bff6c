"""Answers of worker threads in tests: wait for those that should change nothing when they come."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject

from app.services.job_control import JobControl
from ui.jobs import Jobs

#: Threads of the lane that reads.
_READERS = 4


def let_every_answer_come(jobs: Jobs, qtbot: Any) -> None:
    """Wait until every reading that was begun before has been answered on the GUI thread.

    One job for each thread waits for the others, so that no thread is still at anything else;
    answers come in the order that they are given.
    """
    all_free, came, owner = threading.Barrier(_READERS, timeout=5), list[int](), QObject()

    def meet(_control: JobControl) -> int:
        return all_free.wait()

    def fail(error: Exception) -> None:
        raise error

    for _thread in range(_READERS):
        jobs.run(meet, owner=owner, on_done=came.append, on_error=fail)
    qtbot.waitUntil(lambda: len(came) == _READERS)
