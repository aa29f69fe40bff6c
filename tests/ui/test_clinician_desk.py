"""The clinician's desk beside its ten visits: what it refuses, keeps, shows and says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.access import Person, Role
from app.domain.clinician_query import About
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Status
from app.services.clinician_queries import answer, ask, queries_of
from app.services.context import AppContext
from app.services.signing import list_versions
from tests.ui.clinician_visits import NOW, ScriptedVisit, clinician, put, scripted_visits
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.clinician import ClinicianScreen
from ui.theme import ThemeName, apply_theme

LEARNT = "förkylning"


@pytest.fixture
def app(visits_app: AppContext) -> AppContext:
    """A workstation on the afternoon of the ten visits."""
    return visits_app


class Sitting:
    """A clinician at the desk."""

    def __init__(self, window: MainWindow, keys: Keyboard, app: AppContext, who: Person) -> None:
        self.window, self.keys, self.app = window, keys, app
        window.sit_down(who)
        screen = window.stack.currentWidget()
        assert isinstance(screen, ClinicianScreen)
        self.screen, self.column = screen, screen.column
        keys.until(lambda: screen.visits.presenter.is_read)

    def opens(self, encounter_id: str) -> None:
        coding = self.screen.presenter.coding
        coding.open(encounter_id)
        self.keys.until(
            lambda: (
                coding.encounter is not None
                and coding.encounter.id == encounter_id
                and self.screen.presenter.is_ready
                and self.screen.presenter.is_judged
            )
        )

    def takes_the_first(self, text: str) -> None:
        before = len(self.codes)
        self.keys.type(text)
        self.keys.press("Return")
        self.keys.until(lambda: len(self.codes) > before and self.screen.presenter.is_judged)

    @property
    def codes(self) -> list[str]:
        encounter = self.screen.presenter.coding.encounter
        return [each.code for each in assigned_codes(encounter)] if encounter else []

    @property
    def said(self) -> str:
        return self.window.statusBar().currentMessage()


@pytest.fixture
def desk(app: AppContext, bare_window: MainWindow, keyboard: Keyboard) -> Sitting:
    return Sitting(bare_window, keyboard, app, clinician())


def test_a_clinician_begins_at_the_visits_and_a_coder_at_the_work_list(
    app: AppContext, bare_window: MainWindow, person: Person
) -> None:
    bare_window.sit_down(person)
    assert bare_window.stack.currentWidget() is bare_window.work_list

    bare_window.sit_down(clinician())
    assert isinstance(bare_window.stack.currentWidget(), ClinicianScreen)


def test_the_latest_visit_is_chosen_and_nothing_is_opened_by_itself(desk: Sitting) -> None:
    desk.keys.until(desk.screen.visits.list.hasFocus)

    assert desk.screen.visits.current is not None
    assert desk.screen.visits.current.id == "newborn-check"
    with desk.app.unit_of_work() as uow:
        assert uow.access_log.latest(5) == []


def test_a_visit_without_diagnosis_is_not_signed(desk: Sitting) -> None:
    desk.opens("primary-care")

    desk.keys.press("Ctrl+Return")

    assert "ingen diagnos än" in desk.said
    assert list_versions(desk.app, "primary-care") == []
    assert desk.column.field.hasFocus()


def test_of_two_conditions_in_one_text_the_other_stays_to_be_coded(desk: Sitting) -> None:
    desk.opens("diabetes-check")

    desk.takes_the_first("cystit och diabetes typ 2")
    assert desk.column.field.text() == "diabetes typ 2"
    chronic = [offer.code for offer in desk.screen.presenter.offers.chronic]
    assert "E11.9" in chronic
    desk.keys.press("Return")
    desk.keys.until(lambda: len(desk.codes) > 1 and desk.screen.presenter.is_judged)

    assert desk.codes == ["N30.9", "E11.9"]
    encounter = desk.screen.presenter.coding.encounter
    assert encounter is not None
    assert [row.text for row in encounter.diagnoses] == ["cystit", "diabetes typ 2"]
    assert desk.column.field.text() == ""


def test_who_has_another_code_of_the_category_is_not_offered_that_of_last_time(
    desk: Sitting,
) -> None:
    desk.opens("diabetes-check")

    desk.takes_the_first("E11.4")

    assert "E11.9" not in [offer.code for offer in desk.screen.presenter.offers.chronic]


def test_what_was_said_of_one_visit_is_gone_when_the_next_is_opened(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.keys.press("Ctrl+Return")
    assert "ingen diagnos än" in desk.said

    desk.opens("hypertension")

    assert desk.said == ""


def test_words_without_a_code_are_not_lost_by_signing(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.takes_the_first(LEARNT)
    desk.keys.type("hosta")

    desk.keys.press("Ctrl+Return")

    assert "ingen kod än" in desk.said
    assert desk.column.field.text() == "hosta"
    assert list_versions(desk.app, "primary-care") == []


def test_who_types_faster_than_the_search_takes_the_code_and_signs(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.keys.type("förkylning")
    desk.keys.press("Return", "Ctrl+Return")

    desk.keys.until(lambda: bool(list_versions(desk.app, "primary-care")))
    (version,) = list_versions(desk.app, "primary-care")
    assert [each.code for each in assigned_codes(version.encounter)] == ["J00.9"]


def test_what_blocks_is_said_and_not_signed(desk: Sitting) -> None:
    desk.opens("emergency-wound")
    desk.takes_the_first("sår på fingret")

    desk.keys.press("F9")
    desk.keys.until(lambda: "Det går inte att signera än" in desk.said)

    assert desk.column.missing.sentence.startswith("Varning: S61.0")
    assert list_versions(desk.app, "emergency-wound") == []

    desk.keys.press("Ctrl+Z")
    desk.keys.until(lambda: not desk.codes and desk.screen.presenter.is_judged)
    assert desk.said == ""  # what held the visit back is gone


def test_a_warning_is_set_aside_with_a_reason(desk: Sitting) -> None:
    desk.opens("emergency-wound")
    desk.takes_the_first("sår på fingret")

    desk.keys.press("F7")
    assert desk.window.reason.isVisible()
    desk.keys.press("Return")
    desk.keys.until(lambda: desk.screen.presenter.is_judged and not _blocks(desk))
    desk.column.take_focus()
    desk.keys.press("Ctrl+Return")

    desk.keys.until(lambda: bool(list_versions(desk.app, "emergency-wound")))


def test_a_guess_is_asked_about_once(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.keys.type("magont efter skidresan")
    desk.keys.press("Return")
    desk.keys.until(lambda: "gissning" in _said_in_column(desk))
    assert desk.codes == []

    desk.keys.press("Return")

    desk.keys.until(lambda: desk.codes == ["R10.4"])


def test_the_second_code_is_taken_by_its_digit_or_by_the_arrow_and_a_digit(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.keys.type(LEARNT)
    desk.keys.until(lambda: desk.column.field.offer_at(3) is not None)

    desk.keys.press("Alt+2")
    desk.keys.until(lambda: desk.codes == ["J06.9"])
    assert desk.column.field.text() == ""
    desk.keys.type("hypertoni")
    desk.keys.until(lambda: desk.column.field.chosen is not None)
    desk.keys.press("Down", "1")

    desk.keys.until(lambda: desk.codes == ["J06.9", "I10.9"])


def test_undo_takes_the_code_back_and_delete_takes_one_away(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.takes_the_first(LEARNT)

    desk.keys.press("Ctrl+Z")
    assert desk.codes == []
    desk.keys.press("Ctrl+Y")
    assert desk.codes == ["J00.9"]
    desk.column.codes.setFocus()
    desk.column.codes.setCurrentIndex(desk.column.coded.index(0))
    desk.keys.press("Delete")

    assert desk.codes == []
    assert desk.column.field.hasFocus()


def test_a_chronic_condition_that_was_taken_first_gives_way_to_the_diagnosis_of_the_visit(
    desk: Sitting,
) -> None:
    desk.opens("diabetes-check")
    desk.keys.press("Alt+1")
    desk.keys.until(lambda: desk.codes == ["E11.9"] and desk.screen.presenter.is_judged)
    desk.takes_the_first("hypertoni")

    desk.keys.press("Alt+Up")
    assert desk.codes == ["I10.9", "E11.9"]
    encounter = desk.screen.presenter.coding.encounter
    assert encounter is not None
    assert [each.is_principal for each in encounter.diagnoses] == [True, False]
    desk.column.codes.setFocus()
    desk.column.codes.setCurrentIndex(desk.column.coded.index(0))
    desk.keys.press("Alt+Up")
    assert desk.codes == ["I10.9", "E11.9"]
    desk.keys.press("Ctrl+Z")
    assert desk.codes == ["E11.9", "I10.9"]


def test_a_chronic_condition_is_declined_at_the_visit_or_for_good(desk: Sitting) -> None:
    def offered() -> list[str]:
        return [each.code for each in desk.screen.presenter.offers.chronic]

    desk.opens("diabetes-check")
    assert offered() == ["E11.9", "I10.9"]
    desk.keys.press("Down", "Delete")
    assert offered() == ["I10.9"]
    assert desk.said == "E11.9 är avböjd vid det här besöket."
    assert desk.column.field.hasFocus()

    desk.keys.press("Escape")
    desk.keys.until(lambda: desk.screen.presenter.coding.encounter is None)
    desk.opens("diabetes-check")
    assert offered() == ["E11.9", "I10.9"]
    desk.keys.press("Down", "Shift+Delete")
    desk.keys.until(lambda: "erbjuds dig inte mer" in desk.said)
    desk.keys.press("Escape")
    desk.keys.until(lambda: desk.screen.presenter.coding.encounter is None)
    desk.opens("diabetes-check")

    assert offered() == ["I10.9"]
    before = desk.screen.presenter.offers
    desk.keys.press("Down", "Down", "Delete")  # a procedure is no condition
    assert desk.screen.presenter.offers == before


def test_the_teams_diagnosis_can_be_declined_and_opening_changes_nothing(desk: Sitting) -> None:
    desk.opens("psychiatry-team")
    assert desk.column.coded.entries[0].row.code == "F33.1"
    assert "Teamets huvuddiagnos" in desk.column.missing.sentence
    with desk.app.unit_of_work() as uow:
        stored = uow.encounters.get("psychiatry-team")
    assert stored is not None
    assert stored.diagnoses == ()

    desk.column.codes.setFocus()
    desk.column.codes.setCurrentIndex(desk.column.coded.index(0))
    desk.keys.press("Delete")

    assert desk.column.coded.entries == ()
    assert desk.screen.presenter.lacks_diagnosis


def test_the_same_visit_stands_in_the_coders_view_and_back(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.takes_the_first(LEARNT)

    desk.keys.press("Ctrl+H")
    assert desk.window.coding is not None
    assert desk.window.stack.currentWidget() is desk.window.coding
    assert desk.codes == ["J00.9"]
    desk.keys.press("Ctrl+Alt+2")

    assert desk.window.stack.currentWidget() is desk.screen
    assert desk.codes == ["J00.9"]
    assert desk.column.field.hasFocus()


def test_the_coders_desk_lets_the_visit_go(desk: Sitting) -> None:
    desk.opens("primary-care")

    desk.keys.press("Ctrl+Alt+1")
    desk.keys.until(lambda: desk.window.stack.currentWidget() is desk.window.work_list)

    assert desk.screen.presenter.coding.encounter is None
    with desk.app.unit_of_work() as uow:
        assert uow.claims.holder("primary-care") is None


def test_escape_empties_the_field_and_then_lets_the_visit_go(desk: Sitting) -> None:
    desk.opens("primary-care")
    desk.keys.type("hosta")

    desk.keys.press("Escape")
    assert desk.column.field.text() == ""
    desk.keys.press("Escape")

    desk.keys.until(desk.screen.visits.list.hasFocus)
    assert desk.screen.presenter.coding.encounter is None


def test_after_signing_the_visit_is_gone_from_the_list_and_the_next_is_chosen(
    desk: Sitting,
) -> None:
    desk.opens("newborn-check")
    desk.takes_the_first("hälsoundersökning av barn")

    desk.keys.press("Ctrl+Return")
    desk.keys.until(desk.screen.visits.list.hasFocus)

    ids = [visit.id for visit in desk.screen.visits.presenter.visits]
    assert "newborn-check" not in ids
    assert desk.screen.visits.current is not None
    assert desk.screen.visits.current.id == "side-effect"


def test_a_visit_that_somebody_else_has_open_is_only_read(desk: Sitting) -> None:
    with desk.app.unit_of_work() as uow:
        uow.claims.take("primary-care", Person("kim", "Kim Kodare"), 30)
        uow.commit()
    coding = desk.screen.presenter.coding
    coding.open("primary-care")
    desk.keys.until(lambda: coding.encounter is not None)

    assert "Kim Kodare" in desk.column.missing.sentence
    assert not desk.column.field.isEnabled()
    assert desk.screen.isAncestorOf(desk.keys.focus)
    assert desk.keys.focus.isVisible()
    desk.keys.press("Escape")
    desk.keys.until(lambda: coding.encounter is None and desk.screen.visits.list.hasFocus())


def test_an_empty_list_says_what_to_do_next(
    app: AppContext, bare_window: MainWindow, keyboard: Keyboard
) -> None:
    elsewhere = Person("x", "Xenia Ny", Role.CLINICIAN, ("Ögonmottagningen",))
    desk = Sitting(bare_window, keyboard, app, elsewhere)

    keyboard.until(lambda: _says(desk, "Ctrl+Alt+1"))
    assert _more(desk) is None


def test_more_are_all_that_wait(desk: Sitting) -> None:
    presenter = desk.screen.visits.presenter
    before = len(presenter.visits)
    put(desk.app, _older("hypertension", 40))
    more = _more(desk)
    assert more is not None

    more.click()

    desk.keys.until(lambda: len(presenter.visits) == before + 1)
    headings = [entry.row.title for entry in desk.screen.visits.rows.entries if not entry.item]
    assert headings == ["I dag", "Lördag 11 oktober"]
    assert more.text() == "Visa &färre"


def test_where_today_and_yesterday_have_none_all_older_are_shown_and_said(
    app: AppContext, bare_window: MainWindow, keyboard: Keyboard
) -> None:
    late = replace(app, now=lambda: NOW + timedelta(days=400))
    bare_window.home = late
    desk = Sitting(bare_window, keyboard, late, clinician())

    assert _says(desk, "Inget från i dag eller i går väntar.")
    assert len(desk.screen.visits.presenter.shown) == len(scripted_visits())
    assert desk.screen.visits.rows.entries[0].row.title == "20 november 2025"
    assert desk.screen.visits.list.hasFocus()
    assert _more(desk) is None


def test_a_chosen_profession_is_kept_for_the_person(desk: Sitting) -> None:
    presenter = desk.screen.visits.presenter
    assert presenter.professions == ["Kurator", "Läkare"]

    presenter.choose_profession("Kurator")
    desk.keys.until(lambda: len(presenter.shown) == 1)
    desk.window.sit_down(clinician())
    screen = desk.window.stack.currentWidget()
    assert isinstance(screen, ClinicianScreen)

    desk.keys.until(lambda: screen.visits.presenter.is_read)
    assert [visit.id for visit in screen.visits.presenter.shown] == ["psychiatry-team"]


def test_a_masked_name_is_read_whole_beside_its_time_in_large_text(
    desk: Sitting, qapp: QApplication
) -> None:
    apply_theme(qapp, desk.app.resources, ThemeName.LIGHT, 150)
    desk.window.resize(1366, 768)
    visits, letters = desk.screen.visits, desk.screen.visits.list.fontMetrics()
    time, name = (letters.horizontalAdvance(each) for each in ("00:00", "Sekretessmarkering"))

    desk.keys.until(lambda: visits.list.verticalScrollBar().isVisible())

    assert visits.list.viewport().width() >= 2 * time + name + letters.averageCharWidth() * 2


def test_in_a_low_window_with_large_text_a_question_has_the_column_to_itself(
    desk: Sitting, qapp: QApplication
) -> None:
    apply_theme(qapp, desk.app.resources, ThemeName.LIGHT, 150)
    desk.window.resize(900, 600)
    desk.opens("emergency-wound")
    desk.takes_the_first("sår på fingret")

    desk.keys.press("Ctrl+Period")
    desk.keys.until(desk.column.panel.isVisible)
    assert not desk.column.sign.isVisible()
    assert not desk.column.codes.isVisible()

    desk.keys.press("Escape")
    desk.keys.until(desk.column.sign.isVisible)
    assert desk.column.codes.isVisible()


def test_everything_fits_a_window_of_900_by_600(desk: Sitting) -> None:
    desk.window.resize(900, 600)
    desk.opens("diabetes-check")

    assert desk.window.width() == 900
    assert desk.column.sign.isVisible()
    assert desk.column.mapTo(desk.window, desk.column.rect().bottomRight()).x() < 900
    assert desk.column.field.list.height() > 100


def test_a_signed_visit_says_where_it_is_opened_again(desk: Sitting) -> None:
    with desk.app.unit_of_work() as uow:
        stored = uow.encounters.get("primary-care")
        assert stored is not None
        uow.encounters.save(replace(stored, status=Status.SIGNED), "sign")
        uow.commit()
    coding = desk.screen.presenter.coding

    coding.open("primary-care")
    desk.keys.until(lambda: coding.encounter is not None)

    assert "signerat" in desk.column.missing.sentence
    assert not desk.column.sign.isEnabled()


def test_questions_from_coders_stand_in_a_line_and_open_in_the_place_of_the_column(
    app: AppContext, bare_window: MainWindow, keyboard: Keyboard
) -> None:
    kim = Person("kim", "Kim Kodare")

    def asks_about(encounter_id: str, number: int) -> None:
        with app.unit_of_work() as uow:
            uow.people.save(kim)
            event = uow.encounters.get(encounter_id)
            uow.commit()
        assert event is not None
        ask(app, event, kim, "", "Vilken sida?", NOW.date(), About(phrase="sida"), f"q{number}")

    asks_about("primary-care", 0)
    asks_about("phone-contact", 1)
    desk = Sitting(bare_window, keyboard, app, clinician())
    strip = desk.screen.questions
    keyboard.until(strip.toggle.isVisible)
    assert strip.toggle.accessibleName() == "2 frågor att besvara"

    strip.toggle.click()
    assert strip.pane.isVisible()
    desk.window.actions_by_name["sign_visit"].trigger()
    assert "Gå tillbaka till besöket" in desk.said
    desk.keys.press("Escape")
    assert not strip.pane.isVisible()

    # Who looks at another desk comes back to the questions, as the line says.
    strip.toggle.click()
    desk.window.actions_by_name["show_coder_desk"].trigger()
    desk.keys.until(lambda: desk.window.stack.currentWidget() is desk.window.work_list)
    desk.keys.press("Ctrl+Alt+2")
    assert (strip.toggle.isChecked(), strip.pane.isVisible()) == (True, True)
    desk.keys.press("Escape")
    assert not strip.pane.isVisible()

    # A question that comes while a visit is open is told when that is let go.
    desk.opens("hypertension")
    asks_about("child-ear", 2)
    desk.keys.press("Escape")
    keyboard.until(lambda: strip.toggle.accessibleName() == "3 frågor att besvara")

    # The answers stand on the coder's desk as well: unseen there, they take no key.
    (query,) = queries_of(app, "child-ear")
    answer(app, query.id, clinician(), "Höger.", codes=("H66.9",))
    desk.opens("child-ear")
    assert keyboard.focus is desk.column.field


def test_a_list_that_comes_late_takes_no_key_from_the_visit_opened_meanwhile(
    desk: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens("hypertension")
    presenter = desk.screen.visits.presenter
    with monkeypatch.context() as patch:
        patch.setattr(presenter, "refresh", lambda: None)  # the answer is on its way
        desk.keys.press("Escape")
        desk.keys.until(lambda: desk.screen.presenter.coding.desk_event is None)
        desk.opens("child-ear")

    presenter.listed.emit(list(presenter.shown))

    assert desk.keys.focus is desk.column.field


def test_the_next_visit_is_that_of_the_list_and_ctrl_f_goes_to_the_diagnosis(
    desk: Sitting,
) -> None:
    desk.opens("side-effect")
    desk.column.sign.setFocus()

    desk.keys.press("Ctrl+F")
    assert desk.column.field.hasFocus()
    desk.keys.press("Ctrl+N")

    coding = desk.screen.presenter.coding
    desk.keys.until(lambda: coding.encounter is not None and coding.encounter.id == "hypertension")
    assert desk.window.stack.currentWidget() is desk.screen


def test_without_questions_the_line_is_away(desk: Sitting) -> None:
    assert not desk.screen.questions.isVisible()


def _more(desk: Sitting) -> QPushButton | None:
    """Return the button for all that wait, where it is offered."""
    buttons = desk.screen.visits.findChildren(QPushButton)
    return next((b for b in buttons if b.isVisible() and "Visa" in b.text()), None)


def _older(name: str, days: int) -> ScriptedVisit:
    visit = scripted_visits()[name].event
    then = NOW - timedelta(days=days)
    return ScriptedVisit(replace(visit, id=f"{name}-older", start=then, end=then))


def _blocks(desk: Sitting) -> bool:
    missing = desk.screen.presenter.missing
    return missing is not None and missing.is_blocking


def _said_in_column(desk: Sitting) -> str:
    return desk.column.remark


def _says(desk: Sitting, words: str) -> bool:
    return words in desk.screen.visits.remark
