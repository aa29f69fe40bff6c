"""What the rules say about the event on the desk: asked after every act, the newest wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.services.review import review
from ui.desk import Desk
from ui.presenters.newest import Newest


class ReviewPresenter(QObject):
    """Holds the findings; an answer to an older question is dropped."""

    reviewed = Signal(list)  # list[Finding]
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = Newest()
        self.findings: list[Finding] = []

    @property
    def is_settled(self) -> bool:
        """Whether the findings are those of the newest state."""
        return self._newest.is_settled

    def ask(self, encounter: Encounter) -> None:
        """Review this state in the background."""
        question, app = self._newest.ask(), self._desk.app
        self._desk.jobs.run(
            lambda _control: review(app, encounter),
            owner=self,
            on_done=lambda findings: self._show(question, findings),
            on_error=lambda error: self._fail(question, error),
        )

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the findings are those of the newest state."""
        self._newest.when_settled(then)

    def forget(self) -> None:
        """Nothing lies on the desk any more."""
        self._newest.forget()
        self.findings = []

    def _show(self, question: int, findings: list[Finding]) -> None:
        if not self._newest.is_newest(question):  # the coder has gone on
            return
        self._newest.answer(question)
        self.findings = findings
        self.reviewed.emit(findings)
        self._newest.call_back()

    def _fail(self, question: int, error: Exception) -> None:
        if self._newest.is_newest(question):
            self._newest.let_go()
        self.failed.emit(error)
