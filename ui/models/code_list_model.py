"""A list of code rows over any domain objects, with headings that cannot be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.delegates.code_row import ROW_ROLE, CodeRow
from ui.models.list_table_model import ITEM_ROLE

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A painted row and the object behind it; a heading has none."""

    row: CodeRow
    item: T | None = None


class CodeListModel(QAbstractListModel, Generic[T]):
    """Shows entries; headings are visible but can be neither selected nor acted on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry[T], ...] = ()

    @property
    def entries(self) -> tuple[Entry[T], ...]:
        """What is shown, in order."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry[T]]) -> None:
        """Show these entries; when only texts differ, the view keeps its selection."""
        fresh = tuple(entries)
        if len(fresh) == len(self._entries) and fresh:
            self._entries = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._entries = fresh
        self.endResetModel()

    def item(self, row: int) -> T | None:
        """Return the object of a row, or None for a heading or outside the list."""
        return self._entries[row].item if 0 <= row < len(self._entries) else None

    def step(self, row: int, steps: int) -> int:
        """Return the next row that can be chosen from here, or -1 when there is none."""
        last = len(self._entries)
        candidates = range(min(row, last) + steps, last if steps > 0 else -1, steps)
        found = (r for r in candidates if self.item(r) is not None)
        return next(found, row if self.item(row) is not None else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.item(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ROW_ROLE:
            return entry.row
        if role == ITEM_ROLE:
            return entry.item
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return entry.row.spoken
        if role == Qt.ItemDataRole.ToolTipRole and not entry.row.is_heading:
            return entry.row.spoken
        return None
