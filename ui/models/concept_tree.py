"""The hierarchy of a codebook as a lazy tree."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from ui.models.list_table_model import ITEM_ROLE
from ui.theme import icon

Index = QModelIndex | QPersistentModelIndex


class _Node:
    """A concept with its place in the tree; children are asked for when it is opened."""

    __slots__ = ("children", "concept", "parent", "row")

    def __init__(self, concept: Concept | None, parent: _Node | None, row: int) -> None:
        self.concept = concept
        self.parent = parent
        self.row = row
        self.children: list[_Node] | None = None


class ConceptTreeModel(QAbstractItemModel):
    """Chapters, blocks, categories and codes of one codebook."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: Codebook | None = None
        self._root = _Node(None, None, 0)
        self._favourites: Collection[tuple[CodeSystem, str]] = ()
        self._day: date | None = None

    @property
    def book(self) -> Codebook | None:
        """The codebook that is shown."""
        return self._book

    def set_codebook(self, book: Codebook | None) -> None:
        """Show another codebook; the same one again changes nothing."""
        if book is self._book:
            return
        self.beginResetModel()
        self._book = book
        self._root = _Node(None, None, 0)
        self.endResetModel()

    def set_day(self, day: date | None) -> None:
        """Mark the codes that are out of use on this day; None marks none."""
        self._day = day

    def set_favourites(self, favourites: Collection[tuple[CodeSystem, str]]) -> None:
        """Mark these codes, also those that are not unfolded yet."""
        self._favourites = favourites

    def index_of(self, code: str) -> QModelIndex:
        """Return the index of a code, its ancestors loaded on the way; invalid when unknown."""
        if self._book is None or self._book.concept(code) is None:
            return QModelIndex()
        path = [concept.code for concept in reversed(self._book.ancestors(code))]
        node = self._root
        for step in [*path, code]:
            found = next(
                (n for n in self._nodes(node) if n.concept and n.concept.code == step), None
            )
            if found is None:
                return QModelIndex()
            node = found
        return self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        nodes = self._nodes(self._node(parent))
        if column != 0 or not 0 <= row < len(nodes):
            return QModelIndex()
        return self.createIndex(row, 0, nodes[row])

    # Qt overloads the name: without an index it is QObject.parent, which no caller asks here.
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        if node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return len(self._nodes(self._node(parent)))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        node = self._node(parent)
        return node is self._root or bool(node.concept and not node.concept.is_leaf)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        concept = self._node(index).concept
        if concept is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            # Before the title, so that a narrow tree does not cut it off.
            return f"{concept.marked_code}  {self._ended(concept)}{concept.title}"
        if role == ITEM_ROLE:
            return concept
        if role == Qt.ItemDataRole.DecorationRole and self._has_ended(concept):
            return icon("removed", "muted")
        if (concept.system, concept.code) in self._favourites:
            return self._favourite(self.data(index), role)
        return None

    def _has_ended(self, concept: Concept) -> bool:
        return self._day is not None and concept.has_ended(self._day)

    def _ended(self, concept: Concept) -> str:
        return f"(utgången {concept.valid_to}) " if self._has_ended(concept) else ""

    @staticmethod
    def _favourite(text: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("favourite", "accent")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{text}, favorit"
        return None

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _nodes(self, node: _Node) -> list[_Node]:
        if node.children is None:
            node.children = [_Node(c, node, i) for i, c in enumerate(self._concepts(node))]
        return node.children

    def _concepts(self, node: _Node) -> Sequence[Concept]:
        if self._book is None:
            return ()
        return self._book.children(node.concept.code if node.concept else None)
