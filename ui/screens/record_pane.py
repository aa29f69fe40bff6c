"""The left of the coding screen: the record, and the codes that stand in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.record import CareRecord, Medication, Proposal, ProposalState, RecordDocument
from app.services.coding import OpenedEvent
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.screens.parts import WrappedLabel, code_list, pane

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STATE_NOTE = {
    ProposalState.OPEN: "",
    ProposalState.ACCEPTED: "överförd",
    ProposalState.DISMISSED: "avböjd",
}


class RecordPane(QWidget):
    """Shows notes, drugs and earlier events; proposals wait below until accepted."""

    accepted = Signal(object)  # Proposal
    dismissed = Signal(object)  # Proposal
    drug_chosen = Signal(str)  # ATC code
    earlier_chosen = Signal(object, str)  # CodeSystem, code

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QTextBrowser()
        self.proposals: CodeListModel[Proposal] = CodeListModel(self)
        self.proposal_list = code_list(self.proposals, "Koder från journalen")
        self.medications: CodeListModel[Medication] = CodeListModel(self)
        self.medication_list = code_list(self.medications, "Läkemedel")
        self.earlier: CodeListModel[tuple[CodeSystem, str]] = CodeListModel(self)
        self.earlier_list = code_list(self.earlier, "Tidigare händelser")
        self.tabs = QTabWidget()
        self._known: list[Proposal] = []
        self._coded: frozenset[str] = frozenset()
        self._hint = WrappedLabel()
        self._proposal_frame, self._proposal_layout = pane("Från journalen")
        self._lay_out()

    def show_event(self, event: OpenedEvent, books: Codebooks) -> None:
        """Show the record of an event; titles come from the codebooks of its day."""
        self.text.setHtml(record_html(event.record))
        self.medications.set_entries(
            [Entry(_medication_row(drug), drug) for drug in event.record.medications]
        )
        self.earlier.set_entries(_earlier_entries(event, books))
        self.tabs.setTabText(1, f"Läkemedel ({len(event.record.medications)})")
        count = len(event.earlier) + (event.mother is not None)
        self.tabs.setTabText(2, f"Tidigare ({count})")

    def show_proposals(self, proposals: list[Proposal]) -> None:
        """Show what the record proposes; those that wait come first."""
        self._known = proposals
        ordered = sorted(proposals, key=lambda p: not self._waits(p))
        self.proposals.set_entries([Entry(self._row(p), p) for p in ordered])
        row = self.proposals.step(-1, 1)
        if not self.proposal_list.currentIndex().isValid() and row >= 0:
            self.proposal_list.setCurrentIndex(self.proposals.index(row))
        count = sum(self._waits(proposal) for proposal in proposals)
        self._hint.setText(_hint(len(proposals), count))

    def show_coded(self, codes: frozenset[str]) -> None:
        """Tick the proposals whose code already stands on the event, however it came there."""
        if codes != self._coded:
            self._coded = codes
            self.show_proposals(self._known)

    def next_proposal(self) -> Proposal | None:
        """Return the first proposal that waits, or None."""
        return next((known for known in self._known if self._waits(known)), None)

    def _row(self, proposal: Proposal) -> CodeRow:
        is_coded = proposal.code in self._coded
        note = "kodad" if is_coded else _STATE_NOTE[proposal.state]
        return CodeRow(
            code=proposal.code,
            title=proposal.text,
            aside=note or SYSTEM_LABEL[proposal.system],
            icon="signed" if is_coded else "",
        )

    def _waits(self, proposal: Proposal) -> bool:
        return proposal.state is ProposalState.OPEN and proposal.code not in self._coded

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.proposal_list:
                return self._proposal_key(event)
            if event.key() in _ENTER:
                self._take_from(watched)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.text.setAccessibleName("Journaltext")
        self.text.setOpenLinks(False)
        self.tabs.setAccessibleName("Underlag")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.text, "Journal")
        self.tabs.addTab(self.medication_list, "Läkemedel")
        self.tabs.addTab(self.earlier_list, "Tidigare")
        above, inner = pane("Underlag")
        inner.addWidget(self.tabs)
        self._proposal_layout.addWidget(self.proposal_list, 1)
        self._proposal_layout.addWidget(self._hint)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(above)
        splitter.addWidget(self._proposal_frame)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        for view in (self.proposal_list, self.medication_list, self.earlier_list):
            view.installEventFilter(self)
            view.doubleClicked.connect(lambda _index, view=view: self._take_from(view))

    def _proposal_key(self, event: QKeyEvent) -> bool:
        proposal = self.proposals.item(self.proposal_list.currentIndex().row())
        if proposal is None:
            return False
        if event.key() in _ENTER:
            self.accepted.emit(proposal)
            return True
        if event.key() == Qt.Key.Key_Delete:
            self.dismissed.emit(proposal)
            return True
        return False

    def _take_from(self, view: QObject) -> None:
        if view is self.proposal_list:
            proposal = self.proposals.item(self.proposal_list.currentIndex().row())
            if proposal is not None:
                self.accepted.emit(proposal)
        if view is self.medication_list:
            drug = self.medications.item(self.medication_list.currentIndex().row())
            if drug is not None and drug.atc:
                self.drug_chosen.emit(drug.atc)
        if view is self.earlier_list:
            earlier = self.earlier.item(self.earlier_list.currentIndex().row())
            if earlier is not None:
                self.earlier_chosen.emit(*earlier)


def record_html(record: CareRecord) -> str:
    """Return the notes as simple marked-up text; everything from the record is escaped."""
    if not record.documents:
        return "<p>Händelsen har ingen journaltext.</p>"
    return "".join(_document_html(document) for document in record.documents)


def _document_html(document: RecordDocument) -> str:
    when = document.time.strftime("%Y-%m-%d %H:%M") if document.time else ""
    head = " · ".join(part for part in (when, document.author_role) if part)
    paragraphs = "".join(
        f"<p>{escape(part).replace(chr(10), '<br>')}</p>"
        for part in document.text.split("\n\n")
        if part.strip()
    )
    return f"<h3>{escape(document.title)}</h3><p><i>{escape(head)}</i></p>{paragraphs}<hr>"


def _hint(total: int, waiting: int) -> str:
    if total == 0:
        return "Journalen innehåller inga koder."
    if waiting == 0:
        return "Alla koder från journalen är behandlade."
    return "F4 eller Retur tar över koden, Del avböjer den."


def _medication_row(drug: Medication) -> CodeRow:
    span = "–".join(day.isoformat() if day else "" for day in (drug.start, drug.end)).strip("–")
    note = " · ".join(part for part in (drug.substance, drug.dosage, drug.reason, span) if part)
    return CodeRow(code=drug.atc or "–", title=drug.name, note=note)


def _earlier_entries(opened: OpenedEvent, books: Codebooks) -> list[Entry[tuple[CodeSystem, str]]]:
    entries: list[Entry[tuple[CodeSystem, str]]] = []
    events = (*((opened.mother,) if opened.mother else ()), *opened.earlier)
    for event in events:
        day = event.day.isoformat() if event.day else "utan datum"
        whose = "Moderns händelse " if event is opened.mother else ""
        entries.append(Entry(CodeRow(title=f"{whose}{day}  {event.unit.label}")))
        codes = [(CodeSystem.ICD10SE, d.code) for d in event.diagnoses]
        codes += [(CodeSystem.KVA, p.code) for p in event.procedures]
        entries += [Entry(_code_row(books, *code), code) for code in codes]
    return entries


def _code_row(books: Codebooks, system: CodeSystem, code: str) -> CodeRow:
    concept = books.of(system).concept(code)
    return CodeRow(code=code, title=concept.title if concept else "Koden finns inte i utgåvan")
