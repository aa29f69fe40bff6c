"""What the list of sentences of KVÅ does: read it, accept or decline one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.services.candidates import ListedCandidate, decide_candidate, list_candidates
from ui.desk import Desk
from ui.jobs import Lane


class CandidatesPresenter(QObject):
    """Holds the sentences as they were read last; every decision reads them again."""

    changed = Signal()
    told = Signal(str)  # what was decided
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[ListedCandidate, ...] = ()
        self.is_read = False

    def refresh(self) -> None:
        """Read the edition of today and the decisions."""
        app = self.desk.app
        self.desk.jobs.run(
            lambda _control: list_candidates(app),
            owner=self,
            on_done=self._take,
            on_error=self.failed.emit,
        )

    def accept(self, row: ListedCandidate, reason: str) -> None:
        """Make a sentence a rule."""
        self._decide(row, reason, is_accepted=True)

    def decline(self, row: ListedCandidate, reason: str) -> None:
        """Put a sentence aside; one that was a rule is none any more."""
        self._decide(row, reason, is_accepted=False)

    def _decide(self, row: ListedCandidate, reason: str, *, is_accepted: bool) -> None:
        app, person, wanted = self.desk.app, self.desk.person, row.candidate.id
        act = "är en regel från nu" if is_accepted else "är ingen regel"
        self.desk.jobs.run(
            lambda _control: decide_candidate(app, person, wanted, reason, is_accepted=is_accepted),
            owner=self,
            on_done=lambda _row: self._note(f"Meningen om {row.candidate.code} {act}."),
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def _note(self, sentence: str) -> None:
        self.refresh()
        self.told.emit(sentence)

    def _take(self, rows: list[ListedCandidate]) -> None:
        self.rows, self.is_read = tuple(rows), True
        self.changed.emit()
