"""The lists beside the work list: chosen with the arrows, or in a box where the window is small."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.domain.access import Person
from app.domain.work_list_rule import STANDARD, WorkListName
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.work_lists_presenter import CountedList
from ui.screens.flow_row import FlowRow
from ui.screens.parts import button, pane, table

_WIDTH = 30
#: Lists that tell of trouble where they hold anything, with the icon that says so.
_ICONS = {f"{STANDARD}overdue": "error", f"{STANDARD}soon": "warning"}


def format_number(count: int | None) -> str:
    """Write a count with its thousands apart; dots until it is known."""
    return "…" if count is None else f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")


def _name(each: CountedList) -> str:
    named = each.named
    return f"{named.name} (delad)" if named.is_shared and not named.is_standard else named.name


def _icon(each: CountedList) -> str:
    return _ICONS.get(each.named.id, "") if each.count else ""


_COLUMNS: tuple[Column[CountedList], ...] = (
    Column("Lista", _name, tooltip=_name, icon=_icon),
    Column("Antal", lambda each: format_number(each.count), is_number=True),
)


class ListsPane(QFrame):
    """The names of the lists with their counts."""

    chosen = Signal(object)  # WorkListName
    entered = Signal()
    new_asked = Signal()
    change_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self.current: WorkListName | None = None
        self.rows = ListTableModel(_COLUMNS, self)
        self.table = table(self.rows, "Listor")
        self.box = QComboBox()
        self._new = button("N&y …", "Spara en ny lista, med det som filtrerats nu")
        self._change = button("Än&dra …", "Ändra den valda listan, eller gör en egen av den")
        self._remove = button("Ta bor&t", "Glöm den valda listan")
        self._lay_out()
        self._connect()

    def show_lists(self, lists: Sequence[CountedList]) -> None:
        """Show these lists; the chosen one stays chosen, or else the first is."""
        kept = self.current.id if self.current is not None else ""
        ids = [each.named.id for each in lists]
        place = ids.index(kept) if kept in ids else 0
        blocked = (QSignalBlocker(self.table.selectionModel()), QSignalBlocker(self.box))
        self.rows.set_items(lists)
        self.box.clear()
        for each in lists:
            self.box.addItem(f"{_name(each)}  {format_number(each.count)}", each.named.id)
        self._mark(place)
        del blocked
        self._size()
        self._choose(place)

    def choose(self, list_id: str) -> None:
        """Choose a list by its id, if it is there."""
        for place, each in enumerate(self.rows.items):
            if each.named.id == list_id:
                self._mark(place)
                self._choose(place)

    def _mark(self, place: int) -> None:
        if self.rows.item(place) is not None:
            self.table.selectRow(place)
            self.box.setCurrentIndex(place)

    def _choose(self, place: int) -> None:
        each = self.rows.item(place)
        if each is None:
            return
        for other in (self.box,):
            with QSignalBlocker(other):
                other.setCurrentIndex(place)
        self._remove.setEnabled(each.named.may_be_changed_by(self._person))
        if each.named != self.current:
            self.current = each.named
            self.chosen.emit(each.named)

    def _size(self) -> None:
        header = self.table.horizontalHeader()
        if header.count() == len(_COLUMNS):
            header.setStretchLastSection(False)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        self.box.setAccessibleName("Lista")
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(22)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame, inner = pane("Listor")
        inner.addWidget(self.table, 1)
        inner.addWidget(FlowRow((self._new, self._change, self._remove)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.fit_to_text()

    def fit_to_text(self) -> None:
        """Be as wide as the names need at this size of the text."""
        self.setFixedWidth(_WIDTH * self.fontMetrics().averageCharWidth() + 24)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(
            lambda index, _before: self._choose(index.row())
        )
        self.table.activated.connect(lambda _index: self.entered.emit())
        self.box.activated.connect(self._take_from_box)
        self._new.clicked.connect(self.new_asked)
        self._change.clicked.connect(lambda: self.change_asked.emit(self.current))
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self.current))

    def _take_from_box(self, place: int) -> None:
        self._mark(place)
        self._choose(place)


class MarkedBar(QFrame):
    """What can be done with the marked events; hidden while none is marked."""

    assign_asked = Signal()
    park_asked = Signal()
    print_asked = Signal()
    export_asked = Signal()
    unmark_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonBar")
        self._count = button("", "Ta bort alla markeringar", "link")
        self._parts = (
            (button("T&illdela …", "Ge de markerade till någon"), self.assign_asked),
            (button("Pa&rkera …", "Lägg de markerade åt sidan (F6)"), self.park_asked),
            (button("Skriv &ut …", "Sammanfattningar av de markerade (Ctrl+P)"), self.print_asked),
            (button("E&xportera …", "Spara de markerade i en fil"), self.export_asked),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        left = QWidget()  # takes the room that is left over, its text at the left of it
        row = QHBoxLayout(left)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._count)
        row.addStretch(1)
        layout.addWidget(FlowRow((left, *(part for part, _signal in self._parts))))
        for part, signal in self._parts:
            part.clicked.connect(signal)
        self._count.clicked.connect(self.unmark_asked)
        self.hide()

    def show_count(self, count: int) -> None:
        """Tell how many are marked."""
        noun = "markerad" if count == 1 else "markerade"
        self._count.setText(f"{format_number(count)} {noun} – av&markera")
        self._count.setAccessibleName(f"{count} {noun}, avmarkera")
        self.setVisible(count > 0)
