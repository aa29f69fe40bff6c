"""What the record and the event on the desk tell each other: phrases, codes, earlier contacts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coverage import Phrase, event_codes
from app.domain.encounter import Encounter
from app.domain.usable_code import is_bare_category
from app.services.coding import OpenedEvent
from app.services.earlier_contacts import take_over_all
from ui.desk import Desk
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.coverage_presenter import CoveragePresenter
from ui.screens.record_pane import RecordPane


class RecordLink(QObject):
    """Has the record read when an event is opened, and keeps its marks by the codes."""

    code_wanted = Signal(object, str)  # CodeSystem, code: show where it stands

    def __init__(self, desk: Desk, record: RecordPane, coding: CodingPresenter) -> None:
        super().__init__(record)
        self._record, self._coding = record, coding
        self.coverage = CoveragePresenter(desk, self)
        self.coverage.changed.connect(record.show_coverage)
        self.coverage.failed.connect(record.notes.meter.show_failure)
        coding.opened.connect(self._read)
        coding.changed.connect(self._judge)
        coding.rejudged.connect(self._read_again)
        coding.left.connect(self.coverage.forget)
        record.phrase_chosen.connect(self._want)
        record.earlier_principal_chosen.connect(coding.make_principal)
        record.contact_chosen.connect(self._take_over)
        record.told.connect(coding.told)

    def _read(self, event: OpenedEvent) -> None:
        self.coverage.ask(event.encounter, event.record)
        self.coverage.show_codes(event_codes(event.encounter))

    def _read_again(self, books: Codebooks) -> None:
        """Other editions are in use: other titles, and perhaps other phrases."""
        event = self._coding.desk_event
        if event is not None:
            self._record.show_editions(event, books)
            self._read(event)

    def _judge(self, encounter: Encounter) -> None:
        self.coverage.show_codes(event_codes(encounter))

    def _want(self, phrase: Phrase) -> None:
        books = self._coding.books
        if books is None:
            return
        concept = books.of(phrase.system).concept(phrase.code)
        if concept is None:
            self._coding.told.emit(f"{phrase.code} finns inte i händelsens utgåva. Sök i stället.")
            return
        self.code_wanted.emit(phrase.system, phrase.code)
        if is_bare_category(phrase.system, phrase.code, is_leaf=concept.is_leaf):
            self._coding.told.emit(f"{phrase.code} är en kategori. Högerpil fäller ut koderna.")
        else:
            self._coding.told.emit(_how_to_add(phrase))

    def _take_over(self, contact: Encounter) -> None:
        encounter, books = self._coding.encounter, self._coding.books
        if encounter is None or books is None:
            return
        taken = take_over_all(encounter, contact, books, encounter.day)
        if self._coding.act(lambda _encounter: taken.encounter) or self._coding.is_editable:
            self._coding.told.emit(taken.sentence)


def _how_to_add(phrase: Phrase) -> str:
    added = "Retur lägger till"
    principal = ", Ctrl+Retur som huvuddiagnos" if phrase.system is CodeSystem.ICD10SE else ""
    return f"{added} {phrase.code} {phrase.title}{principal}. Ctrl+G: nästa fras."
