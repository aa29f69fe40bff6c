"""Second review: samples to code blind, the differences afterwards, how far coders agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.access import Role
from app.services.second_review import ReviewOutcome, SampleState
from ui.models.list_table_model import Column, ListTableModel
from ui.models.second_reviews import (
    AGREEMENT_COLUMNS,
    DONE_COLUMNS,
    SAMPLE_COLUMNS,
    AgreementRow,
    DoneRow,
)
from ui.presenters.second_review_presenter import SecondReviewPresenter
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, on_escape, pane, table
from ui.screens.roomy import Tabs, scrolling_both_ways
from ui.screens.sample_form import SampleForm

T = TypeVar("T")
_NO_SAMPLES = (
    "Inget urval är draget. Kodningsansvarig drar ett av det som är signerat, under Nytt urval."
)
_READING = "Läser urval och granskningar …"
_NO_DONE = "Ingen granskning är klar. Välj ett urval och koda nästa händelse med Granska nästa."
_BLIND = (
    "Händelsen kommer utan koder. Koda den som om ingen hade gjort det, och avsluta med F9. "
    "Sedan visas skillnaderna."
)
_OPENS = "Retur öppnar händelsen. Är den första kodningen fel: öppna den åter (Ctrl+Skift+O)."


class SecondReviewScreen(QWidget):
    """Three tabs: samples, what is done, agreement."""

    help_name = "second_review"

    print_asked = Signal()
    open_asked = Signal(str)  # the id of an event
    closed = Signal()

    def __init__(self, presenter: SecondReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.samples = _Listed(SAMPLE_COLUMNS, "Urval att granska", 1)
        self.done = _Listed(DONE_COLUMNS, "Klara granskningar", 5)
        self.agreement = _Listed(AGREEMENT_COLUMNS, "Överensstämmelse", 1)
        self.form, self.tabs = SampleForm(), Tabs()
        self.told, self.remark = WrappedLabel("fact"), QLineEdit()
        self._empty, self._nothing_done = WrappedLabel(), WrappedLabel()
        self._next = button("Granska nä&sta", "Koda nästa händelse i urvalet blint", "primary")
        self._note = button("Spa&ra", "Spara vad ni kom överens om")
        self._print = button("Skriv &ut …", "Måtten på papper eller som PDF")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._outcome: ReviewOutcome | None = None
        self._takes_focus = False
        self._lay_out()
        self._connect()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Read everything again whenever it comes to the front."""
        super().showEvent(event)
        self._takes_focus = True
        self.presenter.refresh()

    def show_done(self) -> None:
        """Go to what is done, at the newest."""
        self.tabs.setCurrentIndex(1)

    @property
    def current_sample(self) -> SampleState | None:
        """The sample that is reviewed next."""
        return self.samples.current

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Granskning")
        self.tabs.tabBar().setAccessibleName("Granskning")
        self.tabs.addTab(self._samples_page(), "Urval")
        self.tabs.addTab(self._done_page(), "Klara")
        self.tabs.addTab(self._agreement_page(), "Överensstämmelse")
        if self.presenter.desk.person.role is Role.LEAD:
            self.tabs.addTab(self._form_page(), "Nytt urval")
        frame, inner = pane("Andra granskning")
        inner.addWidget(self.tabs, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._print)
        foot.addWidget(self._next)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _samples_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self._empty)
        column.addWidget(self.samples.table, 1)
        column.addStretch()
        hint = WrappedLabel()
        hint.setText(_BLIND)
        column.addWidget(hint)
        return page

    def _form_page(self) -> QWidget:
        page, column = _page()
        row = QHBoxLayout()
        row.addWidget(self.form, 3)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch()
        return scrolling_both_ways(page)

    def _done_page(self) -> QWidget:
        page, column = _page()
        self.remark.setPlaceholderText("Vad ni kom överens om …")
        self.remark.setAccessibleName("Vad ni kom överens om")
        column.addWidget(self._nothing_done)
        column.addWidget(self.done.table, 1)
        column.addStretch()
        column.addWidget(self.told)
        hint = WrappedLabel()
        hint.setText(_OPENS)
        column.addWidget(hint)
        row = QHBoxLayout()
        row.addWidget(self.remark, 1)
        row.addWidget(self._note)
        column.addLayout(row)
        return page

    def _agreement_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.agreement.table, 1)
        said = WrappedLabel()
        said.setText(
            "Kappa (Cohen) är överensstämmelsen utöver slumpen: 1 är full, 0 är slumpens. Den "
            "säger lite när händelserna är få."
        )
        column.addWidget(said)
        return page

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.outcome_read.connect(self._show_outcome)
        self.form.drawn.connect(self.presenter.draw)
        self.presenter.drawn.connect(self._go_to_samples)
        self._next.clicked.connect(self._take_next)
        self.samples.table.activated.connect(lambda _index: self._take_next())
        self.done.table.activated.connect(lambda _index: self._open())
        self.done.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._ask())
        self._note.clicked.connect(self._keep_remark)
        self.remark.returnPressed.connect(self._keep_remark)
        self._print.clicked.connect(self.print_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    def _show(self) -> None:
        presenter = self.presenter
        done = self._done_rows()
        self.samples.show(presenter.samples)
        self.done.show(done)
        self.agreement.show(self._figures())
        self._empty.setText(_NO_SAMPLES if presenter.is_read else _READING)
        self._empty.setVisible(not presenter.samples)
        self._nothing_done.setText(_NO_DONE if presenter.is_read else _READING)
        self._nothing_done.setVisible(not done)
        self.form.offer(presenter.people, presenter.units)
        self._next.setEnabled(bool(presenter.samples))
        self._print.setEnabled(bool(done))
        for part in (self.remark, self._note):
            part.setEnabled(bool(done))
        self._ask()
        self._focus_first()

    def _done_rows(self) -> list[DoneRow]:
        presenter = self.presenter
        names = {person.id: person.name for person in presenter.people}
        alike = presenter.tables.alike if presenter.tables is not None else {}
        return [
            DoneRow(
                each,
                names.get(each.coder_id, "–"),
                names.get(each.reviewer_id, "–"),
                alike.get(each.id),
            )
            for each in presenter.done
        ]

    def _focus_first(self) -> None:
        """Go to what can be used once it is there; a hidden table would not take the focus."""
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            tables = (self.samples, self.done, self.agreement)
            listed = tables[min(self.tabs.currentIndex(), len(tables) - 1)]
            (listed.table if listed.items else self.tabs.tabBar()).setFocus()

    def _figures(self) -> list[AgreementRow]:
        tables = self.presenter.tables
        if tables is None or not tables.whole.events:
            return []
        parts = (
            ("Alla", [tables.whole]),
            ("Person", tables.persons),
            ("Kapitel", tables.chapters),
            ("Regel", tables.rules),
        )
        return [AgreementRow(by, each) for by, measured in parts for each in measured]

    def _ask(self) -> None:
        row = self.done.current
        if row is not None and (self._outcome is None or self._outcome.review.id != row.review.id):
            self.presenter.read_outcome(row.review.id)

    def _show_outcome(self, outcome: ReviewOutcome) -> None:
        self._outcome = outcome
        self.told.setText(describe(outcome))
        self.remark.setText(outcome.review.remark)

    def _go_to_samples(self) -> None:
        """Show what was drawn; the keys go to the list once it has been read."""
        self.tabs.setCurrentIndex(0)
        self._takes_focus = True

    def _open(self) -> None:
        row = self.done.current
        if row is not None:
            self.open_asked.emit(row.review.encounter_id)

    def _take_next(self) -> None:
        sample = self.current_sample
        if sample is not None:
            self.presenter.take_next(sample.sample.id)

    def _keep_remark(self) -> None:
        if self._outcome is not None:
            review_id, self._outcome = self._outcome.review.id, None
            self.presenter.note(review_id, self.remark.text())


class _Listed(ListTableModel[T]):
    """A table whose first row is chosen, and whose choice survives being read again."""

    def __init__(self, columns: tuple[Column[T], ...], name: str, wide: int) -> None:
        super().__init__(columns)
        self.table: QTableView = table(self, name)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._columns_of, self._wide = columns, wide
        self._fitted = FittedColumns(self.table)

    @property
    def current(self) -> T | None:
        """The chosen row."""
        return self.item(self.table.currentIndex().row())

    def show(self, items: list[T]) -> None:
        """Show these rows, the chosen one still chosen."""
        row = max(0, self.table.currentIndex().row())
        self.set_items(items)
        self._fitted.fit_to(self._columns_of, items, self._wide)
        self.table.setVisible(bool(items))
        if items:
            self.table.selectRow(min(row, len(items) - 1))


def describe(outcome: ReviewOutcome) -> str:
    """Say in Swedish which event it was, and how two codings of it differ."""
    event = outcome.first
    facts = (event.unit.label, str(event.day or ""), event.patient.shown_number)
    lines = [" · ".join(fact for fact in facts if fact)]
    if not outcome.only_first and not outcome.only_second:
        lines.append(f"{outcome.coder_name} och {outcome.reviewer_name} har kodat lika.")
    for name, role, codes in (
        (outcome.coder_name, "kodare", outcome.only_first),
        (outcome.reviewer_name, "granskare", outcome.only_second),
    ):
        if codes:
            told = "; ".join(_titled(code, outcome.titles) for code in codes)
            lines.append(f"Bara {name} ({role}): {told}.")
    return "\n".join(lines)


def _titled(told: str, titles: Mapping[str, str]) -> str:
    """Put the title between a code and what is said of it."""
    code, _blank, said = told.partition(" ")
    return " ".join(part for part in (code, titles.get(code, ""), said) if part)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    return page, column
