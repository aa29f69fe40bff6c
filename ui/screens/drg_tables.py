"""The imported sets of DRG definition tables: read in, put first, take away, group again."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.drg_ports import DrgTableSet
from app.domain.period import Period
from app.services.drg_choice import TableChoices
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.drg_tables_presenter import DrgTablesPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.hindered import say_why
from ui.screens.list_tables import choose_again
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, table
from ui.screens.roomy import keep_rows, scrolling

_NONE_YET = (
    "Inga definitionstabeller är inlästa. De är licensierade och följer inte med programmet: läs "
    "in dem från fil (JSON, zip, Excel) eller mapp (DBF, TSV), eller släpp dem på fönstret. Utan "
    "dem fungerar allt annat som vanligt."
)
_NEAREST = "Använd de &närmaste tabellerna när inga gäller händelsens dag"
_COUNTRIES = {"SE": "Sverige", "NO": "Norge", "FI": "Finland", "DK": "Danmark", "EE": "Estland"}
_COUNTRIES |= {"IS": "Island", "LV": "Lettland"}


class DrgTablesScreen(QWidget):
    """A table of sets, and what can be done with the chosen one."""

    closed = Signal()
    file_asked = Signal()
    folder_asked = Signal()
    remove_asked = Signal(object)  # DrgTableSet
    regroup_asked = Signal(object)  # DrgTableSet
    help_name = "drg_tables"

    def __init__(self, presenter: DrgTablesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self._choices, self._hindrance, self._takes_focus = TableChoices(), "", False
        self.rows: ListTableModel[DrgTableSet] = ListTableModel(self._columns(), self)
        self.table = table(self.rows, "Definitionstabeller")
        self.nearest = QCheckBox(_NEAREST)
        self._empty, self._about = WrappedLabel(), WrappedLabel("fact")
        self._file = button("Läs in &fil …", "Läs in tabeller ur en fil: JSON, zip eller Excel")
        self._folder = button("Läs in &mapp …", "Läs in tabeller ur en mapp med DBF eller TSV")
        self._first = button("Gör t&ill förval", "Gå före andra tabeller för samma land och tid")
        self._remove = button("Ta b&ort …", "Ta bort tabellerna; det som är signerat står kvar")
        self._regroup = button(
            "Gr&uppera om signerade …", "Se vad tabellerna gör av det som är signerat", "primary"
        )
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()
        self._show(TableChoices())

    def hinder(self, reason: str) -> None:
        """Grey what decides about tables, and say why; without a reason it is open."""
        self._hindrance = reason
        say_why((self._file, self._folder, self._remove, self._first, self.nearest), reason)
        for each in (self._file, self._folder, self.nearest):
            each.setEnabled(not reason)
        self._note_choice()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the sets again whenever the screen comes to the front."""
        super().showEvent(event)
        self._takes_focus = True
        self.presenter.refresh()

    @property
    def current(self) -> DrgTableSet | None:
        """The chosen set, or None."""
        return self.rows.item(self.table.currentIndex().row())

    def _columns(self) -> tuple[Column[DrgTableSet], ...]:
        return (
            Column("Tabeller", lambda each: each.version, tooltip=lambda each: each.version),
            Column("Land", lambda each: _COUNTRIES.get(each.country, each.country)),
            Column("Gäller", lambda each: _period(each.valid)),
            Column("Regler", lambda each: str(each.rules), lambda each: each.rules, is_number=True),
            Column("Förval", lambda each: "Ja" if each.id in self._choices.defaults else ""),
            Column("Inlästa ur", lambda each: each.source, tooltip=lambda each: each.source),
        )

    def _show(self, choices: TableChoices) -> None:
        kept, near = self.current, max(self.table.currentIndex().row(), 0)
        self._choices = choices
        self.rows.set_items(choices.sets)
        self.nearest.blockSignals(True)
        self.nearest.setChecked(choices.takes_nearest)
        self.nearest.blockSignals(False)
        self.nearest.setVisible(bool(choices.sets))
        self._empty.setText("" if choices.sets or not self.presenter.is_read else _NONE_YET)
        self._empty.setVisible(bool(self._empty.text()))
        self.table.setVisible(bool(choices.sets))
        for column in range(self.rows.columnCount() - 1):
            self.table.resizeColumnToContents(column)
        choose_again(self.table, [each.id for each in choices.sets], kept.id if kept else "", near)
        self._note_choice()
        self._focus_first()

    def _focus_first(self) -> None:
        """Go to the table once its rows are there; a hidden one would not take the focus."""
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            first_act = self._close if self._hindrance else self._file
            (self.table if self.rows.items else first_act).setFocus()

    def _note_choice(self) -> None:
        chosen = self.current
        may = chosen is not None and not self._hindrance
        self._regroup.setEnabled(chosen is not None)
        self._remove.setEnabled(may)
        is_first = chosen is not None and chosen.id in self._choices.defaults
        self._first.setEnabled(may and not is_first)
        self._about.setText(_described(chosen) if chosen is not None else "")

    def _lay_out(self) -> None:
        keep_rows(self.table)
        self.nearest.setAccessibleName(_NEAREST.replace("&", ""))
        self._about.setAccessibleName("Om tabellerna")
        frame, inner = pane("DRG-tabeller")
        for widget in (self._empty, self.table, self._about, self.nearest):
            inner.addWidget(widget, 1 if widget is self.table else 0)
        inner.addStretch(0)
        acts = (self._file, self._folder, self._remove, self._first, self._regroup)
        inner.addWidget(FlowRow((self._close, *acts)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(scrolling(frame))

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._note_choice())
        self._file.clicked.connect(self.file_asked)
        self._folder.clicked.connect(self.folder_asked)
        self._first.clicked.connect(self._put_first)
        self._remove.clicked.connect(lambda: self._ask(self.remove_asked))
        self._regroup.clicked.connect(lambda: self._ask(self.regroup_asked))
        self.nearest.toggled.connect(lambda is_on: self.presenter.take_nearest(is_on=is_on))
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        on_key(self.table, "Del", self._remove.click)

    def _put_first(self) -> None:
        if self.current is not None:
            self.presenter.put_first(self.current)

    def _ask(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current)


def _period(valid: Period) -> str:
    start = valid.start.isoformat() if valid.start is not None else ""
    end = valid.end.isoformat() if valid.end is not None else ""
    return f"{start} – {end}".strip() if start or end else "Alla dagar"


def _described(chosen: DrgTableSet) -> str:
    when = f" {chosen.imported_at:%Y-%m-%d %H:%M}" if chosen.imported_at is not None else ""
    who = f" av {chosen.imported_by}" if chosen.imported_by else ""
    told = f"Inlästa{when}{who}. Kontrollsumma {chosen.checksum[:16]}…."
    return " ".join((told, *chosen.remarks))
