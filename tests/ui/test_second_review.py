"""Second review in the window: drawn, coded blind on the coder's own screen, compared."""

from __future__ import annotations

import pytest

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.coding_acts import set_principal
from app.domain.second_review import Sample
from app.services import access
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.second_review import draw_sample, next_review
from app.services.signing import sign_event
from tests.services.workday import event, put
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.models.second_reviews import DONE_COLUMNS
from ui.screens.second_review import SecondReviewScreen


@pytest.fixture
def lead(app: AppContext) -> Person:
    return access.add_person(app, "Lea Ledare", Role.LEAD)


@pytest.fixture
def signed_by_colleague(app: AppContext, colleague: Person) -> str:
    (stored,) = put(app, event("blind-1"))
    sign_event(app, set_principal(stored, "I10.9"), colleague, "s1")
    return stored.id


def shown(window: MainWindow) -> SecondReviewScreen:
    screen = window.stack.currentWidget()
    assert isinstance(screen, SecondReviewScreen)
    return screen


def open_screen(window: MainWindow, keyboard: Keyboard) -> SecondReviewScreen:
    keyboard.press("Ctrl+Shift+V")
    keyboard.until(lambda: isinstance(window.stack.currentWidget(), SecondReviewScreen))
    return shown(window)


def test_the_lead_draws_a_sample_in_the_window(
    bare_window: MainWindow, lead: Person, signed_by_colleague: str, keyboard: Keyboard
) -> None:
    window = bare_window
    window.sit_down(lead)
    screen = open_screen(window, keyboard)
    screen.form.name.setText("Vecka 12")
    screen.form.percent.setCurrentText("100 %")
    screen.form.name.returnPressed.emit()

    keyboard.until(lambda: len(screen.samples.items) == 1)
    keyboard.until(lambda: keyboard.focus is screen.samples.table)
    keyboard.until(lambda: "1 händelse att granska" in window.statusBar().currentMessage())


def test_a_coder_is_not_offered_to_draw(window: MainWindow, keyboard: Keyboard) -> None:
    screen = open_screen(window, keyboard)

    assert "Nytt urval" not in [screen.tabs.tabText(i) for i in range(screen.tabs.count())]
    assert not screen._next.isEnabled()


def test_an_event_is_coded_blind_and_the_difference_shown(
    window: MainWindow, app: AppContext, lead: Person, signed_by_colleague: str, keyboard: Keyboard
) -> None:
    draw_sample(app, lead, Sample("", "Allt", percent=100))
    screen = open_screen(window, keyboard)
    keyboard.until(lambda: len(screen.samples.items) == 1)
    screen.samples.table.setFocus()
    keyboard.press("Return")
    keyboard.until(lambda: _is_on_desk(window, signed_by_colleague))
    assert window.coding is not None
    presenter = window.coding.presenter
    assert presenter.encounter is not None
    assert presenter.encounter.diagnoses == ()

    presenter.make_principal("I15.9")
    keyboard.until(lambda: presenter.is_reviewed)
    keyboard.press("F9")

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), SecondReviewScreen))
    keyboard.until(lambda: "I15.9" in shown(window).told.text())
    told = shown(window).told.text()
    assert "Bara Robin Annan (kodare): I10.9 Essentiell (primär) hypertoni" in told
    assert "(huvuddiagnos)." in told
    assert "Skiljer" in [column.text(shown(window).done.items[0]) for column in DONE_COLUMNS]
    assert window.app is window.home
    stored = open_event(app, signed_by_colleague, lead).encounter
    assert [row.code for row in stored.diagnoses] == ["I10.9"]
    keyboard.until(lambda: keyboard.focus is shown(window).done.table)
    keyboard.press("Return")  # the event as it was signed, to be opened again where it is wrong
    keyboard.until(lambda: _is_on_desk(window, signed_by_colleague))


def test_a_review_that_is_left_waits_with_its_codes(
    window: MainWindow,
    app: AppContext,
    lead: Person,
    person: Person,
    signed_by_colleague: str,
    keyboard: Keyboard,
) -> None:
    state = draw_sample(app, lead, Sample("", "Allt", percent=100))
    screen = open_screen(window, keyboard)
    keyboard.until(lambda: len(screen.samples.items) == 1)
    screen.presenter.take_next(state.sample.id)
    keyboard.until(lambda: _is_on_desk(window, signed_by_colleague))
    assert window.coding is not None
    window.coding.presenter.assign(CodeSystem.ICD10SE, "E11.9")

    keyboard.press("Ctrl+L")

    keyboard.until(lambda: isinstance(window.stack.currentWidget(), SecondReviewScreen))
    assert window.app is window.home
    review = next_review(app, person, state.sample.id)
    assert review is not None
    assert [row.code for row in review.coding.diagnoses] == ["E11.9"]


def _is_on_desk(window: MainWindow, encounter_id: str) -> bool:
    present = window.coding.presenter.encounter if window.coding is not None else None
    return present is not None and present.id == encounter_id
