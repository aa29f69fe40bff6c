"""The left of the coding screen: the record by kind, and the codes that stand in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.coverage import Coverage
from app.domain.record import Medication, Proposal
from app.domain.record_flow import Trend
from app.services.coding import OpenedEvent
from ui.models.code_list_model import CodeListModel
from ui.screens.parts import code_list, pane
from ui.screens.record_earlier import EarlierPane
from ui.screens.record_lists import medication_entries, value_entries
from ui.screens.record_notes import RecordNotes
from ui.screens.record_proposals import RecordProposals
from ui.screens.roomy import Tabs

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = ("Läkemedel", "Lab och mätvärden", "Tidigare")
_SHORT_TABS = ("Läkemedel", "Lab", "Tidigare")
_SHORTEST_TABS = ("Läkem.", "Lab", "Tidig.")


class RecordPane(QWidget):
    """Shows notes, drugs, values and earlier contacts; proposals wait below until accepted."""

    accepted = Signal(object)  # Proposal
    dismissed = Signal(object)  # Proposal
    drug_chosen = Signal(str)  # ATC code
    phrase_chosen = Signal(object)  # Phrase: go to its code
    earlier_chosen = Signal(object, str)  # CodeSystem, code
    earlier_principal_chosen = Signal(str)  # ICD code
    contact_chosen = Signal(object)  # Encounter: take over all its codes
    told = Signal(str)
    asked_for = Signal()  # the keys are on their way here

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes = RecordNotes()
        self.text = self.notes.text
        self.medications: CodeListModel[Medication] = CodeListModel(self)
        self.medication_list = code_list(self.medications, "Läkemedel")
        self.values: CodeListModel[Trend] = CodeListModel(self)
        self.value_list = code_list(self.values, "Laboratoriesvar och mätvärden")
        self.earlier = EarlierPane()
        self.waiting = RecordProposals()
        self.tabs = Tabs()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._is_arranged = False
        self._counts = (0, 0, 0)
        self._lay_out()
        self._connect()

    def show_event(self, event: OpenedEvent, books: Codebooks) -> None:
        """Show the record of an event; titles come from the codebooks of its day."""
        record = event.record
        self.notes.show_record(record)
        self.medications.set_entries(medication_entries(record.medications))
        values = value_entries(record.measurements, event.encounter)
        self.values.set_entries(values)
        self.earlier.show_event(event, books)
        contacts = len(event.earlier) + (event.mother is not None)
        trends = sum(entry.item is not None for entry in values)
        self._counts = (len(record.medications), trends, contacts)
        self._name_tabs()
        self.tabs.setCurrentIndex(0)

    def show_editions(self, event: OpenedEvent, books: Codebooks) -> None:
        """Name the codes of earlier contacts by other editions."""
        self.earlier.show_event(event, books)

    def show_coverage(self, coverage: Coverage) -> None:
        """Underline and count the phrases of the notes."""
        self.notes.show_coverage(coverage)

    def show_proposals(self, proposals: list[Proposal]) -> None:
        """Show what the record proposes."""
        self.waiting.show_proposals(proposals)
        self._share_room()

    def show_coded(self, codes: frozenset[str]) -> None:
        """Tick the proposals whose code already stands on the event."""
        self.waiting.show_coded(codes)

    def next_proposal(self) -> Proposal | None:
        """Return the first proposal that waits, or None."""
        return self.waiting.next_proposal()

    def go_to_text(self) -> None:
        """Show the journal with the focus in it."""
        self.asked_for.emit()
        self.tabs.setCurrentIndex(0)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_inside(self) -> None:
        """Search in the journal."""
        self.asked_for.emit()
        self.tabs.setCurrentIndex(0)
        self.notes.open_find()

    def next_uncoded(self) -> None:
        """Go to the next phrase of the journal without a code."""
        self.asked_for.emit()
        self.tabs.setCurrentIndex(0)
        self.notes.next_uncoded()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter add the drug that is chosen; name the tabs as the room allows."""
        if watched is self.tabs:
            if event.type() == QEvent.Type.Resize:
                self._name_tabs()
            return False
        is_press = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_press and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            self._take_drug()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height."""
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)  # what is full is slow to move: from the outside inwards
        layout.setContentsMargins(0, 0, 0, 0)
        splitter = self._splitter
        layout.addWidget(splitter)
        above, inner = pane("Underlag")
        splitter.addWidget(above)
        inner.addWidget(self.tabs)
        self.tabs.setAccessibleName("Underlag")
        self.tabs.addTab(self.notes, "Journal")
        self.tabs.addTab(self.medication_list, "Läkemedel")
        self.tabs.addTab(self.value_list, "Lab och mätvärden")
        self.tabs.addTab(self.earlier, "Tidigare")
        splitter.addWidget(self.waiting)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setChildrenCollapsible(False)

    def _connect(self) -> None:
        self.tabs.installEventFilter(self)
        self.medication_list.installEventFilter(self)
        self.medication_list.doubleClicked.connect(lambda _index: self._take_drug())
        self.waiting.accepted.connect(self.accepted)
        self.waiting.dismissed.connect(self.dismissed)
        self._splitter.splitterMoved.connect(self._note_arranged)
        self.notes.phrase_chosen.connect(self.phrase_chosen)
        self.earlier.code_chosen.connect(self.earlier_chosen)
        self.earlier.principal_chosen.connect(self.earlier_principal_chosen)
        self.earlier.contact_chosen.connect(self.contact_chosen)
        for teller in (self.notes, self.earlier):
            teller.told.connect(self.told)

    def _name_tabs(self) -> None:
        """Write counts in the tabs where there is room; the tips have them always."""
        for tab, (name, count) in enumerate(zip(_TABS, self._counts, strict=True), start=1):
            self.tabs.setTabText(tab, f"{name} ({count})" if count else name)
            self.tabs.setTabToolTip(tab, f"{name}: {count or 'inget'}")
        for names in (_SHORT_TABS, _SHORTEST_TABS):
            if self.tabs.tabBar().sizeHint().width() > self.tabs.width():
                for tab, name in enumerate(names, start=1):
                    self.tabs.setTabText(tab, name)

    def _note_arranged(self) -> None:
        """Leave the heights as somebody dragged them."""
        self._is_arranged = True

    def _share_room(self) -> None:
        """Give the proposals what their rows need, and the record the rest."""
        if not self._is_arranged:
            needed = self.waiting.sizeHint().height()
            self._splitter.setSizes([max(1, self._splitter.height() - needed), needed])

    def _take_drug(self) -> None:
        drug = self.medications.item(self.medication_list.currentIndex().row())
        if drug is not None and drug.atc:
            self.drug_chosen.emit(drug.atc)
