"""One change explained: the texts before and after, and every place that uses the code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from app.domain.edition_difference import Touched
from ui.models.differences import TOUCH_COLUMNS, TOUCH_WIDTHS, ChangeRow
from ui.models.list_table_model import ListTableModel
from ui.presenters.word_difference import difference_html
from ui.screens.edition_contents import size_columns
from ui.screens.parts import WrappedLabel, on_key, table
from ui.screens.roomy import TurningSplitter, keep_rows

_NONE_TOUCHED = "Ingen favorit, kodmall, synonym, spärr eller vårdhändelse använder koden."
#: Characters below which the two stand above each other.
_NARROW = 76
_LEAST_HEIGHT = 75


class ChangeDetail(TurningSplitter):
    """Text to the left, places to the right; Enter on a place asks to go there."""

    jump_asked = Signal(object)  # Touched

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal, _NARROW)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Ändringen, före och efter")
        self.text.setMinimumHeight(_LEAST_HEIGHT)
        self.touched: ListTableModel[Touched] = ListTableModel(TOUCH_COLUMNS, self)
        self.table = table(self.touched, "Berörs av ändringen")
        self._none = WrappedLabel()
        self._none.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        keep_rows(self.table, 3)
        size_columns(self.table, TOUCH_WIDTHS, wide=1)
        places = QWidget()
        layout = QVBoxLayout(places)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self.table, 1)
        self.addWidget(self.text)
        self.addWidget(places)
        for keys in ("Return", "Enter"):
            on_key(self.table, keys, self._jump)
        self.table.doubleClicked.connect(lambda _index: self._jump())

    def show_change(self, row: ChangeRow | None) -> None:
        """Explain a change, or nothing."""
        touched = row.touched if row else ()
        self.text.setHtml(difference_html(row.change) if row else "")
        self.touched.set_items(touched)
        if touched:
            self.table.selectRow(0)
        self.table.setVisible(bool(touched))
        self._none.setText(_NONE_TOUCHED if row else "")
        self._none.setVisible(not touched)

    def focus_places(self) -> bool:
        """Go to the places that use the code; False where there are none."""
        if self.touched.items:
            self.table.setFocus()
        return bool(self.touched.items)

    def _jump(self) -> None:
        touched = self.touched.item(self.table.currentIndex().row())
        if touched is not None:
            self.jump_asked.emit(touched)
