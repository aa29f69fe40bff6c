"""What the window remembers between starts: geometry and splitters; not settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

_GEOMETRY = "window/geometry"


class WindowState:
    """An ini file in the data folder."""

    def __init__(self, folder: Path) -> None:
        self._store = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> bool:
        """Put the window where it was; False the first time."""
        geometry = self._store.value(_GEOMETRY)
        return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)

    def keep(self, window: QMainWindow) -> None:
        """Remember where the window is."""
        self._store.setValue(_GEOMETRY, window.saveGeometry())
        self._store.sync()
