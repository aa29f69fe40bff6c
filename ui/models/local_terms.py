"""The rows of the local search terms: their columns, and which of them are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.codes import SYSTEM_LABEL
from app.domain.list_words import format_day
from app.domain.local_term import LOCAL_KIND_LABEL, LocalTerm, Signature, TermState, format_state
from ui.models.list_table_model import Column, ListTableModel

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


def format_signature(signature: Signature | None) -> str:
    """Write who did something and on which day; nothing where nobody has."""
    return f"{signature.name}, {format_day(signature.at.date())}" if signature else ""


def format_remark(term: LocalTerm) -> str:
    """Write why a term was judged as it was, or else what was noted with it."""
    return term.reason or term.text.note


_WORD: Column[LocalTerm] = Column("Sökord", lambda t: t.text.term, tooltip=lambda t: t.text.term)
_OTHERS: tuple[Column[LocalTerm], ...] = (
    Column("Kodverk", lambda t: SYSTEM_LABEL[t.text.system] if t.text.system else "alla"),
    Column("Slag", lambda t: LOCAL_KIND_LABEL[t.text.kind]),
    Column("Läge", format_state, tooltip=format_state),
    Column("Inlagt", lambda t: format_signature(t.proposed), tooltip=lambda t: t.proposed.name),
    Column("Beslut", lambda t: format_signature(t.judged)),
    Column("Skäl eller anteckning", format_remark, tooltip=format_remark),
)
#: The column that takes the room that is left: what a term leads to.
WIDE = 1


class TermTable(ListTableModel[LocalTerm]):
    """Terms with a box to tick before those that wait to be approved."""

    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.columns = (
            _WORD,
            Column("Leder till", self.leads_to, tooltip=self.leads_to),
            *_OTHERS,
        )
        super().__init__(self.columns, parent)
        self._targets: Mapping[str, str] = {}
        self._ticked: frozenset[str] = frozenset()

    @property
    def ticked(self) -> tuple[LocalTerm, ...]:
        """The terms whose boxes are ticked, in the order of the table."""
        return tuple(term for term in self.items if term.id in self._ticked)

    def leads_to(self, term: LocalTerm) -> str:
        """Tell what a term leads to: codes with their titles, or words."""
        return self._targets.get(term.id, ", ".join(term.text.targets))

    def set_targets(self, targets: Mapping[str, str]) -> None:
        """Tell what terms lead to, by their ids, from the next `set_items` on."""
        self._targets = targets

    def set_items(self, items: Sequence[LocalTerm]) -> None:
        """Show these terms; those that still wait stay ticked."""
        waiting = {term.id for term in items if term.state is TermState.PROPOSED}
        self._ticked &= waiting
        super().set_items(items)
        self.ticked_changed.emit()

    def tick(self, choices: Mapping[str, bool]) -> None:
        """Tick terms, or not, by their ids; only those that wait have a box."""
        waiting = {term.id for term in self.items if term.state is TermState.PROPOSED}
        on = {each for each, is_on in choices.items() if is_on and each in waiting}
        self._ticked = (self._ticked - choices.keys()) | on
        if self.items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.items) - 1, 0))
        self.ticked_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.CheckStateRole:
            if not self._has_box(index):
                return None
            is_ticked = self.items[index.row()].id in self._ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not self._has_box(index):
            return False
        is_on = Qt.CheckState(value) is Qt.CheckState.Checked
        self.tick({self.items[index.row()].id: is_on})
        return True

    def _has_box(self, index: Index) -> bool:
        term = self.item(index.row()) if index.isValid() and index.column() == 0 else None
        return term is not None and term.state is TermState.PROPOSED
