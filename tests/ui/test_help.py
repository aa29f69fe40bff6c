"""F1 opens the page of the screen one is on; the guide that it shows can be searched."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage

import ui
from app.services.guide import find_pages, guide_folder, read_guide, split_guide
from app.services.screen_help import all_help
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.help import HelpScreen


def help_names() -> set[str]:
    """Every `help_name = "…"` of a screen."""
    names = set()
    for path in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                is_name = any(getattr(each, "id", "") == "help_name" for each in node.targets)
                names |= {node.value.value} if is_name else set()
    return names


def test_every_screen_has_a_help_of_its_own() -> None:
    assert help_names() - {"help"} <= set(all_help())


@pytest.mark.parametrize("name", sorted(all_help()))
def test_the_help_of_a_screen_leads_to_a_page_of_the_guide(name: str) -> None:
    told = all_help()[name]

    assert told.heading and told.points
    assert told.guide in {page.heading for page in read_guide()}


def test_headings_in_fences_are_no_pages() -> None:
    pages = split_guide("# A\ntext\n```\n# not\n```\n## B\n![x](y.png)\n")

    assert [(page.heading, page.level) for page in pages] == [("A", 1), ("B", 2)]
    assert "# not" in pages[0].text


def test_a_search_finds_pages_with_every_word_headings_first() -> None:
    found = find_pages(read_guide(), "yttre orsak")

    assert found[0].heading.startswith("Yttre orsak")
    assert all("yttre" in (p.heading + p.text).casefold() for p in found)
    assert find_pages(read_guide(), "xyzzy") == ()
    assert find_pages(read_guide(), " ") == read_guide()


@pytest.fixture
def help_screen(window: MainWindow, keyboard: Keyboard, qtbot) -> HelpScreen:
    keyboard.press("F1")
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), HelpScreen))
    screen = window.stack.currentWidget()
    assert isinstance(screen, HelpScreen)
    return screen


def test_f1_says_what_one_can_do_here_and_what_the_guide_says_of_it(
    help_screen: HelpScreen,
) -> None:
    text = help_screen.text.toPlainText()

    assert "Avslutade händelser som väntar" in text
    assert "Kolumnen Hos visar vem" in text
    page = help_screen.rows.item(help_screen.list.currentIndex().row())
    assert page is not None and page.heading == "Arbetslistan"


def test_typing_searches_and_escape_first_clears_the_words_then_goes_back(
    help_screen: HelpScreen, window: MainWindow, keyboard: Keyboard, qtbot
) -> None:
    keyboard.press("Ctrl+F")
    keyboard.type("karantän")
    qtbot.waitUntil(lambda: help_screen.rows.rowCount() < len(read_guide()))

    assert "Karantän" in help_screen.text.toPlainText()
    keyboard.press("Escape")
    assert help_screen.rows.rowCount() == len(read_guide())
    keyboard.press("Escape")
    assert window.stack.currentWidget() is window.work_list


def test_words_that_stand_nowhere_say_what_to_do(help_screen: HelpScreen) -> None:
    help_screen.field.setText("xyzzy")

    assert help_screen.rows.rowCount() == 0
    assert "Pröva ett annat ord" in help_screen._said.text()


def test_a_link_goes_to_its_page_and_one_to_a_file_goes_nowhere(help_screen: HelpScreen) -> None:
    help_screen._follow(QUrl("shortcuts.md"))
    assert "Avslutade händelser" in help_screen.text.toPlainText()

    help_screen._follow(QUrl("#byta-utgåva-i-januari"))
    assert "Rapporten" in help_screen.text.toPlainText()


def test_a_picture_is_never_wider_than_the_page(help_screen: HelpScreen) -> None:
    picture = help_screen.text.loadResource(2, QUrl("screens/coding.png"))

    assert isinstance(picture, QImage) and not picture.isNull()
    assert picture.width() <= help_screen.text.viewport().width()
    assert help_screen.text.loadResource(2, QUrl("screens/none.png")) is None


def test_every_picture_of_the_guide_is_there_and_small() -> None:
    pictures = sorted((guide_folder() / "screens").glob("*.png"))

    assert pictures
    assert {p.name: p.stat().st_size for p in pictures if p.stat().st_size > 150_000} == {}
