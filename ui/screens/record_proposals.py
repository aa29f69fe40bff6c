"""The codes that stand in the record: they wait below it until accepted or dismissed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.codes import SYSTEM_LABEL
from app.domain.record import Proposal, ProposalState
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry, in_columns
from ui.screens.parts import WrappedLabel, code_list, pane

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STATE_NOTE = {
    ProposalState.OPEN: "",
    ProposalState.ACCEPTED: "överförd",
    ProposalState.DISMISSED: "avböjd",
}


class RecordProposals(QWidget):
    """Lists proposed codes, those that wait first."""

    accepted = Signal(object)  # Proposal
    dismissed = Signal(object)  # Proposal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: CodeListModel[Proposal] = CodeListModel(self)
        self.list = code_list(self.model, "Koder från journalen")
        self._known: list[Proposal] = []
        self._coded: frozenset[str] = frozenset()
        self._hint = WrappedLabel()
        frame, inner = pane("Från journalen")
        inner.addWidget(self.list, 1)
        inner.addWidget(self._hint)
        inner.addStretch(0)
        self._inner = inner
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(lambda _index: self._take())

    def show_proposals(self, proposals: list[Proposal]) -> None:
        """Show what the record proposes; those that wait come first."""
        self._known = proposals
        ordered = sorted(proposals, key=lambda p: not self._waits(p))
        self.model.set_entries(in_columns([Entry(self._row(p), p) for p in ordered]))
        row = self.model.step(-1, 1)
        if not self.list.currentIndex().isValid() and row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        count = sum(self._waits(proposal) for proposal in proposals)
        self._hint.setText(_hint(len(proposals), count))
        self._fit()

    def show_coded(self, codes: frozenset[str]) -> None:
        """Tick the proposals whose code, or a finer one, stands on the event already."""
        if codes != self._coded:
            self._coded = codes
            self.show_proposals(self._known)

    def next_proposal(self) -> Proposal | None:
        """Return the first proposal that waits, or None."""
        return next((known for known in self._known if self._waits(known)), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter accept a code and Delete dismiss it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self._take()
                return True
            if event.key() == Qt.Key.Key_Delete and self._chosen is not None:
                self.dismissed.emit(self._chosen)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Take no more room than the rows need, so that the record above has the rest."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.model.rowCount()))
        self.list.setMaximumHeight(rows + 2 * self.list.frameWidth() + 4)
        self.list.setVisible(rows > 0)
        self._inner.activate()  # what it needs is asked for at once
        self.updateGeometry()

    @property
    def _chosen(self) -> Proposal | None:
        return self.model.item(self.list.currentIndex().row())

    def _take(self) -> None:
        if self._chosen is not None:
            self.accepted.emit(self._chosen)

    def _row(self, proposal: Proposal) -> CodeRow:
        held = self._held(proposal)
        note = f"kodad som {held}" if held else ""
        note = "kodad" if held == proposal.code else note or _STATE_NOTE[proposal.state]
        return CodeRow(
            code=proposal.code,
            title=proposal.text,
            aside=note or SYSTEM_LABEL[proposal.system],
            icon="signed" if held else "",
        )

    def _waits(self, proposal: Proposal) -> bool:
        return proposal.state is ProposalState.OPEN and not self._held(proposal)

    def _held(self, proposal: Proposal) -> str:
        """Return the code of the event that says what is proposed, or says it finer."""
        finer = (code for code in sorted(self._coded) if code.startswith(proposal.code))
        return next(finer, "")


def _hint(total: int, waiting: int) -> str:
    if total == 0:
        return "Journalen innehåller inga koder."
    if waiting == 0:
        return "Alla koder från journalen är behandlade."
    return "F4 eller Retur tar över koden, Del avböjer den."
