"""The browser of codebooks as a window on its own: any edition, its tree, and its texts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.errors import AppError
from app.services.concept_details import ConceptDetails
from app.services.section_print import section_file_name, section_pdf
from ui.browser.concept_page import ConceptPage
from ui.browser.edition_pane import EditionPane
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.browser_presenter import BrowserPresenter, Shelf
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.screens import pages
from ui.screens.concept_bar import section_of
from ui.screens.notice import Notice
from ui.screens.parts import on_key
from ui.screens.preview import PreviewScreen
from ui.screens.sheet import SheetScreen
from ui.screens.task_strip import TaskStrip
from ui.state import WindowState

_MESSAGE_MS = 8_000
_PRINTED = "Avsnitt ur kodverket"


class BrowserWindow(QMainWindow):
    """One window: tree to the left, the code that is looked at to the right."""

    add_asked = Signal(object)  # Concept: to the event on the desk
    principal_asked = Signal(object)  # Concept: as its principal diagnosis
    closed = Signal()

    def __init__(self, desk: Desk, favourites: FavouritesPresenter) -> None:
        super().__init__()
        self._desk, self._favourites = desk, favourites
        self.presenter = BrowserPresenter(desk, self)
        self.editions = EditionPane(self.presenter)
        self.editions.tree.follow(favourites)
        self.page = ConceptPage(self.presenter.concepts, favourites)
        self.preview, self.sheet = PreviewScreen(), SheetScreen()
        self.alert, self.task = Notice("alert"), TaskStrip(desk.jobs)
        self.stack = QStackedWidget()
        self._browse = QWidget()
        self._details: ConceptDetails | None = None
        self._state = WindowState(desk.app.data_dir, "browser")
        self._lay_out()
        self._connect()
        self._take_keys()

    def open_at(self, system: CodeSystem, code: str, day: date | None) -> None:
        """Show a code in the edition of a day, or with no code the top of that edition."""
        self.stack.setCurrentWidget(self._browse)
        self.presenter.open_at(system, code, day)

    def open_in(self, system: CodeSystem, code: str, edition_id: str) -> None:
        """Show a code in one edition."""
        self.stack.setCurrentWidget(self._browse)
        self.presenter.open_in(system, code, edition_id)

    def offer_adding(self, event: str) -> None:
        """Offer to add to the event on the desk; the text is the tip, empty for no event."""
        self.page.offer_adding(event)

    def tell(self, sentence: str) -> None:
        """Show a sentence in the status bar."""
        self.statusBar().showMessage(sentence, _MESSAGE_MS)

    def tell_error(self, error: Exception) -> None:
        """Show a foreseen error; anything else goes to the crash report."""
        if not isinstance(error, AppError):
            raise error
        self.alert.tell(str(error))

    def print_section(self) -> None:
        """Put the section of the present code on pages, and show them."""
        if self._details is None or self._details.edition is None or self.task.is_busy:
            return
        app, edition = self._desk.app, self._details.edition
        section = section_of(self._details)
        self.task.run(
            "Sätter sidorna …",
            lambda control: section_pdf(app, edition.id, section.system, section.code, control),
            lambda pdf: self._show_pdf(pdf, section),
            self.tell_error,
            lane=Lane.READ,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was, and stop what it was doing."""
        self._state.keep(self)
        self.task.cancel()
        event.accept()
        self.closed.emit()

    def _lay_out(self) -> None:
        self.setWindowTitle("Kodverk")
        self.setMinimumSize(720, 480)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(self.editions)
        columns.addWidget(self.page)
        columns.setStretchFactor(0, 2)
        columns.setStretchFactor(1, 3)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(8)
        self._browse.setObjectName("screen")
        room = QVBoxLayout(self._browse)
        room.setContentsMargins(10, 8, 10, 8)
        room.addWidget(columns)
        for screen in (self._browse, self.preview, self.sheet):
            self.stack.addWidget(screen)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.alert)
        column.addWidget(self.task)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(holder)
        self.statusBar().setSizeGripEnabled(False)
        if not self._state.restore(self):
            self.resize(1180, 820)

    def _connect(self) -> None:
        presenter, editions, page = self.presenter, self.editions, self.page
        presenter.shelved.connect(self._show_shelf)
        presenter.missing.connect(page.tell)
        presenter.failed.connect(self.alert.tell)
        presenter.concepts.described.connect(self._describe)
        presenter.concepts.failed.connect(lambda _text: self._describe(None))
        page.followed.connect(presenter.follow)
        page.bar.section_asked.connect(editions.search_below)
        page.print_asked.connect(self.print_section)
        page.add_asked.connect(self._add)
        editions.chosen.connect(self.add_asked)
        editions.chosen_principal.connect(self.principal_asked)
        for teller in (page.bar, editions, self.preview, self._favourites):
            teller.told.connect(self.tell)
        self.preview.closed.connect(self._go_back)
        self.sheet.closed.connect(self._go_back)

    def _take_keys(self) -> None:
        editions, bar = self.editions, self.page.bar
        bar.listen(self._browse)
        for keys, act in (
            ("Esc", self._leave),
            ("Ctrl+F", editions.focus_field),
            ("Ctrl+B", editions.focus_field),
            ("F3", lambda: editions.field.step(1)),
            ("Shift+F3", lambda: editions.field.step(-1)),
            ("Ctrl+H", editions.tree.setFocus),
            ("Ctrl+Shift+D", bar.toggle_favourite),
            ("Ctrl+P", self.print_section),
            ("Ctrl+2", lambda: editions.choose_system(0)),
            ("Ctrl+3", lambda: editions.choose_system(1)),
            ("Ctrl+4", lambda: editions.choose_system(2)),
            ("F1", self._show_help),
        ):
            on_key(self._browse, keys, act)
        on_key(self, "Ctrl+W", self._leave)

    def _leave(self) -> None:
        self.close()

    def _show_shelf(self, shelf: Shelf) -> None:
        self.setWindowTitle(f"Kodverk: {shelf.book.edition.label}")
        self.alert.hide()

    def _describe(self, details: ConceptDetails | None) -> None:
        self._details = details
        self.editions.scope.offer(section_of(details) if details else None)

    def _add(self) -> None:
        if self._details is not None:
            self.add_asked.emit(self._details.concept)

    def _show_pdf(self, pdf: bytes, section: Concept) -> None:
        self.preview.show_pdf(pdf, section_file_name(section.system, section.code), _PRINTED)
        self.stack.setCurrentWidget(self.preview)

    def _show_help(self) -> None:
        self.sheet.show_text(*pages.help_page("browser"))
        self.stack.setCurrentWidget(self.sheet)

    def _go_back(self) -> None:
        self.stack.setCurrentWidget(self._browse)
        self.editions.tree.setFocus()
