"""The building blocks of the screens: a text at the side is whole, and no wider than it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QTableView, QWidget

from tests.ui.conftest import RESOURCES
from tests.ui.keyboard import Keyboard
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.screens.parts import WrappedLabel, code_list, remark, table
from ui.theme import ThemeName, apply_theme

TEXTS = ("Inga anmärkningar", "1 fel", "1 varning", "2 varningar, 1 råd", "Övningskodverk 2026-11")


@pytest.fixture
def row(qtbot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QHBoxLayout(holder)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    layout.addStretch(1)
    holder.resize(900, 80)
    holder.show()
    return holder


@pytest.mark.parametrize("scale", [100, 110, 125, 150, 175, 200])
def test_a_remark_with_room_is_whole_and_ends_at_the_edge(
    qapp: QApplication, row: QWidget, qtbot, scale: int
) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, scale)
    told = remark()
    row.layout().addWidget(told)

    for text in TEXTS:
        told.setText(text)
        qtbot.waitUntil(lambda text=text: told.text() == text)
        qtbot.waitUntil(lambda: told.width() == told.sizeHint().width())


def test_a_remark_without_room_gives_way_and_keeps_its_text_as_a_tip(row: QWidget, qtbot) -> None:
    told = remark()
    row.layout().addWidget(told)
    row.resize(120, 80)

    told.setText("Parkerad: Väntar på PAD-svar från patologen")

    qtbot.waitUntil(lambda: told.text().endswith("…"))
    assert told.toolTip() == "Parkerad: Väntar på PAD-svar från patologen"


def test_rows_and_columns_of_a_table_follow_the_size_of_the_text(qapp: QApplication, qtbot) -> None:
    model = QStandardItemModel(3, 2)
    view = table(model, "Lista")
    qtbot.addWidget(view)
    view.setColumnWidth(0, 100)
    view.show()
    row = view.rowHeight(0)

    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 200)
    qtbot.waitUntil(lambda: view.columnWidth(0) > 180)
    assert view.rowHeight(0) >= view.fontMetrics().height() > row

    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 100)
    qtbot.waitUntil(lambda: abs(view.columnWidth(0) - 100) <= 1)
    assert view.rowHeight(0) == row


@pytest.fixture
def rows(qtbot) -> QTableView:
    view = table(QStandardItemModel(5, 3), "Lista")
    qtbot.addWidget(view)
    view.show()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


def chosen(view: QTableView) -> list[int]:
    return sorted(index.row() for index in view.selectionModel().selectedRows())


def test_home_and_end_go_to_the_first_and_the_last_row(
    rows: QTableView, keyboard: Keyboard
) -> None:
    rows.setCurrentIndex(rows.model().index(2, 1))

    keyboard.press("End")
    assert (chosen(rows), rows.currentIndex().column()) == ([4], 1)
    keyboard.press("Home")
    assert (chosen(rows), rows.currentIndex().column()) == ([0], 1)


def test_shift_chooses_all_rows_on_the_way_to_the_end(rows: QTableView, keyboard: Keyboard) -> None:
    rows.setCurrentIndex(rows.model().index(2, 0))

    keyboard.press("Shift+End")
    assert chosen(rows) == [2, 3, 4]
    keyboard.press("Shift+Home")
    assert chosen(rows) == [0, 1, 2]


def test_end_in_a_table_without_rows_chooses_nothing(rows: QTableView, keyboard: Keyboard) -> None:
    rows.model().setRowCount(0)

    keyboard.press("End", "Home")

    assert not rows.currentIndex().isValid()


def test_a_remark_of_several_lines_gives_its_height_back(qtbot) -> None:
    told = WrappedLabel()
    qtbot.addWidget(told)
    told.resize(300, 20)
    told.setText("ord " * 60)
    high = told.minimumHeight()

    told.setText("ord")

    assert told.minimumHeight() < high / 3


def test_titles_that_break_beside_a_scroll_bar_do_not_cover_the_next_row(qtbot) -> None:
    rows = [CodeRow(code=f"A{n}", title="m" * n + " och", title_lines=2) for n in range(10, 60)]
    model: CodeListModel[CodeRow] = CodeListModel()
    view = code_list(model, "Koder")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()

    model.set_entries([Entry(row, row) for row in rows])

    def stand_below_each_other() -> bool:
        places = [view.visualRect(model.index(n)) for n in range(len(rows))]
        return all(above.bottom() + 1 == below.top() for above, below in pairwise(places))

    qtbot.waitUntil(view.verticalScrollBar().isVisible)
    qtbot.waitUntil(stand_below_each_other)
