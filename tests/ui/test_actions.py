"""The table of commands: one name, one key a screen, one handler each, all on the key sheet."""

from __future__ import annotations

import ast
import re
from itertools import combinations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import RESOURCES
from ui.action_spec import ActionSpec, Where
from ui.actions import ACTIONS, key_rows, shortcuts_markdown
from ui.commands.browser_commands import BrowserCommands
from ui.commands.candidate_commands import CandidateCommands
from ui.commands.clinician_commands import ClinicianCommands
from ui.commands.code_set_commands import CodeSetCommands
from ui.commands.codebook_commands import CodebookCommands
from ui.commands.completion_commands import CompletionCommands
from ui.commands.desk_commands import DeskCommands
from ui.commands.drg_commands import DrgCommands
from ui.commands.event_commands import EventCommands
from ui.commands.file_commands import FileCommands
from ui.commands.finding_commands import FindingCommands
from ui.commands.key_commands import KeyCommands
from ui.commands.list_commands import ListCommands
from ui.commands.local_term_commands import LocalTermCommands
from ui.commands.people_commands import PeopleCommands
from ui.commands.query_commands import QueryCommands
from ui.commands.record_commands import RecordCommands
from ui.commands.rule_commands import RuleCommands
from ui.commands.second_review_commands import SecondReviewCommands
from ui.commands.statistics_commands import StatisticsCommands
from ui.commands.tour_commands import TourCommands
from ui.commands.training_commands import TrainingCommands
from ui.commands.window_commands import WindowCommands
from ui.commands.work_list_commands import WorkListCommands
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

_UI = RESOURCES.parent / "ui"
HANDLERS = (
    EventCommands, FileCommands, WindowCommands, CodebookCommands, ListCommands,
    CodeSetCommands, LocalTermCommands, BrowserCommands, FindingCommands, CompletionCommands,
    RuleCommands, RecordCommands, CandidateCommands, QueryCommands, ClinicianCommands, DeskCommands,
    DrgCommands, KeyCommands, SecondReviewCommands, StatisticsCommands,
    WorkListCommands, TourCommands, TrainingCommands, PeopleCommands,
)  # fmt: skip
DOCS = RESOURCES.parent / "docs"


def test_names_are_unique() -> None:
    names = [spec.name for spec in ACTIONS]

    assert len(names) == len(set(names))


def test_no_two_commands_share_a_key_on_the_same_screen() -> None:
    def meet(one: ActionSpec, other: ActionSpec) -> bool:
        return one.where is other.where or Where.EVERYWHERE in (one.where, other.where)

    keyed = [spec for spec in ACTIONS if spec.shortcut]
    clashes = [
        (one.name, other.name)
        for one, other in combinations(keyed, 2)
        if QKeySequence(one.shortcut) == QKeySequence(other.shortcut) and meet(one, other)
    ]

    assert clashes == []


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.name)
def test_every_command_has_one_handler_and_a_tip(spec: ActionSpec) -> None:
    handlers = [kind for kind in HANDLERS if callable(getattr(kind, spec.name, None))]

    assert len(handlers) == 1
    assert spec.tip
    assert spec.text.count("&") == 1


def test_no_two_commands_of_a_menu_share_a_letter() -> None:
    letters = [(spec.menu, spec.text[spec.text.index("&") + 1].lower()) for spec in ACTIONS]

    assert len(letters) == len(set(letters)), sorted(x for x in letters if letters.count(x) > 1)


def test_no_button_or_field_has_the_letter_of_a_menu() -> None:
    menus = {spec.menu[spec.menu.index("&") + 1].lower() for spec in ACTIONS}
    texts = [
        (path.name, node.value)
        for folder in ("screens", "commands", "browser")
        for path in (_UI / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    taken = [
        (name, text)
        for name, text in texts
        for letter in re.findall(r"(?<!&)&(\w)(?!\w*;)", text)
        if letter.lower() in menus
    ]

    assert taken == []


@pytest.mark.parametrize("spec", [s for s in ACTIONS if s.shortcut], ids=lambda spec: spec.name)
def test_every_key_is_on_the_key_sheet(spec: ActionSpec) -> None:
    shown = {keys.replace("Skift", "Shift") for keys, _what, _where in key_rows()}

    assert spec.shortcut in shown


def test_every_command_is_in_a_menu_of_the_window(bare_window: MainWindow) -> None:
    in_menus = {
        action.objectName()
        for menu in bare_window.menuBar().actions()
        for action in menu.menu().actions()
    }

    assert {spec.name for spec in ACTIONS} <= in_menus


def test_before_anybody_sits_down_nothing_about_patients_can_be_reached(
    bare_window: MainWindow,
) -> None:
    enabled = {name for name, action in bare_window.actions_by_name.items() if action.isEnabled()}

    assert enabled.isdisjoint({"import_events", "next_event", "print_summary", "show_access_log"})
    assert {"quit_program", "show_help", "toggle_theme"} <= enabled


def test_the_document_of_the_keys_is_up_to_date() -> None:
    assert (DOCS / "shortcuts.md").read_text(encoding="utf-8") == shortcuts_markdown()


def test_the_document_of_the_settings_is_up_to_date() -> None:
    from app.services.settings import settings_markdown

    assert (DOCS / "settings.md").read_text(encoding="utf-8") == settings_markdown()


def test_the_menus_fit_a_narrow_window_with_large_text(
    qapp: QApplication, bare_window: MainWindow, qtbot
) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 150)
    bare_window.resize(900, 600)
    bar = bare_window.menuBar()
    qtbot.waitUntil(lambda: bar.width() == 900)

    assert len(bar.actions()) <= 8
    assert max(bar.actionGeometry(action).right() for action in bar.actions()) < 900


def test_a_menu_shows_no_command_of_another_desk(window: MainWindow) -> None:
    shown = {name for name, action in window.actions_by_name.items() if action.isVisible()}

    assert {"mark_all", "sign", "show_work_list"} <= shown
    assert shown.isdisjoint({"sign_visit", "undo_visit", "open_in_coder_view"})


def test_no_two_menus_open_with_the_same_key() -> None:
    menus = list(dict.fromkeys(spec.menu for spec in ACTIONS))
    keys = [menu[menu.index("&") + 1].lower() for menu in menus]

    assert len(set(keys)) == len(keys)
