"""Layouts for small windows and large text: tabs stay in sight, a place is as high as its page."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screens.roomy import Places, Tabs


def test_names_of_tabs_give_way_and_none_of_them_is_hidden(qtbot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    for name in ("Journal", "Läkemedel (3)", "Lab och mätvärden (12)", "Tidigare (2)"):
        tabs.addTab(QWidget(), name)
    whole = tabs.tabBar().sizeHint().width()
    assert tabs.sizeHint().width() < whole

    tabs.resize(whole * 2 // 3, 200)
    tabs.show()
    bar = tabs.tabBar()

    def is_in_sight() -> bool:
        seen = QRect(0, 0, tabs.width(), bar.height())
        return all(seen.contains(bar.tabRect(place)) for place in range(bar.count()))

    qtbot.waitUntil(is_in_sight)


def page(height: int) -> QWidget:
    holder, inner = QWidget(), QWidget()
    inner.setMinimumHeight(height)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inner)
    return holder


def test_a_place_needs_the_height_of_the_page_that_is_shown(qtbot) -> None:
    place, high = Places(), page(400)
    qtbot.addWidget(place)
    place.addWidget(page(100))
    place.addWidget(high)

    assert place.minimumSizeHint().height() == 100

    place.setCurrentWidget(high)

    assert place.minimumSizeHint().height() == 400
