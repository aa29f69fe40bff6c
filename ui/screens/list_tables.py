"""Columns of the list screens: as wide as their texts, one of them taking the room that is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.models.list_table_model import Column

T = TypeVar("T")

#: Rows that the width of a column is measured by, and of these the ones measured in pixels.
_MEASURED, _LONGEST = 400, 8
#: The most characters of a column, from the widest window to the narrowest.
_LIMITS = (30, 24, 18, 14, 11)
#: Characters that the column with the room that is left should have.
_WANTED = 18
_NARROWEST, _PADDING = 6, 3
#: Characters below which it is not squeezed.
_LEAST_WIDE = 12
#: As wide as an icon beside the text.
_ICON = "mmm"


class FittedColumns(QObject):
    """Keeps the columns of a table fitted to its texts and to the width of the window.

    What a cell has no room for ends in an ellipsis; its tip holds the whole.
    """

    def __init__(self, view: QTableView, least: Callable[[], int] = lambda: 0) -> None:
        super().__init__(view)
        self._view, self._least = view, least
        self._headers: tuple[str, ...] = ()
        self._texts: list[list[str]] = []
        self._wide = 0
        view.viewport().installEventFilter(self)

    def fit_to(self, columns: Sequence[Column[T]], items: Sequence[T], wide: int) -> None:
        """Measure the rows of a table; the column `wide` takes the room that is left."""
        cells = [[_measured(column, item) for column in columns] for item in items[:_MEASURED]]
        self.fit([column.header for column in columns], cells, wide)

    def fit(self, headers: Sequence[str], rows: Sequence[Sequence[str]], wide: int) -> None:
        """Measure the texts; the column `wide` takes the room that is left."""
        self._headers, self._wide = tuple(headers), wide
        self._texts = [
            nlargest(_LONGEST, (row[place] for row in rows[:_MEASURED]), key=len)
            for place in range(len(headers))
        ]
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._headers:
            self._apply()
        return super().eventFilter(watched, event)

    def _apply(self) -> None:
        header = self._view.horizontalHeader()
        if header.count() != len(self._headers):
            return
        character = self._view.fontMetrics().averageCharWidth()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(max(_NARROWEST * character, self._least()))
        widths = self._widths(character)
        stretched = -1 if self._is_squeezed(widths, character) else self._wide
        for place, width in enumerate(widths):
            if place == stretched:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(place, width)

    def _has_boxes(self) -> bool:
        """Whether rows that are seen at first have a box to tick before their first text."""
        model = self._view.model()
        firsts = (model.index(row, 0) for row in range(min(_LONGEST, model.rowCount())))
        return any(first.data(Qt.ItemDataRole.CheckStateRole) is not None for first in firsts)

    def _is_squeezed(self, widths: Sequence[int], character: int) -> bool:
        """Whether the wide column would be left with too few letters: the table scrolls then."""
        least = min(widths[self._wide], _LEAST_WIDE * character)
        return self._view.viewport().width() - sum(widths) + widths[self._wide] < least

    def _widths(self, character: int) -> list[int]:
        """Return the widths with the most characters that leave the wide column its room."""
        header, metrics = self._view.horizontalHeader(), self._view.fontMetrics()
        room = self._view.viewport().width() - _WANTED * character
        natural = [max(map(metrics.horizontalAdvance, texts), default=0) for texts in self._texts]
        if natural and self._has_boxes():
            natural[0] += metrics.horizontalAdvance(_ICON)
        widths: list[int] = []
        for limit in _LIMITS:
            widths = [
                max(
                    header.sectionSizeHint(place),
                    self._least(),
                    min(width, limit * character) + _PADDING * character,
                )
                for place, width in enumerate(natural)
            ]
            if sum(widths) - widths[self._wide] <= room:
                break
        return widths


def choose_again(view: QTableView, ids: Sequence[str], kept: str, near: int) -> None:
    """Choose the row of an id again, or where it is gone the one that came in its place."""
    if ids:
        view.selectRow(ids.index(kept) if kept in ids else min(near, len(ids) - 1))


def _measured(column: Column[T], item: T) -> str:
    has_icon = column.icon is not None and column.icon(item)
    return column.text(item) + (_ICON if has_icon else "")
