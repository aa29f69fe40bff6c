"""Tables and lists with hands on the keyboard: look, filter, check, read in, map, take away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.services.local_lists import list_local_lists
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.presenters.mapping_presenter import ColumnUse
from ui.screens.help import HelpScreen
from ui.screens.list_mapping import ListMappingScreen
from ui.screens.lists import ListsScreen

TABLE = "Kod;Text;Giltig från;Giltig till;Grupp\n01;Nybesök;2024-01-01;;A\n02;Åter;;2023-12-31;A\n"
COMBINED = "Taxa;Besökstyp;Yrkeskategori;Från;Till\nT1;01;10;2024-01-01;\nT1;02;31;2024-01-01;\n"
BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\nI10;ej med AF021;Beslut;;\n"
SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\nHD006;grad;råd;Beslut\nZZ999;av;;Prov\n"
NORWEGIAN = "Kode;Kodenavn\nA00;Kolera\nA01;Tyfoidfeber\n"
PRODUCTS = (
    "product\tatc\tsubstances\tstrength\tform\nAlvedon\tN02BE01\tParacetamol\t500 mg\tTablett\n"
)

Chosen = Callable[[str, str], Path]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Chosen:
    """Let the system's dialog answer with a file of that name and text."""

    def choose(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
        return path

    return choose


class Administrator:
    """Somebody at the keyboard who looks at the screen before the next key."""

    def __init__(self, window: MainWindow, keys: Keyboard) -> None:
        self.window, self.keys = window, keys

    @property
    def screen(self) -> ListsScreen:
        return self.window.lists.desk.screen

    @property
    def mapping(self) -> ListMappingScreen:
        return self.window.lists.desk.mapping

    def opens(self, command: str) -> None:
        self.window.actions_by_name[command].trigger()
        self.keys.until(lambda: self.screen.rows.facts.text() != "Läser …")

    def goes_to(self, control: str) -> None:
        """Press Tab until the control of that name has the focus."""
        for _ in range(40):
            if self.keys.focus.accessibleName() == control:
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never comes to {control}")

    def presses(self, control: str) -> None:
        self.goes_to(control)
        assert isinstance(self.keys.focus, QPushButton)
        self.keys.press("Space")

    def chooses(self, title: str) -> None:
        """Go down the shelf until a list is chosen."""
        self.goes_to(self.screen.heading.toolTip())
        self.keys.press("Home", "Ctrl+Home")
        for _ in range(20):
            entry = self.screen.presenter.entry
            if entry is not None and entry.title == title:
                return
            self.keys.press("Down")
        raise AssertionError(f"there is no {title}")

    def reads_of(self, file_name: str) -> None:
        """Wait until the screen tells that its rows came from a file: all is read again then."""
        self.keys.until(lambda: f"ur {file_name}" in self.screen.rows.facts.text())

    def sees(self, *cells: str) -> None:
        """Wait until exactly these stand in the first column."""
        rows = self.screen.rows.model
        self.keys.until(lambda: tuple(row.cells[0] for row in rows.items) == cells)


@pytest.fixture
def administrator(window: MainWindow, keyboard: Keyboard) -> Administrator:
    return Administrator(window, keyboard)


def test_a_table_is_read_in_filtered_and_asked_by_day(
    administrator: Administrator, chosen: Chosen
) -> None:
    keys, screen = administrator.keys, administrator
    screen.opens("show_kodserver")
    assert "Läs in Kodservers tabell BTYP" in screen.screen.rows.facts.text()
    chosen("btyp.csv", TABLE)

    screen.presses("Läs in fil …")

    screen.reads_of("btyp.csv")
    screen.sees("01", "02")
    told = screen.screen.rows.facts.text()
    assert "av Kim Kodare ur btyp.csv" in told
    assert "BTYP: 2 rader inlästa" in told and "2 nya och 0 borttagna" in told
    assert "Kolumnen Grupp används inte" in told
    screen.goes_to("Filtrera raderna")
    keys.type("nybe")
    screen.sees("01")
    keys.press("Ctrl+A", "Delete")
    screen.goes_to("Gäller den (dag)")
    keys.type("2023-05-01")
    screen.sees("02")
    keys.press("Backspace")
    assert "Skriv dagen som" in screen.screen.rows._remark.text()
    keys.press("Escape")
    assert screen.window.stack.currentWidget() is screen.window.work_list


def test_a_file_of_another_table_is_refused_and_changes_nothing(
    administrator: Administrator, chosen: Chosen
) -> None:
    administrator.opens("show_kodserver")
    chosen("taxa.csv", TABLE)

    administrator.presses("Läs in fil …")

    administrator.keys.until(administrator.window.alert.isVisible)
    assert "taxa.csv" in administrator.window.alert.text
    assert administrator.screen.presenter.entry.rows == 0


def test_what_ships_with_the_program_is_shown_and_takes_no_file(
    administrator: Administrator,
) -> None:
    administrator.opens("show_kodserver")

    administrator.chooses("XS-koder ur kontakten")

    rows = administrator.screen.rows.model
    administrator.keys.until(lambda: any(row.cells[0] == "XS915" for row in rows.items))
    assert administrator.screen.rows.facts.text().startswith("Följer med programmet")
    assert not administrator.screen.take.isEnabled()
    administrator.chooses("VDG – Yrkeskategori")
    assert administrator.screen.presenter.entry.state.endswith("följer med")
    assert administrator.screen.take.isEnabled()


def test_three_codes_are_checked_with_the_reason(
    administrator: Administrator, chosen: Chosen
) -> None:
    keys = administrator.keys
    administrator.opens("show_kodserver")
    administrator.chooses("Taxa × besökstyp × yrkeskategori")
    chosen("kombinationer.csv", COMBINED)
    administrator.presses("Läs in fil …")
    administrator.reads_of("kombinationer.csv")
    administrator.sees("T1", "T1")
    answer = administrator.screen.rows.check.answer

    for name, code in (("Taxa", "T1"), ("Besökstyp", "01"), ("Yrkeskategori", "31")):
        administrator.goes_to(name)
        keys.press("Ctrl+A")
        keys.type(code)
    keys.press("Return")

    keys.until(lambda: answer.text().startswith("Går inte ihop."))
    assert "går inte med yrkeskategori 31, bara med 10" in answer.text()
    keys.press("Ctrl+A")
    keys.type("10")
    keys.press("Return")
    keys.until(lambda: answer.text().startswith("Går ihop."))


def test_rows_read_again_take_neither_the_answer_nor_the_place(
    administrator: Administrator, chosen: Chosen, qtbot
) -> None:
    keys, screen = administrator.keys, administrator.screen
    administrator.opens("show_kodserver")
    administrator.chooses("Taxa × besökstyp × yrkeskategori")
    chosen("kombinationer.csv", COMBINED)
    administrator.presses("Läs in fil …")
    administrator.reads_of("kombinationer.csv")
    keys.until(lambda: screen.rows.model.rowCount() > 0)
    check = screen.rows.check
    administrator.goes_to("Taxa")
    keys.type("T1")
    keys.press("Return")
    keys.until(lambda: check.answer.text().startswith("Går inte ihop."))
    told = check.answer.text()

    with qtbot.waitSignal(screen.presenter.rows_shown):
        screen.refresh(screen.presenter.entry.key, "Inläst på nytt.")

    assert keys.focus.accessibleName() == "Taxa"
    assert check.answer.text() == told
    assert check.fields[0].currentText() == "T1"


def test_a_norwegian_list_is_mapped_read_in_and_taken_away(
    administrator: Administrator, chosen: Chosen
) -> None:
    keys, window = administrator.keys, administrator.window
    administrator.opens("show_local_lists")
    assert "Ingen egen lista är inläst" in administrator.screen.rows.facts.text()
    chosen("icd10-2024.csv", NORWEGIAN.replace("Kolera", "Kolera på Åland"), "cp1252")
    administrator.presses("Läs in ny lista …")
    keys.until(lambda: window.stack.currentWidget() is window.lists.desk.mapping)
    mapping = administrator.mapping
    keys.until(lambda: mapping.presenter.trial is not None)
    assert keys.focus is mapping.choices.boxes[0]
    assert "Windows-1252" in mapping._facts.text()
    assert not mapping.read.isEnabled()
    assert mapping.hindrance.text() == "Listans namn saknas. Fyll i det."

    administrator.goes_to("Listans namn")
    keys.type("Norsk")
    administrator.goes_to("Kodverk")
    keys.type("ICD-10 Norge")
    keys.until(mapping.read.isEnabled)
    administrator.presses("Läs in listan")

    administrator.sees("A00", "A01")
    assert "Norsk 2024: 2 koder inlästa (Windows-1252" in administrator.screen.rows.facts.text()
    administrator.presses("Ta bort …")
    assert window.reason.isVisible()
    keys.press("Return")
    keys.until(lambda: administrator.screen.presenter.entry is None)
    assert list_local_lists(window.app) == []


def test_a_list_is_kept_when_the_question_is_not_answered(
    administrator: Administrator, chosen: Chosen
) -> None:
    keys, window = administrator.keys, administrator.window
    administrator.opens("show_local_lists")
    chosen("icd10-2024.csv", NORWEGIAN)
    administrator.presses("Läs in ny lista …")
    keys.until(lambda: window.stack.currentWidget() is window.lists.desk.mapping)
    administrator.goes_to("Listans namn")
    keys.type("Norsk")
    administrator.goes_to("Kodverk")
    keys.type("ICD-10 Norge")
    keys.until(administrator.mapping.read.isEnabled)
    administrator.presses("Läs in listan")
    administrator.sees("A00", "A01")

    administrator.presses("Ta bort …")
    keys.press("Escape")

    assert not window.reason.isVisible()
    assert len(list_local_lists(window.app)) == 1


def test_columns_are_chosen_by_keys_above_them(
    administrator: Administrator, chosen: Chosen
) -> None:
    keys, window = administrator.keys, administrator.window
    administrator.opens("show_local_lists")
    chosen("egen.csv", "ja;nej\nkanske;aldrig\n")
    administrator.presses("Läs in ny lista …")
    keys.until(lambda: window.stack.currentWidget() is window.lists.desk.mapping)
    mapping = administrator.mapping
    assert mapping.hindrance.text() == "Välj vilken kolumn som är koden."

    keys.press("Down", "Down")
    assert mapping.presenter.uses == (ColumnUse.TEXT, ColumnUse.UNUSED)
    administrator.goes_to("Kolumn 2, Kolumn 2")
    keys.press("Down")

    keys.until(lambda: mapping.presenter.trial is not None)
    assert [row.code for row in mapping.tried_model.items] == ["nej", "aldrig"]
    keys.press("Escape")
    assert window.stack.currentWidget() is administrator.screen


def test_a_file_that_is_no_list_is_told_where_one_stands(
    administrator: Administrator, chosen: Chosen
) -> None:
    administrator.opens("show_local_lists")
    chosen("en.csv", "bara en kolumn\nhär\n")

    administrator.presses("Läs in ny lista …")

    administrator.keys.until(administrator.window.alert.isVisible)
    assert "bara en kolumn" in administrator.window.alert.text
    assert administrator.window.stack.currentWidget() is administrator.screen


def test_the_regions_files_go_where_their_header_says(
    administrator: Administrator, chosen: Chosen
) -> None:
    administrator.opens("show_regional")
    assert "Granskningen anmärker på det som är spärrat" in administrator.screen.rows.facts.text()
    chosen("regler.csv", SWITCHES)

    administrator.presses("Läs in fil …")

    administrator.reads_of("regler.csv")
    administrator.sees("HD006", "ZZ999")
    effects = [row.cells[2] for row in administrator.screen.rows.model.items]
    assert effects == ["Varning blir Råd", "ändrar inget"]
    assert "Granskningen följer valen" in administrator.screen.rows.facts.text()
    assert "Regeln ZZ999 finns inte i regelboken" in administrator.screen.rows.facts.text()
    chosen("spärr.csv", BLOCKS)
    administrator.presses("Läs in fil …")
    administrator.reads_of("spärr.csv")
    administrator.sees("I10")


def test_product_names_are_read_in_and_found(administrator: Administrator, chosen: Chosen) -> None:
    administrator.opens("show_products")
    assert administrator.keys.focus is administrator.screen.take
    chosen("products-2026.tsv", PRODUCTS)

    administrator.presses("Läs in fil …")

    administrator.reads_of("products-2026.tsv")
    administrator.sees("Alvedon")
    administrator.goes_to("Filtrera raderna")
    administrator.keys.type("n02be")
    administrator.sees("Alvedon")


def test_each_shelf_has_its_own_help_and_comes_back_from_it(administrator: Administrator) -> None:
    for command, heading in (
        ("show_kodserver", "Kodservertabeller"),
        ("show_local_lists", "Egna listor"),
        ("show_regional", "Regionens listor"),
        ("show_products", "Läkemedelsnamn"),
    ):
        administrator.opens(command)
        administrator.keys.press("F1")
        shown = administrator.window.stack.currentWidget()
        assert isinstance(shown, HelpScreen)
        assert shown._heading.text() == heading
        administrator.keys.press("Escape")
        assert administrator.window.stack.currentWidget() is administrator.screen
