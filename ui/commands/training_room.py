"""In and out of training: the real desk is put aside as it stands, and taken up again after.

While one is inside, the window works on the training database alone; what lay on the real desk
is neither shown nor reached, and only the commands named here work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.training import WATERMARK
from app.services.context import AppContext
from app.services.training import open_training
from ui.command_tables.training import TRAINING, TRAINING_MENU
from ui.desk import Desk
from ui.jobs import Lane
from ui.screens.training import TrainingDoor
from ui.screens.training_frame import TrainingFrame
from ui.screens.training_head import TrainingHead
from ui.screens.training_steps import StepsPane

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.coding import CodingScreen
    from ui.screens.work_list import WorkListScreen

_OWN = frozenset(row.name for row in TRAINING if row.menu == TRAINING_MENU)
_ALWAYS = _OWN | {
    "quit_program", "toggle_theme", "toggle_contrast", "larger", "smaller", "show_help",
    "start_tour",
    "show_keys", "show_about", "show_coder_desk", "show_clinician_desk", "show_trainer_desk",
    "find_code", "print_summary", "import_events", "show_work_list",
}  # fmt: skip
#: What coding an exercise needs, with help or without.
_CODING = frozenset({
    "undo", "redo", "edit_text", "all_systems", "only_icd", "only_kva", "only_atc", "go_to_codes",
    "go_to_tree", "go_to_record", "find_in_record", "sign", "browse_codebooks",
})  # fmt: skip
#: What tells a trainee what to do; not in a test.
_HELP = frozenset({
    "correct_finding", "override_finding", "next_finding", "accept_proposal", "complete_code",
    "build_cause", "next_uncoded", "browse_rules", "show_what_if",
})  # fmt: skip

_PREPARING = "Utbildningen förbereds …"


@dataclass(frozen=True, slots=True)
class _Seat:
    """The real desk as it stood."""

    desk: Desk
    work_list: WorkListScreen
    coding: CodingScreen
    screen: QWidget | None


class TrainingRoom(QObject):
    """Holds the training database open from the first visit until the window goes."""

    entered = Signal()
    left = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._seat: _Seat | None = None
        self._context: AppContext | None = None
        self._is_opening = False
        self._menu: QAction | None = None
        self.frame = TrainingFrame(window)
        self.head: TrainingHead | None = None
        self.steps = StepsPane()
        self.has_hints = True

    @property
    def is_inside(self) -> bool:
        """Whether the window works on the training database."""
        return self._seat is not None

    @property
    def context(self) -> AppContext | None:
        """The training database, once it has been opened."""
        return self._context

    def allows(self, name: str) -> bool:
        """Whether a command may be given where one is."""
        if not self.is_inside:
            return name not in _OWN
        window = self._window
        is_coding = window.coding is not None and window.stack.currentWidget() is window.coding
        if name == "print_summary":
            return not is_coding
        helps = self.has_hints and name in _HELP
        return name in _ALWAYS or (is_coding and (name in _CODING or helps))

    def enter(self, then: Callable[[], None]) -> None:
        """Store what lies on the real desk, open the training database, and go in."""
        window = self._window
        if self.is_inside:
            then()
            return
        if window.coding is None or self._is_opening:
            return
        if window.app is not window.home or window.task.is_busy:
            window.tell("Avsluta det som pågår först, och öppna sedan utbildningen.")
            return
        self._is_opening = True
        window.coding.presenter.flush(lambda: self._open(then))

    def leave(self, then: Callable[[], None]) -> None:
        """Store what is coded, and take the real desk up again as it stood."""
        coding = self._window.coding
        if not self.is_inside or coding is None:
            self._go_out(then)
        else:
            coding.presenter.leave(lambda: self._go_out(then))

    def show_menu(self) -> None:
        """Show the menu of training inside, and hide it outside."""
        if self._menu is None:
            bar = self._window.menuBar()
            self._menu = next(each for each in bar.actions() if each.text() == TRAINING_MENU)
        self._menu.setVisible(self.is_inside)

    def _open(self, then: Callable[[], None]) -> None:
        window = self._window
        if self._context is not None:
            self._go_in(self._context, then)
            return
        window.tell(_PREPARING)
        window.jobs.run(
            lambda _control: open_training(window.home),
            owner=self,
            on_done=lambda context: self._go_in(context, then),
            on_error=self._not_opened,
            lane=Lane.WRITE,
        )

    def _not_opened(self, error: Exception) -> None:
        self._is_opening = False
        self._window.tell_error(error)

    def _go_in(self, context: AppContext, then: Callable[[], None]) -> None:
        window, self._is_opening = self._window, False
        if self._context is None:
            self._context = context
            self.destroyed.connect(lambda _room: context.close())
        desk, work, coding = window.desk, window.work_list, window.coding
        if desk is None or work is None or coding is None:
            return
        self._seat = _Seat(desk, work, coding, window.stack.currentWidget())
        window.app, window.desk = context, Desk(context, window.jobs, desk.person)
        window.work_list = window.coding = None
        self._take_away_notices()
        self._dress()
        self.entered.emit()
        then()

    def _go_out(self, then: Callable[[], None]) -> None:
        window, seat = self._window, self._seat
        if seat is not None:
            self._seat, self.has_hints = None, True
            window.app, window.desk = window.home, seat.desk
            window.work_list, window.coding = seat.work_list, seat.coding
            self._take_away_notices()
            self._undress()
            self.left.emit()
            is_gone = seat.screen is None or window.stack.indexOf(seat.screen) < 0
            if seat.screen is None or is_gone or isinstance(seat.screen, TrainingDoor):
                window.show_screen(seat.work_list)
            else:
                window.show_screen(seat.screen)
            window.show_demo_banner()
        then()

    def _take_away_notices(self) -> None:
        window = self._window
        for notice in (window.banner, window.alert):
            notice.hide()
        window.reason.dismiss()
        window.saved.clear()
        window.statusBar().clearMessage()

    def _dress(self) -> None:
        window = self._window
        if self.head is None:
            self.head = TrainingHead(window.app)
            column = self._column()
            column.insertWidget(0, self.head)
            column.insertWidget(column.indexOf(window.reason), self.steps)
        self.head.show_desk()
        self.head.show()
        self.frame.show_frame()
        window.setWindowTitle(f"Kodklar – {WATERMARK}")
        self.show_menu()

    def _undress(self) -> None:
        if self.head is not None:
            self.head.show_desk()
            self.head.hide()
        self.steps.begin_again()
        self.frame.take_away()
        self._window.setWindowTitle("Kodklar")
        self.show_menu()

    def _column(self) -> QVBoxLayout:
        holder = self._window.centralWidget()
        layout = holder.layout() if holder is not None else None
        if not isinstance(layout, QVBoxLayout):
            raise TypeError("the window lays its strips out in a column")
        return layout
