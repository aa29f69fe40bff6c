"""The group beside the codes, what would change it, and the tables: by keys alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from app.domain.access import Person
from app.domain.drg_told import GroupState
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure
from app.domain.period import Period
from app.domain.permissions import Act
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.drg_choice import shows_group, table_choices
from app.services.signing import sign_event
from tests.grouper.small_tables import as_json
from tests.services.asked import people
from tests.services.small_drg import PATIENT, SWEDISH, keep
from tests.services.workday import LEA, coded, put, stay
from tests.ui.conftest import RESOURCES
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.drg_regroup import DrgRegroupScreen
from ui.screens.drg_tables import DrgTablesScreen
from ui.screens.drg_what_if import DrgWhatIfScreen
from ui.theme import ThemeName, apply_theme

ROWS = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"))
OnDesk = Callable[[str], MainWindow]


@pytest.fixture
def event(app: AppContext) -> None:
    put(app, stay("e1", patient=PATIENT, diagnoses=ROWS, procedures=(Procedure("JEA00"),)))


def _show_group(window: MainWindow, keyboard: Keyboard, qtbot) -> None:
    coding = window.coding
    assert coding is not None
    keyboard.press("Ctrl+Shift+N")
    presenter = coding.drg.presenter
    qtbot.waitUntil(lambda: presenter.group is not None and presenter.is_settled)


def test_the_panel_is_closed_until_asked_for_and_the_choice_is_the_persons_own(
    event: None, app: AppContext, person: Person, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    keep(app)
    window = on_desk("e1")
    assert window.coding is not None
    panel = window.coding.drg
    assert not panel.isVisible()

    _show_group(window, keyboard, qtbot)
    assert panel.isVisible() and panel.group.text() == "OPC Opererad, komplicerad"
    assert "Minst ett komplicerande tillstånd" in panel.explanation.toPlainText()
    qtbot.waitUntil(lambda: shows_group(app, person))

    keyboard.press("Ctrl+Shift+N")
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: not shows_group(app, person))


def test_the_group_follows_the_codes(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    keep(app)
    window = on_desk("e1")
    _show_group(window, keyboard, qtbot)
    assert window.coding is not None
    presenter, panel = window.coding.presenter, window.coding.drg

    presenter.act(lambda e: replace(e, diagnoses=e.diagnoses[:1]))
    qtbot.waitUntil(lambda: panel.group.text() == "OP Opererad")
    presenter.undo()
    qtbot.waitUntil(lambda: panel.group.text() == "OPC Opererad, komplicerad")


def test_the_explanation_is_previewed_from_the_panel_and_escape_leads_back(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    keep(app)
    window = on_desk("e1")
    _show_group(window, keyboard, qtbot)
    assert window.coding is not None

    window.coding.drg.print.click()
    keyboard.until(lambda: window.stack.currentWidget() is window.preview)
    assert window.preview.document.pageCount() == 1
    assert "OPC Opererad" in window.preview.document.getAllText(0).text()
    keyboard.press("Escape")
    keyboard.until(lambda: window.stack.currentWidget() is window.coding)


def test_without_tables_the_panel_says_so_and_leads_to_them(
    event: None, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    window = on_desk("e1")
    _show_group(window, keyboard, qtbot)
    assert window.coding is not None
    panel = window.coding.drg
    assert "administratör" in panel.explanation.toPlainText()
    assert panel.group.text() == "Ingen DRG"

    panel.tables.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is not window.coding)
    keyboard.press("Escape")
    assert window.stack.currentWidget() is window.coding


def test_the_nearest_tables_are_used_once_the_workplace_says_so(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    keep(app, replace(SWEDISH, valid=Period(date(2014, 1, 1), date(2014, 12, 31))))
    window = on_desk("e1")
    _show_group(window, keyboard, qtbot)
    assert window.coding is not None
    panel = window.coding.drg
    assert panel.presenter.group is not None
    assert panel.presenter.group.state is GroupState.NONE_FITS
    people(app, LEA)  # the workplace has somebody now who decides that
    window.rights.read()
    qtbot.waitUntil(lambda: bool(window.rights.reason_of(Act.DRG_TABLES)))
    panel.presenter.refresh()
    qtbot.waitUntil(lambda: not panel.nearest.isEnabled())
    assert panel.nearest.toolTip().startswith("Bara kodningsansvarig kan")
    window.actions_by_name["show_drg_tables"].trigger()
    assert not _tables(window, qtbot, 1).nearest.isEnabled()
    keyboard.press("Escape")
    people(app, replace(LEA, left_on=app.now().date()))
    window.rights.read()
    qtbot.waitUntil(lambda: not window.rights.reason_of(Act.DRG_TABLES))
    panel.presenter.refresh()
    qtbot.waitUntil(panel.nearest.isEnabled)

    panel.nearest.click()
    qtbot.waitUntil(lambda: panel.group.text().startswith("OPC"))
    assert "gäller inte 2025-03-03" in panel.explanation.toPlainText()


def test_what_if_by_keys_shows_both_groups_the_reason_and_changes_nothing(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qtbot
) -> None:
    keep(app)
    window = on_desk("e1")
    window.actions_by_name["show_drg_what_if"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), DrgWhatIfScreen))
    screen = window.stack.currentWidget()
    assert isinstance(screen, DrgWhatIfScreen) and window.coding is not None
    before = window.coding.presenter.encounter
    qtbot.waitUntil(lambda: screen.now.group.text().startswith("OPC"))

    keyboard.press("Down")
    keyboard.press("Space")
    qtbot.waitUntil(lambda: screen.then.group.text() == "OP Opererad")
    assert "minst ett komplicerande tillstånd" in screen.reason.text()
    assert screen.now.group.text() == "OPC Opererad, komplicerad"

    keyboard.press("Space")
    keyboard.press("Ctrl+Return")
    qtbot.waitUntil(lambda: screen.presenter.change.first == 1 and screen.presenter.is_settled)
    assert screen.form.codes.item(1).text().startswith("Huvuddiagnos: J18.9")
    keyboard.press("Escape")
    assert window.stack.currentWidget() is window.coding
    assert window.coding.presenter.encounter == before


def test_age_stay_sex_and_discharge_are_part_of_the_question(
    event: None, app: AppContext, on_desk: OnDesk, qtbot
) -> None:
    keep(app)
    window = on_desk("e1")
    window.drg.show_drg_what_if()
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), DrgWhatIfScreen))
    screen = window.stack.currentWidget()
    assert isinstance(screen, DrgWhatIfScreen)
    form = screen.form
    assert form.change().is_empty

    form.stay.selectAll()
    qtbot.keyClicks(form.stay, "0")
    form.age.selectAll()
    qtbot.keyClicks(form.age, "99999")
    assert form.change().age_days is None
    assert "skriv 0–45654" in [each.accessibleName() for each in form.findChildren(QLabel)]
    form.age.selectAll()
    qtbot.keyClicks(form.age, "400")
    form.sex.setCurrentIndex(form.sex.findText("Kvinna"))
    form.discharge.setCurrentIndex(2)

    change = form.change()
    assert (change.stay_days, change.age_days) == (0, 400)
    assert change.sex is not None and change.sex.value == "female"
    assert change.discharge is not None and change.discharge.value == "Avliden"
    qtbot.waitUntil(lambda: screen.presenter.is_settled)
    form.reset()
    assert form.change().is_empty
    qtbot.waitUntil(lambda: screen.presenter.is_settled)


def _tables(window: MainWindow, qtbot, count: int) -> DrgTablesScreen:
    screen = window.stack.currentWidget()
    assert isinstance(screen, DrgTablesScreen)
    qtbot.waitUntil(lambda: screen.rows.rowCount() == count)
    return screen


def test_tables_are_dropped_put_first_and_removed_after_a_question(
    window: MainWindow, app: AppContext, keyboard: Keyboard, qtbot, tmp_path: Path
) -> None:
    keep(app)
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json()), encoding="utf-8")
    window.codebooks.take_files([path])
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), DrgTablesScreen))
    screen = _tables(window, qtbot, 2)

    chosen = screen.current
    assert chosen is not None
    keyboard.press("Alt+I")
    qtbot.waitUntil(lambda: table_choices(app).defaults == {chosen.id})
    keyboard.press("Alt+N")
    qtbot.waitUntil(lambda: table_choices(app).takes_nearest)
    screen.table.setFocus(Qt.FocusReason.OtherFocusReason)
    keyboard.press("Delete")
    assert window.reason.isVisible()
    with qtbot.waitSignal(screen.presenter.changed):
        screen.presenter.refresh()
    assert window.reason.isAncestorOf(keyboard.focus), "the list came, the keys stay"
    keyboard.press("Return")
    _tables(window, qtbot, 1)
    assert chosen.id not in {each.id for each in table_choices(app).sets}


def test_a_file_that_holds_no_tables_is_refused_with_a_sentence(
    window: MainWindow, app: AppContext, qtbot, tmp_path: Path
) -> None:
    path = tmp_path / "fel.json"
    path.write_text("{}", encoding="utf-8")

    window.drg.take_tables([path])

    qtbot.waitUntil(window.alert.isVisible)
    assert not table_choices(app).sets


def test_signed_events_are_grouped_again_and_the_changed_one_is_opened(
    window: MainWindow, app: AppContext, person: Person, keyboard: Keyboard, qtbot
) -> None:
    put(app, coded(stay("s1", patient=PATIENT)))
    sign_event(app, open_event(app, "s1", person).encounter, person, "sign")
    keep(app)
    window.actions_by_name["show_drg_tables"].trigger()
    _tables(window, qtbot, 1)
    keyboard.press("Alt+U")
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), DrgRegroupScreen))
    again = window.stack.currentWidget()
    assert isinstance(again, DrgRegroupScreen)

    keyboard.press("Space")
    qtbot.waitUntil(lambda: again.rows.rowCount() == 1)
    assert again.rows.item(0).new.drg == "REST"
    keyboard.press("Return")
    assert window.coding is not None
    coding = window.coding
    qtbot.waitUntil(lambda: coding.presenter.encounter is not None)
    assert coding.presenter.encounter is not None and coding.presenter.encounter.id == "s1"


@pytest.mark.parametrize("steps", [(), ("Tab",)])
def test_escape_in_the_panel_goes_back_to_the_search(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qtbot, steps: tuple[str]
) -> None:
    keep(app)
    window = on_desk("e1")
    assert window.coding is not None
    _show_group(window, keyboard, qtbot)
    keyboard.press(*steps)
    assert window.coding.drg.isAncestorOf(keyboard.focus)

    keyboard.press("Escape")

    assert keyboard.focus.accessibleName() == "Sök kod"


def test_with_large_text_the_record_folds_to_its_name_and_nothing_scrolls_sideways(
    event: None, app: AppContext, on_desk: OnDesk, keyboard: Keyboard, qapp: QApplication, qtbot
) -> None:
    keep(app)
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 150)
    window = on_desk("e1")
    window.resize(1280, 800)
    coding = window.coding
    assert coding is not None
    columns, record, group = coding.columns, coding.record, coding.drg
    area = next(each for each in coding.findChildren(QScrollArea) if each.widget() is columns)
    keyboard.until(record.isVisible)
    _show_group(window, keyboard, qtbot)
    keyboard.until(lambda: columns.is_folded(record))
    for shown in (group, coding.search, coding.codes):
        assert shown.isVisible()

    keyboard.press("Ctrl+J")
    keyboard.until(lambda: record.isVisible() and record.isAncestorOf(keyboard.focus))
    assert sum(columns.is_folded(each) for each in (coding.asking, group)) == 1
    keyboard.press("Ctrl+F")
    keyboard.until(lambda: keyboard.focus.accessibleName() == "Sök kod")
    for scale, size in ((200, (1280, 800)), (150, (900, 600)), (125, (1280, 800))):
        apply_theme(qapp, RESOURCES, ThemeName.LIGHT, scale)
        window.resize(*size)
        keyboard.until(lambda: area.horizontalScrollBar().maximum() == 0)
        assert coding.codes.isVisible()
    keyboard.until(lambda: not any(map(columns.is_folded, (record, coding.asking, group))))
