"""Favourites and templates with hands on the keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.domain.access import Person, Role
from app.domain.code_set import CodeSetItem, SetScope
from app.domain.codes import CodeSystem
from app.services import access
from app.services.code_sets import list_code_sets, remove_code_set, save_code_set
from app.services.coding import open_event
from app.services.favourites import list_favourites, toggle_favourite
from tests.ui.keyboard import Keyboard
from tests.ui.test_keys_alone import Coder
from ui.main_window import MainWindow
from ui.screens.code_sets import CodeSetsScreen

ICD = CodeSystem.ICD10SE
ITEMS = (CodeSetItem(ICD, "S72.00", is_principal=True),)


class Keeper(Coder):
    """A coder who keeps codes at hand."""

    @property
    def person(self) -> Person:
        assert self.window.desk is not None
        return self.window.desk.person

    @property
    def kept(self) -> list[str]:
        found = list_favourites(self.window.app, self.person)
        return [each.favourite.code for each in found]

    @property
    def templates(self) -> dict[str, tuple[SetScope, list[str]]]:
        found = list_code_sets(self.window.app, self.person)
        return {each.name: (each.scope, [item.code for item in each.items]) for each in found}

    @property
    def listed(self) -> list[str]:
        """What stands below the search field, headings by their text."""
        coding = self.window.coding
        assert coding is not None
        return [e.row.code or e.row.title for e in coding.search.hits.entries]

    @property
    def marked(self) -> set[str]:
        """The chosen codes that are said to be favourites."""
        coding = self.window.coding
        assert coding is not None
        return {e.row.code for e in coding.codes.codes.entries if "favorit" in e.row.spoken}

    @property
    def told(self) -> str:
        return self.window.statusBar().currentMessage()

    def answers(self, *texts: str) -> None:
        """Type answers into the question bar, one after the other."""
        for text in texts:
            self.keys.until(self.window.reason.isVisible)
            self.keys.type(text)
            self.keys.press("Return")

    def clears_the_field(self) -> None:
        self.keys.press("Ctrl+F", "Delete")


@pytest.fixture
def coder(bare_window: MainWindow, keyboard: Keyboard) -> Keeper:
    return Keeper(bare_window, keyboard)


@pytest.fixture
def coder_at_work(coder: Keeper) -> Keeper:
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    return coder


def test_a_hit_becomes_a_favourite_and_is_found_in_the_empty_field(
    coder_at_work: Keeper,
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)

    keys.press("Ctrl+Shift+D")
    keys.until(lambda: coder.marked == {"S72.00"})
    assert coder.told == "S72.00 är nu favorit."
    coder.adds("D62.9", "D62.9")
    keys.press("Ctrl+Shift+D")
    keys.until(lambda: coder.marked == {"S72.00", "D62.9"})
    coder.clears_the_field()

    assert coder.listed == ["Favoriter", "S72.00", "D62.9"]
    keys.press("Return")
    assert coder.codes == ["S72.00", "D62.9"]  # nothing is chosen yet
    keys.press("Ctrl+Z", "Ctrl+Z", "Down", "Down", "Ctrl+Return")
    assert [d.code for d in coder.encounter.diagnoses if d.is_principal] == ["D62.9"]
    keys.press("Ctrl+Shift+D")
    keys.until(lambda: coder.listed == ["Favoriter", "S72.00"])
    assert coder.kept == ["S72.00"]
    assert coder.told == "D62.9 är inte längre favorit."


def test_the_favourite_key_means_the_code_where_the_focus_is(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    coder.adds("D62.9", "D62.9")

    keys.press("Ctrl+D", "Home", "Ctrl+Shift+D")
    keys.until(lambda: coder.kept == ["S72.00"])
    keys.press("Ctrl+H", "Up", "Ctrl+Shift+D")
    keys.until(lambda: len(coder.kept) == 2)

    (other,) = set(coder.kept) - {"S72.00"}
    assert coder.marked == {"S72.00"}
    assert other not in coder.codes


def test_a_chapter_is_no_favourite_and_without_a_code_the_key_says_what_to_do(
    coder_at_work: Keeper,
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys

    keys.press("Ctrl+Shift+D")
    assert coder.told.startswith("Välj först en kod")
    keys.press("Ctrl+H", "Home", "Ctrl+Shift+D")
    keys.until(lambda: "kapitel" in coder.told)

    assert coder.kept == []


def test_the_choice_of_codebook_holds_for_favourites_too(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    for code in ("S72.00", "NFB19"):
        coder.adds(code, code)
        keys.press("Ctrl+Shift+D")
        keys.until(lambda code=code: code in coder.marked)
    coder.clears_the_field()
    assert coder.listed == ["Favoriter", "S72.00", "NFB19"]

    keys.press("Ctrl+3")
    assert coder.listed == ["Favoriter", "NFB19"]
    keys.press("Ctrl+4")

    assert coder.listed == []


def test_a_favourite_out_of_use_says_so_and_is_not_added(coder: Keeper) -> None:
    person = access.add_person(coder.window.app, "Kim Äldre", Role.CODER)
    toggle_favourite(coder.window.app, person, ICD, "Q99.99")
    coder.window.sit_down(person)
    coder.keys.until(lambda: coder.window.work_list.model.rowCount() > 0)
    coder.opens("Moberg", "demo-hip-fracture")
    coder.keys.until(lambda: coder.listed == ["Favoriter", "Q99.99"])

    coder.keys.press("Down", "Return")

    assert coder.codes == []
    assert coder.told.startswith("Koden gäller inte")
    coder.keys.press("Ctrl+Shift+D")
    coder.keys.until(lambda: coder.listed == [])


def test_marks_in_the_hits_follow_what_is_kept(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coding = coder.window.coding
    assert coding is not None
    keys.type("S72.0")
    keys.until(lambda: "S72.0" in coder.listed)

    keys.press("Ctrl+Shift+D")
    keys.until(lambda: any(e.row.is_favourite for e in coding.search.hits.entries))

    assert coder.kept == ["S72.0"]
    rows = {e.row.code: e.row for e in coding.search.hits.entries}
    assert coding.search.list.accessibleName() == "Träffar"
    assert rows["S72.0"].spoken.endswith("favorit")
    current = coding.search.tree.currentIndex()
    assert current.data(Qt.ItemDataRole.AccessibleTextRole).endswith("favorit")
    assert not current.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert current.parent().data(Qt.ItemDataRole.DecorationRole) is None
    assert not rows["S72.00"].is_favourite
    assert coding.search.pointed == (ICD, "S72.0")  # the choice stayed


def test_a_template_is_saved_and_put_on_another_event_in_one_step(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    for code in ("W01.09", "NFB19", "ZXA05"):
        coder.adds(code, code)

    keys.press("Ctrl+Shift+M")
    coder.answers("Höftfraktur", "Bara jag")
    keys.until(lambda: "Höftfraktur" in coder.templates)
    assert coder.templates["Höftfraktur"] == (
        SetScope.PERSONAL,
        ["S72.00", "W01.09", "NFB19", "ZXA05"],
    )
    keys.until(lambda: "är sparad" in coder.told)
    assert keys.focus.accessibleName() == "Sök kod"
    keys.press("Ctrl+L")
    keys.until(lambda: coder.window.stack.currentWidget() is coder.window.work_list)
    coder.opens("Kowalczyk", "demo-emergency-bicycle")
    before = coder.encounter
    keys.press("Ctrl+M")
    coder.answers("höft")

    keys.until(lambda: coder.codes == ["S72.00", "W01.09", "NFB19", "ZXA05"])
    assert coder.encounter.diagnoses[0].is_principal
    assert coder.encounter.diagnoses[0].external_causes == ("W01.09",)
    assert coder.encounter.procedures[0].additional == ("ZXA05",)
    assert coder.told.startswith("Kodmallen Höftfraktur: 4 koder tillagda.")
    keys.press("Ctrl+Z")
    assert replace(coder.encounter, version=before.version, status=before.status) == before
    keys.press("Ctrl+Y", "Ctrl+M")
    coder.answers("höft")
    keys.until(lambda: coder.told == "Kodmallen Höftfraktur: inget att lägga till.")


def test_a_template_is_shared_and_replaced_only_when_asked(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    keys.press("Ctrl+Shift+M")
    coder.answers("Höft", "Alla")
    keys.until(lambda: coder.templates == {"Höft": (SetScope.SHARED, ["S72.00"])})
    coder.adds("D62.9", "D62.9")

    for choice, codes in (("Låt den vara", ["S72.00"]), ("Ersätt den", ["S72.00", "D62.9"])):
        keys.until(lambda: coder.window.coding.code_sets.labels() == ["Höft (delad)"])
        keys.press("Ctrl+Shift+M")
        coder.answers("höft", "alla", choice)
        keys.until(lambda codes=codes: next(iter(coder.templates.values()))[1] == codes)


def test_there_is_nothing_to_use_or_save_and_the_bar_says_so(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys

    keys.press("Ctrl+M")
    assert "inga kodmallar ännu" in coder.told
    keys.press("Ctrl+Shift+M")
    assert "inga koder" in coder.told

    assert not coder.window.reason.isVisible()


def test_codes_that_are_left_out_are_told_above_the_event_until_it_is_left(
    coder_at_work: Keeper,
) -> None:
    coder, keys, window = coder_at_work, coder_at_work.keys, coder_at_work.window
    items = (*ITEMS, CodeSetItem(ICD, "Q99.99"))
    save_code_set(window.app, coder.person, "Höft", items)
    window.coding.code_sets.refresh()
    keys.until(lambda: window.coding.code_sets.labels() == ["Höft"])

    keys.press("Ctrl+M", "Return")

    keys.until(lambda: coder.codes == ["S72.00"])
    assert window.alert.isVisible()
    assert "inte finns i utgåvan: Q99.99 (närmast Q99.9 " in window.alert.text
    keys.press("Ctrl+L")
    keys.until(lambda: window.stack.currentWidget() is window.work_list)
    assert not window.alert.isVisible()


def test_the_favourite_key_right_after_typing_means_the_hit_to_come(
    coder_at_work: Keeper,
) -> None:
    coder_at_work.keys.type("D62.9")
    coder_at_work.keys.press("Ctrl+Shift+D")

    coder_at_work.keys.until(lambda: coder_at_work.kept == ["D62.9"])


def test_an_unknown_template_changes_nothing(coder_at_work: Keeper) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    save_code_set(coder.window.app, coder.person, "Höft", ITEMS)
    coder.window.coding.code_sets.refresh()
    keys.until(lambda: coder.window.coding.code_sets.labels() == ["Höft"])

    keys.press("Ctrl+M")
    coder.answers("Knä")

    keys.until(lambda: "ingen kodmall som heter Knä" in coder.told)
    assert coder.codes == []


def test_a_template_is_put_on_as_a_colleague_left_it(
    coder_at_work: Keeper, colleague: Person
) -> None:
    coder, keys, app = coder_at_work, coder_at_work.keys, coder_at_work.window.app
    save_code_set(app, colleague, "Höft", ITEMS, shared=SetScope.SHARED)
    gone = save_code_set(app, colleague, "Knä", ITEMS, shared=SetScope.SHARED)
    coder.window.coding.code_sets.refresh()
    keys.until(lambda: len(coder.window.coding.code_sets.labels()) == 2)
    items = (CodeSetItem(ICD, "D62.9"),)
    save_code_set(app, colleague, "Höft", items, shared=SetScope.SHARED)
    remove_code_set(app, colleague, gone.id)

    keys.press("Ctrl+M")
    coder.answers("Knä")
    keys.until(lambda: "ingen kodmall som heter Knä" in coder.told)
    keys.press("Ctrl+M")
    coder.answers("Höft")

    keys.until(lambda: coder.codes == ["D62.9"])


def test_a_template_that_a_colleague_just_shared_is_not_replaced_unasked(
    coder_at_work: Keeper, colleague: Person
) -> None:
    coder, keys = coder_at_work, coder_at_work.keys
    coder.adds("S72.00", "S72.00", principal=True)
    items = (CodeSetItem(ICD, "D62.9"),)
    save_code_set(coder.window.app, colleague, "Höft", items, shared=SetScope.SHARED)

    keys.press("Ctrl+Shift+M")
    coder.answers("Höft", "Alla", "Låt den vara")

    assert coder.templates == {"Höft": (SetScope.SHARED, ["D62.9"])}


def test_an_event_that_somebody_else_holds_takes_no_template(
    coder: Keeper, colleague: Person
) -> None:
    save_code_set(coder.window.app, colleague, "Höft", ITEMS, shared=SetScope.SHARED)
    open_event(coder.window.app, "demo-hip-fracture", colleague)
    coder.sits_down("Kim Kodare")
    coder.opens("Moberg", "demo-hip-fracture")
    coder.keys.until(lambda: coder.window.coding.code_sets.labels() == ["Höft (delad)"])

    coder.keys.press("Ctrl+M")

    assert not coder.window.reason.isVisible()
    assert coder.told
    assert coder.codes == []


def test_templates_are_renamed_and_removed_by_keys(coder_at_work: Keeper) -> None:
    coder, keys, window = coder_at_work, coder_at_work.keys, coder_at_work.window
    for name in ("Arm", "Ben"):
        save_code_set(window.app, coder.person, name, ITEMS)
    window.actions_by_name["show_code_sets"].trigger()
    keys.until(lambda: keys.focus.accessibleName() == "Kodmallar")
    keys.until(lambda: window.kept._screen.current is not None)

    keys.press("F2")
    coder.answers("Ärm")
    keys.until(lambda: list(coder.templates) == ["Ben", "Ärm"])
    keys.until(lambda: window.coding.code_sets.labels() == ["Ben", "Ärm"])
    assert keys.focus.accessibleName() == "Kodmallar"
    keys.press("Up", "Delete")
    coder.answers("Ta bort den")
    keys.until(lambda: list(coder.templates) == ["Ärm"])
    keys.press("Escape")

    assert window.stack.currentWidget() is window.coding


def test_examples_are_added_and_looked_over_by_keys(coder_at_work: Keeper) -> None:
    coder, keys, window = coder_at_work, coder_at_work.keys, coder_at_work.window
    window.actions_by_name["show_code_sets"].trigger()
    screen = window.stack.currentWidget()
    assert isinstance(screen, CodeSetsScreen)
    keys.until(lambda: keys.focus.accessibleName() == "Lägg till exempel")
    keys.press("Space")
    keys.until(lambda: "Normal förlossning" in coder.templates)
    keys.until(lambda: screen.current is not None)
    screen.table.setFocus()

    keys.press("F3")
    coder.answers("snart")
    assert coder.told.startswith("Skriv dagen som ÅÅÅÅ-MM-DD")
    screen.table.setFocus()
    keys.press("F3")
    coder.answers("2099-05-05")
    chosen = screen.current
    assert chosen is not None
    keys.until(lambda: review_day(window, chosen.id) == "2099-05-05")
    screen.table.setFocus()
    keys.press("F3", "Return")
    keys.until(lambda: review_day(window, chosen.id).endswith("-01-15"))


def test_what_is_to_be_looked_over_is_said_on_the_screen_and_when_applied(
    coder_at_work: Keeper,
) -> None:
    coder, keys, window = coder_at_work, coder_at_work.keys, coder_at_work.window
    made = save_code_set(window.app, coder.person, "Höft", (*ITEMS, CodeSetItem(ICD, "Q99.99")))
    with window.app.unit_of_work() as uow:
        uow.code_sets.save(replace(made, review_on=date(2020, 1, 1)))
        uow.commit()
    window.actions_by_name["show_code_sets"].trigger()
    screen = window.stack.currentWidget()
    assert isinstance(screen, CodeSetsScreen)
    keys.until(lambda: "Q99.99 finns inte i" in screen.remarks.text())
    assert "skulle ha granskats 2020-01-01" in screen.remarks.text()
    keys.press("Escape")

    keys.press("Ctrl+M")
    coder.answers("Höft")

    keys.until(lambda: coder.codes == ["S72.00"])
    assert "Utelämnade koder som inte finns i utgåvan: Q99.99 (" in window.alert.text
    assert "skulle ha granskats 2020-01-01" in window.alert.text


def review_day(window: MainWindow, set_id: str) -> str:
    with window.app.unit_of_work() as uow:
        found = uow.code_sets.get(set_id)
    return str(found.review_on) if found is not None else ""
