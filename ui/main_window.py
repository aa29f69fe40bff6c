"""The main window: who sits here and what is in front.

Its layout and wiring stand in ui/window_layout.py and ui/window_wiring.py, commands in ui/commands.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QWidget

from app.domain.access import Person
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.demonstration import has_demo
from app.services.settings import write_setting
from ui import actions
from ui.action_spec import Where
from ui.commands.browser_commands import BrowserCommands
from ui.commands.candidate_commands import CandidateCommands
from ui.commands.clinician_commands import ClinicianCommands
from ui.commands.code_set_commands import CodeSetCommands
from ui.commands.codebook_commands import CodebookCommands
from ui.commands.completion_commands import CompletionCommands
from ui.commands.desk_commands import DeskCommands
from ui.commands.drg_commands import DrgCommands
from ui.commands.event_commands import EventCommands
from ui.commands.file_commands import FileCommands
from ui.commands.finding_commands import FindingCommands
from ui.commands.key_commands import KeyCommands
from ui.commands.list_commands import ListCommands
from ui.commands.local_term_commands import LocalTermCommands
from ui.commands.people_commands import PeopleCommands
from ui.commands.place_keeper import PlaceKeeper
from ui.commands.query_commands import QueryCommands
from ui.commands.record_commands import RecordCommands
from ui.commands.rule_commands import RuleCommands
from ui.commands.second_review_commands import SecondReviewCommands
from ui.commands.statistics_commands import StatisticsCommands
from ui.commands.tour_commands import TourCommands
from ui.commands.training_commands import TrainingCommands
from ui.commands.window_commands import WindowCommands
from ui.commands.work_list_commands import WorkListCommands
from ui.desk import Desk
from ui.desks import Homes
from ui.jobs import Jobs
from ui.key_bindings import in_own_keys
from ui.rights import Rights
from ui.screens.coding import CodingScreen
from ui.screens.notice import Notice
from ui.screens.preview import PreviewScreen
from ui.screens.reason_bar import ReasonBar
from ui.screens.sheet import SheetScreen
from ui.screens.task_strip import TaskStrip
from ui.screens.who import WhoScreen
from ui.screens.work_list import WorkListScreen
from ui.state import WindowState
from ui.window_layout import lay_out
from ui.window_wiring import connect_screens, connect_window

_MESSAGE_MS = 12_000


class MainWindow(QMainWindow):
    """One window: a stack of screens between notices above and a question below."""

    ready = Signal()  # the work list of the chosen person is on screen

    def __init__(self, app: AppContext, jobs: Jobs) -> None:
        super().__init__()
        #: The workstation that the program was opened on, and the one that is worked at now.
        self.home, self.app, self.jobs = app, app, jobs
        self.desk: Desk | None = None
        self._is_seated = False
        self.homes, self.rights = Homes(self), Rights(self)
        self.work_list: WorkListScreen | None = None
        self.coding: CodingScreen | None = None
        self.stack = QStackedWidget()
        self.who, self.preview, self.sheet = WhoScreen(), PreviewScreen(), SheetScreen()
        self.banner, self.alert = Notice("banner"), Notice("alert")
        self.reason, self.task = ReasonBar(), TaskStrip(jobs)
        self.saved, self.person_label = QLabel(), QLabel()
        self._state = WindowState(app.data_dir)
        self._may_close = False
        self.is_closing = False
        self._under: list[QWidget] = []
        lay_out(self)
        if not self._state.restore(self):
            self.resize(1440, 900)
        self.actions_by_name = actions.install(self, self._make_commands())
        self.training.room.show_menu()
        connect_window(self)
        self.view.choose_person()
        self.show_demo_banner()
        self.prepare_search()

    @property
    def person(self) -> Person:
        """Who sits here; before anybody does, somebody without a name, who may do little."""
        return self.desk.person if self.desk is not None else Person("", "")

    def tell(self, sentence: str) -> None:
        """Show a sentence in the status bar."""
        self.statusBar().showMessage(in_own_keys(sentence, self.keys.own), _MESSAGE_MS)

    def tell_error(self, error: Exception) -> None:
        """Show a foreseen error; anything else goes to the crash report."""
        if not isinstance(error, AppError):
            raise error
        self.tell(str(error))
        self.alert.tell(str(error))

    def show_crash(self, sentence: str, details: str) -> None:
        """Tell that something unforeseen happened; the details can be copied."""
        clipboard = QGuiApplication.clipboard()
        self.alert.tell(
            sentence,
            "&Kopiera",
            "Kopiera uppgifterna till support",
            lambda: clipboard.setText(details),
        )

    def show_over(self, screen: QWidget) -> None:
        """Show a screen until it is closed, then go back to the one below."""
        current = self.stack.currentWidget()
        under = [*self._under, *([current] if current else [])]
        if screen in under:
            under = under[: under.index(screen)]
        if self.stack.indexOf(screen) < 0:
            self.stack.addWidget(screen)
        self.show_screen(screen)
        self._under = under

    def go_back(self) -> None:
        """Return from a screen that was shown over another."""
        *under, below = self._under or [self.work_list or self.who]
        self.show_screen(below)
        self._under = under
        if self.coding is not None and self.stack.currentWidget() is self.coding:
            self.coding.asking.begin()

    def show_demo_banner(self) -> None:
        """Say that the data are fictive, as long as they are."""
        self.jobs.run(
            lambda _control: has_demo(self.app),
            owner=self,
            on_done=self._show_banner,
            on_error=self.tell_error,
        )

    def prepare_search(self) -> None:
        """Load codebooks and indexes in the background, so that the first search is quick."""
        self.jobs.run(
            lambda _control: self.app.engine.prepare(),
            owner=self,
            on_done=lambda _none: self._prepare_phrases(),
            on_error=self.tell_error,
        )

    def _prepare_phrases(self) -> None:
        """File what notes are read by, once the search is ready: the first record would wait."""
        self.jobs.run(
            lambda _control: self.app.engine.phrases(""),
            owner=self,
            on_done=lambda _none: None,
            on_error=self.tell_error,
        )

    def follow_editions(self) -> None:
        """Let search, desk and browser go by the editions that are in use now."""
        self.prepare_search()
        self.browser.read_again()
        if self.coding is not None:
            self.coding.presenter.judge_again()

    def sit_down(self, person: Person) -> None:
        """Let a person begin: build the screens for the desk and show the first one."""
        self.app = self.home
        self._is_seated = True
        self._sit_at(Desk(self.app, self.jobs, person))
        write_setting(self.app.data_dir, "person", person.id)
        self.homes.show(person.role)
        self.ready.emit()

    def stand_up(self) -> None:
        """Ask who sits here: until somebody says so, no command is given in anybody's name."""
        self._is_seated = False
        self.person_label.clear()
        self.statusBar().clearMessage()
        self.show_screen(self.who)

    def work_at(self, app: AppContext) -> None:
        """Let the same person go on at another workstation, or at the one they came from.

        What lies on the desk must have been stored and left before.
        """
        if self.desk is not None and self.work_list is not None:
            self.app = app
            self._sit_at(Desk(app, self.jobs, self.desk.person))
            self.show_screen(self.work_list)
            self.ready.emit()

    def _sit_at(self, desk: Desk) -> None:
        self.homes.forget()  # first: what is taken away shows what is left, and doors open then
        for old in (self.work_list, self.coding):
            if old is not None:
                self.stack.removeWidget(old)
                old.deleteLater()
        self.desk = desk
        self.work_list = WorkListScreen(desk, self.stack)
        self.coding = CodingScreen(desk, self.stack)
        self.stack.addWidget(self.work_list)
        self.stack.addWidget(self.coding)
        connect_screens(self, self.work_list, self.coding)
        self.person_label.setText(desk.person.name)
        self.rights.read()

    def show_screen(self, screen: QWidget) -> None:
        """Bring a screen to the front, over nothing, and enable the commands that work on it."""
        self._under = []
        self.stack.setCurrentWidget(screen)
        self.keys.reword(screen)
        self.enable_commands()

    def enable_commands(self) -> None:
        """Enable what works on the screen in front and may be done by who sits here."""
        place = getattr(self.stack.currentWidget(), "place", Where.EVERYWHERE)
        for spec in actions.ACTIONS:
            action, reason = self.actions_by_name[spec.name], self.rights.reason(spec)
            works = spec.where in (Where.EVERYWHERE, place)
            action.setEnabled(works and not reason and self._is_open_to_all(spec.name))
            action.setVisible(works or spec.where is Where.CODING)
            action.setStatusTip(reason or spec.tip)
            action.setToolTip(reason or spec.tip)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is unsaved before the window goes."""
        self._state.keep(self)
        if self.training.room.is_inside:
            event.ignore()
            self.training.room.leave(lambda: QTimer.singleShot(0, self.close))
            return
        if self._may_close or self.coding is None:
            self.browser.close()
            event.accept()
            return
        event.ignore()
        self.is_closing = True
        self.coding.presenter.leave(self.close_now)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged onto the window."""
        is_real = self._is_seated and not self.training.room.is_inside
        if is_real and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read in the files that were dropped, whatever they hold."""
        self.codebooks.take_files([Path(u.toLocalFile()) for u in event.mimeData().urls()])

    def _show_banner(self, is_demo: bool) -> None:
        if not is_demo:
            self.banner.hide()
            return
        self.banner.tell(
            "Demonstrationsdata: tolv påhittade händelser att öva på.",
            "B&örja tomt",
            "Ta bort demonstrationshändelserna",
            self.files.start_empty,
        )

    def close_now(self) -> None:
        """Close without storing anything more."""
        self._may_close = True
        QTimer.singleShot(0, self.close)  # a window that is being asked to close cannot be closed

    def _is_open_to_all(self, name: str) -> bool:
        has_person = self._is_seated or name in _WITHOUT_PERSON
        return has_person and self.training.room.allows(name)

    def _make_commands(self) -> tuple[QObject, ...]:
        """Make the objects that hold the commands; the table of commands finds them by name."""
        self.events = EventCommands(self)
        self.finding = FindingCommands(self)
        self.rules = RuleCommands(self)
        self.candidates = CandidateCommands(self)
        self.files = FileCommands(self)
        self.view = WindowCommands(self)
        self.codebooks = CodebookCommands(self)
        self.lists = ListCommands(self)
        self.kept = CodeSetCommands(self)
        self.terms = LocalTermCommands(self)
        self.reading = RecordCommands(self)
        self.browser = BrowserCommands(self)
        self.completion = CompletionCommands(self)
        self.queries = QueryCommands(self)
        self.desks = DeskCommands(self)
        self.drg = DrgCommands(self)
        self.clinician = ClinicianCommands(self)
        self.keys = KeyCommands(self)
        self.second = SecondReviewCommands(self)
        self.statistics = StatisticsCommands(self)
        self.place = PlaceKeeper(self)
        self.tour = TourCommands(self)
        self.training = TrainingCommands(self)
        self.work_lists = WorkListCommands(self)
        self.people = PeopleCommands(self)
        return (
            self.events, self.files, self.view, self.codebooks, self.lists, self.kept,
            self.terms, self.reading, self.browser, self.completion, self.finding, self.rules,
            self.candidates, self.queries, self.clinician, self.desks, self.drg, self.keys,
            self.second, self.statistics, self.training, self.work_lists, self.tour,
            self.people,
        )  # fmt: skip


#: Commands that make sense before anybody has sat down.
_WITHOUT_PERSON = frozenset(
    {
        "quit_program",
        "toggle_theme",
        "toggle_contrast",
        "larger",
        "smaller",
        "show_help",
        "show_keys",
        "show_about",
    }
)
