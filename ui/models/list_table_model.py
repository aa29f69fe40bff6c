"""One table model for every list in the program; a table is a tuple of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from ui.theme import icon

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: The domain object behind a row; survives sorting, since proxies forward data().
ITEM_ROLE = Role.UserRole
#: A comparable value, so that columns sort by meaning and not by text.
SORT_ROLE = Role.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """How one attribute of a row is shown and sorted."""

    header: str
    text: Callable[[T], str]
    sort_key: Callable[[T], Any] | None = None
    tooltip: Callable[[T], str] | None = None
    #: Name of the icon beside the text, which says the same in words.
    icon: Callable[[T], str] | None = None
    #: Numbers stand under each other by their last digit.
    is_number: bool = False


class ListTableModel(QAbstractTableModel, Generic[T]):
    """A read-only table over a list of domain objects."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._items: tuple[T, ...] = ()

    def set_items(self, items: Sequence[T]) -> None:
        """Show these items instead of the present ones."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        """Show another table: these columns, and nothing in them yet."""
        self.beginResetModel()
        self._columns, self._items = tuple(columns), ()
        self.endResetModel()

    @property
    def items(self) -> tuple[T, ...]:
        """What is shown, in model order."""
        return self._items

    def item(self, row: int) -> T | None:
        """Return the item of a row, or None outside the table."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Role.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return column.header if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        answer = _ANSWERS.get(role)
        return answer(self._columns[index.column()], item) if answer else None


def _tooltip(column: Column[T], item: T) -> str | None:
    return column.tooltip(item) if column.tooltip else None


def _icon(column: Column[T], item: T) -> QIcon | None:
    name = column.icon(item) if column.icon else ""
    return icon(name) if name else None


def _alignment(column: Column[T], _item: T) -> Qt.AlignmentFlag | None:
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return right if column.is_number else None


def _sort_key(column: Column[T], item: T) -> Any:
    return (column.sort_key or column.text)(item)


#: What a cell answers to each role that it knows.
_ANSWERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Role.DisplayRole: lambda column, item: column.text(item),
    Role.AccessibleTextRole: lambda column, item: f"{column.header}: {column.text(item)}",
    Role.ToolTipRole: _tooltip,
    Role.DecorationRole: _icon,
    Role.TextAlignmentRole: _alignment,
    SORT_ROLE: _sort_key,
}
