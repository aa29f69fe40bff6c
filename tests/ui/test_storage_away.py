"""Nothing typed is lost: storage that is away, somebody who was before, and closing the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_secondary
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from tests.ui.keyboard import Keyboard
from tests.ui.storage import AWAY, Storage, watched
from ui.main_window import MainWindow
from ui.presenters import autosave

EVENT = "demo-hip-fracture"
ICD = CodeSystem.ICD10SE


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch) -> None:
    monkeypatch.setattr(autosave, "PAUSE_MS", 5)
    monkeypatch.setattr(autosave, "RETRY_MS", 20)


@pytest.fixture
def plain_app(app: AppContext) -> AppContext:
    return app


@pytest.fixture
def storage(app: AppContext) -> Storage:
    return watched(app)[1]


@pytest.fixture
def bare_window(app: AppContext, storage: Storage, jobs, qtbot) -> Iterator[MainWindow]:
    """The window over a storage that can be sent away."""
    from dataclasses import replace

    import shiboken6

    window = MainWindow(replace(app, unit_of_work=storage.unit_of_work), jobs)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    jobs.shut_down()
    shiboken6.delete(window)


def stored_codes(app: AppContext) -> list[str]:
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(EVENT)
    assert encounter is not None
    return [diagnosis.code for diagnosis in encounter.diagnoses]


def test_work_is_kept_while_storage_is_away_and_stored_when_it_is_back(
    on_desk: Callable[[str], MainWindow], storage: Storage, app: AppContext, qtbot
) -> None:
    window = on_desk(EVENT)
    presenter = window.coding.presenter
    storage.is_away = True

    presenter.assign(ICD, "I48.2")
    qtbot.waitUntil(window.alert.isVisible)

    assert window.alert.text.startswith(AWAY)
    assert "finns kvar" in window.alert.text
    assert window.saved.text() == "Inte sparat"
    presenter.assign(ICD, "D62.9")
    assert [d.code for d in presenter.encounter.diagnoses] == ["I48.2", "D62.9"]

    storage.is_away = False
    qtbot.waitUntil(lambda: stored_codes(app) == ["I48.2", "D62.9"])
    qtbot.waitUntil(lambda: not window.alert.isVisible())
    assert window.saved.text().startswith("Sparat ")


def test_a_stale_save_offers_the_change_and_the_button_shows_it(
    on_desk: Callable[[str], MainWindow], app: AppContext, person: Person, qtbot
) -> None:
    window = on_desk(EVENT)
    presenter = window.coding.presenter
    save_draft(app, add_secondary(presenter.encounter, "A00.9"), "their-save", person)

    presenter.assign(ICD, "I48.2")
    qtbot.waitUntil(window.alert.isVisible)
    assert window.alert._act.text().replace("&", "") == "Visa ändringen"

    window.alert.run()

    qtbot.waitUntil(lambda: [d.code for d in presenter.encounter.diagnoses] == ["A00.9"])
    assert stored_codes(app) == ["A00.9"]


def test_a_stale_save_is_not_lost_by_going_to_the_next_event(
    on_desk: Callable[[str], MainWindow],
    app: AppContext,
    person: Person,
    keyboard: Keyboard,
    qtbot,
) -> None:
    window = on_desk(EVENT)
    presenter = window.coding.presenter
    save_draft(app, add_secondary(presenter.encounter, "A00.9"), "their-save", person)
    presenter.assign(ICD, "I48.2")
    qtbot.waitUntil(window.alert.isVisible)

    keyboard.press("Ctrl+L")
    qtbot.wait(50)

    assert window.stack.currentWidget() is window.coding
    assert [d.code for d in presenter.encounter.diagnoses] == ["I48.2"]
    assert window.alert.isVisible()


def test_an_event_that_another_holds_is_shown_with_the_holders_name(
    window: MainWindow, app: AppContext, colleague: Person, qtbot
) -> None:
    open_event(app, EVENT, colleague)

    window.events.open_event(EVENT)
    qtbot.waitUntil(lambda: window.coding.presenter.encounter is not None)

    assert "Robin Annan" in window.coding._head._status.text()
    assert not window.coding.sign_button.isEnabled()
    window.coding.presenter.assign(ICD, "I48.2")
    assert "Robin Annan" in window.statusBar().currentMessage()


def test_closing_stores_first_and_gives_the_event_back(
    on_desk: Callable[[str], MainWindow], app: AppContext, colleague: Person, qtbot
) -> None:
    window = on_desk(EVENT)
    window.coding.presenter.assign(ICD, "I48.2")

    window.close()

    qtbot.waitUntil(lambda: not window.isVisible())
    assert stored_codes(app) == ["I48.2"]
    assert open_event(app, EVENT, colleague).holder is None


def test_a_text_that_is_being_typed_is_stored_by_closing(
    on_desk: Callable[[str], MainWindow], app: AppContext, keyboard: Keyboard, qtbot
) -> None:
    window = on_desk(EVENT)
    window.coding.presenter.assign(ICD, "I48.2")
    keyboard.press("F2")
    keyboard.type("Permanent")

    window.close()

    qtbot.waitUntil(lambda: not window.isVisible())
    with app.unit_of_work() as uow:
        stored = uow.encounters.get(EVENT)
    assert stored is not None
    assert stored.diagnoses[0].text == "Permanent"


def test_a_text_that_is_being_typed_never_lands_on_the_next_event(
    on_desk: Callable[[str], MainWindow], app: AppContext, keyboard: Keyboard, qtbot
) -> None:
    window = on_desk(EVENT)
    presenter = window.coding.presenter
    presenter.assign(ICD, "I48.2")
    keyboard.press("F2")
    keyboard.type("Permanent")

    keyboard.press("Ctrl+N")
    qtbot.waitUntil(lambda: presenter.encounter is not None and presenter.encounter.id != EVENT)

    assert all(not d.text for d in presenter.encounter.diagnoses)
    with app.unit_of_work() as uow:
        stored = uow.encounters.get(EVENT)
    assert stored is not None
    assert stored.diagnoses[0].text == "Permanent"


def test_closing_while_storage_is_away_asks_before_anything_is_lost(
    on_desk: Callable[[str], MainWindow], storage: Storage, qtbot
) -> None:
    window = on_desk(EVENT)
    storage.is_away = True
    window.coding.presenter.assign(ICD, "I48.2")
    qtbot.waitUntil(window.alert.isVisible)

    window.close()
    qtbot.waitUntil(lambda: "utan att spara" in window.alert._act.text())
    assert window.isVisible()

    window.alert.run()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_closing_is_carried_out_when_storage_comes_back(
    on_desk: Callable[[str], MainWindow], storage: Storage, app: AppContext, qtbot
) -> None:
    window = on_desk(EVENT)
    storage.is_away = True
    window.coding.presenter.assign(ICD, "I48.2")
    qtbot.waitUntil(window.alert.isVisible)
    window.close()

    storage.is_away = False

    qtbot.waitUntil(lambda: not window.isVisible())
    assert stored_codes(app) == ["I48.2"]


def test_one_request_closes_a_window_with_an_empty_desk(window: MainWindow, qtbot) -> None:
    window.close()

    qtbot.waitUntil(lambda: not window.isVisible())


def test_closing_while_a_task_runs_does_not_hang(window: MainWindow, qtbot, jobs) -> None:
    started = threading.Event()

    def endless(control) -> None:
        started.set()
        while True:
            control.step(0, 0, "Läser …")

    window.task.run("Läser …", endless, lambda _r: None, window.tell_error)
    assert started.wait(5)

    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    jobs.shut_down()


def test_signing_is_blocked_by_what_stands_in_the_way_and_points_at_it(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard, qtbot
) -> None:
    window = on_desk(EVENT)
    assert window.coding.presenter.findings

    keyboard.press("F9")

    assert "hindrar signering" in window.statusBar().currentMessage()
    assert keyboard.focus.accessibleName() == "Anmärkningar"


def test_a_question_about_one_event_is_never_answered_for_another(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard, app: AppContext, qtbot
) -> None:
    window = on_desk(EVENT)
    presenter = window.coding.presenter
    keyboard.press("F6")
    assert window.reason.isVisible()

    window.events.next_event()
    qtbot.waitUntil(lambda: presenter.encounter is not None and presenter.encounter.id != EVENT)

    assert not window.reason.isVisible()
