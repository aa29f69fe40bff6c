"""Questions of which only the newest is wanted: an answer to an older one is dropped."""

from __future__ import annotations

from collections.abc import Callable


class Newest:
    """Numbers questions, and calls back those who wait for the answer to the newest."""

    def __init__(self) -> None:
        self._asked = self._answered = 0
        self._waiting: list[Callable[[], None]] = []

    @property
    def is_settled(self) -> bool:
        """Whether the newest question has its answer."""
        return self._asked == self._answered

    def ask(self) -> int:
        """Give the next question a number; what was asked before is not wanted any more."""
        self._asked += 1
        return self._asked

    def is_newest(self, question: int) -> bool:
        """Whether nothing has been asked since."""
        return question == self._asked

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the newest question has its answer; at once if it has."""
        if self.is_settled:
            then()
        else:
            self._waiting.append(then)

    def answer(self, question: int) -> None:
        """Note that a question has its answer."""
        self._answered = question

    def call_back(self) -> None:
        """Call those who waited for the answer that is shown now."""
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def let_go(self) -> None:
        """Let those who wait go: no answer comes."""
        self._waiting.clear()

    def forget(self) -> None:
        """Let all that was asked be settled without an answer."""
        self._answered = self.ask()
        self.let_go()
