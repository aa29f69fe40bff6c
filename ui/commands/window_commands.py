"""Commands on the window itself: who sits here, how it looks, help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.access import Role
from app.domain.concept import Edition
from app.domain.errors import AppError
from app.services import access
from app.services.codebooks import list_editions
from app.services.settings import read_settings, write_setting
from app.services.work_list import list_units
from ui.screens import pages
from ui.screens.help import HelpScreen
from ui.theme import ThemeName, apply_theme, current_theme, other_contrast, other_ground

if TYPE_CHECKING:
    from ui.main_window import MainWindow

VERSION = "0.1.0"
SCALES = (100, 110, 125, 150, 175, 200)


class WindowCommands(QObject):
    """Person, look and help."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpScreen | None = None

    def choose_person(self) -> None:
        """Show who has worked here, or ask for the first name."""
        window = self._window
        last = str(read_settings(window.app.data_dir)["person"])
        units = list_units(window.app)
        window.who.show_people(access.people_here(window.app), last, units)
        window.stand_up()

    def change_person(self) -> None:
        """Let somebody else sit down."""
        window = self._window
        if window.coding is None:
            self.choose_person()
        else:
            window.coding.presenter.leave(self.choose_person)

    def add_person(self, name: str, role: Role, units: tuple[str, ...] = ()) -> None:
        """Register a new person and let them begin."""
        try:
            person = access.join(self._window.app, name, role, units)
        except AppError as error:
            self._window.who.tell(str(error))
            return
        self._window.sit_down(person)
        self._window.tour.offer()

    def quit_program(self) -> None:
        """Store and close."""
        self._window.close()

    def toggle_theme(self) -> None:
        """Change between light and dark."""
        self._look(other_ground(), self._scale())

    def toggle_contrast(self) -> None:
        """Change between the usual contrast and a high one."""
        self._look(other_contrast(), self._scale())

    def larger(self) -> None:
        """Make everything larger."""
        self._look(current_theme(), next((s for s in SCALES if s > self._scale()), SCALES[-1]))

    def smaller(self) -> None:
        """Make everything smaller."""
        below = [scale for scale in SCALES if scale < self._scale()]
        self._look(current_theme(), below[-1] if below else SCALES[0])

    def show_help(self) -> None:
        """Show what can be done on the present screen."""
        window = self._window
        names: dict[QWidget | None, str] = {
            window.work_list: "work_list",
            window.coding: "coding",
            window.preview: "preview",
            window.who: "who",
        }
        current = window.stack.currentWidget()
        name = getattr(current, "help_name", "") or names.get(current, "work_list")
        if self._help is None:
            self._help = HelpScreen()
            self._help.closed.connect(window.go_back)
            window.stack.addWidget(self._help)
        if current is not self._help:
            self._help.show_screen_help(name)
            window.show_over(self._help)

    def show_keys(self) -> None:
        """Show every key in a table."""
        headers, rows = pages.key_sheet(self._window.keys.own)
        change = ("Eg&na tangenter …", self._window.keys.show_own_keys)
        self._window.sheet.show_rows("Tangenter", headers, rows, "", change)
        self._window.show_over(self._window.sheet)

    def show_about(self) -> None:
        """Show version, editions and where the data lie."""
        window = self._window

        def show(editions: Sequence[Edition]) -> None:
            folder = str(window.home.data_dir)
            html = pages.about_page(editions, window.app.rule_set, VERSION, folder)
            window.sheet.show_text("Om Kodklar", html)
            window.show_over(window.sheet)

        window.jobs.run(
            lambda _control: list_editions(window.home),
            owner=self,
            on_done=show,
            on_error=window.tell_error,
        )

    def _scale(self) -> int:
        return int(read_settings(self._window.home.data_dir)["scale"])

    def _look(self, theme: ThemeName, scale: int) -> None:
        app, qt = self._window.home, QApplication.instance()
        if isinstance(qt, QApplication):
            apply_theme(qt, app.resources, theme, scale)
        write_setting(app.data_dir, "theme", theme.value)
        write_setting(app.data_dir, "scale", scale)
