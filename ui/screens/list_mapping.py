"""The mapping screen: which column of a file is what, what the list is called, how it reads."""

from __future__ import annotations

from operator import itemgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.list_words import format_count, format_day
from app.domain.local_list import TriedRow
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.mapping_presenter import ColumnUse, MappingPresenter
from ui.screens.choice_header import ChoiceHeader
from ui.screens.list_names import ListNamesForm
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import ElidedLabel, WrappedLabel, button, label, on_escape, pane, table

_USES = tuple(ColumnUse)
_SEPARATORS = (("semikolon", ";"), ("tabb", "\t"), ("komma", ","), ("lodstreck", "|"))
_TRIED_COLUMNS: tuple[Column[TriedRow], ...] = (
    Column("Rad", lambda r: str(r.number)),
    Column("Fel", lambda r: r.fault, tooltip=lambda r: r.fault),
    Column("Kod", lambda r: r.code, tooltip=lambda r: r.code),
    Column("Text", lambda r: r.text, tooltip=lambda r: r.text),
    Column("Gäller från", lambda r: format_day(r.valid_from)),
)
_FAULT, _TEXT = 1, 3


class ListMappingScreen(QWidget):
    """One file on its way to become a local list; Esc goes back without reading it in."""

    closed = Signal()
    import_asked = Signal()
    help_name = "list_mapping"

    def __init__(self, presenter: MappingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.file_model: ListTableModel[tuple[str, ...]] = ListTableModel((), self)
        self.file_table = table(self.file_model, "Filens första rader")
        self.choices = ChoiceHeader(_USES, self.file_table)
        self.tried_model = ListTableModel(_TRIED_COLUMNS, self)
        self.tried_table = table(self.tried_model, "Så läses filen")
        self._file_columns = FittedColumns(self.file_table, self.choices.least_width)
        self._tried_columns = FittedColumns(self.tried_table)
        self.separator, self.header_box = QComboBox(), QCheckBox("Första raden är &rubriker")
        self.names = ListNamesForm()
        self._wants_focus = False
        self._heading, self._facts = ElidedLabel("heading"), label("", "muted")
        self._origin, self._tried = WrappedLabel(), WrappedLabel()
        self.hindrance = WrappedLabel("fact")
        self.read = button("&Läs in listan", "Läs in filen som en egen lista", "primary")
        self._close = button("Av&bryt", "Tillbaka utan att läsa in (Esc)")
        self._lay_out()
        self._connect()

    def _show_file(self) -> None:
        presenter, preview = self.presenter, self.presenter.preview
        if preview is None:
            return
        rows = format_count(preview.row_count, "rad", "rader")
        self._heading.setText(f"Läs in egen lista: {preview.file_name}")
        self._facts.setText(f"{preview.encoding}, {rows}")
        self._show_separator()
        self.names.offer(presenter.known)
        self._show_names()
        self._wants_focus = True

    def _show_separator(self) -> None:
        preview = self.presenter.preview
        if preview is not None:
            self.separator.setCurrentIndex(self.separator.findData(preview.separator_sign))

    def _show_names(self) -> None:
        self.names.show_names(self.presenter.names)

    def _show_uses(self) -> None:
        presenter = self.presenter
        header = presenter.header
        columns: list[Column[tuple[str, ...]]] = [
            Column(name, itemgetter(place), tooltip=itemgetter(place))
            for place, name in enumerate(header)
        ]
        self.file_model.set_columns(columns)
        self.file_model.set_items(presenter.rows)
        self.choices.show_choices(header, [_USES.index(use) for use in presenter.uses])
        self._origin.setText(presenter.origin)
        self.header_box.blockSignals(True)
        self.header_box.setChecked(presenter.has_header)
        self.header_box.blockSignals(False)
        last = len(header) - 1
        text = presenter.uses.index(ColumnUse.TEXT) if ColumnUse.TEXT in presenter.uses else last
        self._file_columns.fit(header, presenter.rows, text)
        self.choices.place()
        if self._wants_focus:
            self._wants_focus = False
            self.choices.boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trial(self) -> None:
        trial = self.presenter.trial
        self.tried_table.setColumnHidden(_FAULT, trial is None or not trial.fault_count)
        if trial is None:
            self.tried_model.set_items(())
            self._tried.setText("Välj kolumnerna för kod och text, så visas här hur filen läses.")
            return
        later = [row for row in trial.faults if row not in trial.rows]
        self.tried_model.set_items((*trial.rows, *later))
        codes = format_count(trial.code_count, "kod", "koder")
        faults = format_count(trial.fault_count, "rad", "rader")
        wrong = f", och {faults} som inte kan läsas" if trial.fault_count else ""
        self._tried.setText(f"Hela filen ger {codes}{wrong}.")
        cells = [[c.text(row) for c in _TRIED_COLUMNS] for row in self.tried_model.items]
        self._tried_columns.fit([c.header for c in _TRIED_COLUMNS], cells, _TEXT)

    def _show_hindrance(self, sentence: str) -> None:
        self.read.setEnabled(not sentence)
        self.hindrance.setText(sentence or "Listan kan läsas in.")

    def _lay_out(self) -> None:
        self.file_table.setHorizontalHeader(self.choices)
        for name, sign in _SEPARATORS:
            self.separator.addItem(name, sign)
        self.separator.setAccessibleName("Kolumnerna skiljs av")
        self.header_box.setAccessibleName("Första raden är rubriker")
        self.hindrance.setAccessibleName("Vad som hindrar inläsningen")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._facts)
        layout.addLayout(head)
        layout.addLayout(self._file_row())
        layout.addWidget(self._tables(), 1)
        layout.addWidget(self.names)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addWidget(self.hindrance, 1)
        foot.addWidget(self.read)
        layout.addLayout(foot)

    def _file_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = label("Kolumnerna skiljs av", "muted")
        title.setBuddy(self.separator)
        row.addWidget(title)
        row.addWidget(self.separator)
        row.addSpacing(12)
        row.addWidget(self.header_box)
        row.addStretch(1)
        return row

    def _tables(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for title, told, view in (
            ("Filens första rader", self._origin, self.file_table),
            ("Så läses filen", self._tried, self.tried_table),
        ):
            frame, inner = pane(title)
            inner.addWidget(told)
            inner.addWidget(view, 1)
            split.addWidget(frame)
            split.setStretchFactor(split.count() - 1, 1)
        return split

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.file_read.connect(self._show_file)
        presenter.failed.connect(lambda _error: self._show_separator())
        presenter.names_changed.connect(self._show_names)
        presenter.uses_changed.connect(self._show_uses)
        presenter.tried.connect(self._show_trial)
        presenter.hindrance_changed.connect(self._show_hindrance)
        self.choices.chosen.connect(lambda column, n: presenter.use(column, _USES[n]))
        self.separator.activated.connect(
            lambda _n: presenter.split_by(str(self.separator.currentData()))
        )
        self.header_box.toggled.connect(lambda on: presenter.set_header(has_header=on))
        self.names.typed.connect(presenter.set_names)
        self.read.clicked.connect(self.import_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
