"""The codes that stand in the record, and what the coder did with each."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.record import Proposal, ProposalState
from app.services.coding import OpenedEvent, mark_proposal
from ui.desk import Desk
from ui.jobs import Lane


class ProposalPresenter(QObject):
    """Holds the proposals of the event on the desk; a mark is shown at once, then stored."""

    changed = Signal(list)  # list[Proposal]
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._encounter_id = ""
        self._proposals: list[Proposal] = []

    def show(self, event: OpenedEvent) -> None:
        """Take up the proposals of an event."""
        self._encounter_id = event.encounter.id
        self._proposals = list(event.record.proposals)
        self.changed.emit(self._proposals)

    def mark(self, proposal: Proposal, state: ProposalState) -> None:
        """Note what was done with a proposal."""
        self._proposals = [
            replace(known, state=state) if known.id == proposal.id else known
            for known in self._proposals
        ]
        self.changed.emit(self._proposals)
        app, encounter_id = self._desk.app, self._encounter_id
        self._desk.jobs.run(
            lambda _control: mark_proposal(app, encounter_id, proposal.id, state),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._fail,
            lane=Lane.WRITE,
        )

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(str(error))
