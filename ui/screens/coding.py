"""The coding screen: record left, search middle, codes and findings right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain import coding_acts as acts
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Place
from app.domain.encounter import STATUS_LABEL, Encounter, Status
from app.domain.finding import Finding
from app.domain.patient import SEX_LABEL
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
from ui.screens.findings_pane import FindingsPane
from ui.screens.parts import ElidedLabel, button, label, remark
from ui.screens.record_link import RecordLink
from ui.screens.record_pane import RecordPane
from ui.screens.roomy import scrolling_both_ways
from ui.screens.search_pane import SearchPane


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
        self._head = _EventHead()
        self.park_button = button("Pa&rkera …", "Lägg åt sidan med ett skäl (F6)")
        self.sign_button = button("&Signera", "Signera kodningen (F9)", "primary")
        self.reopen_button = button("Öpp&na åter …", "Öppna den signerade händelsen (Ctrl+Skift+O)")
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
        column.setSpacing(8)
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
        columns = self._columns()
        for widget, stretch in ((self.record, 4), (self.asking, 4), (right, 4), (self.drg, 4)):
            columns.addWidget(widget)
            columns.setStretchFactor(columns.count() - 1, stretch)
        self.drg.stand_beside(right)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(8)

    def _columns(self) -> QSplitter:
        """Return the place of the columns, empty: what is full is slow to move into a window."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        columns = QSplitter(Qt.Orientation.Horizontal)
        layout.addWidget(scrolling_both_ways(columns), 1)
        return columns

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
        self.search.chosen.connect(presenter.assign)
        self.search.chosen_principal.connect(presenter.make_principal)
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

    def _show_event(self, event: OpenedEvent) -> None:
        books = self.presenter.books
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
        self.search.field.clear()
        self.search.focus_field()

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
        self.search.tree.setFocus()

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


class _EventHead(QFrame):
    """Who, where and when: two lines, so that long names and large text have room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("head")
        self._patient = ElidedLabel("paneTitle")
        self._protected = label("Skyddade personuppgifter", "protected")
        self._place = ElidedLabel("fact")
        self._status = remark("badge")
        self._editions = remark()
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 6)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._patient, 0, 0)
        grid.addWidget(self._protected, 0, 1)
        grid.addWidget(self._status, 0, 2)
        grid.addWidget(self._place, 1, 0)
        grid.addWidget(self._editions, 1, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)

    def show_event(self, event: OpenedEvent, books: Codebooks) -> None:
        """Show the facts of an event."""
        encounter = event.encounter
        self._patient.setText(_patient_line(encounter))
        self._protected.setVisible(encounter.patient.is_protected)
        kind = encounter.encounter_type.value
        parts = (encounter.unit.label, kind, _time_line(encounter), *_legal(encounter))
        self._place.setText(" · ".join(part for part in parts if part))
        self.show_editions(books)
        self.show_status(event, encounter)

    def show_editions(self, books: Codebooks) -> None:
        """Show which editions the event is judged by."""
        self._editions.setText(_editions_line(books))

    def show_status(self, event: OpenedEvent, encounter: Encounter) -> None:
        """Show where the event stands, as it changes under the hands."""
        self._status.setText(_status_line(event, encounter))


def _patient_line(encounter: Encounter) -> str:
    patient, day = encounter.patient, encounter.admission_day or encounter.day
    years = patient.age_years(day) if day else None
    age = "" if years is None else f"{years} år"
    number, doubt = patient.shown_number, ""
    if number and not patient.identity.is_valid:
        doubt = "⚠ Numret är inte giltigt"
    parts = (patient.shown_name, number, doubt, SEX_LABEL[patient.sex], age)
    return "  ".join(part for part in parts if part)


def _time_line(encounter: Encounter) -> str:
    form = "%Y-%m-%d %H:%M"
    start = encounter.start.strftime(form) if encounter.start else "okänd start"
    if encounter.end is None:
        return f"{start} – pågår"
    same_day = encounter.start is not None and encounter.start.date() == encounter.end.date()
    return f"{start} – {encounter.end.strftime('%H:%M' if same_day else form)}"


def _editions_line(books: Codebooks) -> str:
    editions = [books.of(system).edition for system in CodeSystem]
    if all(edition.is_starter for edition in editions):
        return f"Övningskodverk {editions[0].version}"
    return " · ".join(edition.label for edition in editions)


def _legal(encounter: Encounter) -> tuple[str, ...]:
    left = f"utskriven till {encounter.discharge_mode}" if encounter.discharge_mode else ""
    return (encounter.contact_form, encounter.legal_form, left)


def _status_line(event: OpenedEvent, encounter: Encounter) -> str:
    if event.holder is not None:
        return f"Läses bara: {event.holder.person_name} arbetar med händelsen"
    text = STATUS_LABEL[encounter.status]
    reason = encounter.status_reason
    return f"{text}: {reason}" if reason else text
