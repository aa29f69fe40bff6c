"""The class on the trainer's desk: one table of results, what was missed, files and paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QVBoxLayout, QWidget

from app.domain.training_class import ClassCell, ClassRow, ClassTable, Missed
from ui.models.list_table_model import ListTableModel
from ui.models.training import MISSED_COLUMNS, class_columns, mean_row
from ui.presenters.training_presenter import TrainingPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, label, table

_EMPTY = (
    "Inget är inlämnat. Låt deltagarna öva eller göra prov under Övningar, eller samla in deras "
    "resultatfiler."
)
_PICK = "Gå till en övnings kolumn med pilarna, så står här vad klassen missade."
_ALL_RIGHT = "Ingen missade något."


class ClassPage(QWidget):
    """Trainees as rows, exercises as columns; the chosen column tells what was missed."""

    result_asked = Signal(str)  # attempt id
    collect_asked = Signal()
    export_asked = Signal()
    csv_asked = Signal()
    missed_csv_asked = Signal()
    print_asked = Signal()
    sheets_asked = Signal(str)  # trainee; empty for all
    reset_asked = Signal()

    def __init__(self, presenter: TrainingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._table = ClassTable()
        self.model = ListTableModel[ClassRow](class_columns(self._table), self)
        self.table = table(self.model, "Klassens resultat")
        self.missed = ListTableModel[Missed](MISSED_COLUMNS, self)
        self.missed_table = table(self.missed, "Vad klassen missade")
        self.heading, self.means, self._empty = (
            label("", "paneTitle"),
            WrappedLabel(),
            WrappedLabel(),
        )
        self._told = WrappedLabel()
        self._fitted = FittedColumns(self.table)
        self._missed_fitted = FittedColumns(self.missed_table)
        self._reset = button("N&ollställ klassen …", "Ta bort alla försök; övningarna finns kvar")
        self._lay_out()
        self._connect()
        self.show_class(self._table)

    @property
    def current(self) -> tuple[ClassRow | None, int]:
        """The chosen trainee, and the position of the chosen exercise; -1 for none."""
        index = self.table.currentIndex()
        place = index.column() - 1
        is_exercise = 0 <= place < len(self._table.exercises)
        return self.model.item(index.row()), place if is_exercise else -1

    def show_class(self, shown: ClassTable) -> None:
        """Show the results; the chosen cell stays."""
        row, column = self.table.currentIndex().row(), self.table.currentIndex().column()
        self._table = shown
        columns = class_columns(shown)
        self.model.set_columns(columns)
        self.model.set_items(shown.rows)
        self._fitted.fit_to(columns, shown.rows, 0)
        has_rows = bool(shown.rows)
        for part in (self.table, self.missed_table, self.heading, self._told, self.means):
            part.setVisible(has_rows)
        self._empty.setText("" if has_rows else _EMPTY)
        self._empty.setVisible(not has_rows)
        self.means.setText(f"Medel: {mean_row(shown)}" if has_rows else "")
        self._reset.setEnabled(has_rows and self._presenter.may_judge)
        if has_rows:
            place = self.model.index(max(0, min(row, len(shown.rows) - 1)), max(1, column))
            self.table.setCurrentIndex(place)
            self._follow()

    def _lay_out(self) -> None:
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.means, self.heading, self._told):
            column.addWidget(widget)
        column.addWidget(self.missed_table, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setSizes([520, 380])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._empty)
        layout.addWidget(split, 1)
        layout.addWidget(self._foot())

    def _foot(self) -> FlowRow:
        acts = (
            ("Sam&la in …", "Läs in deltagarnas resultatfiler", self.collect_asked),
            ("L&ämna resultat …", "Spara det inlämnade som en resultatfil", self.export_asked),
            ("Tabell som &CSV …", "Tabellen för Excel", self.csv_asked),
            ("&Missat som CSV …", "Vad som missades, för Excel", self.missed_csv_asked),
            ("Skriv &ut …", "Klassens tabell på papper (Ctrl+P)", self.print_asked),
        )
        row = []
        for text, tip, signal in acts:
            act = button(text, tip)
            act.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            row.append(act)
        sheets = button("&Resultatblad …", "Den valda deltagarens blad på papper")
        sheets.clicked.connect(lambda: self.sheets_asked.emit(self._trainee()))
        return FlowRow((*row, sheets, self._reset))

    def _connect(self) -> None:
        self._presenter.class_read.connect(self.show_class)
        self._presenter.missed_read.connect(self._show_missed)
        self._reset.clicked.connect(self.reset_asked)
        self.table.selectionModel().currentChanged.connect(lambda *_cells: self._follow())
        self.table.activated.connect(lambda _index: self._open())

    def _trainee(self) -> str:
        row, _place = self.current
        return row.trainee if row is not None else ""

    def _cell(self) -> ClassCell | None:
        row, place = self.current
        return row.cells[place] if row is not None and place >= 0 else None

    def _open(self) -> None:
        cell = self._cell()
        if cell is not None:
            self.result_asked.emit(cell.attempt_id)

    def _follow(self) -> None:
        _row, place = self.current
        if place < 0:
            self.heading.setText("Vad klassen missade")
            self._told.setText(_PICK)
            self._told.show()
            self.missed.set_items(())
            return
        exercise_id, title = self._table.exercises[place]
        self.heading.setText(f"Vad klassen missade: {title}")
        self._presenter.read_missed(exercise_id)

    def _show_missed(self, missed: list[Missed]) -> None:
        self.missed.set_items(missed)
        self._missed_fitted.fit_to(MISSED_COLUMNS, missed, 5)
        self._told.setText("" if missed else _ALL_RIGHT)
        self._told.setVisible(not missed)
