"""The browser by the keys alone: open, walk, follow, go back, copy, add, print, close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication

from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.concept import Concept, Edition, EditionState, Level, Mark, Note, NoteKind
from app.domain.period import Period
from app.services.context import AppContext
from app.services.editions import activate_edition, remove_edition, retire_edition
from tests.ui.keyboard import Keyboard
from tests.ui.test_sizes import clipped, settle
from ui.browser.window import BrowserWindow
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
EVENT = "demo-hip-fracture"
LONG = "Mycket lång titel som handlar om ett ovanligt tillstånd i flera organ samtidigt " * 3
OLD = (
    Concept(ICD, "19", "Skador förr", Level.CHAPTER, is_leaf=False),
    Concept(ICD, "S72", LONG, Level.CATEGORY, "19", Mark.DAGGER, is_leaf=False),
    Concept(
        ICD, "S72.0", "Brott förr", Level.SUBCATEGORY, "S72",
        notes=(Note(NoteKind.EXCLUDES, "Annat (S72)", ("S72",)),),
    ),
)  # fmt: skip


@pytest.fixture
def coded(on_desk: Callable[[str], MainWindow]) -> Iterator[MainWindow]:
    """An event on the desk; whatever browser is opened is closed again."""
    window = on_desk(EVENT)
    yield window
    window.browser.close()


@pytest.fixture
def old_edition(app: AppContext) -> Edition:
    """An edition that is read in but not in use."""
    edition = Edition(
        "icd10se-1999", ICD, "ICD-10-SE", "1999", Period(date(1999, 1, 1)),
        state=EditionState.IMPORTED,
    )  # fmt: skip
    with app.unit_of_work() as uow:
        uow.editions.add(edition, OLD)
        uow.commit()
    app.library.reload()
    return edition


@pytest.fixture
def browse(coded: MainWindow, keyboard: Keyboard, qtbot) -> Callable[[str], BrowserWindow]:
    """Open the browser with Ctrl+B at a code that is searched for."""

    def at(code: str) -> BrowserWindow:
        coded.activateWindow()
        qtbot.waitUntil(coded.isActiveWindow)
        coded.coding.search.focus_field()
        if code:
            keyboard.type(code)
            keyboard.until(lambda: shown_in(coded) == code)
        keyboard.press("Ctrl+B")
        browser = coded.browser.opened
        assert browser is not None
        keyboard.until(browser.isActiveWindow)
        keyboard.until(lambda: told(browser) == code if code else told(browser) != "")
        return browser

    return at


def shown_in(window: MainWindow) -> str:
    concept = window.coding.search.tree.concept
    return concept.code if concept else ""


def codes(window: MainWindow) -> list[str]:
    return [assigned.code for assigned in assigned_codes(window.coding.presenter.encounter)]


def told(browser: BrowserWindow) -> str:
    """The code that the page is about."""
    details = browser.presenter.concepts.details
    return details.concept.code if details else ""


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_it_opens_at_the_code_that_is_looked_at_in_the_edition_of_the_event(browse) -> None:
    browser = browse("S72.00")

    assert browser.isWindow()
    assert "Lårbenshalsbrott" in browser.page.heading.text()
    assert browser.editions.tree.concept.code == "S72.00"
    assert browser.windowTitle() == f"Kodverk: {browser.presenter.book.edition.label}"


def test_without_a_code_it_opens_at_the_top_with_the_field_ready(browse, keyboard) -> None:
    browser = browse("")

    assert told(browser) == "01"
    assert keyboard.focus is browser.editions.field


def test_the_tree_is_walked_a_link_followed_and_the_way_gone_back_and_forward(
    browse, keyboard: Keyboard
) -> None:
    browser = browse("E10.2")
    keyboard.press("Right", "Down")
    keyboard.until(lambda: told(browser) == "E10.2A")
    keyboard.press("Up")
    keyboard.until(lambda: told(browser) == "E10.2")

    browser.page.text.setFocus()
    keyboard.press("Tab", "Return")
    keyboard.until(lambda: told(browser) == "N08.3")
    assert browser.editions.tree.concept.code == "N08.3"

    keyboard.press("Alt+Left")
    keyboard.until(lambda: told(browser) == "E10.2")
    assert browser.editions.tree.concept.code == "E10.2"
    keyboard.press("Alt+Right")
    keyboard.until(lambda: told(browser) == "N08.3")


def test_a_link_into_another_system_and_back_again(browse, keyboard: Keyboard, qtbot) -> None:
    browser = browse("S72.00")

    browser.page.text.anchorClicked.emit(QUrl("kva:NFB19"))
    keyboard.until(lambda: told(browser) == "NFB19")
    assert browser.presenter.book.edition.system is KVA

    keyboard.press("Alt+Left")
    keyboard.until(lambda: told(browser) == "S72.00")
    assert browser.presenter.book.edition.system is ICD


def test_the_codes_above_are_links(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")

    browser.page.crumbs.linkActivated.emit("icd10se:S70-S79")

    keyboard.until(lambda: told(browser) == "S70-S79")
    assert "Underordnade koder" in browser.page.text.toPlainText()


def test_a_code_is_copied_alone_or_with_its_title(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")
    assert keyboard.focus is browser.editions.tree

    keyboard.press("Ctrl+C")
    assert clipboard() == "S72.00"

    keyboard.press("Ctrl+Shift+C")
    assert clipboard() == "S72.00 Lårbenshalsbrott, slutet"
    assert browser.statusBar().currentMessage().startswith("Kopierat: S72.00")


def test_enter_adds_to_the_event_and_ctrl_enter_makes_it_principal(
    browse, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")

    keyboard.press("Ctrl+Return")
    browser.editions.focus_field()
    keyboard.type("D62.9")
    keyboard.press("Return")
    keyboard.until(lambda: len(codes(coded)) == 2)

    diagnoses = coded.coding.presenter.encounter.diagnoses
    assert [d.code for d in diagnoses] == ["S72.00", "D62.9"]
    assert diagnoses[0].is_principal
    assert "D62.9" in browser.statusBar().currentMessage()


def test_a_heading_is_not_added_and_the_reason_is_told(
    browse, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")
    browser.presenter.follow(ICD, "S70-S79")
    keyboard.until(lambda: told(browser) == "S70-S79")

    keyboard.press("Return")

    assert codes(coded) == []
    assert "kan inte läggas till" in browser.statusBar().currentMessage()


def test_a_search_stays_in_the_section_until_it_is_let_out(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")
    pane = browser.editions

    keyboard.press("Ctrl+Shift+F")
    assert pane.scope.section == "S72.0"
    keyboard.type("blodbrist")
    keyboard.until(lambda: "”blodbrist” inom S72.0" in pane._empty.text())
    assert "Hela kodverket har" in pane._empty.text()
    assert pane.list.isHidden()

    keyboard.press("Tab")
    assert keyboard.focus is pane.scope.whole
    keyboard.press("Space")

    keyboard.until(pane.list.isVisible)
    assert pane.scope.section == ""
    assert pane._empty.isHidden()


def test_f3_goes_to_the_next_hit_from_anywhere(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")
    browser.editions.focus_field()
    keyboard.type("fraktur")
    keyboard.until(browser.editions.list.isVisible)
    keyboard.until(lambda: told(browser) == browser.editions.tree.concept.code)
    first = told(browser)
    browser.editions.tree.setFocus()

    keyboard.press("F3")
    keyboard.until(lambda: told(browser) not in ("", first))
    keyboard.press("Shift+F3")
    keyboard.until(lambda: told(browser) == first)


def test_an_edition_that_is_not_in_use_is_browsed_searched_and_tells_what_it_lacks(
    browse, old_edition: Edition, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")
    texts = [
        browser.editions.editions.itemText(i) for i in range(browser.editions.editions.count())
    ]
    assert "ICD-10-SE 1999 · inläst" in texts

    browser.presenter.choose_edition(old_edition)
    keyboard.until(lambda: browser.page.text.toPlainText() != "" and told(browser) == "")
    assert "S72.00 finns inte i ICD-10-SE 1999." in browser.page.text.toPlainText()

    browser.editions.focus_field()
    keyboard.type("brott")
    keyboard.until(lambda: told(browser) == "S72.0")
    assert "Brott förr" in browser.page.heading.text()
    assert "inte i bruk" in browser.editions._plain.text()
    assert browser.editions._plain.isVisible()


def test_the_way_back_returns_to_the_edition_that_was_chosen(
    browse, old_edition: Edition, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")
    browser.presenter.choose_edition(old_edition)
    keyboard.until(lambda: browser.presenter.book.edition.id == old_edition.id)
    browser.presenter.follow(ICD, "S72")
    keyboard.until(lambda: told(browser) == "S72")
    keyboard.press("Ctrl+4")
    keyboard.until(lambda: told(browser) == "A")

    keyboard.press("Alt+Left")

    keyboard.until(lambda: told(browser) == "S72")
    assert browser.presenter.book.edition.id == old_edition.id


def test_a_favourite_is_kept_and_the_pane_beside_search_learns_it(
    browse, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")

    keyboard.press("Ctrl+Shift+D")

    keyboard.until(lambda: (ICD, "S72.00") in coded.coding.favourites.keys)
    assert browser.statusBar().currentMessage() == "S72.00 är nu favorit."
    assert browser.page.bar.favourite.accessibleName() == "Ta bort från favoriterna"
    assert coded.coding.search.bar.favourite.accessibleName() == "Ta bort från favoriterna"


def test_the_section_is_shown_on_pages_and_escape_comes_back(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")

    keyboard.press("Ctrl+P")

    keyboard.until(lambda: browser.stack.currentWidget() is browser.preview)
    assert browser.preview.document.pageCount() >= 1
    keyboard.press("Escape")
    assert browser.stack.currentWidget() is not browser.preview
    assert keyboard.focus is browser.editions.tree


def test_help_is_shown_and_escape_comes_back(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")

    keyboard.press("F1")

    assert browser.stack.currentWidget() is browser.sheet
    assert "utgåva" in browser.sheet.text.toPlainText()
    keyboard.press("Escape")
    assert keyboard.focus is browser.editions.tree


@pytest.mark.parametrize("key", ["Escape", "Ctrl+W"])
def test_it_closes_by_key_and_remembers_where_it_was(
    browse, coded: MainWindow, keyboard: Keyboard, key: str
) -> None:
    browser = browse("S72.00")
    browser.resize(760, 610)

    keyboard.press(key)

    assert coded.browser.opened is None
    assert (coded.app.data_dir / "window.ini").exists()
    again = browse("S72.00")
    assert (again.width(), again.height()) == (760, 610)


def test_there_is_one_browser_and_it_goes_to_the_code_that_is_looked_at_now(
    browse, keyboard: Keyboard
) -> None:
    first = browse("S72.00")

    second = browse("E10.2")

    assert second is first


def test_it_goes_when_somebody_else_sits_down_and_when_the_window_closes(
    browse, coded: MainWindow, colleague, qtbot
) -> None:
    browse("S72.00")
    coded.sit_down(colleague)
    assert coded.browser.opened is None
    qtbot.waitUntil(lambda: coded.work_list.model.rowCount() > 0)

    coded.browser.browse_codebooks()
    assert coded.browser.opened is not None
    coded.close()
    qtbot.waitUntil(lambda: coded.browser.opened is None)


def test_nothing_can_be_added_when_no_event_is_on_the_desk(
    window: MainWindow, keyboard: Keyboard
) -> None:
    keyboard.press("Ctrl+B")
    browser = window.browser.opened
    assert browser is not None
    keyboard.until(lambda: told(browser) == "01")
    assert browser.page.add.isHidden()

    browser.editions.tree.setFocus()
    keyboard.press("Return")

    assert "Öppna en händelse" in browser.statusBar().currentMessage()
    window.browser.close()


def test_adding_is_offered_while_an_event_is_on_the_desk(
    browse, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")
    assert browser.page.add.isVisible()

    coded.events.show_work_list()
    keyboard.until(browser.page.add.isHidden)

    coded.events.open_event(EVENT)
    keyboard.until(browser.page.add.isVisible)


def test_adding_waits_for_a_code_while_the_page_says_that_there_is_none(
    browse, old_edition: Edition, keyboard: Keyboard
) -> None:
    browser = browse("S72.00")
    assert browser.page.add.isEnabled()

    browser.presenter.choose_edition(old_edition)
    keyboard.until(lambda: "S72.00 finns inte" in browser.page.text.toPlainText())
    assert browser.page.add.isVisible()
    assert not browser.page.add.isEnabled()

    browser.editions.focus_field()
    keyboard.type("brott")
    keyboard.until(lambda: told(browser) == "S72.0")
    assert browser.page.add.isEnabled()


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_is_cut_off_in_a_narrow_window(
    browse, old_edition: Edition, qapp, app: AppContext, keyboard: Keyboard, qtbot, scale: int
) -> None:
    browser = browse("S72.00")
    browser.presenter.choose_edition(old_edition)
    keyboard.until(lambda: browser.presenter.book.edition.id == old_edition.id)
    browser.presenter.follow(ICD, "S72")
    keyboard.until(lambda: told(browser) == "S72")

    apply_theme(qapp, app.resources, ThemeName.DARK, scale)
    browser.resize(900, 700)
    settle(browser, qtbot)

    assert clipped(browser) == []
    assert browser.width() == 900


def test_every_control_has_a_name_and_tab_comes_round(browse, keyboard: Keyboard) -> None:
    browser = browse("S72.00")
    first, seen = keyboard.focus, []
    for _ in range(60):
        seen.append(keyboard.focus)
        keyboard.press("Tab")
        if keyboard.focus is first:
            break

    assert keyboard.focus is first
    assert all(w.accessibleName() for w in seen), [w for w in seen if not w.accessibleName()]
    wanted = {browser.editions.field, browser.editions.tree, browser.page.text, browser.page.add}
    assert wanted <= set(seen)


def listed(browser: BrowserWindow) -> list[str]:
    return [browser.editions.editions.itemText(i) for i in range(browser.editions.editions.count())]


def test_it_follows_when_an_edition_is_taken_into_use_and_removed(
    browse, old_edition: Edition, app: AppContext, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.0")
    assert any("1999 · inläst" in text for text in listed(browser))

    activate_edition(app, old_edition.id)
    coded.follow_editions()
    keyboard.until(lambda: any("1999 · i bruk" in text for text in listed(browser)))
    keyboard.until(lambda: browser.presenter.book.edition.id == old_edition.id)
    keyboard.until(lambda: "Brott förr" in browser.page.heading.text())

    retire_edition(app, old_edition.id)
    remove_edition(app, old_edition.id)
    coded.follow_editions()
    keyboard.until(lambda: not any("1999" in text for text in listed(browser)))
    keyboard.until(lambda: browser.presenter.book.edition.is_starter)
    assert told(browser) == "S72.0"


def test_a_chosen_edition_that_is_removed_gives_way_to_that_of_the_day(
    browse, old_edition: Edition, app: AppContext, coded: MainWindow, keyboard: Keyboard
) -> None:
    browser = browse("S72.0")
    coded.browser.show(ICD, "S72.0", old_edition.id)
    keyboard.until(lambda: browser.presenter.book.edition.id == old_edition.id)

    remove_edition(app, old_edition.id)
    coded.follow_editions()

    keyboard.until(lambda: browser.presenter.book.edition.is_starter)


def test_links_take_the_colour_of_the_theme_that_is_chosen_while_they_are_shown(
    browse, app: AppContext, qapp
) -> None:
    browser = browse("S72")
    apply_theme(qapp, app.resources, ThemeName.DARK, 100)
    qapp.processEvents()

    link = qapp.palette().link().color().name()

    assert link in browser.page.text.toHtml()
