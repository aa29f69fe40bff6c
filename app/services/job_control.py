"""How a long task reports progress and learns that it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.errors import Cancelled

#: Called with (done, total, Swedish text).
Report = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _text: str) -> None:
    """Report to nobody."""


class JobControl:
    """The thread-safe handle between a task and whoever started it."""

    def __init__(self, report: Report = silent) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the task to stop at its next step."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked the task to stop."""
        return self._cancelled.is_set()

    def step(self, done: int, total: int, text: str) -> None:
        """Report a step.

        Raises:
            Cancelled: the task was asked to stop.

        """
        if self._cancelled.is_set():
            raise Cancelled
        self._report(done, total, text)


#: For callers that neither watch nor cancel.
NO_CONTROL = JobControl()
