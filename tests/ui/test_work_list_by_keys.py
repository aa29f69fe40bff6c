"""Lists and marked events by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.domain.access import AccessKind, Person, Role
from app.domain.coding_acts import Part, Place
from app.domain.encounter import Status
from app.domain.work_list import SortKey
from app.domain.work_list_rule import WorkListName, WorkListRule
from app.services import access, worklist_rules
from app.services.context import AppContext
from app.services.signing import park_event
from app.services.worklist_rules import last_list
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow


@pytest.fixture
def ready(window: MainWindow, keyboard: Keyboard) -> MainWindow:
    """The work list with its lists counted and the focus in the table."""
    lists = window.work_list.lists_presenter
    keyboard.until(lambda: bool(lists.lists) and lists.lists[0].count is not None)
    keyboard.until(lambda: keyboard.focus is window.work_list.table)
    return window


def stored(app: AppContext, encounter_id: str):
    with app.unit_of_work() as uow:
        return uow.encounters.get(encounter_id)


def counts(window: MainWindow) -> dict[str, int | None]:
    return {each.named.name: each.count for each in window.work_list.lists_presenter.lists}


def answer(window: MainWindow, keyboard: Keyboard, text: str) -> None:
    keyboard.until(window.reason.isVisible)
    window.reason.choice.setCurrentText(text)
    keyboard.press("Return")


def test_a_list_is_chosen_with_the_arrows_and_next_takes_from_it(
    ready: MainWindow, keyboard: Keyboard
) -> None:
    work = ready.work_list
    assert counts(ready)["Alla utom signerade"] == 12

    ready.work_lists.go_to_lists()
    keyboard.press("Down", "Down")

    keyboard.until(lambda: work.model.rowCount() == 0)
    assert work.presenter.chosen_list.name == "Tilldelade mig"
    ready.events.next_event()
    keyboard.until(lambda: "Inget mer väntar" in ready.statusBar().currentMessage())


def test_what_the_filter_shows_is_counted_beside_all_there_are(
    ready: MainWindow, keyboard: Keyboard
) -> None:
    told = ready.work_list._counts
    keyboard.until(lambda: told.text().startswith("12 visas   Alla händelser: Att koda 12"))

    keyboard.press("Ctrl+F")
    keyboard.type("moberg")

    keyboard.until(lambda: told.text().startswith("1 visas   Alla händelser: Att koda 12"))


def test_marks_survive_sorting_and_a_new_reading(ready: MainWindow, keyboard: Keyboard) -> None:
    work = ready.work_list
    keyboard.press("Space", "Down", "Space")
    marked = work.model.marks
    assert len(marked) == 2

    heard: list[int] = []
    work.presenter.answered.connect(lambda count, _rows: heard.append(count))
    ready.actions_by_name["sort_list"].trigger()
    keyboard.type("pers")
    keyboard.press("Return")
    keyboard.until(lambda: len(heard) == 1)
    assert work.presenter.query.sort is SortKey.PATIENT
    assert keyboard.focus is work.table
    work.refresh()
    keyboard.until(lambda: len(heard) == 2)

    assert work.model.marks == marked
    shown = [
        work.model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)
        for row in range(work.model.rowCount())
    ]
    assert shown.count(Qt.CheckState.Checked) == 2
    assert "2 markerade" in work.marked._count.text()


def test_ctrl_a_marks_all_of_the_filter_and_space_unmarks_one(
    ready: MainWindow, keyboard: Keyboard
) -> None:
    work = ready.work_list
    keyboard.press("Ctrl+A")
    keyboard.until(lambda: len(work.model.marks) == 12)

    keyboard.press("Space")

    assert len(work.model.marks) == 11


def test_the_limit_of_marks_is_told(
    ready: MainWindow, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.work_list.MOST_MARKED", 5)

    keyboard.press("Ctrl+A")

    keyboard.until(lambda: len(ready.work_list.model.marks) == 5)
    assert "De första 5 av 12" in ready.statusBar().currentMessage()


def test_marked_events_are_assigned_and_told(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, colleague: Person
) -> None:
    work = ready.work_list
    keyboard.press("Space", "Down", "Space")
    first, second = work.model.marks

    ready.work_lists.assign_marked()
    answer(ready, keyboard, colleague.name)

    keyboard.until(
        lambda: "2 händelser tilldelade Robin Annan" in ready.statusBar().currentMessage()
    )
    assert stored(app, first).assigned.name == stored(app, second).assigned.name == "Robin Annan"
    assert work.model.marks == ()


def test_f6_parks_the_marked_until_a_day_and_a_day_that_has_been_is_refused(
    ready: MainWindow, keyboard: Keyboard, app: AppContext
) -> None:
    work = ready.work_list
    keyboard.press("Space")
    (marked,) = work.model.marks
    day = app.now().date() + timedelta(days=3)

    keyboard.press("F6")
    keyboard.until(ready.reason.isVisible)
    ready.reason.choice.setCurrentText("Väntar på PAD-svar")
    ready.reason.day.setCurrentText("2001-01-01")
    keyboard.press("Return")
    assert ready.reason.isVisible()
    assert "senare dag" in ready.reason._question.text()
    ready.reason.day.setCurrentText("+3")
    keyboard.press("Return")

    keyboard.until(lambda: stored(app, marked).status is Status.PARKED)
    assert stored(app, marked).park_until == day
    keyboard.until(lambda: counts(ready)["Väntar på kodning"] == 11)


def test_what_was_signed_meanwhile_stays_marked_and_is_told(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, colleague: Person
) -> None:
    work = ready.work_list
    keyboard.press("Space")
    (marked,) = work.model.marks
    with app.unit_of_work() as uow:
        uow.claims.take(marked, colleague, 30)
        uow.commit()

    ready.work_lists.park_marked()
    answer(ready, keyboard, "Väntar på epikris")

    keyboard.until(ready.alert.isVisible)
    assert "Robin Annan arbetar med händelsen" in ready.alert.text
    assert work.model.marks == (marked,)


def test_marked_events_are_exported_and_logged(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, tmp_path, monkeypatch
) -> None:
    target = tmp_path / "ut"
    kind = "Tabell (*.csv)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), kind))
    keyboard.press("Space")

    ready.work_lists.export_marked()

    keyboard.until((tmp_path / "ut.csv").exists)
    keyboard.until(lambda: "exporterade" in ready.statusBar().currentMessage())
    assert len(ready.work_list.model.marks) == 1, "what is exported can be printed too"
    with app.unit_of_work() as uow:
        assert uow.access_log.latest(1)[0].kind is AccessKind.EXPORTED


def test_the_marked_are_previewed_in_one_document(ready: MainWindow, keyboard: Keyboard) -> None:
    keyboard.press("Space", "Down", "Space", "Ctrl+P")

    answer(ready, keyboard, "Alla i ett dokument")

    keyboard.until(lambda: ready.stack.currentWidget() is ready.preview)


def test_a_list_is_made_changed_and_removed(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, person: Person
) -> None:
    ready.work_lists.new_list()
    editor = ready.work_lists._editor
    keyboard.until(lambda: keyboard.focus is editor.name)
    keyboard.type("Enkla")
    editor.ages[0].setText("3")
    editor.left[1].setText("-1")
    keyboard.press("Ctrl+Return")

    keyboard.until(lambda: "Enkla" in counts(ready) and counts(ready)["Enkla"] is not None)
    assert ready.stack.currentWidget() is ready.work_list
    named = worklist_rules.get_list(app, person, "Enkla")
    assert (named.rule.least_age, named.rule.most_left) == (3, -1)
    keyboard.until(lambda: ready.work_list.presenter.chosen_list == named)

    ready.work_lists._remove(named)
    answer(ready, keyboard, "Ta bort")
    keyboard.until(lambda: "Enkla" not in counts(ready))
    assert ready.work_list.presenter.chosen_list.name == "Alla utom signerade"


def test_a_rule_comes_back_from_the_form_as_it_was(ready: MainWindow, person: Person) -> None:
    rule = WorkListRule(units=("Nedlagd enhet",), least_left=0, most_left=14, text="höft")
    ready.work_lists._edit(WorkListName("x", "A", rule, person.id))

    editor = ready.work_lists._editor
    assert editor.rule == rule
    units = [editor.units.item(row).text() for row in range(editor.units.count())]
    assert "Nedlagd enhet (inga händelser)" in units


def test_with_always_next_parking_opens_the_next_event_of_the_list(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard, app: AppContext
) -> None:
    window = on_desk("demo-hip-fracture")
    window.work_lists.toggle_always_next()

    keyboard.press("F6")
    answer(window, keyboard, "Väntar på epikris")

    coding = window.coding.presenter
    keyboard.until(lambda: stored(app, "demo-hip-fracture").status is Status.PARKED)
    keyboard.until(
        lambda: coding.encounter is not None and coding.encounter.id != "demo-hip-fracture"
    )
    assert window.stack.currentWidget() is window.coding
    said = "Händelsen är parkerad. Nästa händelse öppnas."
    assert window.statusBar().currentMessage() == said, "it is not this one that is parked"


def test_a_parked_event_whose_day_has_come_says_so(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, person: Person, monkeypatch
) -> None:
    work = ready.work_list
    first = work.model.row_item(0)
    day = app.now().date() + timedelta(days=1)
    park_event(app, stored(app, first.id), "Väntar på svar", person, "p", day)
    monkeypatch.setattr(work.model, "_now", lambda: app.now() + timedelta(days=2))

    work.refresh()

    keyboard.until(lambda: work.model.row_of(first.id) == 11)
    assert work.model.index(11, 0).data() == "Ska tas upp: Väntar på svar"


def test_a_list_that_somebody_else_shared_cannot_be_removed(
    ready: MainWindow, keyboard: Keyboard, app: AppContext, colleague: Person
) -> None:
    worklist_rules.save_list(app, colleague, "Delad", WorkListRule(), "")
    ready.work_list.lists_presenter.refresh()
    keyboard.until(lambda: "Delad" in counts(ready))
    pane = ready.work_list.lists

    pane.choose(worklist_rules.get_list(app, colleague, "Delad").id)

    assert not pane._remove.isEnabled()


def test_a_list_that_is_empty_at_the_persons_units_names_them(
    bare_window: MainWindow, keyboard: Keyboard, app: AppContext
) -> None:
    bare_window.sit_down(access.add_person(app, "Ny Kodare", Role.CODER, ("Ortopeden",)))
    work = bare_window.work_list
    assert work is not None

    keyboard.until(lambda: work._empty.text().startswith("Inget väntar vid Ortopeden."))


def test_what_was_said_of_one_event_does_not_stand_over_the_next(
    ready: MainWindow, keyboard: Keyboard
) -> None:
    ready.work_lists.toggle_always_next()
    ready.tell("Signerad som version 1. Ctrl+P skriver ut, Ctrl+N hämtar nästa.")

    keyboard.press("Return")

    keyboard.until(lambda: ready.stack.currentWidget() is ready.coding)
    assert ready.statusBar().currentMessage() == ""


def test_what_was_said_to_one_person_is_not_said_to_the_next(ready: MainWindow) -> None:
    ready.tell("Svaret är skickat till Kim Kodare.")

    ready.stand_up()

    assert ready.statusBar().currentMessage() == ""


def is_kept(window: MainWindow, name: str) -> bool:
    """Whether that list is remembered; the ones passed on the way to it are, for a moment."""
    kept = last_list(window.app, window.person)
    return kept is not None and kept.name == name


def test_the_list_that_was_worked_from_is_there_again_after_a_restart(
    ready: MainWindow, keyboard: Keyboard
) -> None:
    keyboard.press("Ctrl+Shift+A", "Down", "Down")
    keyboard.until(lambda: ready.work_list.presenter.chosen_list.name == "Tilldelade mig")
    keyboard.until(lambda: is_kept(ready, "Tilldelade mig"))

    ready.sit_down(ready.person)

    work = ready.work_list
    keyboard.until(lambda: work.presenter.chosen_list.name == "Tilldelade mig")
    keyboard.until(lambda: bool(work.lists.rows.items))
    assert work.lists.rows.item(work.lists.table.currentIndex().row()).named.name == (
        "Tilldelade mig"
    )


def test_a_parked_event_is_taken_up_again_and_stays_on_the_desk(
    on_desk: Callable[[str], MainWindow], keyboard: Keyboard, app: AppContext
) -> None:
    window = on_desk("demo-hip-fracture")
    presenter = window.coding.presenter
    window.work_lists.unpark()
    assert window.statusBar().currentMessage() == "Händelsen är inte parkerad."
    presenter.make_principal("S72.00")
    keyboard.press("F6")
    answer(window, keyboard, "Väntar på epikris")
    keyboard.until(lambda: stored(app, "demo-hip-fracture").status is Status.PARKED)
    keyboard.until(lambda: presenter.encounter is None)
    window.events.open_event("demo-hip-fracture")
    keyboard.until(lambda: presenter.encounter is not None and presenter.is_editable)

    window.work_lists.unpark()

    keyboard.until(lambda: stored(app, "demo-hip-fracture").status is Status.DRAFT)
    keyboard.until(
        lambda: presenter.encounter is not None and presenter.encounter.status is Status.DRAFT
    )
    assert (
        window.statusBar().currentMessage() == "Händelsen är upptagen igen och väntar på kodning."
    )
    presenter.remove(Place(Part.DIAGNOSIS, 0))
    keyboard.until(lambda: not stored(app, "demo-hip-fracture").diagnoses)
