"""The camera of the pictures: one window, every look, small files."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ui.demo import wait_until
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

_WAIT_S, _QUIET_MS, _FIRST_MS = 90.0, 500, 1200
_FEWEST, _MOST = 64, 128
#: The looks that every screen is shown in: the ending of the file, the theme, the size of text,
#: the number of colours. The guide shows the first, which has no ending.
LOOKS: tuple[tuple[str, ThemeName, int, int], ...] = (
    ("", ThemeName.LIGHT, 100, _MOST),
    ("-dark", ThemeName.DARK, 100, _FEWEST),
    ("-150", ThemeName.LIGHT, 150, _FEWEST),
    ("-contrast", ThemeName.CONTRAST_DARK, 100, _FEWEST),
)


class Camera:
    """Takes pictures of one window."""

    def __init__(self, qt: QApplication, window: MainWindow, out: Path) -> None:
        self.qt, self.window, self._out = qt, window, out

    def take(
        self, name: str, shown: QWidget | None = None, ready: Callable[[], None] = lambda: None
    ) -> None:
        """Save what the window, or another one, shows in every look; `ready` comes before each."""
        rest(_FIRST_MS)
        for ending, theme, scale, colours in LOOKS:
            apply_theme(self.qt, self.window.home.resources, theme, scale)
            ready()
            rest(_QUIET_MS)
            image = (shown or self.window).grab().toImage()
            path = self._out / f"{name}{ending}.png"
            with_few_colours(image, colours).save(str(path), quality=0)
        first = LOOKS[0]
        apply_theme(self.qt, self.window.home.resources, first[1], first[2])
        rest(_QUIET_MS)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program work until something is true.

        Raises:
            AppError: it did not become true in time.

        """
        wait_until(condition, f"Bilderna kunde inte tas: {what}.", _WAIT_S)

    def show(self, command: str) -> None:
        """Give a command, and wait until another screen is in front."""
        stack = self.window.stack
        before = stack.currentWidget()
        self.window.actions_by_name[command].trigger()
        self.until(lambda: stack.currentWidget() is not before, command)

    def take_screen(self, command: str, name: str) -> None:
        """Take the screen that a command shows, and go back."""
        self.show(command)
        rest(_FIRST_MS)
        self.take(name)
        self.window.reason.dismiss()
        self.window.go_back()

    def until_listed(self) -> None:
        """Wait until a table of the screen in front has rows."""
        self.until(lambda: _has_rows(self.window.stack.currentWidget()), "en lista är tom")


def rest(milliseconds: int) -> None:
    """Let the program work; unlike Qt's own waiting this leaves the worker threads their turn."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def with_few_colours(image: QImage, count: int) -> QImage:
    """Return the picture in its most frequent colours, at most 256."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    colours = [colour for colour, _times in counted.most_common(count)]
    as_near_as_can_be = Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, colours, as_near_as_can_be)


def _has_rows(screen: QWidget | None) -> bool:
    tables = screen.findChildren(QTableView) if screen is not None else []
    return any(table.isVisible() and table.model().rowCount() > 0 for table in tables)
