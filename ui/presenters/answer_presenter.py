"""How a coder answers a finding: by a correction that is offered, or by setting it aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.services import signing
from app.services.corrections import Key, corrections_of
from app.services.rule_book import rule_pages
from ui.desk import Desk
from ui.presenters.newest import Newest

Act = Callable[[Callable[[Encounter], Encounter]], bool]


class AnswerPresenter(QObject):
    """Knows what can be done about each finding; an answer about an older state is dropped."""

    offered = Signal(object)  # Mapping[Key, tuple[Correction, ...]]
    paged = Signal(object)  # Mapping[str, RulePage]
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, act: Act, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._act = desk, act
        self._newest = Newest()
        self.offers: Mapping[Key, tuple[Correction, ...]] = {}

    @property
    def is_settled(self) -> bool:
        """Whether the offers are those of the codes on the desk."""
        return self._newest.is_settled

    def expect(self) -> None:
        """Note that the codes have changed: the offers at hand are of an older state."""
        self._newest.ask()

    def ask(self, encounter: Encounter, findings: list[Finding]) -> None:
        """Work out in the background what can be done about the findings of this state."""
        question, app = self._newest.ask(), self._desk.app
        self._desk.jobs.run(
            lambda _control: corrections_of(app, encounter, findings),
            owner=self,
            on_done=lambda offers: self._show(question, offers),
            on_error=lambda error: self._fail(question, error),
        )

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the offers are those of the codes on the desk."""
        self._newest.when_settled(then)

    def forget(self) -> None:
        """Nothing is on offer: nothing lies on the desk, or it could not be reviewed."""
        self._newest.forget()
        self.offers = {}
        self.offered.emit(self.offers)

    def read_pages(self) -> None:
        """Read the pages of all rules in the background, with what the region has decided."""
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: {p.rule_id: p for p in rule_pages(app, app.region.current())},
            owner=self,
            on_done=self.paged.emit,
            on_error=self.failed.emit,
        )

    def take(self, correction: Correction) -> bool:
        """Do what a correction says: one step of history."""
        return self.is_settled and self._act(correction.taken_by)

    def override(self, finding: Finding, reason: str, books: Codebooks | None = None) -> bool:
        """Set a warning aside with a reason."""
        app, person = self._desk.app, self._desk.person
        return self._act(lambda e: signing.override_finding(app, e, finding, reason, person, books))

    def withdraw_override(self, finding: Finding) -> bool:
        """Let an overridden warning stand again."""
        return self._act(lambda e: signing.withdraw_override(e, finding))

    def _show(self, question: int, offers: Mapping[Key, tuple[Correction, ...]]) -> None:
        if not self._newest.is_newest(question):  # the coder has gone on
            return
        self._newest.answer(question)
        self.offers = offers
        self.offered.emit(offers)
        self._newest.call_back()

    def _fail(self, question: int, error: Exception) -> None:
        if self._newest.is_newest(question):
            self.forget()
        self.failed.emit(error)
