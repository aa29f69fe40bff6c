"""What an edition contains: counts beside the edition before, and the files it was read from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from app.domain.concept import SourceFile
from ui.models.editions import (
    COUNT_COLUMNS,
    COUNT_WIDTHS,
    SOURCE_COLUMNS,
    SOURCE_WIDTHS,
    CountRow,
)
from ui.models.list_table_model import ListTableModel
from ui.screens.parts import table
from ui.screens.roomy import TurningSplitter, keep_rows

#: Characters below which the tables stand one above the other.
_NARROW = 80
#: Characters that are left of a name in the narrowest of columns.
_LEAST = 6


class EditionContents(QWidget):
    """Two tables side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: ListTableModel[CountRow] = ListTableModel(COUNT_COLUMNS, self)
        self.sources: ListTableModel[SourceFile] = ListTableModel(SOURCE_COLUMNS, self)
        self.counts_table = table(self.counts, "Koder per nivå och kapitel")
        self.sources_table = table(self.sources, "Filer")
        size_columns(self.counts_table, COUNT_WIDTHS, wide=0)
        size_columns(self.sources_table, SOURCE_WIDTHS, wide=0)
        halves = TurningSplitter(Qt.Orientation.Horizontal, _NARROW)
        for view in (self.counts_table, self.sources_table):
            keep_rows(view)
        halves.addWidget(self.counts_table)
        halves.addWidget(self.sources_table)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def show_contents(self, counts: Sequence[CountRow], sources: Sequence[SourceFile]) -> None:
        """Show counts and files; nothing where there are none."""
        self.counts.set_items(counts)
        self.sources.set_items(sources)


def size_columns(view: QTableView, widths: Sequence[int], wide: int | None = None) -> None:
    """Give the columns room for so many characters; the wide one, or the last, takes the rest."""
    character = view.fontMetrics().averageCharWidth()
    for position, width in enumerate(widths):
        view.setColumnWidth(position, width * character)
    if wide is not None:
        header = view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(_LEAST * character)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
