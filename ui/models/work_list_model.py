"""The work list as a table that fetches its rows a page at a time, so 100,000 scroll smoothly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.clinician_query import ANSWERED_REASON, LATE_REASON
from app.domain.complexity import COMPLEXITY_LABEL
from app.domain.encounter import STATUS_LABEL, Status
from app.domain.reporting_window import Urgency
from app.domain.work_list import SortKey, WorkListRow
from ui.models.list_table_model import ITEM_ROLE
from ui.theme import icon

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

PAGE = 200
_ANSWERED = frozenset(
    {
        Role.CheckStateRole,
        Role.DisplayRole,
        Role.ToolTipRole,
        Role.AccessibleTextRole,
        Role.DecorationRole,
        ITEM_ROLE,
    }
)
#: Pages kept; the oldest fetched is dropped first.
_KEPT = 40


@dataclass(frozen=True, slots=True)
class WorkColumn:
    """One column: what it shows, what it sorts by, how wide in characters."""

    header: str
    text: Callable[[WorkListRow, datetime], str]
    sort: SortKey | None
    width: int


def _said(column: WorkColumn, item: WorkListRow, now: datetime, role: int) -> str | None:
    text = column.text(item, now)
    if role == Role.AccessibleTextRole:
        return f"{column.header}: {text}"
    return text if role in (Role.DisplayRole, Role.ToolTipRole) else None


def _status(row: WorkListRow, now: datetime) -> str:
    if row.status_reason in (ANSWERED_REASON, LATE_REASON):
        return row.status_reason
    if row.record_changed:
        return f"{STATUS_LABEL[row.status]}, journalen ändrad"
    if row.status is not Status.PARKED:
        return STATUS_LABEL[row.status]
    parts = [STATUS_LABEL[row.status]]
    if row.is_due(now):
        parts = ["Ska tas upp"]
    elif row.park_until is not None:
        parts = [f"Parkerad till {row.park_until:%Y-%m-%d}"]
    return ": ".join([*parts, *([row.status_reason] if row.status_reason else [])])


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def _counted(days: int) -> str:
    return "1 dag" if days == 1 else f"{days} dagar"


def _days(row: WorkListRow, now: datetime) -> str:
    days = row.days_waiting(now)
    return "" if days is None else _counted(days)


def _left(row: WorkListRow, now: datetime) -> str:
    left = row.days_left(now)
    if left is None:
        return ""
    if left < 0:
        return f"Försenad {_counted(-left)}"
    return f"Snart: {_counted(left)}" if row.urgency(now) is Urgency.SOON else _counted(left)


def _assigned(row: WorkListRow, _now: datetime) -> str:
    return row.assigned.name if row.assigned else ""


#: What tells an event from another comes first: the rest may lie beyond the edge of the window.
COLUMNS: tuple[WorkColumn, ...] = (
    WorkColumn("Status", _status, SortKey.STATUS, 30),
    WorkColumn("Kvar", _left, SortKey.END, 22),
    WorkColumn("Slut", lambda r, _now: _moment(r.end), SortKey.END, 17),
    WorkColumn("Enhet", lambda r, _now: r.unit, SortKey.UNIT, 23),
    WorkColumn("Personnummer", lambda r, _now: r.patient_number, SortKey.PATIENT, 15),
    WorkColumn("Namn", lambda r, _now: r.patient_name, None, 18),
    WorkColumn("Typ", lambda r, _now: r.encounter_type.value, SortKey.TYPE, 22),
    WorkColumn(
        "Omfattning", lambda r, _now: COMPLEXITY_LABEL[r.complexity], SortKey.COMPLEXITY, 13
    ),
    WorkColumn("Tilldelad", _assigned, SortKey.ASSIGNED, 16),
    WorkColumn("Klass", lambda r, _now: r.encounter_class.value, SortKey.CLASS, 12),
    WorkColumn("Väntat", _days, SortKey.END, 10),
    WorkColumn("Huvuddiagnos", lambda r, _now: r.principal, None, 14),
    WorkColumn("Hos", lambda r, _now: r.claimed_by, SortKey.CLAIMED, 13),
)
_LEFT = next(place for place, column in enumerate(COLUMNS) if column.header == "Kvar")
_URGENCY_ICON = {Urgency.OVERDUE: "error", Urgency.SOON: "warning"}


class WorkListModel(QAbstractTableModel):
    """Rows by page; an unfetched row shows dots and asks for its page once."""

    page_wanted = Signal(int)  # page number
    marks_changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._count = 0
        self._pages: dict[int, list[WorkListRow]] = {}
        self._asked: set[int] = set()
        #: Ids, in the order they were marked: marks survive sorting, pages and a new reading.
        self._marks: dict[str, None] = {}

    @property
    def marks(self) -> tuple[str, ...]:
        """The ids of the marked events, in the order they were marked."""
        return tuple(self._marks)

    def mark(self, ids: Iterable[str], *, on: bool) -> None:
        """Mark events by their ids, shown or not, or take their marks away."""
        for encounter_id in ids:
            if on:
                self._marks.setdefault(encounter_id)
            else:
                self._marks.pop(encounter_id, None)
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))
        self.marks_changed.emit()

    def start(self, count: int, first_page: list[WorkListRow]) -> None:
        """Show a new answer: how many rows, and the first page of them."""
        self.beginResetModel()
        self._count = count
        self._pages = {0: first_page}
        self._asked = {0}
        self.endResetModel()

    def renew(self, count: int, first_page: list[WorkListRow]) -> None:
        """Show the same question answered anew, without moving the reader.

        Rows that are shown stay until their page has been read again.
        """
        if count != self._count:
            self.start(count, first_page)
            return
        self._asked.clear()
        if count:
            self.put_page(0, first_page)
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(COLUMNS) - 1))

    def put_page(self, number: int, rows: list[WorkListRow]) -> None:
        """Fill in a page that was asked for."""
        self._pages.pop(number, None)
        self._pages[number] = rows
        self._asked.add(number)
        while len(self._pages) > _KEPT:
            dropped = next(iter(self._pages))
            del self._pages[dropped]
            self._asked.discard(dropped)
        last = min(self._count, (number + 1) * PAGE) - 1
        if last >= number * PAGE:
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(COLUMNS) - 1))

    def row_item(self, row: int) -> WorkListRow | None:
        """Return the event of a row, or None while its page is on the way."""
        rows = self._pages.get(row // PAGE)
        offset = row % PAGE
        self._want(row // PAGE)
        if rows is None:
            return None
        return rows[offset] if offset < len(rows) else None

    def row_of(self, encounter_id: str) -> int:
        """Return the row of an event among the fetched pages, or -1."""
        for number, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if row.id == encounter_id:
                    return number * PAGE + offset
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return COLUMNS[section].header
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None  # views ask for a dozen roles a cell: most are answered here
        item, column = self.row_item(index.row()), COLUMNS[index.column()]
        if item is None:
            return "…" if role == Role.DisplayRole else None
        if role == Role.DecorationRole:
            name = self._icon_name(item, index.column())
            return icon(name) if name else None
        if role == Role.CheckStateRole:
            return self._box(item) if index.column() == 0 else None
        return item if role == ITEM_ROLE else _said(column, item, self._now(), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        item = self.row_item(index.row()) if role == Role.CheckStateRole else None
        if item is None:
            return False
        self.mark([item.id], on=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _box(self, item: WorkListRow) -> Qt.CheckState:
        return Qt.CheckState.Checked if item.id in self._marks else Qt.CheckState.Unchecked

    def _icon_name(self, item: WorkListRow, column: int) -> str:
        if column == 0:
            return "changed" if item.record_changed else item.status.value
        return _URGENCY_ICON.get(item.urgency(self._now()), "") if column == _LEFT else ""

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.page_wanted.emit(page)
