"""The coding screen: record left, search middle, codes and findings right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain import coding_acts as acts
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.coding_acts import Place, assigned_codes
from app.domain.encounter import Encounter, Status
from app.domain.finding import Finding
from app.services.coding import OpenedEvent
from ui.action_spec import Where
from ui.desk import Desk
from ui.presenters.code_set_presenter import CodeSetPresenter
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.completion_presenter import CompletionPresenter
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.drg_presenter import DrgPresenter
from ui.presenters.favourites_presenter import CodeKey, FavouritesPresenter
from ui.presenters.miss_counter import MissCounter
from ui.presenters.own_codes_presenter import OwnCodesPresenter
from ui.presenters.search_presenter import SearchPresenter
from ui.screens.ask_clinician_place import AskPlace
from ui.screens.codes_pane import CodesPane
from ui.screens.completion_place import CompletionPlace, offer_under
from ui.screens.drg_panel import DrgPanel
from ui.screens.event_head import EventHead
from ui.screens.findings_pane import FindingsPane
from ui.screens.folding_columns import FoldingColumns
from ui.screens.parts import button
from ui.screens.record_link import RecordLink
from ui.screens.record_pane import RecordPane
from ui.screens.roomy import scrolling_both_ways
from ui.screens.search_pane import SearchPane

_JUST_ADDED = "{code} lades just till. Retur igen lägger till den en gång till."


class CodingScreen(QWidget):
    """One event on the desk."""

    place = Where.CODING
    override_asked = Signal(object)  # Finding
    park_asked = Signal()
    sign_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = CodingPresenter(desk, self)
        self.search_presenter = SearchPresenter(desk, self)
        self.misses = MissCounter(desk, self)
        self.record = RecordPane()
        self.record_link = RecordLink(desk, self.record, self.presenter)
        self.concept_presenter = ConceptPresenter(desk, self)
        self.favourites = FavouritesPresenter(desk, self)
        self.code_sets = CodeSetPresenter(desk, self)
        self.own_codes = OwnCodesPresenter(desk, self.favourites, self)
        self.search = SearchPane(
            self.search_presenter, self.concept_presenter, self.favourites, self.own_codes
        )
        self.codes = CodesPane()
        self.completion_presenter = CompletionPresenter(desk, self.presenter, self)
        self.completion = CompletionPlace(self.completion_presenter, self.search)
        self.asking = AskPlace(desk, self.presenter, self.completion, self.search)
        self.findings = FindingsPane()
        self.drg = DrgPanel(DrgPresenter(desk, self.presenter, self))
        self.columns = FoldingColumns()
        self.room = scrolling_both_ways(self.columns)
        self._head = EventHead()
        self._added: CodeKey | None = None  # with nothing typed since
        self.park_button = button("Pa&rkera …", "Lägg åt sidan med ett skäl (F6)")
        self.sign_button = button("&Signera", "Signera kodningen (F9)", "primary")
        self.reopen_button = button("Öppna &åter …", "Öppna den signerade händelsen (Ctrl+Skift+O)")
        self._lay_out()
        self._connect()

    def accept_next_proposal(self) -> None:
        """Take over the first code of the record that waits."""
        self.codes.note_text()
        proposal = self.record.next_proposal()
        if proposal is not None:
            self.presenter.accept(proposal)

    def correct(self) -> None:
        """Do what is offered for the chosen finding, once the offers are those of the codes."""
        self.presenter.gathering.emit()
        self.presenter.answers.when_settled(self.findings.correct)

    @property
    def pointed(self) -> CodeKey | None:
        """The code that a command means: where the focus is, or else the last one looked at."""
        current = self.codes.current
        chosen = (current.system, current.code) if current is not None else None
        if self.codes.list.hasFocus() or self.codes.text.hasFocus():
            return chosen
        return self.search.pointed or chosen

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(offer_under(self.codes, self.completion_presenter))
        split.addWidget(self.findings)
        split.setSizes([440, 560])
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        acts_row = QHBoxLayout()
        acts_row.addWidget(self.park_button)
        acts_row.addWidget(self.reopen_button)
        acts_row.addStretch(1)
        acts_row.addWidget(self.sign_button)
        column.addLayout(acts_row)
        columns = self.columns
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        layout.addWidget(self.room, 1)  # empty: what is full is slow to move
        record, search, drg = self.record, self.search, self.drg
        columns.add_folding(record, "Underlag", "Visa underlaget (Ctrl+J)", record.go_to_text)
        columns.add_folding(
            self.asking, "Sök kod", "Visa sökningen (Ctrl+F)", self.asking.take_keys
        )
        columns.add(right)
        columns.add_folding(drg, "DRG", "Visa gruppen och varför", drg.go_to)
        columns.want(drg, is_wanted=False)
        drg.presenter.shown.connect(lambda shown: columns.want(drg, is_wanted=shown))
        record.asked_for.connect(lambda: columns.bring(record))
        search.asked_for.connect(lambda: columns.bring(self.asking))
        for place in (self.asking, self.completion):
            place.currentChanged.connect(lambda _index: columns.bring(self.asking))

    def _connect(self) -> None:
        presenter = self.presenter
        own = (self.search, self.codes, self.findings, self.code_sets, self.favourites)
        asked = (self.drg.presenter, self.completion_presenter)
        for told in (*(each.told for each in own), *(each.told for each in asked)):
            told.connect(presenter.told)
        presenter.gathering.connect(self.codes.note_text)
        self.drg.left.connect(self.search.focus_field)
        presenter.left.connect(self.codes.forget)
        presenter.left.connect(self.own_codes.forget)
        presenter.left.connect(self.misses.flush)
        self.search_presenter.answered.connect(self.misses.follow)
        presenter.opened.connect(self._show_event)
        presenter.changed.connect(self._show_codes)
        presenter.saved.connect(self._show_status)
        presenter.reviewed.connect(self._show_findings)
        presenter.answers.offered.connect(self.findings.show_offers)
        presenter.answers.paged.connect(self.findings.show_pages)
        presenter.rejudged.connect(self._show_editions)
        presenter.proposals.changed.connect(self.record.show_proposals)
        self.search.chosen.connect(self._add)
        self.search.chosen_principal.connect(self._add_principal)
        self.search.found.field.textChanged.connect(lambda _text: self._note_added(None))
        self.favourites.changed.connect(self._mark_favourites)
        self.record_link.code_wanted.connect(self._show_code)
        self.record.accepted.connect(presenter.accept)
        self.record.dismissed.connect(presenter.dismiss)
        self.record.drug_chosen.connect(lambda atc: presenter.assign(CodeSystem.ATC, atc))
        self.record.earlier_chosen.connect(presenter.assign)
        self.codes.removed.connect(presenter.remove)
        self.codes.moved.connect(self._move)
        self.codes.made_principal.connect(self._make_principal)
        self.codes.text_edited.connect(self._set_text)
        self.codes.date_edited.connect(self._set_date)
        self.codes.selected.connect(self._select)
        self.findings.pointed.connect(self._point)
        self.findings.override_asked.connect(self.override_asked)
        self.findings.override_withdrawn.connect(presenter.answers.withdraw_override)
        self.findings.correct_asked.connect(self.correct)
        self.findings.corrected.connect(presenter.answers.take)
        self.findings.emptied.connect(self.search.focus_field)
        self.park_button.clicked.connect(self.park_asked)
        self.sign_button.clicked.connect(self.sign_asked)
        self.reopen_button.clicked.connect(self.reopen_asked)

    def _add(self, system: CodeSystem, code: str) -> None:
        """Add a hit; a second Enter on the one that was just added is doubted once."""
        is_row = system is not CodeSystem.ATC and not is_external_cause(code)
        if is_row and (system, code) == self._added and self._is_assigned(code):
            self._note_added(None)
            self.presenter.told.emit(_JUST_ADDED.format(code=code))
        elif self.presenter.assign(system, code):
            self._note_added((system, code))

    def _add_principal(self, code: str) -> None:
        if self.presenter.make_principal(code):
            self._note_added((CodeSystem.ICD10SE, code))

    def _note_added(self, key: CodeKey | None) -> None:
        self._added = key

    def _is_assigned(self, code: str) -> bool:
        present = self.presenter.encounter
        return present is not None and code in (each.code for each in assigned_codes(present))

    def _show_event(self, event: OpenedEvent) -> None:
        books = self.presenter.books
        self._note_added(None)
        if books is None:
            return
        self.codes.forget()
        self.record.show_event(event, books)
        self.favourites.set_books(books, event.encounter.day)
        self.favourites.read()
        self.code_sets.refresh()
        self.presenter.answers.read_pages()
        self.search.set_books(books, event.encounter.day)
        self.own_codes.read(event.encounter)
        self.search_presenter.set_event(event.encounter)
        self.concept_presenter.set_day(event.encounter.day)
        self._head.show_event(event, books)
        signed = event.encounter.status is Status.SIGNED
        self.reopen_button.setVisible(signed)
        for widget in (self.park_button, self.sign_button):
            widget.setVisible(not signed)
            widget.setEnabled(event.is_editable)
        self.search.found.begin_anew()
        self.asking.begin()

    def _show_editions(self, books: Codebooks) -> None:
        """Other editions are in use: the same event, hierarchy and search by them."""
        event = self.presenter.desk_event
        if event is None:
            return
        self.favourites.set_books(books, event.encounter.day)
        self.favourites.read()
        self.search.set_books(books, event.encounter.day)
        self.search_presenter.set_day(event.encounter.day)
        self._head.show_editions(books)

    def _show_codes(self, encounter: Encounter) -> None:
        if self.presenter.books is not None:
            self.codes.show_codes(encounter, self.presenter.books)
        self.record.show_coded(frozenset(code.code for code in acts.assigned_codes(encounter)))

    def _show_status(self, _clock: str) -> None:
        event, encounter = self.presenter.desk_event, self.presenter.encounter
        if event is not None and encounter is not None:
            self._head.show_status(event, encounter)

    def _show_findings(self, findings: list[Finding]) -> None:
        if self.presenter.encounter is not None:
            books = self.presenter.books
            self.findings.show_findings(self.presenter.encounter, findings, books)

    def _mark_favourites(self) -> None:
        self.codes.mark_favourites(self.favourites.keys)

    def _show_code(self, system: CodeSystem, code: str) -> None:
        self.completion_presenter.leave()
        self.asking.show_search()
        self.search.show_concept(system, code)
        self.search.focus_tree()

    def _move(self, place: Place, steps: int) -> None:
        self.codes.choose(self.presenter.move(place, steps))

    def _make_principal(self, code: str) -> None:
        self.presenter.make_principal(code)
        self.codes.choose_code(code)

    def _set_text(self, row: int, text: str) -> None:
        self.presenter.act(lambda encounter: acts.set_text(encounter, row, text))

    def _set_date(self, row: int, day: date | None) -> None:
        self.presenter.act(lambda encounter: acts.set_procedure_date(encounter, row, day))

    def _select(self, place: Place | None) -> None:
        self.presenter.selected = place
        self.completion_presenter.offers.point()
        current = self.codes.current
        if current is not None and not self.search.field.hasFocus():
            self.search.show_concept(current.system, current.code)

    def _point(self, finding: Finding) -> None:
        self.codes.choose_code(finding.code)
