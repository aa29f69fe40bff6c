"""A list of code rows over any domain objects, with headings that cannot be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.delegates.code_row import ROW_ROLE, CodeRow
from ui.models.list_table_model import ITEM_ROLE

T = TypeVar("T")
E = TypeVar("E")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A painted row and the object behind it, or what the row offers; a heading has neither."""

    row: CodeRow
    item: T | None = None
    offer: object = None

    @property
    def can_be_chosen(self) -> bool:
        """Whether the row is more than a heading."""
        return self.item is not None or self.offer is not None


def in_columns(entries: Sequence[Entry[E]]) -> list[Entry[E]]:
    """Leave room for an icon in every coded row where any of them has one: they stay aligned."""
    has_icon = any(entry.row.icon and entry.row.code for entry in entries)
    return [
        replace(entry, row=replace(entry.row, has_icon_room=True))
        if has_icon and entry.row.code
        else entry
        for entry in entries
    ]


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
        """Show these entries; when only texts differ, or more come below, the selection stays."""
        fresh, known = tuple(entries), len(self._entries)
        if fresh == self._entries:
            return
        if known and fresh[:known] == self._entries:
            self._append(fresh[known:])
            return
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

    def can_be_chosen(self, row: int) -> bool:
        """Whether there is such a row, and it is more than a heading."""
        return 0 <= row < len(self._entries) and self._entries[row].can_be_chosen

    def step(self, row: int, steps: int) -> int:
        """Return the next row that can be chosen from here, or -1 when there is none."""
        last = len(self._entries)
        candidates = range(min(row, last) + steps, last if steps > 0 else -1, steps)
        return next(filter(self.can_be_chosen, candidates), row if self.can_be_chosen(row) else -1)

    def leap(self, row: int, rows: int) -> int:
        """Return a row some rows away, or the outermost; -1 when none can be chosen."""
        last = len(self._entries) - 1
        target = max(0, min(row + rows, last))
        ahead, back = (1, -1) if rows > 0 else (-1, 1)
        onwards = range(target, last + 1 if ahead > 0 else -1, ahead)
        found = filter(self.can_be_chosen, (*onwards, *range(target, max(row, 0), back)))
        return next(found, row if self.can_be_chosen(row) else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.can_be_chosen(index.row()):
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

    def _append(self, entries: tuple[Entry[T], ...]) -> None:
        last = len(self._entries)
        self.beginInsertRows(QModelIndex(), last, last + len(entries) - 1)
        self._entries += entries
        self.endInsertRows()
