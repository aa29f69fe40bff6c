"""The search by its keys: walking, narrowing, searching on, what to try instead, odd texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.domain.code_set import Favourite
from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.search import (
    FilterKind,
    FoundPart,
    MatchKind,
    NearTerm,
    SearchHit,
    Suggestions,
    WithoutFilter,
)
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.presenters import search_question
from ui.screens.found_pane import FoundPane

EVENT = "demo-hip-fracture"
ICD = CodeSystem.ICD10SE
TRIES = Suggestions(
    spellings=("fraktur",),
    parts=(FoundPart("lår", 7),),
    chapter="kapitel 19",
    terms=(NearTerm("höftfraktur", ICD, "S72.0"),),
)


@pytest.fixture
def pane(on_desk: Callable[[str], MainWindow]) -> FoundPane:
    return on_desk(EVENT).coding.search.found


@pytest.fixture
def codes(window: MainWindow) -> Callable[[], list[str]]:
    return lambda: [each.code for each in assigned_codes(window.coding.presenter.encounter)]


@pytest.fixture
def searched(pane: FoundPane, keyboard: Keyboard) -> Callable[[str], list[str]]:
    """Type a text and see its whole answer."""

    def search(text: str) -> list[str]:
        answers: list[str] = []
        pane.field.setFocus()
        pane._presenter.answered.connect(lambda asked, _hits: answers.append(asked))
        keyboard.type(text)
        keyboard.until(lambda: pane.field.text() in answers)
        QCoreApplication.processEvents()
        return found(pane)

    return search


def found(pane: FoundPane) -> list[str]:
    return [e.item.code for e in pane.field.hits.entries if e.item is not None]


def offers(pane: FoundPane) -> list[str]:
    return [e.row.title for e in pane.field.hits.entries if e.row.is_offer]


def chosen(pane: FoundPane) -> str:
    return pane.field.hit.code if pane.field.hit else ""


def keep(window: MainWindow, keyboard: Keyboard, hit: SearchHit) -> None:
    """Let the code of a hit be a favourite from now on."""
    favourites = window.coding.favourites
    keyboard.until(lambda: favourites.is_read)
    favourites._take([Favourite(window.desk.person.id, hit.system, hit.code, window.app.now())])


def test_hits_are_walked_through_without_leaving_the_field(
    pane: FoundPane, keyboard: Keyboard, searched, codes
) -> None:
    hits = searched("fraktur")
    assert chosen(pane) == hits[0]

    keyboard.press("F3", "F3", "Shift+F3", "Down")
    assert chosen(pane) == hits[2]
    keyboard.press("Up", "PageDown")
    assert hits.index(chosen(pane)) > 2
    keyboard.press("PageUp", "PageUp", "PageUp")
    assert chosen(pane) == hits[0]

    whole = next(code for code in hits[1:] if "." in code)
    keyboard.press(*["F3"] * hits.index(whole), "Return")
    keyboard.until(lambda: codes() == [whole])
    assert keyboard.focus is pane.field
    assert pane.field.selectedText() == "fraktur"


def test_a_hit_that_was_gone_to_stays_chosen_while_typing_goes_on(
    pane: FoundPane, keyboard: Keyboard, searched
) -> None:
    hits = searched("frakt")
    keyboard.press("Down", "Down")
    gone_to = hits[2]

    assert gone_to in searched("ur")
    assert chosen(pane) == gone_to


def test_without_walking_the_first_hit_of_each_answer_is_chosen(pane: FoundPane, searched) -> None:
    searched("frakt")

    assert chosen(pane) == searched("ur")[0]
    assert pane.field.list.verticalScrollBar().value() == 0


def test_a_new_text_forgets_where_was_walked(pane: FoundPane, keyboard: Keyboard, searched) -> None:
    searched("fraktur")
    keyboard.press("Down", "Down", "Ctrl+F")

    hits = searched("fraktu")

    assert chosen(pane) == hits[0]


def test_rows_that_come_anew_leave_choice_and_place_alone(
    pane: FoundPane, keyboard: Keyboard, searched, window: MainWindow
) -> None:
    searched("fraktur")
    keyboard.press("PageDown", "PageDown")
    before, bar = chosen(pane), pane.field.list.verticalScrollBar()
    place, text = bar.value(), pane.field.text()
    assert place > 0

    keep(window, keyboard, pane.field.hit)
    keyboard.until(lambda: any(e.row.is_favourite for e in pane.field.hits.entries))

    assert (chosen(pane), bar.value(), pane.field.text()) == (before, place, text)


def test_own_codes_that_arrive_late_do_not_touch_what_is_typed(
    pane: FoundPane, keyboard: Keyboard, searched, window: MainWindow
) -> None:
    hits = searched("fraktur")
    keyboard.press("Down")

    keep(window, keyboard, pane._hits[-1])
    keyboard.until(lambda: pane._hits[0].kind is MatchKind.OWN)

    assert pane.field.text() == "fraktur"
    assert chosen(pane) == hits[1]


def test_system_and_boxes_have_keys_and_another_event_starts_without_them(
    pane: FoundPane, keyboard: Keyboard, searched, on_desk: Callable[[str], MainWindow]
) -> None:
    searched("fraktur")
    keyboard.press("Alt+3")
    keyboard.until(lambda: {h.system for h in pane._hits} == {CodeSystem.KVA})
    keyboard.press("Alt+1", "Ctrl+Shift+H")
    keyboard.until(lambda: bool(pane._hits) and all(h.system is ICD for h in pane._hits))
    assert all(hit.may_be_principal for hit in pane._hits)
    assert pane.filters.principal.isChecked()
    assert keyboard.focus is pane.field
    keyboard.press("Ctrl+Shift+G")
    assert pane._presenter.filters.show_retired

    on_desk("demo-asterisk-pair")

    assert not pane._presenter.filters.are_set
    assert not pane.filters.principal.isChecked()
    assert not pane.filters.retired.isChecked()


def test_a_chapter_is_picked_with_the_keys_and_the_field_is_ready_again(
    pane: FoundPane, keyboard: Keyboard, searched, monkeypatch
) -> None:
    searched("fraktur")

    chapter, opened = pane.filters.chapter, []
    monkeypatch.setattr(chapter, "showPopup", lambda: opened.append(chapter.hasFocus()))
    keyboard.press("Ctrl+Shift+K")
    assert opened == [True]
    keyboard.press("Down")

    assert pane._presenter.filters.chapter == chapter.currentData() != ""
    assert keyboard.focus is pane.field


def test_it_is_searched_on_among_the_hits_and_everywhere_again(
    pane: FoundPane, keyboard: Keyboard, searched
) -> None:
    every = searched("fraktur")
    keyboard.press("Ctrl+I")
    keyboard.until(lambda: pane.within.text.toolTip().startswith("Inom "))
    keyboard.until(lambda: "träff" in pane.within.text.toolTip())
    keyboard.until(lambda: pane._presenter.within.count is not None)
    assert pane.field.text() == ""
    assert pane.within.isVisible()
    assert pane.within.text.toolTip().endswith(": fraktur")
    assert found(pane)[0] == every[0]

    among = searched("handled")
    assert among
    assert len(among) < len(every)
    keyboard.press("Ctrl+F", "Backspace", "Backspace")

    keyboard.until(lambda: found(pane) == every)
    assert pane.field.text() == "fraktur"
    assert pane.within.isHidden()


def test_escape_leaves_the_hits_that_were_searched_in(
    pane: FoundPane, keyboard: Keyboard, searched
) -> None:
    searched("fraktur")
    keyboard.press("Ctrl+I")
    searched("zzzz")
    assert "bland träffarna på ”fraktur”" in pane.empty.text()
    assert offers(pane) == ["Sök ”zzzz” överallt"]

    keyboard.press("Escape")

    assert pane.field.text() == "fraktur"
    assert pane._presenter.within is None


def test_nothing_to_search_on_in_is_told(
    pane: FoundPane, keyboard: Keyboard, window: MainWindow
) -> None:
    keyboard.press("Ctrl+I")

    assert window.statusBar().currentMessage().startswith("Sök något först.")
    assert pane.within.isHidden()


@pytest.fixture
def lost(pane: FoundPane, keyboard: Keyboard, searched, monkeypatch) -> FoundPane:
    """A text that finds nothing, and what is offered instead."""
    monkeypatch.setattr(search_question, "suggest_codes", lambda *_asked, **_filters: TRIES)
    monkeypatch.setattr(search_question, "search_at_desk", nothing_but(search_question))
    searched("frktr")
    keyboard.until(lambda: bool(offers(pane)))
    return pane


def nothing_but(module: object) -> Callable[..., list[SearchHit]]:
    """Find as ever, but nothing for the text of the test."""
    search = module.search_at_desk

    def find(app: object, query: object, own: object) -> list[SearchHit]:
        return [] if query.text.startswith("frktr") else search(app, query, own)

    return find


def test_where_nothing_is_found_it_is_offered_what_to_try(lost: FoundPane) -> None:
    rows = [e.row for e in lost.field.hits.entries]

    assert "Inget hittades för ”frktr”" in lost.empty.text()
    assert offers(lost) == ["fraktur", "lår", "höftfraktur", "Föreslå sökord: ”frktr” …"]
    headings = [row.title for row in rows if row.is_heading]
    assert headings[2] == "Termer i kapitel 19"
    assert [row.aside for row in rows if row.is_offer][:2] == ["", "7 träffar"]
    assert not lost.field.list.currentIndex().isValid()


def test_an_offer_is_searched_with_down_and_enter_and_escape_gives_the_typed_text_back(
    lost: FoundPane, keyboard: Keyboard
) -> None:
    keyboard.press("Return")  # nothing is chosen yet
    assert lost.field.text() == "frktr"
    keyboard.press("Down", "Return")
    keyboard.until(lambda: bool(found(lost)))
    assert lost.field.text() == "fraktur"
    assert keyboard.focus is lost.field
    assert lost.typed.text.toolTip() == "Du skrev: frktr"

    keyboard.press("Escape")

    assert lost.field.text() == "frktr"
    assert lost.typed.isHidden()


def test_typing_on_after_an_offer_lets_the_typed_text_go(
    lost: FoundPane, keyboard: Keyboard
) -> None:
    keyboard.press("Down", "Return", "Backspace")

    assert lost.field.text() == "fraktu"
    assert lost.typed.isHidden()
    assert not lost.field.takes_escape


def test_a_missing_word_is_proposed_as_it_was_typed(
    lost: FoundPane, keyboard: Keyboard, qtbot
) -> None:
    keyboard.press("Up", "Down", "Down", "Down", "Down")

    with qtbot.waitSignal(lost.propose_asked) as asked:
        keyboard.press("Return")

    assert asked.args == ["frktr"]
    assert lost.field.text() == "frktr"


def test_a_filter_in_the_way_is_taken_off_with_one_key_and_the_others_stay(
    pane: FoundPane, keyboard: Keyboard, searched, monkeypatch
) -> None:
    in_the_way = (
        WithoutFilter(FilterKind.PRINCIPAL, "bara huvuddiagnoser", 2, "frktr"),
        WithoutFilter(FilterKind.SYSTEMS, "bara ICD-10-SE", 1, "frktr"),
        WithoutFilter(FilterKind.TYPED, "kap:9", 3, "frktr 2"),
    )
    tries = Suggestions(without=in_the_way)
    monkeypatch.setattr(search_question, "suggest_codes", lambda *_asked, **_filters: tries)
    monkeypatch.setattr(search_question, "search_at_desk", nothing_but(search_question))
    keyboard.press("Alt+2", "Ctrl+Shift+H")
    searched("frktr")
    keyboard.until(lambda: bool(offers(pane)))
    rows = [e.row for e in pane.field.hits.entries if e.row.is_offer]
    assert [row.aside for row in rows] == ["2 träffar", "1 träff", "3 träffar", ""]

    def take(*keys: str) -> None:
        keyboard.until(lambda: not pane._presenter._is_asking)
        pane.field.list.setCurrentIndex(pane.field.hits.index(-1))
        keyboard.press(*keys, "Return")

    take("Down")
    assert not pane.filters.principal.isChecked()
    assert pane._presenter.systems == (ICD,)
    take("Down", "Down")
    assert pane._presenter.systems == ()
    take("Down", "Down", "Down")
    assert pane.field.text() == "frktr 2"


def test_below_guesses_stands_what_to_try_and_the_guess_stays_chosen(
    pane: FoundPane, keyboard: Keyboard, searched, monkeypatch
) -> None:
    monkeypatch.setattr(search_question, "suggest_codes", lambda *_asked, **_filters: TRIES)
    hits = searched("fraktrur")
    assert all(hit.kind is MatchKind.FUZZY for hit in pane._hits)

    keyboard.until(lambda: bool(offers(pane)))

    assert chosen(pane) == hits[0]
    assert found(pane) == hits
    first = next(at for at, e in enumerate(pane.field.hits.entries) if e.row.is_offer)
    assert 1 < first <= 10


@pytest.mark.parametrize(
    ("text", "key"), [("fraktrur", "Return"), ("fraktrur", "Ctrl+Return"), ("kolec", "Return")]
)
def test_a_guess_or_a_weak_beginning_that_was_not_gone_to_is_added_by_a_second_enter(
    pane: FoundPane, keyboard: Keyboard, searched, codes, window: MainWindow, text: str, key: str
) -> None:
    guess = searched(text)[0]
    keyboard.press(key)
    assert window.statusBar().currentMessage().startswith(f"{guess} är en gissning: ")
    assert codes() == []
    keyboard.press(key)
    assert codes() == [guess]


def test_a_guess_that_was_gone_to_is_added_at_once(
    pane: FoundPane, keyboard: Keyboard, searched, codes
) -> None:
    searched("fraktrur")
    keyboard.press("Down")
    gone_to = chosen(pane)
    keyboard.press("Return")
    assert codes() == [gone_to]


@pytest.mark.parametrize("key", ["Return", "Ctrl+Return"])
def test_a_category_is_not_added_but_leads_to_the_best_code_below_it(
    pane: FoundPane, keyboard: Keyboard, searched, codes, window: MainWindow, key: str
) -> None:
    assert searched("S72")[0] == "S72"
    keyboard.press(key)
    below = chosen(pane)
    assert below.startswith("S72.")
    assert window.statusBar().currentMessage() == (
        f"S72 är bara en kategori. Retur igen lägger till {below}."
    )
    assert codes() == []
    keyboard.press(key)
    assert codes() == [below]


@pytest.fixture
def retired(pane: FoundPane, searched, monkeypatch) -> SearchHit:
    hit = SearchHit(ICD, "S72", "Titel", MatchKind.EXACT_CODE, "exakt kod")
    hit = replace(hit, valid_to=date(2020, 12, 31), successors=("S72.00",))
    search = search_question.search_at_desk
    monkeypatch.setattr(
        search_question,
        "search_at_desk",
        lambda app, query, own: [hit] if query.text == "S72" else search(app, query, own),
    )
    searched("S72")
    return hit


@pytest.mark.parametrize("key", ["Return", "Ctrl+Return"])
def test_a_retired_code_is_refused_with_its_successor_and_a_second_enter_searches_that(
    pane: FoundPane, retired: SearchHit, keyboard: Keyboard, codes, window: MainWindow, key: str
) -> None:
    keyboard.press(key)
    told = window.statusBar().currentMessage()
    assert told.startswith("S72 gällde till och med 2020-12-31 och kan inte läggas till.")
    assert "S72.00" in told
    assert codes() == []

    keyboard.press(key)

    keyboard.until(lambda: chosen(pane) == "S72.00")
    assert pane.field.text() == "S72.00"
    assert codes() == []
    keyboard.press("Escape")
    assert pane.field.text() == "S72"


ODD_TEXTS = (
    "hjärta " * 1430,
    "x" * 10_000,
    "a",
    "1234567890",
    "👩‍⚕️💊",
    "كسر في الورك",
    "frak\0tur",
    "  ",
    '"',
    "kap:",
    "-",
)


def test_any_text_that_is_pasted_is_answered_and_kept(pane: FoundPane, keyboard: Keyboard) -> None:
    answers: list[str] = []
    pane._presenter.answered.connect(lambda asked, _hits: answers.append(asked))
    for text in ODD_TEXTS:
        QApplication.clipboard().setText(text)
        pane.field.clear()

        pane.field.paste()

        kept = pane.field.text()
        keyboard.until(lambda kept=kept: kept in answers)
        assert len(kept) >= len(text.replace("\0", "").strip())
        assert pane.field.text() == kept
        assert keyboard.focus is pane.field


def test_letters_typed_faster_than_answered_never_empty_the_list(
    pane: FoundPane, keyboard: Keyboard, searched
) -> None:
    searched("frakt")
    emptied: list[int] = []
    pane.field.hits.modelReset.connect(lambda: emptied.append(len(pane.field.hits.entries)))

    keyboard.type("ur hand")
    keyboard.until(lambda: pane._hits != [] and not pane._presenter._is_asking)

    assert emptied
    assert all(emptied)


def test_the_help_line_is_hidden_for_good_and_comes_back_with_its_button(
    pane: FoundPane, window: MainWindow, qtbot
) -> None:
    window.resize(1440, 1200)
    qtbot.waitUntil(pane.syntax.isVisible)

    pane.syntax.cross.click()
    assert pane.syntax.isHidden()
    assert not pane._presenter.is_help_wanted

    pane.help.click()
    assert pane.syntax.isVisible()


def test_in_a_low_pane_help_and_filters_give_way_to_the_hits_but_not_one_that_is_set(
    pane: FoundPane, keyboard: Keyboard
) -> None:
    line = pane.fontMetrics().height()
    pane.resize(pane.width(), 10 * line)
    assert pane.syntax.isHidden()
    assert pane.filters.isHidden()

    keyboard.press("Ctrl+Shift+H")

    assert not pane.filters.isHidden()


def test_what_enter_would_do_is_not_said_once_it_is_done_or_another_text_is_searched(
    pane: FoundPane,
    keyboard: Keyboard,
    codes: Callable[[], list[str]],
    searched: Callable[[str], list[str]],
) -> None:
    said: list[str] = []
    pane.told.connect(said.append)
    searched("förmaksflimmmer")
    keyboard.press("Return")
    assert "Retur igen lägger till" in said[-1]
    keyboard.press("Return")
    assert len(codes()) == 1
    assert said[-1] == ""

    pane.field.selectAll()
    searched("hjärtsviktt")
    keyboard.press("Return")
    assert said[-1] != ""
    pane.field.selectAll()
    searched("I10.9")
    assert said[-1] == ""
