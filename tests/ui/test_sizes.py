"""Nothing is cut off between 100 and 200 per cent, in a large window and in a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from app.domain.encounter import Status
from tests.ui.conftest import RESOURCES
from ui.main_window import MainWindow
from ui.screens.parts import ElidedLabel
from ui.theme import ThemeName, apply_theme

EVENT = "demo-hip-fracture"
#: Rounding of fonts and borders.
_SLACK = 1
#: Rounds without a change after which nothing more is expected.
_QUIET_ROUNDS = 3

SCALES = (100, 150, 200)
at_every_size = pytest.mark.parametrize("scale", SCALES)
WINDOWS = ((1440, 900), (900, 700))


def clipped(window: QWidget) -> list[str]:
    """Labels and buttons that have less room than their text, or stick out of the window."""
    found = []
    for widget in [*window.findChildren(QLabel), *window.findChildren(QPushButton)]:
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or not widget.text():
            continue
        needed = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed.setWidth(0)
            needed.setHeight(max(0, widget.heightForWidth(widget.width())))
        corner = widget.mapTo(window, widget.rect().bottomRight())
        room = widget.size()
        lacks = needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK
        scrolls = any(isinstance(p, QScrollArea) for p in _above(widget))
        outside = not scrolls and not window.rect().contains(corner)
        if lacks or outside:
            what = f"{needed.width()}×{needed.height()} in {room.width()}×{room.height()}"
            found.append(f"{widget.text()[:40]!r}: {what}{' outside' if outside else ''}")
    return found


def _above(widget: QWidget) -> Iterator[QWidget]:
    while (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def settle(window: QWidget, qtbot) -> None:
    """Wait until the layout has come to rest: each round of it may ask for another.

    A new style sheet reaches the status bar and the rows of buttons some rounds later than the
    panes, however long a round takes on a busy machine.
    """
    before, quiet = [], 0
    for _round in range(200):
        qtbot.wait(1)
        places = [widget.geometry() for widget in window.findChildren(QWidget)]
        before, quiet = places, quiet + 1 if places == before else 0
        if quiet == _QUIET_ROUNDS:
            return
    pytest.fail("the layout never comes to rest")


@pytest.fixture
def sized(qapp: QApplication, qtbot) -> Callable[[MainWindow, int, tuple[int, int]], None]:
    def give(window: MainWindow, scale: int, size: tuple[int, int]) -> None:
        apply_theme(qapp, RESOURCES, ThemeName.LIGHT, scale)
        window.resize(*size)
        settle(window, qtbot)
        assert (window.width(), window.height()) == size, "the window cannot be made so small"

    return give


@pytest.fixture
def cut_off(sized) -> Callable[[MainWindow], list[str]]:
    """Lay one window out at every size after the other, and tell what is cut off at which."""

    def look(window: MainWindow) -> list[str]:
        found = []
        for scale, size in product(SCALES, WINDOWS):
            sized(window, scale, size)
            found += [f"{scale} % in {size[0]}×{size[1]}: {each}" for each in clipped(window)]
        return found

    return look


def test_the_first_screen_is_whole(bare_window: MainWindow, cut_off) -> None:
    assert cut_off(bare_window) == []


def test_the_work_list_is_whole(window: MainWindow, cut_off, qtbot) -> None:
    qtbot.waitUntil(window.banner.isVisible)

    assert cut_off(window) == []


def test_the_coding_screen_is_whole_with_codes_and_findings(
    on_desk: Callable[[str], MainWindow], cut_off, qtbot
) -> None:
    window = on_desk(EVENT)
    window.coding.presenter.make_principal("S72.00")
    qtbot.waitUntil(lambda: window.coding.presenter.is_reviewed)
    window.alert.tell(
        "Databasen svarar inte. Ditt arbete finns kvar här och sparas så snart det går.",
        "V&isa ändringen",
        "tips",
    )
    window.coding.override_asked.emit(window.coding.presenter.findings[-1])
    qtbot.waitUntil(lambda: window.saved.text().startswith("Sparat"))

    assert cut_off(window) == []


def test_a_protected_person_and_a_long_reason_leave_the_head_whole(
    on_desk: Callable[[str], MainWindow], cut_off
) -> None:
    window = on_desk("demo-protected-identity")
    encounter = window.coding.presenter.encounter
    parked = replace(
        encounter,
        status=Status.PARKED,
        status_reason="Väntar på PAD-svar från patologen i Uppsala, ring på torsdag",
    )
    window.coding._head.show_status(window.coding.presenter.desk_event, parked)

    assert cut_off(window) == []


def test_the_preview_and_the_sheets_are_whole(
    on_desk: Callable[[str], MainWindow], cut_off, qtbot
) -> None:
    window = on_desk(EVENT)
    window.files.print_summary()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.preview)
    assert cut_off(window) == []

    window.view.show_keys()

    assert cut_off(window) == []
