"""Starts the desktop program."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.services.context import AppContext
from app.services.demonstration import load_demo_once
from app.services.settings import read_settings
from ui.crash import CrashReporter
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme


def run(app: AppContext) -> int:
    """Build the program, show it, and take it down in the opposite order."""
    qt = start_qt(app)
    load_demo_once(app)
    jobs = Jobs()
    crash = CrashReporter()
    window = MainWindow(app, jobs)
    crash.happened.connect(window.show_crash)
    crash.install()
    window.show()
    try:
        return qt.exec()
    finally:
        crash.remove()
        jobs.shut_down()


def start_qt(app: AppContext) -> QApplication:
    """Return the application with Swedish texts and the chosen look."""
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("Kodklar")
    qt.setApplicationDisplayName("Kodklar")
    speak_swedish(qt)
    settings = read_settings(app.data_dir)
    apply_theme(qt, app.resources, ThemeName(settings["theme"]), int(settings["scale"]))
    return qt


def speak_swedish(qt: QApplication) -> None:
    """Make Qt's own texts (Avbryt, Spara) and dates Swedish."""
    QLocale.setDefault(QLocale("sv_SE"))
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(), "qtbase", "_", folder):
        qt.installTranslator(translator)
