"""What the rules say about the event on the desk: asked after every act, the newest wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.services.review import review
from ui.desk import Desk


class ReviewPresenter(QObject):
    """Holds the findings; an answer to an older question is dropped."""

    reviewed = Signal(list)  # list[Finding]
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = self._answered = 0
        self._when_settled: list[Callable[[], None]] = []
        self.findings: list[Finding] = []

    @property
    def is_settled(self) -> bool:
        """Whether the findings are those of the newest state."""
        return self._asked == self._answered

    def ask(self, encounter: Encounter) -> None:
        """Review this state in the background."""
        self._asked += 1
        question, app = self._asked, self._desk.app
        self._desk.jobs.run(
            lambda _control: review(app, encounter),
            owner=self,
            on_done=lambda findings: self._show(question, findings),
            on_error=lambda error: self._fail(question, error),
        )

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the findings are those of the newest state."""
        if self.is_settled:
            then()
        else:
            self._when_settled.append(then)

    def forget(self) -> None:
        """Nothing lies on the desk any more."""
        self._asked += 1
        self._answered = self._asked
        self._when_settled.clear()
        self.findings = []

    def _show(self, question: int, findings: list[Finding]) -> None:
        if question != self._asked:  # the coder has gone on
            return
        self._answered, self.findings = question, findings
        self.reviewed.emit(findings)
        waiting, self._when_settled = self._when_settled, []
        for then in waiting:
            then()

    def _fail(self, question: int, error: Exception) -> None:
        if question == self._asked:
            self._when_settled.clear()
        self.failed.emit(error)
