"""A new year's edition in one sitting: dropped, looked at, activated and compared by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from app.domain.access import AccessKind, Role
from app.domain.concept import EditionState
from app.domain.edition_difference import DifferenceKind, EditionDifference, TouchKind
from app.services import access
from app.services.codebooks import keep_codebook, list_editions
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.persistence.readers.made_files import (
    EXTENSIONS,
    SUBCATEGORIES,
    atc_file,
    icd_folder,
)
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.help import HelpScreen

EVENT = "demo-hip-fracture"
#: Last year's codes in a file that is another: the program asks whether it is meant.
SAME_CODES = EXTENSIONS + "\n"
RETITLED = SUBCATEGORIES.replace("Kolera, klassisk", "Kolera, klassisk form")


class Administrator:
    """Whoever drops the files and works on from the keyboard."""

    def __init__(self, window: MainWindow, keys: Keyboard, folder: Path) -> None:
        self.window, self.keys, self.folder = window, keys, folder

    def drops(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        modifier = Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(QPointF(9, 9), action, mime, button, modifier))

    def sees_report(self, *paths: Path) -> None:
        self.drops(*paths)
        self.sees("import_report")

    def sees(self, name: str) -> None:
        def is_shown() -> bool:
            screen = self.window.stack.currentWidget()
            is_there = getattr(screen, "help_name", "") == name
            return is_there and not self.window.task.is_busy

        self.keys.until(is_shown)

    def takes_into_use(self, year: str, **changed: str) -> None:
        self.sees_report(icd_folder(self.folder, year, **changed))
        self.keys.press("Ctrl+Return")
        self.sees("editions")
        self.keys.until(lambda: self.state(year) is EditionState.ACTIVE)
        screen = self.editions
        self.keys.until(lambda: screen.current is not None and screen.current.version == year)

    def state(self, year: str) -> EditionState | None:
        editions = list_editions(self.window.app)
        return next((e.state for e in editions if e.version == year), None)

    def sees_changes(self) -> None:
        self.sees("differences")
        self.keys.until(lambda: self.differences.changes.rowCount() > 0)

    @property
    def message(self) -> str:
        return self.window.statusBar().currentMessage()

    @property
    def report(self):
        return self.window.codebooks.imports.screen

    @property
    def editions(self):
        return self.window.codebooks.editions.screen

    @property
    def differences(self):
        return self.window.codebooks.differences.screen


@pytest.fixture(autouse=True)
def no_index(monkeypatch) -> None:
    """These tests search for nothing: building the index anew is most of their time."""
    monkeypatch.setattr(MainWindow, "prepare_search", lambda _window: None)


@pytest.fixture
def admin(window: MainWindow, keyboard: Keyboard, tmp_path: Path) -> Administrator:
    return Administrator(window, keyboard, tmp_path)


def test_a_new_year_is_looked_at_activated_and_followed_to_an_event(
    admin: Administrator, on_desk: Callable[[str], MainWindow], app: AppContext
) -> None:
    admin.takes_into_use("2021")
    admin.keys.press("Escape")
    coding = on_desk(EVENT).coding
    coding.presenter.make_principal("A00.0")
    admin.keys.until(lambda: coding.presenter.is_reviewed)
    admin.keys.press("Ctrl+L")
    admin.keys.until(lambda: admin.window.stack.currentWidget() is admin.window.work_list)

    admin.takes_into_use("2022", digit4=RETITLED)
    admin.keys.press("Return")
    admin.sees_changes()
    assert [row.change.kind for row in admin.differences.changes.items] == [DifferenceKind.RETITLED]
    admin.keys.press("Ctrl+F")
    admin.keys.type("kolera")
    admin.keys.press("Down", "Return")
    touched = [t for t in admin.differences.detail.touched.items if t.kind is TouchKind.EVENT]
    assert [t.target for t in touched] == [EVENT]
    admin.keys.until(admin.differences.detail.table.hasFocus)
    admin.keys.press("End", "Return")

    admin.keys.until(lambda: admin.window.stack.currentWidget() is coding)
    assert coding.presenter.encounter.id == EVENT
    lead = access.add_person(app, "Lea Ledare", Role.LEAD)
    opened = [e for e in access.read_access_log(app, lead) if e.encounter_id == EVENT]
    assert len([e for e in opened if e.kind is AccessKind.OPENED]) >= 2


def test_the_differences_are_seen_before_anything_is_kept(admin: Administrator) -> None:
    admin.takes_into_use("2021")
    admin.sees_report(icd_folder(admin.folder, "2022", digit4=RETITLED))
    assert admin.report.current.draft.retitled == 1
    admin.keys.press("Alt+S")
    admin.sees_changes()
    admin.keys.press("Escape")
    admin.sees("import_report")
    admin.keys.press("Escape")

    admin.sees("editions")
    assert admin.state("2022") is None


@pytest.fixture
def jumped(admin: Administrator, on_desk: Callable[[str], MainWindow]) -> Administrator:
    """An event lies on the desk that was opened from the differences of files not read in yet."""
    admin.takes_into_use("2021")
    coding = on_desk(EVENT).coding
    coding.presenter.make_principal("A00.0")
    admin.keys.until(lambda: coding.presenter.is_reviewed)
    admin.keys.press("Ctrl+L")
    admin.keys.until(lambda: admin.window.stack.currentWidget() is admin.window.work_list)
    admin.sees_report(icd_folder(admin.folder, "2022", digit4=RETITLED))
    admin.keys.press("Alt+S")
    admin.sees_changes()
    admin.keys.press("Return", "End", "Return")
    admin.keys.until(lambda: admin.window.stack.currentWidget() is coding)
    assert "Ctrl+U till rapporten" in admin.message
    return admin


def test_the_report_waits_for_whoever_jumped_to_an_event_and_is_kept_then(
    jumped: Administrator,
) -> None:
    jumped.keys.press("Ctrl+U")
    jumped.sees("import_report")
    assert "Inget är inläst ännu" in jumped.message
    assert jumped.state("2022") is None
    jumped.keys.press("Ctrl+Return")
    jumped.sees("editions")
    jumped.keys.until(lambda: jumped.state("2022") is EditionState.ACTIVE)

    jumped.keys.press("Escape")
    assert jumped.window.stack.currentWidget() is jumped.window.coding
    jumped.keys.press("Ctrl+U")
    jumped.sees("editions")


def test_the_differences_wait_too_and_esc_leads_by_the_report_to_the_event(
    jumped: Administrator,
) -> None:
    jumped.keys.press("Ctrl+Shift+U")
    jumped.sees_changes()
    assert "Esc går till rapporten" in jumped.message
    assert "2022 (inte inläst ännu)" in jumped.differences._names.text()
    jumped.keys.press("Escape")
    jumped.sees("import_report")
    assert jumped.report.current.edition.version == "2022"
    jumped.keys.press("Escape")

    assert jumped.window.stack.currentWidget() is jumped.window.coding
    jumped.keys.press("Ctrl+U")
    jumped.sees("editions")
    assert jumped.state("2022") is None


def test_the_button_that_cancels_lets_a_waiting_report_go(jumped: Administrator) -> None:
    jumped.keys.press("Ctrl+U")
    jumped.sees("import_report")
    jumped.keys.press("Alt+B")
    jumped.keys.until(lambda: jumped.window.stack.currentWidget() is jumped.window.coding)

    jumped.keys.press("Ctrl+Shift+U")
    jumped.sees("differences")
    jumped.keys.until(lambda: "Läs in en till" in jumped.differences._empty.text())
    assert jumped.differences.changes.rowCount() == 0
    jumped.keys.press("Escape")
    assert jumped.window.stack.currentWidget() is jumped.window.coding


def test_the_same_key_again_shows_what_is_kept_while_a_report_waits(
    jumped: Administrator,
) -> None:
    jumped.keys.press("Ctrl+U")
    jumped.sees("import_report")
    jumped.keys.press("Ctrl+U")
    jumped.sees("editions")
    jumped.keys.press("Ctrl+Shift+U")
    jumped.sees_changes()
    assert jumped.differences._names.isVisible()
    jumped.keys.press("Ctrl+Shift+U")
    jumped.keys.until(lambda: "inte inläst ännu" not in jumped.differences._names.text())
    jumped.sees("differences")
    jumped.keys.press("Ctrl+Shift+U")
    jumped.keys.until(lambda: "inte inläst ännu" in jumped.differences._names.text())

    jumped.sees_changes()


def test_whoever_sits_down_next_does_not_find_the_report_of_another(
    jumped: Administrator, app: AppContext
) -> None:
    jumped.window.sit_down(access.add_person(app, "Nina Ny", Role.CODER))

    jumped.keys.press("Ctrl+U")

    jumped.sees("editions")


def test_esc_keeps_nothing(admin: Administrator) -> None:
    admin.sees_report(icd_folder(admin.folder, "2022"))
    admin.keys.press("Escape")

    assert admin.window.stack.currentWidget() is admin.window.work_list
    assert admin.state("2022") is None
    assert admin.report.state.codebooks == ()


def test_a_question_is_answered_with_keys_before_anything_is_kept(admin: Administrator) -> None:
    admin.takes_into_use("2021")
    admin.sees_report(icd_folder(admin.folder, "2022", digit5=SAME_CODES))
    assert admin.report.current.unanswered
    admin.keys.press("Ctrl+Return")
    assert admin.state("2022") is None
    while admin.report.current.unanswered:
        assert admin.keys.focus.accessibleName() == "Ja"
        admin.keys.press("Space")
    admin.keys.press("Ctrl+Return")

    admin.sees("editions")
    assert admin.state("2022") is EditionState.ACTIVE


def test_an_answer_of_no_leaves_nothing_to_read_in(admin: Administrator) -> None:
    admin.takes_into_use("2021")
    admin.sees_report(icd_folder(admin.folder, "2022", digit5=SAME_CODES))
    admin.keys.press("Tab", "Space")

    assert admin.report.current.is_refused
    admin.keys.press("Ctrl+Return")
    assert admin.state("2022") is None


def test_a_version_that_the_files_do_not_tell_is_asked_for(admin: Administrator) -> None:
    folder = icd_folder(admin.folder, "nya")
    admin.drops(folder)
    admin.keys.until(admin.window.reason.isVisible)
    admin.keys.type("2023")
    admin.keys.press("Return")

    admin.sees("import_report")
    assert admin.report.current.edition.label.endswith("2023")


def test_the_version_can_be_changed_in_the_report(admin: Administrator) -> None:
    admin.sees_report(icd_folder(admin.folder, "2022"))
    admin.keys.press("Alt+U")
    admin.keys.until(admin.window.reason.isVisible)
    admin.keys.type("2022 rättad")
    admin.keys.press("Return")
    admin.keys.until(lambda: admin.report.current.edition.version == "2022 rättad")
    admin.keys.press("Alt+D")
    admin.keys.until(admin.window.reason.isVisible)
    admin.keys.type("2022-02-30")
    admin.keys.press("Return")
    assert admin.window.reason.isVisible()
    assert "ingen dag" in admin.window.statusBar().currentMessage()
    admin.keys.type("2022-03-01")
    admin.keys.press("Return")

    admin.keys.until(lambda: str(admin.report.current.edition.valid.start) == "2022-03-01")


def test_several_codebooks_are_one_report(admin: Administrator) -> None:
    icd_folder(admin.folder / "alla" / "icd")
    atc_file(admin.folder / "alla" / "atc")
    admin.sees_report(admin.folder / "alla")

    labels = {read.edition.label for read in admin.report.codebooks.items}
    assert len(labels) == 2
    admin.report._import.click()
    admin.sees("editions")
    admin.keys.until(lambda: admin.state("2022") is EditionState.IMPORTED)
    assert admin.state("2020") is EditionState.IMPORTED


def test_the_same_files_again_change_nothing_but_can_be_taken_into_use(
    admin: Administrator,
) -> None:
    folder = icd_folder(admin.folder, "2022")
    admin.sees_report(folder)
    admin.report._import.click()
    admin.sees("editions")

    admin.sees_report(folder)
    assert admin.report.current.state == "Redan inläst"
    assert not admin.report._import.isEnabled()
    admin.keys.press("Ctrl+Return")

    admin.keys.until(lambda: admin.state("2022") is EditionState.ACTIVE)


def test_what_another_workstation_stored_meanwhile_is_taken_into_use(admin: Administrator) -> None:
    admin.sees_report(icd_folder(admin.folder, "2022"))
    keep_codebook(admin.window.app, admin.report.current.draft, state=EditionState.IMPORTED)

    admin.keys.press("Ctrl+Return")
    admin.sees("editions")

    admin.keys.until(lambda: admin.state("2022") is EditionState.ACTIVE)


def test_a_comparison_that_was_broken_off_does_not_show_the_one_before(
    admin: Administrator, monkeypatch
) -> None:
    admin.takes_into_use("2021")
    admin.takes_into_use("2022", digit4=RETITLED)
    admin.keys.press("Return")
    admin.sees_changes()
    started = Event()

    def wait(_app: AppContext, _draft: object, control: JobControl) -> EditionDifference:
        started.set()
        while True:
            control.step(0, 0, "Jämför …")

    monkeypatch.setattr("ui.commands.difference_commands.compare_draft", wait)
    admin.keys.press("Escape")
    admin.sees("editions")
    third = RETITLED.replace("form", "typ")
    admin.sees_report(icd_folder(admin.folder, "2023", digit4=third))
    admin.keys.press("Alt+S")
    admin.keys.until(started.is_set)
    admin.window.task.cancel()

    admin.sees("differences")
    assert admin.differences.changes.rowCount() == 0
    assert admin.differences.presenter.difference is None


def test_a_file_that_nobody_knows_is_named(admin: Administrator) -> None:
    unknown = admin.folder / "lunch.csv"
    unknown.write_text("rätt;pris\nsoppa;85\n", encoding="utf-8")
    admin.drops(unknown)

    admin.keys.until(admin.window.alert.isVisible)
    assert "lunch.csv" in admin.window.alert.text
    assert admin.window.stack.currentWidget() is admin.window.work_list


def test_a_list_that_was_dropped_fills_its_table(admin: Administrator, app: AppContext) -> None:
    products = admin.folder / "products-sv-2026.tsv"
    rows = "product\tatc\tsubstances\tstrength\tform\nSeloken\tC07AB02\tmetoprolol\t\t\n"
    products.write_text(rows, encoding="utf-8")
    admin.drops(products)

    admin.keys.until(lambda: "1 rad inläst" in admin.window.statusBar().currentMessage())
    with app.unit_of_work() as uow:
        assert [product.name for product in uow.products.all()] == ["Seloken"]


def test_an_edition_in_use_is_not_removed_and_one_out_of_use_is(admin: Administrator) -> None:
    admin.takes_into_use("2022")
    admin.keys.press("Delete")
    assert "är i bruk. Ta den ur bruk" in admin.window.statusBar().currentMessage()
    assert not admin.window.reason.isVisible()

    admin.keys.press("Alt+U")
    admin.keys.until(lambda: admin.state("2022") is EditionState.RETIRED)
    admin.keys.until(lambda: admin.editions.current.state is EditionState.RETIRED)
    admin.keys.press("Delete")
    admin.keys.type("Behåll")
    admin.keys.press("Return")
    assert admin.state("2022") is EditionState.RETIRED
    admin.keys.press("Delete", "Return")

    admin.keys.until(lambda: admin.state("2022") is None)


def test_the_practice_edition_can_neither_be_removed_nor_exported(admin: Administrator) -> None:
    admin.keys.press("Ctrl+U")
    admin.sees("editions")
    admin.keys.until(lambda: admin.editions.current is not None)
    screen = admin.editions

    assert screen.current.is_starter
    for widget in (screen._use, screen._retire, screen._remove, screen._export):
        assert not widget.isEnabled()
    admin.keys.press("Delete")
    assert not admin.window.reason.isVisible()


def test_an_exported_edition_is_read_in_again(admin: Administrator, monkeypatch) -> None:
    admin.takes_into_use("2022")
    target = admin.folder / "utgåva.kodverk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    admin.keys.press("Alt+X")
    admin.keys.until(target.exists)
    admin.keys.until(lambda: not admin.window.task.is_busy)

    admin.sees_report(target)
    assert admin.report.current.draft.already_imported


def test_without_two_editions_the_screen_says_what_to_do(admin: Administrator) -> None:
    admin.keys.press("Ctrl+Shift+U")
    admin.sees("differences")

    admin.keys.until(admin.differences._empty.isVisible)
    assert "Läs in en till" in admin.differences._empty.text()


def test_what_is_shown_is_saved_and_printed(admin: Administrator, monkeypatch) -> None:
    admin.takes_into_use("2021")
    admin.takes_into_use("2022", digit4=RETITLED)
    admin.keys.press("Ctrl+Shift+U")
    admin.sees_changes()
    target = admin.folder / "skillnader.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    admin.keys.press("Alt+M")
    admin.keys.until(target.exists)
    assert "A00.0" in target.read_text(encoding="utf-8-sig")

    admin.keys.press("Ctrl+P")
    preview = admin.window.preview
    admin.keys.until(lambda: admin.window.stack.currentWidget() is preview)
    assert preview.document.pageCount() >= 1
    admin.keys.press("Escape")
    admin.sees("differences")


def test_the_editions_are_told_beside_the_version(admin: Administrator) -> None:
    admin.takes_into_use("2022")

    admin.window.view.show_about()

    admin.keys.until(lambda: "ICD-10-SE 2022" in admin.window.sheet.text.toPlainText())


def test_help_is_about_the_screen_that_is_shown(admin: Administrator) -> None:
    admin.keys.press("Ctrl+U")
    admin.sees("editions")
    admin.keys.press("F1")

    shown = admin.window.stack.currentWidget()
    assert isinstance(shown, HelpScreen)
    assert "Ctrl+Retur tar den valda utgåvan i bruk" in shown.text.toPlainText()
    admin.keys.press("Escape")
    admin.sees("editions")
    admin.keys.press("Escape")
    assert admin.window.stack.currentWidget() is admin.window.work_list


def test_tab_reaches_every_control_of_the_differences(admin: Administrator) -> None:
    admin.takes_into_use("2021")
    admin.takes_into_use("2022", digit4=RETITLED)
    admin.keys.press("Return")
    admin.sees_changes()
    screen, seen = admin.differences, set()
    for _ in range(40):
        seen.add(admin.keys.focus)
        admin.keys.press("Tab")

    wanted = {
        screen.before,
        screen.after,
        screen.filter,
        screen.only_touched,
        screen.summary.kind_table,
        screen.summary.chapter_table,
        screen.table,
        screen._csv,
        screen._print,
    }
    assert wanted <= seen
