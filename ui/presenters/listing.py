"""A list as it was read last, and the acts on it: each reads it again, whatever came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from ui.jobs import Jobs, Lane
from ui.presenters.newest import Newest

R = TypeVar("R")
T = TypeVar("T")


class Listing(Generic[R]):
    """Reads and writes for a presenter; of readings that overlap only the newest is shown."""

    def __init__(
        self,
        jobs: Jobs,
        owner: QObject,
        read: Callable[[], R],
        show: Callable[[R], None],
        fail: Callable[[Exception], None],
    ) -> None:
        self._jobs, self._owner = jobs, owner
        self._read, self._show, self._fail = read, show, fail
        self._newest = Newest()

    def refresh(self) -> None:
        """Read the list: colleagues may have changed it."""
        question = self._newest.ask()

        def show(found: R) -> None:
            if self._newest.is_newest(question):
                self._newest.answer(question)
                self._show(found)
                self._newest.call_back()

        def fail(error: Exception) -> None:
            if self._newest.is_newest(question):
                self._newest.forget()
            self._fail(error)

        self._jobs.run(
            lambda _control: self._read(), owner=self._owner, on_done=show, on_error=fail
        )

    def when_fresh(self, then: Callable[[], None]) -> None:
        """Read the list and call back once it is shown; nobody is called where that fails."""
        self.refresh()
        self._newest.when_settled(then)

    def write(self, act: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do something to the list and say what came of it, then read it again."""

        def finish(result: T) -> None:
            done(result)
            self.refresh()

        def fail(error: Exception) -> None:
            self._fail(error)
            self.refresh()

        self._jobs.run(
            lambda _control: act(),
            owner=self._owner,
            on_done=finish,
            on_error=fail,
            lane=Lane.WRITE,
        )
