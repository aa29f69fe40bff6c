"""What the window remembers between starts: geometry and splitters; not settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow


class WindowState:
    """An ini file in the data folder; each window has a name of its own in it."""

    def __init__(self, folder: Path, name: str = "window") -> None:
        self._key = f"{name}/geometry"
        self._store = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> bool:
        """Put the window where it was; False the first time."""
        geometry = self._store.value(self._key)
        return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)

    def keep(self, window: QMainWindow) -> None:
        """Remember where the window is."""
        self._store.setValue(self._key, window.saveGeometry())
        self._store.sync()
