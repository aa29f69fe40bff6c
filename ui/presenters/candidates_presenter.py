"""What the list of sentences of KVÅ does: read it, accept or decline one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.services.candidates import ListedCandidate, decide_candidate, list_candidates
from ui.desk import Desk
from ui.presenters.listing import Listing


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
        self._list = Listing(
            desk.jobs, self, lambda: list_candidates(desk.app), self._take, self.failed.emit
        )

    def refresh(self) -> None:
        """Read the edition of today and the decisions."""
        self._list.refresh()

    def accept(self, row: ListedCandidate, reason: str) -> None:
        """Make a sentence a rule."""
        self._decide(row, reason, is_accepted=True)

    def decline(self, row: ListedCandidate, reason: str) -> None:
        """Put a sentence aside; one that was a rule is none any more."""
        self._decide(row, reason, is_accepted=False)

    def _decide(self, row: ListedCandidate, reason: str, *, is_accepted: bool) -> None:
        app, person, wanted = self.desk.app, self.desk.person, row.candidate.id
        act = "är en regel från nu" if is_accepted else "är ingen regel"
        self._list.write(
            lambda: decide_candidate(app, person, wanted, reason, is_accepted=is_accepted),
            lambda _row: self.told.emit(f"Meningen om {row.candidate.code} {act}."),
        )

    def _take(self, rows: list[ListedCandidate]) -> None:
        self.rows, self.is_read = tuple(rows), True
        self.changed.emit()
