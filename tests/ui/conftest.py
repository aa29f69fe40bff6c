"""What the window tests share: no screen, our look, a workstation with the demonstration data.

Every test runs under a watch: a worker thread or a running timer that it leaves behind fails it.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partialmethod
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.collector import set_aside
from app.services import access
from app.services.context import AppContext
from app.services.demonstration import load_demo_once
from tests.ui.clinician_visits import NOW, put, scripted_visits
from tests.ui.keyboard import Keyboard
from ui.desk import Desk
from ui.jobs import Jobs
from ui.main import speak_swedish
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

#: Only a test that fails takes it all.
PATIENCE_MS = 60_000
RESOURCES = Path(__file__).parents[2] / "resources"


class PatientBot(QtBot):
    """Waits as long as a machine may need that is busy with other things."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE_MS)  # noqa: N815 - pytest-qt's
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE_MS)  # noqa: N815
    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with our patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    """Our theme and fonts, whatever the test before chose."""
    if not qapp.property("is_swedish"):
        speak_swedish(qapp)
        qapp.setProperty("is_swedish", True)
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 100)


@pytest.fixture(autouse=True, scope="module")
def collector_spares_what_was_there() -> None:
    """Leave what earlier tests hold out of the collections of this module: they are many."""
    gc.collect()
    set_aside()


@pytest.fixture(autouse=True)
def nothing_left_behind(look: None, qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a worker thread or a running timer."""
    yield
    qapp.processEvents()
    gc.collect()
    ours = [t.name for t in threading.enumerate() if t.name.startswith(("read", "write"))]
    assert not ours, f"threads left: {ours}"
    running = [
        timer
        for widget in qapp.topLevelWidgets()
        for timer in widget.findChildren(QTimer)
        if timer.isActive() and type(timer.parent()).__module__.startswith("ui.")
    ]
    assert not running, f"timers left: {running}"


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the demonstration events are loaded, to be copied."""
    folder = tmp_path_factory.mktemp("demo-data")
    context = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    load_demo_once(context)
    context.close()
    return folder / "kodklar.sqlite"


@pytest.fixture
def app(
    demo_template: Path, tmp_path: Path, keep_indexes: Callable[[Path], None]
) -> Iterator[AppContext]:
    """An opened workstation with the twelve demonstration events."""
    folder = tmp_path / "data"
    folder.mkdir()
    keep_indexes(folder)
    shutil.copy(demo_template, folder / "kodklar.sqlite")
    context = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    yield context
    context.close()


@pytest.fixture(scope="session")
def visits_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the visits of a clinician's day, to be copied."""
    folder = tmp_path_factory.mktemp("visits-data")
    shutil.copy(sqlite_template, folder / "kodklar.sqlite")
    context = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    put(context, *scripted_visits().values())
    context.close()
    return folder / "kodklar.sqlite"


@pytest.fixture
def visits_app(
    visits_template: Path, tmp_path: Path, keep_indexes: Callable[[Path], None]
) -> Iterator[AppContext]:
    """An opened workstation on the afternoon of those visits."""
    folder = tmp_path / "data"
    folder.mkdir()
    keep_indexes(folder)
    shutil.copy(visits_template, folder / "kodklar.sqlite")
    context = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    yield replace(context, now=lambda: NOW)
    context.close()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    lanes = Jobs()
    yield lanes
    lanes.shut_down()
    qapp.processEvents()


@pytest.fixture
def person(app: AppContext) -> Person:
    return access.add_person(app, "Kim Kodare", Role.CODER)


@pytest.fixture
def colleague(app: AppContext) -> Person:
    return access.add_person(app, "Robin Annan", Role.CODER)


@pytest.fixture
def desk(app: AppContext, jobs: Jobs, person: Person) -> Desk:
    return Desk(app, jobs, person)


@pytest.fixture
def bare_window(app: AppContext, jobs: Jobs, qtbot) -> Iterator[MainWindow]:
    """The window as it starts the first time: it asks who sits there."""
    window = MainWindow(app, jobs)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    jobs.shut_down()
    shiboken6.delete(window)


@pytest.fixture
def window(person: Person, bare_window: MainWindow, qtbot) -> MainWindow:
    """The window with the work list of a coder on screen."""
    bare_window.sit_down(person)
    work = bare_window.work_list
    assert work is not None
    qtbot.waitUntil(lambda: work.model.rowCount() > 0)
    return bare_window


@pytest.fixture
def keyboard(qapp: QApplication, qtbot) -> Keyboard:
    return Keyboard(qapp, qtbot)


@pytest.fixture
def on_desk(window: MainWindow, qtbot) -> Callable[[str], MainWindow]:
    """Put a demonstration event on the desk."""

    def put(encounter_id: str) -> MainWindow:
        coding = window.coding
        assert coding is not None
        with qtbot.waitSignal(coding.presenter.reviewed):
            window.events.open_event(encounter_id)
        return window

    return put
