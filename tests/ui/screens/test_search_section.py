"""The pane beside search: back and forward, copying, and a search that stays in a section."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication

from app.domain.codes import CodeSystem
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.search_pane import SearchPane

EVENT = "demo-hip-fracture"


@pytest.fixture
def pane(on_desk: Callable[[str], MainWindow]) -> SearchPane:
    return on_desk(EVENT).coding.search


def shown(pane: SearchPane) -> str:
    concept = pane.tree.concept
    return concept.code if concept else ""


def found(pane: SearchPane) -> list[str]:
    return [entry.item.code for entry in pane.hits.entries if entry.item is not None]


def test_a_followed_link_is_gone_back_from_and_forward_to(
    pane: SearchPane, keyboard: Keyboard
) -> None:
    keyboard.type("S72.00")
    keyboard.until(lambda: shown(pane) == "S72.00")
    pane.about.text.anchorClicked.emit(QUrl("kva:NFB19"))
    assert shown(pane) == "NFB19"

    keyboard.press("Alt+Left")
    assert shown(pane) == "S72.00"
    keyboard.press("Alt+Right")
    assert shown(pane) == "NFB19"


def test_typing_leaves_one_place_and_not_one_a_letter(pane: SearchPane, keyboard: Keyboard) -> None:
    keyboard.type("diabetes")
    keyboard.until(lambda: found(pane) != [] and shown(pane) == found(pane)[0])
    first = shown(pane)
    pane.show_concept(CodeSystem.ICD10SE, "I48.2")

    pane.bar.back.click()

    assert shown(pane) == first
    assert not pane.bar.back.isEnabled()
    assert pane.bar.forward.isEnabled()


def test_a_new_event_begins_without_a_way_back(
    pane: SearchPane, on_desk: Callable[[str], MainWindow]
) -> None:
    pane.show_concept(CodeSystem.ICD10SE, "I48.2")
    pane.show_concept(CodeSystem.ICD10SE, "S72.00")
    assert pane.bar.back.isEnabled()

    on_desk("demo-asterisk-pair")

    assert not pane.bar.back.isEnabled()
    assert pane.about.isHidden()


def test_the_code_is_copied_with_the_keys_of_the_tree(
    pane: SearchPane, keyboard: Keyboard, window: MainWindow
) -> None:
    keyboard.type("S72.00")
    keyboard.until(lambda: shown(pane) == "S72.00")
    keyboard.press("Ctrl+H", "Ctrl+C")

    assert QGuiApplication.clipboard().text() == "S72.00"
    assert window.statusBar().currentMessage() == "Kopierat: S72.00"


def test_a_search_is_kept_in_a_section_and_let_out_again(
    pane: SearchPane, keyboard: Keyboard
) -> None:
    assert pane.scope.isHidden()
    keyboard.type("S52")
    keyboard.until(lambda: shown(pane) == "S52")
    keyboard.until(pane.bar.section.isEnabled)

    keyboard.press("Ctrl+Shift+F")
    assert pane.scope.isVisible()
    assert pane.scope.inside.text() == "Inom S52"
    keyboard.type("fraktur")
    keyboard.until(lambda: len(found(pane)) > 1)
    assert all(code.startswith("S52") for code in found(pane))

    pane.scope.whole.click()
    keyboard.until(lambda: any(not code.startswith("S52") for code in found(pane)))
    assert pane.scope.isHidden()
    assert keyboard.focus is pane.field


def test_nothing_in_the_section_says_what_the_whole_has(
    pane: SearchPane, keyboard: Keyboard
) -> None:
    keyboard.type("S52")
    keyboard.until(lambda: shown(pane) == "S52")
    keyboard.until(pane.bar.section.isEnabled)
    keyboard.press("Ctrl+Shift+F")

    keyboard.type("migrän")

    keyboard.until(lambda: "inom S52. Hela kodverket har" in pane.found.empty.text())


def test_another_event_and_another_system_search_everything_again(
    pane: SearchPane, on_desk: Callable[[str], MainWindow], keyboard: Keyboard
) -> None:
    concept = on_desk(EVENT).coding.presenter.books.icd10se.concept("S52")
    pane.search_below(concept)
    keyboard.press("Ctrl+3")
    assert pane.scope.section == ""

    pane.search_below(concept)
    on_desk("demo-asterisk-pair")
    assert pane.scope.section == ""
