"""Makes the pictures of the guide from demonstration data: `python -m ui.pictures docs/screens`.

Each desk is taken in every look, and the screens that the guide speaks of in the light one. The
pictures have 256 colours, so that they stay small.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.clinician_query import About
from app.domain.errors import AppError, SigningBlockedError
from app.domain.second_review import Sample
from app.services import access
from app.services.clinician_queries import ask
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.demonstration import demo_key, load_demo_once
from app.services.second_review import draw_sample
from app.services.signing import sign_event
from ui.demo import EVENTS
from ui.jobs import Jobs
from ui.main import start_qt
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

_SIZE, _WAIT_S, _QUIET_MS, _COLOURS = (1280, 800), 90.0, 700, 256
_EVENT, _VISIT = "demo-hip-fracture", "demo-primary-care-drug-rash"
_ASKED = "demo-observation-chest-pain"
#: The looks that every desk is shown in: the ending of the file, the theme, the size of text.
LOOKS: tuple[tuple[str, ThemeName, int], ...] = (
    ("light", ThemeName.LIGHT, 100),
    ("dark", ThemeName.DARK, 100),
    ("150", ThemeName.LIGHT, 150),
    ("contrast", ThemeName.CONTRAST_DARK, 100),
)


class Camera:
    """Takes pictures of one window."""

    def __init__(self, qt: QApplication, window: MainWindow, out: Path) -> None:
        self.qt, self.window, self._out = qt, window, out

    def take(self, name: str) -> None:
        """Save what the window shows, once it has come to rest."""
        rest(_QUIET_MS)
        image = self.window.grab().toImage()
        _with_few_colours(image).save(str(self._out / f"{name}.png"), quality=0)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program work until something is true.

        Raises:
            AppError: it did not become true in time.

        """
        end = time.monotonic() + _WAIT_S
        while not condition():
            if time.monotonic() > end:
                raise AppError(f"Bilderna kunde inte tas: {what}.")
            rest(20)

    def in_every_look(self, desk: str) -> None:
        """Take the desk that is in front in all the looks."""
        for ending, theme, scale in LOOKS:
            apply_theme(self.qt, self.window.home.resources, theme, scale)
            self.take(f"{desk}-{ending}")
        apply_theme(self.qt, self.window.home.resources, ThemeName.LIGHT, 100)


def rest(milliseconds: int) -> None:
    """Let the program work; unlike Qt's own waiting this leaves the worker threads their turn."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def _with_few_colours(image: QImage) -> QImage:
    """Return the picture in its 256 most frequent colours."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    colours = [colour for colour, _times in counted.most_common(_COLOURS)]
    as_near_as_can_be = Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, colours, as_near_as_can_be)


def make_pictures(app: AppContext, out: Path) -> None:
    """Write the pictures to a folder.

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
        camera.take("who")
        _coder(camera)
        _lead(camera)
        _clinician(camera)
        _trainer(camera)
    finally:
        window.deleteLater()
        jobs.shut_down()


def _sit_down(camera: Camera, name: str, role: Role) -> None:
    window = camera.window
    window.sit_down(access.add_person(window.home, name, role))
    camera.until(lambda: window.desk is not None, "ingen satte sig")


def _open(camera: Camera, encounter_id: str) -> None:
    window, coding = camera.window, camera.window.coding
    if coding is None:
        raise AppError("Kodningen är inte öppen.")
    window.events.open_event(encounter_id)
    camera.until(lambda: coding.presenter.encounter is not None, "händelsen öppnades inte")
    camera.until(lambda: coding.presenter.is_reviewed, "händelsen granskades inte")


def _coder(camera: Camera) -> None:
    window = camera.window
    _sit_down(camera, "Kim Kodare", Role.CODER)
    work = window.work_list
    camera.until(lambda: work is not None and work.model.rowCount() > 0, "listan är tom")
    camera.take("work-list")
    window.tour.start_tour()
    camera.until(lambda: window.tour.step is not None, "rundturen började inte")
    camera.take("tour")
    window.tour.leave()
    _open(camera, _EVENT)
    coding = window.coding
    if coding is not None:
        coding.presenter.make_principal("S72.00")
        camera.until(lambda: coding.presenter.is_reviewed, "koden granskades inte")
        camera.take("coding")
        coding.search.field.setText("fall i hemmet")
    camera.take("findings")
    camera.in_every_look("coder")
    window.view.show_help()
    camera.take("help")
    window.go_back()


def _lead(camera: Camera) -> None:
    _sit_down(camera, "Lo Ansvarig", Role.LEAD)
    desk = camera.window.desk
    if desk is not None:
        _sign_some(desk.app, desk.person)
    for command, name in (
        ("show_unanswered", "questions"),
        ("show_second_review", "second-review"),
        ("show_statistics", "statistics"),
    ):
        _show(camera, command, name)
        camera.take(name)
        if name == "second-review":
            camera.in_every_look("lead")
        camera.window.homes.show(Role.LEAD)


def _sign_some(app: AppContext, lead: Person) -> None:
    """Sign events as their keys say, draw a sample of them and put a question."""
    coder = access.add_person(app, "Ida Kodare", Role.CODER)
    for number, encounter_id in enumerate(EVENTS[1:]):
        signer = lead if number % 2 else coder
        open_event(app, encounter_id, signer)
        try:
            sign_event(app, demo_key(app, encounter_id), signer, f"picture-{encounter_id}")
        except SigningBlockedError:
            continue  # a warning of its key waits for a reason
    draw_sample(app, lead, Sample("picture", "Höstens urval", percent=100))
    asked = open_event(app, _ASKED, lead).encounter
    text, due = "Var det en misstänkt eller en bekräftad biverkan?", app.now().date()
    ask(app, asked, lead, "", text, due, About(), "picture-question")


def _show(camera: Camera, command: str, what: str) -> None:
    stack = camera.window.stack
    before = stack.currentWidget()
    camera.window.actions_by_name[command].trigger()
    camera.until(lambda: stack.currentWidget() is not before, what)
    rest(4 * _QUIET_MS)


def _clinician(camera: Camera) -> None:
    _sit_down(camera, "Kaj Kliniker", Role.CLINICIAN)
    _open(camera, _VISIT)
    QTest.keyClicks(camera.qt.focusWidget() or camera.window, "utslag")
    camera.take("clinician")
    camera.in_every_look("clinician")


def _trainer(camera: Camera) -> None:
    _sit_down(camera, "Ulla Utbildare", Role.TRAINER)
    camera.until(lambda: _has_rows(camera.window.stack.currentWidget()), "övningarna")
    rest(4 * _QUIET_MS)
    camera.take("training")
    camera.in_every_look("trainer")


def _has_rows(screen: QWidget | None) -> bool:
    tables = screen.findChildren(QTableView) if screen is not None else []
    return any(table.isVisible() and table.model().rowCount() > 0 for table in tables)


def main() -> int:
    """Make the pictures in the folder that is named."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        app = bootstrap(data, f"sqlite:///{(data / 'kodklar.sqlite').as_posix()}")
        try:
            make_pictures(app, Path(sys.argv[1]))
        finally:
            app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
