"""Sentences of KVÅ with hands on the keyboard: read, accepted with a reason, put aside again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.access import Person, Role
from app.domain.permissions import Act
from app.services import access
from app.services.candidates import list_candidates
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from tests.persistence.readers.made_files import KVA_FILES, kva_folder
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.candidates import CandidatesScreen

SAID = (
    "AA001\t\tTest\tUtesluter AA901\n"
    "AA002\t\tProv\tExklusive provtagning\n"
    "AA901\t\tAnnat test\tTilläggskod till test\n"
)


@pytest.fixture
def lead(app: AppContext, tmp_path: Path) -> Person:
    """The coding lead, on a workstation whose KVÅ says something."""
    header = KVA_FILES["kma-level4.txt"].splitlines()[0]
    import_codebook(app, [kva_folder(tmp_path / "kva", "2022", kma_level4=f"{header}\n{SAID}")])
    return access.add_person(app, "Lea Dal", Role.LEAD)


def opened(window: MainWindow, keyboard: Keyboard) -> CandidatesScreen:
    window.actions_by_name["show_candidates"].trigger()
    screen = window.stack.currentWidget()
    assert isinstance(screen, CandidatesScreen)
    keyboard.until(lambda: screen.presenter.is_read)
    return screen


def state_of(app: AppContext, code: str) -> str:
    return next(row.state for row in list_candidates(app) if row.candidate.code == code)


def test_a_sentence_is_accepted_with_a_reason_and_declined_again(
    app: AppContext, bare_window: MainWindow, keyboard: Keyboard, lead: Person
) -> None:
    bare_window.sit_down(lead)
    screen = opened(bare_window, keyboard)
    keyboard.until(lambda: screen.current is not None and screen.current.candidate.code == "AA001")
    assert "”Utesluter AA901”" in screen._about.text()

    keyboard.press("Ctrl+Return")
    keyboard.type("Stod i boken")
    keyboard.press("Return")

    keyboard.until(lambda: screen.current is not None and screen.current.state == "godtagen")
    assert "Lea Dal" in screen._about.text() and "Stod i boken" in screen._about.text()
    screen.table.setFocus()
    keyboard.press("Delete")
    keyboard.type("Nej")
    keyboard.press("Return")
    keyboard.until(lambda: screen.current is not None and screen.current.state == "avböjd")
    assert state_of(app, "AA001") == "avböjd"


def test_what_names_no_code_can_only_be_put_aside(
    bare_window: MainWindow, keyboard: Keyboard, lead: Person
) -> None:
    bare_window.sit_down(lead)
    screen = opened(bare_window, keyboard)
    keyboard.until(lambda: screen.rows.rowCount() == 3)

    keyboard.press("Ctrl+F")
    keyboard.type("prov")

    assert [row.candidate.code for row in screen.rows.items] == ["AA002"]
    assert not screen._accept.isEnabled() and screen._decline.isEnabled()
    assert "kan inte bli en regel" in screen._about.text()
    keyboard.type(" finns ej")
    assert screen.rows.rowCount() == 0 and "Ingen mening" in screen._empty.text()
    keyboard.press("Escape")
    assert bare_window.stack.currentWidget() is bare_window.work_list


def test_a_coder_reads_and_is_told_who_may_decide(
    app: AppContext, lead: Person, window: MainWindow, keyboard: Keyboard
) -> None:
    keyboard.until(lambda: bool(window.rights.reason_of(Act.DECIDE_CANDIDATES)))
    screen = opened(window, keyboard)
    keyboard.until(lambda: screen.current is not None)

    keyboard.press("Ctrl+Return", "Delete")

    assert not window.reason.isVisible()
    assert not screen._accept.isEnabled() and not screen._decline.isEnabled()
    assert "Bara kodningsansvarig kan godta" in screen._accept.toolTip()
    assert "Bara kodningsansvarig kan godta" in window.statusBar().currentMessage()
    assert state_of(app, "AA001") == "oläst"


def test_the_sentences_of_the_practice_edition_are_read_too(
    window: MainWindow, keyboard: Keyboard
) -> None:
    screen = opened(window, keyboard)

    keyboard.until(lambda: screen.rows.rowCount() > 100)
    screen.states.setCurrentText("Godtagen")
    assert screen.rows.rowCount() == 0
    assert "välj Alla" in screen._empty.text() and not screen.table.isVisible()
