"""How many codes changed, by kind and by chapter; choosing a row filters the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTableView, QWidget

from app.domain.edition_difference import DifferenceFilter
from ui.models.differences import (
    CHAPTER_COLUMNS,
    KIND_COLUMNS,
    ChapterRow,
    Counted,
    KindRow,
    chapter_rows,
    kind_rows,
)
from ui.models.list_table_model import ListTableModel
from ui.screens.edition_contents import size_columns
from ui.screens.parts import table
from ui.screens.roomy import keep_rows

T = TypeVar("T")

#: Characters of a name, which takes the room that is left, and of a number.
_WIDTHS = (12, 9)


class DifferenceSummary(QSplitter):
    """Two tables, one below the other."""

    kind_chosen = Signal(object)  # DifferenceKind, or None for all
    chapter_chosen = Signal(str)  # code, or nothing for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.kinds: ListTableModel[KindRow] = ListTableModel(KIND_COLUMNS, self)
        self.chapters: ListTableModel[ChapterRow] = ListTableModel(CHAPTER_COLUMNS, self)
        self.kind_table = table(self.kinds, "Slag av ändring")
        self.chapter_table = table(self.chapters, "Kapitel")
        for view, share in ((self.kind_table, 2), (self.chapter_table, 3)):
            size_columns(view, _WIDTHS, wide=0)
            keep_rows(view)
            self.addWidget(view)
            self.setStretchFactor(self.count() - 1, share)
        self.kind_table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_kind())
        chapters = self.chapter_table.selectionModel()
        chapters.currentRowChanged.connect(lambda *_: self._tell_chapter())

    def show_counts(
        self, counted: Counted, chosen: DifferenceFilter, titles: Mapping[str, str]
    ) -> None:
        """Show other counts, with the rows chosen that the filter lets through."""
        kinds = kind_rows(counted, chosen)
        kind = next(iter(chosen.kinds), None)
        _renew(self.kind_table, self.kinds, kinds, [row.kind for row in kinds].index(kind))
        chapters = chapter_rows(counted, chosen, titles)
        place = [row.code for row in chapters].index(chosen.chapter)
        _renew(self.chapter_table, self.chapters, chapters, place)

    def _tell_kind(self) -> None:
        row = self.kinds.item(self.kind_table.currentIndex().row())
        if row is not None:
            self.kind_chosen.emit(row.kind)

    def _tell_chapter(self) -> None:
        row = self.chapters.item(self.chapter_table.currentIndex().row())
        if row is not None:
            self.chapter_chosen.emit(row.code)


def _renew(view: QTableView, model: ListTableModel[T], rows: Sequence[T], row: int) -> None:
    """Show other counts without telling that a row was chosen."""
    view.selectionModel().blockSignals(True)
    model.set_items(rows)
    view.selectRow(row)
    view.selectionModel().blockSignals(False)
