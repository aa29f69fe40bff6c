"""The whole job without a screen: open an event, code it, review, sign, print, and show it.

The window is driven by key events alone, as a coder would; every screen is saved as a PNG.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.access import Role
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError
from app.services import access
from app.services.context import AppContext
from app.services.demonstration import demo_key, load_demo_once
from ui.jobs import Jobs
from ui.main import start_qt
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

#: The events that the demonstration may code, the best for pictures first.
EVENTS = (
    "demo-hip-fracture",
    "demo-asterisk-pair",
    "demo-poisoning",
    "demo-delivery",
    "demo-sepsis",
    "demo-pneumonia-heart-failure",
    "demo-emergency-bicycle",
)
_PERSON = "Demo Kodare"
_WAIT_S = 30.0
_SIZE = (1440, 900)


def run(app: AppContext, out: Path) -> int:
    """Do the job and write its PDF and pictures to a folder.

    Raises:
        AppError: the folder cannot be written, or a step did not come through.

    """
    _make_folder(out)
    qt = start_qt(app)
    load_demo_once(app)
    jobs = Jobs()
    window = MainWindow(app, jobs)
    try:
        stage = Stage(qt, window, out)
        _play(stage)
    finally:
        window.deleteLater()
        jobs.shut_down()
    return 0


def has_waiting_event(app: AppContext) -> bool:
    """Tell whether there is a demonstration event that nobody has begun to code."""
    load_demo_once(app)
    return _waiting_event(app) is not None


@dataclass(frozen=True, slots=True)
class Stage:
    """The window in front of the camera."""

    qt: QApplication
    window: MainWindow
    out: Path

    def press(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False) -> None:
        """Press a key where the focus is."""
        modifiers = Qt.KeyboardModifier.NoModifier
        modifiers |= Qt.KeyboardModifier.ControlModifier if ctrl else modifiers
        modifiers |= Qt.KeyboardModifier.AltModifier if alt else modifiers
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        """Type into the field that has the focus, replacing what is chosen."""
        QTest.keyClicks(self.focus(), text)

    def focus(self) -> QWidget:
        """Return the widget that keys go to."""
        return self.qt.focusWidget() or self.window

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program work until something is true.

        Raises:
            AppError: it did not become true in time.

        """
        wait_until(condition, f"Demonstrationen kom inte vidare: {what}.")

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        self.qt.processEvents()
        self.window.grab().save(str(self.out / f"{name}.png"))


def wait_until(condition: Callable[[], bool], refusal: str, seconds: float = _WAIT_S) -> None:
    """Let the program work until something is true; worker threads get their turn.

    Raises:
        AppError: it did not become true in time; the refusal is its text.

    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AppError(refusal)
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()


def _play(stage: Stage) -> None:
    window = stage.window
    window.resize(*_SIZE)
    window.show()
    window.activateWindow()
    stage.picture("01-vem")
    _sit_down(stage)
    work = window.work_list
    if work is None:
        raise AppError("Arbetslistan kunde inte öppnas.")
    stage.until(lambda: work.model.rowCount() > 0, "arbetslistan fylldes inte")
    stage.picture("02-arbetslista")
    event = _waiting_event(window.app)
    if event is None:
        raise AppError("Alla demonstrationshändelser är påbörjade. Börja om med en ny --data-dir.")
    window.events.open_event(event)
    code_event(stage, event)
    _finish(stage)
    _looks(stage)


def _waiting_event(app: AppContext) -> str | None:
    with app.unit_of_work() as uow:
        for encounter_id in EVENTS:
            encounter = uow.encounters.get(encounter_id)
            if encounter is not None and encounter.status is Status.READY:
                return encounter_id
    return None


def _sit_down(stage: Stage) -> None:
    people = access.list_people(stage.window.app)
    known = next((person for person in people if person.name == _PERSON), None)
    person = known or access.add_person(stage.window.app, _PERSON, Role.LEAD)
    stage.window.sit_down(person)


def code_event(stage: Stage, encounter_id: str) -> None:
    """Code the event on the desk after its key, by key presses alone."""
    window = stage.window
    stage.until(lambda: _on_desk(window) is not None, "händelsen öppnades inte")
    stage.picture("03-journal")
    key = demo_key(window.app, encounter_id)
    for step, (code, as_principal) in enumerate(_presses(key)):
        search_and_add(stage, code, principal=as_principal)
        if step == 0:
            stage.picture("04-sokning")
    stage.until(lambda: _is_coded(window, key), "koderna kom inte på plats")
    stage.picture("05-kodad")


def search_and_add(stage: Stage, code: str, *, principal: bool = False) -> None:
    """Type a code in the search field and add the first hit."""
    window = stage.window
    coding = window.coding
    if coding is None:
        raise AppError("Kodningen är inte öppen.")
    coding.search.focus_field()
    stage.type(code)
    stage.until(
        lambda: any(e.item is not None and e.item.code == code for e in coding.search.hits.entries),
        f"{code} hittades inte",
    )
    before = _count(window)
    stage.press(Qt.Key.Key_Return, ctrl=principal)
    stage.until(lambda: _count(window) > before, f"{code} lades inte till")


def _presses(key: Encounter) -> list[tuple[str, bool]]:
    return [(assigned.code, index == 0) for index, assigned in enumerate(assigned_codes(key))]


def _finish(stage: Stage) -> None:
    window = stage.window
    coding = window.coding
    if coding is None:
        raise AppError("Kodningen är inte öppen.")
    stage.until(lambda: not _blocking(window), "anmärkningar hindrar signering")
    stage.press(Qt.Key.Key_F9)
    stage.until(lambda: _status(window) is Status.SIGNED, "händelsen signerades inte")
    stage.picture("06-signerad")
    window.files.print_summary()
    stage.until(lambda: window.stack.currentWidget() is window.preview, "sidorna blev inte klara")
    window.preview.save_to(stage.out / "kodningssammanfattning.pdf")
    stage.until(_waited(0.4), "")
    stage.picture("07-forhandsgranskning")
    window.go_back()


def _looks(stage: Stage) -> None:
    window, app = stage.window, stage.window.app
    window.view.show_keys()
    stage.picture("08-tangenter")
    window.go_back()
    for name, theme, scale in (
        ("09-morkt-tema", ThemeName.DARK, 100),
        ("10-skala-150", ThemeName.LIGHT, 150),
    ):
        apply_theme(stage.qt, app.resources, theme, scale)
        stage.until(_waited(0.2), "")
        stage.picture(name)
    apply_theme(stage.qt, app.resources, ThemeName.LIGHT, 100)


def _waited(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _on_desk(window: MainWindow) -> Encounter | None:
    return window.coding.presenter.encounter if window.coding is not None else None


def _status(window: MainWindow) -> Status | None:
    encounter = _on_desk(window)
    return encounter.status if encounter is not None else None


def _count(window: MainWindow) -> int:
    encounter = _on_desk(window)
    return sum(1 for _ in assigned_codes(encounter)) if encounter is not None else 0


def _blocking(window: MainWindow) -> bool:
    coding = window.coding
    return coding is None or any(f.severity > 1 for f in coding.presenter.findings)


def _is_coded(window: MainWindow, key: Encounter) -> bool:
    encounter = _on_desk(window)
    wanted: Sequence[str] = sorted(code.code for code in assigned_codes(key))
    return encounter is not None and sorted(c.code for c in assigned_codes(encounter)) == wanted


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(f"Mappen {out} kan inte skapas. Välj en annan med --out.") from error
