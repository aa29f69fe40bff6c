"""The January change in the window with the real files: 2021 in use, 2022 dropped and looked at."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import bootstrap
from app.domain.access import Role
from app.domain.concept import EditionState
from app.domain.edition_difference import DifferenceKind
from app.services import access
from app.services.codebooks import list_editions
from app.services.context import AppContext
from ui.jobs import Jobs
from ui.main_window import MainWindow

LONG = 120_000


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppContext]:
    context = bootstrap(tmp_path, f"sqlite:///{tmp_path / 'kodklar.sqlite'}")
    yield context
    context.close()


@pytest.fixture
def window(app: AppContext, qapp: QApplication, monkeypatch, qtbot) -> Iterator[MainWindow]:
    monkeypatch.setattr(MainWindow, "prepare_search", lambda _window: None)
    jobs = Jobs()
    made = MainWindow(app, jobs)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.sit_down(access.add_person(app, "Lea Ledare", Role.LEAD))
    yield made
    jobs.shut_down()
    shiboken6.delete(made)
    qapp.processEvents()


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), action, mime, button, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def press(key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier
    focus = QApplication.focusWidget()
    QTest.keyClick(focus, key, modifier.ControlModifier if ctrl else modifier.NoModifier)


def wait_for(window: MainWindow, qtbot, name: str) -> None:
    def is_shown() -> bool:
        shown = getattr(window.stack.currentWidget(), "help_name", "")
        return shown == name and not window.task.is_busy

    qtbot.waitUntil(is_shown, timeout=LONG)


def test_a_new_year_is_activated_and_its_differences_are_shown(
    window: MainWindow, app: AppContext, shared_data: Path, qtbot
) -> None:
    drop(window, shared_data / "icd10se" / "2021")
    wait_for(window, qtbot, "import_report")
    press(Qt.Key.Key_Return, ctrl=True)
    wait_for(window, qtbot, "editions")

    drop(window, shared_data / "icd10se" / "2022")
    wait_for(window, qtbot, "import_report")
    (read,) = window.codebooks.imports.screen.state.codebooks
    assert (read.draft.new, read.draft.withdrawn) == (24, 5)
    assert read.draft.questions == ()
    press(Qt.Key.Key_Return, ctrl=True)
    wait_for(window, qtbot, "editions")
    states = {e.version: e.state for e in list_editions(app) if not e.is_starter}
    assert states == {"2021": EditionState.ACTIVE, "2022": EditionState.ACTIVE}

    chosen = window.codebooks.editions.screen
    qtbot.waitUntil(lambda: chosen.current is not None and chosen.current.version == "2022")
    press(Qt.Key.Key_Return)
    wait_for(window, qtbot, "differences")
    screen = window.codebooks.differences.screen
    qtbot.waitUntil(lambda: screen.changes.rowCount() > 0, timeout=LONG)
    counts = {row.kind: row.count for row in screen.summary.kinds.items}
    assert counts[DifferenceKind.NEW] == 24
    assert counts[DifferenceKind.WITHDRAWN] == 5
    assert counts[DifferenceKind.RETITLED] == read.draft.retitled


def test_the_folder_with_all_codebooks_is_told_apart(
    window: MainWindow, shared_data: Path, qtbot
) -> None:
    folders = ("icd10se/2022", "kva", "atc")
    drop(window, *(shared_data / folder for folder in folders))
    wait_for(window, qtbot, "import_report")

    state = window.codebooks.imports.screen.state
    assert {read.edition.label for read in state.codebooks} == {
        "ICD-10-SE 2022",
        "KVÅ 2021",
        "ATC 2020",
    }
    assert [found.path.name for found in state.lists] == ["products-sv-2026.tsv"]
    press(Qt.Key.Key_Escape)
    assert state is not window.codebooks.imports.screen.state
