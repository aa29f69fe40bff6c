"""Makes the pictures of every screen from demonstration data: `python -m ui.pictures docs/screens`.

Each is taken in every look; names further on the command line take only the parts that they name
(coder, tools, lead, clinician, trainer, reading). All of it takes ten minutes; a machine without
a screen wants QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.errors import AppError
from app.services import access
from app.services.context import AppContext
from app.services.demonstration import demo_key, load_demo_once
from ui import picture_data
from ui.jobs import Jobs
from ui.main import start_qt
from ui.main_window import MainWindow
from ui.picture_camera import Camera, rest
from ui.picture_reading import reading
from ui.picture_training import trainer
from ui.screens.coding import CodingScreen

_SIZE = (1280, 800)
_EVENT, _VISIT = "demo-hip-fracture", "demo-primary-care-drug-rash"
_CODER, _LEAD, _CLINICIAN = "Kim Kodare", "Lo Ansvarig", "Åsa Lindh-Bergström"
#: The tab of the record with earlier contacts.
_EARLIER = 3
#: Screens that whoever codes opens over others, with the names of their pictures.
_TOOLS = (
    ("show_code_sets", "code-sets"),
    ("show_local_terms", "local-terms"),
    ("show_own_keys", "own-keys"),
    ("show_keys", "keys"),
    ("show_editions", "editions"),
    ("show_kodserver", "kodserver-lists"),
    ("show_local_lists", "local-lists"),
    ("show_regional", "regional-lists"),
    ("show_products", "product-names"),
    ("show_candidates", "candidates"),
    ("show_drg_tables", "drg-tables"),
    ("browse_rules", "rules"),
    ("show_unanswered", "unanswered"),
    ("show_people", "people"),
    ("show_help", "help"),
)


def make_pictures(app: AppContext, out: Path, parts: Sequence[str] = ()) -> None:
    """Write the pictures to a folder, all of them or those of the parts that are named.

    Raises:
        AppError: a screen did not come up.

    """
    out.mkdir(parents=True, exist_ok=True)
    qt = start_qt(app)
    load_demo_once(app)
    app.engine.prepare()
    jobs = Jobs()
    window = MainWindow(app, jobs)
    window.resize(*_SIZE)
    window.show()
    camera = Camera(qt, window, out)
    try:
        if not parts or "coder" in parts:
            camera.take("who")  # nobody has worked here yet
        _register_people(app)
        for name, take in _PARTS.items():
            if not parts or name in parts:
                take(camera)
    finally:
        window.deleteLater()
        jobs.shut_down()


def _register_people(app: AppContext) -> None:
    coder = access.add_person(app, _CODER, Role.CODER)
    picture_data.keep_what_a_coder_has(app, coder)
    lead = access.add_person(app, _LEAD, Role.LEAD)
    clinician = access.add_person(app, _CLINICIAN, Role.CLINICIAN)
    picture_data.keep_questions(app, lead, clinician)


def _sit_down(camera: Camera, name: str, role: Role) -> Person:
    """Let a person sit down, who is registered if need be."""
    window = camera.window
    known = next((each for each in access.list_people(window.home) if each.name == name), None)
    person = known or access.add_person(window.home, name, role)
    room = window.training.room
    if room.is_inside:
        room.leave(lambda: None)
        camera.until(lambda: not room.is_inside, "utbildningen lämnades inte")
    window.sit_down(person)
    camera.until(lambda: window.desk is not None, "ingen satte sig")
    return person


def _coder(camera: Camera) -> None:
    window = camera.window
    _sit_down(camera, _CODER, Role.CODER)
    work = window.work_list
    camera.until(lambda: work is not None and work.model.rowCount() > 0, "listan är tom")
    window.tour.start_tour()
    camera.until(lambda: window.tour.step is not None, "rundturen började inte")
    camera.take("tour")
    window.tour.leave()
    window.actions_by_name["mark_all"].trigger()
    camera.take("work-list")
    window.actions_by_name["park_marked"].trigger()
    camera.take("question-bar")
    window.reason.dismiss()
    camera.take_screen("new_list", "work-list-rule")
    _coding(camera, _open(camera, _EVENT))
    window.actions_by_name["show_palette"].trigger()
    rest(200)
    QTest.keyClicks(camera.qt.focusWidget() or window, "fråga")
    camera.take("palette")
    if window.keys.palette is not None:
        window.keys.palette.close()


def _coding(camera: Camera, coding: CodingScreen) -> None:
    window = camera.window
    coding.presenter.make_principal("S72.00")
    camera.until(lambda: coding.presenter.is_reviewed, "koden granskades inte")
    camera.take("coding")
    coding.record.tabs.setCurrentIndex(1)
    camera.take("record-drugs")
    coding.record.go_to_text()
    coding.search.field.setText("fall i hemmet")
    camera.take("findings")
    coding.search.field.clear()
    window.actions_by_name["find_in_record"].trigger()
    QTest.keyClicks(camera.qt.focusWidget() or window, "anemi")
    camera.take("record-search")
    QTest.keyClick(camera.qt.focusWidget() or window, Qt.Key.Key_Escape)
    window.actions_by_name["build_cause"].trigger()
    camera.take("external-cause")
    QTest.keyClick(camera.qt.focusWidget() or window, Qt.Key.Key_Escape)
    window.actions_by_name["ask_clinician"].trigger()
    camera.take("ask-clinician")
    QTest.keyClick(camera.qt.focusWidget() or window, Qt.Key.Key_Escape)
    key = demo_key(window.home, _EVENT)
    coding.presenter.act(
        lambda event: replace(event, diagnoses=key.diagnoses, procedures=key.procedures)
    )
    camera.until(lambda: coding.presenter.is_reviewed, "koderna granskades inte")
    window.actions_by_name["toggle_drg"].trigger()
    camera.until(lambda: coding.drg.presenter.group is not None, "ingen DRG")
    camera.take("drg", ready=coding.drg.go_to)
    camera.take_screen("show_drg_what_if", "drg-what-if")
    window.actions_by_name["toggle_drg"].trigger()
    camera.take_screen("show_what_if", "what-if")
    camera.take_screen("propose_term", "propose-term")
    camera.take_screen("print_summary", "preview")


def _open(camera: Camera, encounter_id: str) -> CodingScreen:
    window, coding = camera.window, camera.window.coding
    if coding is None:
        raise AppError("Kodningen är inte öppen.")
    window.events.open_event(encounter_id)
    camera.until(lambda: coding.presenter.encounter is not None, "händelsen öppnades inte")
    camera.until(lambda: coding.presenter.is_reviewed, "händelsen granskades inte")
    return coding


def _tools(camera: Camera) -> None:
    window = camera.window
    _sit_down(camera, _LEAD, Role.LEAD)
    for command, name in _TOOLS:
        camera.take_screen(command, name)
    window.actions_by_name["browse_codebooks"].trigger()
    rest(2000)
    browser = window.browser.opened
    if browser is not None:
        browser.resize(*_SIZE)
        camera.take("browser", browser)
        browser.close()
    _open(camera, picture_data.ANSWERED)
    window.actions_by_name["show_answers"].trigger()
    camera.take("answers")
    coding = _open(camera, "demo-newborn")
    coding.record.tabs.setCurrentIndex(_EARLIER)
    camera.take("record-earlier")
    coding.presenter.leave(lambda: None)
    rest(500)


def _lead(camera: Camera) -> None:
    person = _sit_down(camera, _LEAD, Role.LEAD)
    picture_data.keep_what_a_lead_has(camera.window.home, person)
    camera.show("show_statistics")
    rest(3000)
    camera.take("statistics")
    camera.window.homes.show(Role.LEAD)
    camera.show("show_second_review")
    camera.until_listed()
    camera.take("second-review")
    screen = camera.window.stack.currentWidget()
    tabs = getattr(screen, "tabs", None)
    for number, name in ((1, "second-review-done"), (2, "agreement"), (3, "second-review-form")):
        if tabs is not None:
            tabs.setCurrentIndex(number)
        camera.take(name)
    camera.window.homes.show(Role.LEAD)
    camera.take_screen("show_access_log", "access-log")


def _clinician(camera: Camera) -> None:
    window = camera.window
    _sit_down(camera, _CLINICIAN, Role.CLINICIAN)
    rest(1500)
    camera.take("clinician-list")
    camera.take_screen("show_questions", "questions")
    window.events.open_event(_VISIT)
    rest(2500)
    QTest.keyClicks(camera.qt.focusWidget() or window, "utslag")
    camera.take("clinician")


def _trainer(camera: Camera) -> None:
    _sit_down(camera, "Ulla Utbildare", Role.TRAINER)
    trainer(camera)


def _reading(camera: Camera) -> None:
    _sit_down(camera, _LEAD, Role.LEAD)
    reading(camera)


_PARTS: dict[str, Callable[[Camera], None]] = {
    "coder": _coder,
    "tools": _tools,
    "lead": _lead,
    "clinician": _clinician,
    "trainer": _trainer,
    "reading": _reading,
}


def main() -> int:
    """Make the pictures in the folder that is named."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        opened = bootstrap(data, f"sqlite:///{(data / 'kodklar.sqlite').as_posix()}")
        app = replace(opened, now=lambda: picture_data.CLOCK)
        try:
            make_pictures(app, Path(sys.argv[1]), sys.argv[2:])
        finally:
            app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
