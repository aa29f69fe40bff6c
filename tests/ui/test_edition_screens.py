"""The screens of editions: whole at every size, and every control says what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from app.services.codebooks import import_codebook
from app.services.context import AppContext
from tests.persistence.readers.made_files import SUBCATEGORIES, icd_folder
from tests.ui.conftest import RESOURCES
from tests.ui.test_accessible import controls
from tests.ui.test_sizes import clipped, settle
from ui.actions import ACTIONS
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

RETITLED = SUBCATEGORIES.replace("Kolera, klassisk", "Kolera, klassisk form")
QUESTIONS = (
    "Namnet icd10se 2021 säger 2021, men utgåvan anges som ICD-10-SE 2022. Är det rätt års filer?",
    "Kapitel 04 (651 → 320) har ovanligt få koder mot ICD-10-SE 2021. Ska filerna läsas in ändå?",
)
SCREENS = ("report", "editions", "differences")
SIZES = [(1440, 900), (900, 700)]


@pytest.fixture(autouse=True)
def no_index(monkeypatch) -> None:
    monkeypatch.setattr(MainWindow, "prepare_search", lambda _window: None)


@pytest.fixture
def show(window: MainWindow, app: AppContext, tmp_path: Path, qtbot) -> Callable[[str], MainWindow]:
    """Bring one of the screens up, with as much on it as there can be."""
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    newer = icd_folder(tmp_path, "2022", digit4=RETITLED)
    commands = window.codebooks

    def bring(name: str) -> MainWindow:
        if name == "report":
            commands.take_files([newer])
            qtbot.waitUntil(lambda: bool(commands.imports.screen.state.codebooks))
            state = commands.imports.screen.state
            read = state.codebooks[0]
            draft = replace(read.draft, questions=QUESTIONS, warnings=("Filen är annorlunda.",))
            state = state.replace(0, replace(read, draft=draft))
            commands.imports.screen.show_report(replace(state, remarks=("Något mer att veta.",)))
            return window
        edition = import_codebook(app, [newer]).edition
        if name == "editions":
            commands.show_editions()
            qtbot.waitUntil(lambda: commands.editions.screen.contents.counts.rowCount() > 0)
        else:
            commands.differences.compare(None, edition)
            qtbot.waitUntil(lambda: commands.differences.screen.changes.rowCount() > 0)
        return window

    return bring


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_is_whole_at_every_size(
    show: Callable[[str], MainWindow], qapp: QApplication, qtbot, name: str, scale: int
) -> None:
    window = show(name)
    for size in SIZES:
        apply_theme(qapp, RESOURCES, ThemeName.DARK, scale)
        window.resize(*size)
        settle(window, qtbot)

        assert (window.width(), window.height()) == size
        assert clipped(window) == []


@pytest.mark.parametrize("name", SCREENS)
def test_every_control_has_a_name(show: Callable[[str], MainWindow], name: str) -> None:
    screen = show(name).stack.currentWidget()

    assert [w for w in controls(screen) if w.isVisible() and not w.accessibleName().strip()] == []
    assert len(controls(screen)) > 5


@pytest.mark.parametrize("name", SCREENS)
def test_the_focus_goes_round_the_screen_and_comes_back(
    show: Callable[[str], MainWindow], keyboard, qtbot, name: str
) -> None:
    screen = show(name).stack.currentWidget()
    qtbot.waitUntil(lambda: screen.isAncestorOf(keyboard.focus))
    seen = []
    while keyboard.focus not in seen:
        seen.append(keyboard.focus)
        keyboard.press("Tab")

    assert seen[0] is keyboard.focus
    buttons = [w for w in controls(screen) if w.isVisible() and w.isEnabled()]
    assert set(buttons) <= set(seen)


def test_more_changes_than_a_screen_holds_are_shown_at_once(
    show: Callable[[str], MainWindow], qtbot
) -> None:
    presenter = show("differences").codebooks.differences.presenter
    difference = presenter.difference
    many = tuple(
        replace(difference.changes[0], code=f"A{number // 10:04}.{number % 10}")
        for number in range(40_000)
    )
    presenter.show(replace(difference, changes=many), {})

    screen = presenter.parent().screen
    qtbot.waitUntil(lambda: screen.changes.rowCount() == len(many))
    screen.table.scrollToBottom()
    screen.table.selectRow(len(many) - 1)
    assert screen.current.change.code == "A3999.9"


@pytest.mark.parametrize("name", SCREENS)
def test_every_letter_that_alt_is_pressed_with_means_one_thing(
    show: Callable[[str], MainWindow], name: str
) -> None:
    screen = show(name).stack.currentWidget()
    buttons = [*screen.findChildren(QPushButton), *screen.findChildren(QCheckBox)]
    shown = [button.text() for button in buttons if button.isVisible() and "&" in button.text()]
    texts = [*shown, *dict.fromkeys(spec.menu for spec in ACTIONS)]
    letters = [text[text.index("&") + 1].lower() for text in texts]

    assert len(letters) == len(set(letters)), texts
