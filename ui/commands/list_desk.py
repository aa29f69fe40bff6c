"""What the commands on tables and lists do; imported when the first of them is given."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.file_import import FileImportReport
from app.domain.list_words import format_report
from app.services import local_lists
from app.services.local_lists import LocalListReport, format_list_report
from ui.jobs import Lane
from ui.presenters.lists_presenter import ListsPresenter
from ui.presenters.mapping_presenter import MappingPresenter
from ui.presenters.shelf import ListEntry, Shelf
from ui.screens.list_mapping import ListMappingScreen
from ui.screens.lists import ListsScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_REMOVE, _KEEP = "Ta bort", "Behåll"
#: Characters of a title that a question has room for.
_LONGEST_TITLE = 36
#: Sentences of a report that the screen shows; the rest are counted.
_TOLD = 4


class ListDesk(QObject):
    """Shows the shelves, reads files into their lists, and takes local lists away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.screen = self._build_screen()
        self.mapping = self._build_mapping()
        for screen in (self.screen, self.mapping):
            window.stack.addWidget(screen)

    def show(self, shelf: Shelf) -> None:
        """Show a shelf over what is on screen."""
        self._window.reason.dismiss()
        self._window.show_over(self.screen)
        act, rights = shelf.act, self._window.rights
        self.screen.open(shelf, hindrance=rights.tell_of(act) if act is not None else "")

    def take_file(self, path: Path) -> None:
        """Read a file into the chosen list; a local list is asked about first."""
        screen, window = self.screen, self._window
        shelf, entry = screen.presenter.shelf, screen.presenter.entry
        if window.task.is_busy:
            window.tell("Vänta tills den pågående inläsningen är klar, eller avbryt den.")
        elif shelf is not None and shelf.take is None:
            self._map(path)
        elif shelf is not None and entry is not None:
            self._take(path, shelf, entry.key)
        else:
            window.tell("Listorna läses ännu. Försök igen om ett ögonblick.")

    # -- private ----------------------------------------------------------------------------

    def _build_screen(self) -> ListsScreen:
        window = self._window
        screen = ListsScreen(ListsPresenter(window.app, window.jobs, window))
        screen.closed.connect(self._leave)
        screen.file_asked.connect(self._ask_file)
        screen.removal_asked.connect(self._ask_removal)
        screen.export_asked.connect(self._ask_export)
        screen.presenter.failed.connect(window.tell_error)
        return screen

    def _build_mapping(self) -> ListMappingScreen:
        window = self._window
        presenter = MappingPresenter(window.app, window.jobs, window)
        mapping = ListMappingScreen(presenter)
        mapping.closed.connect(self._leave)
        mapping.import_asked.connect(self._import_mapped)
        presenter.file_read.connect(self._show_mapping)
        presenter.failed.connect(window.tell_error)
        return mapping

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()

    def _ask_file(self) -> None:
        shelf = self.screen.presenter.shelf
        if shelf is None:
            return
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, f"Läs in: {shelf.title}", "", shelf.file_kinds
        )
        if chosen:
            self.take_file(Path(chosen))

    def _ask_export(self) -> None:
        shelf = self.screen.presenter.shelf
        export = shelf.export if shelf is not None else None
        if shelf is None or export is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, f"Spara: {shelf.title}", "regionens-beslut.toml", "TOML-filer (*.toml)"
        )
        if chosen:
            window = self._window
            window.jobs.run(
                lambda _control: export(window.app, Path(chosen)),
                owner=self,
                on_done=lambda path: window.tell(f"Sparat i {path.name}."),
                on_error=window.tell_error,
            )

    def _take(self, path: Path, shelf: Shelf, key: str) -> None:
        window, take, by = self._window, shelf.take, self._window.person
        if take is not None:
            window.task.run(
                f"Läser in {path.name} …",
                lambda control: take(window.app, path, key, by, control),
                partial(self._taken, shelf),
                window.tell_error,
            )

    def _taken(self, shelf: Shelf, report: FileImportReport) -> None:
        self._tell(format_report(report))
        screen = self.screen
        if screen.presenter.shelf is shelf:
            screen.refresh(report.latest.name, _shortened(format_report(report)))
        if shelf.name == "products":
            self._window.prepare_search()
        if shelf.name == "regional" and self._window.coding is not None:
            self._window.coding.presenter.judge_again()

    def _tell(self, sentences: tuple[str, ...]) -> None:
        self._window.tell(sentences[0])
        self._window.alert.hide()  # what went wrong before is settled

    def _map(self, path: Path) -> None:
        self._window.alert.hide()
        self.mapping.presenter.open(path)

    def _show_mapping(self) -> None:
        if self._window.stack.currentWidget() is self.screen:
            self._window.show_over(self.mapping)

    def _import_mapped(self) -> None:
        window, presenter = self._window, self.mapping.presenter
        mapping, first_day = presenter.mapping, presenter.valid_from
        if presenter.hindrance or mapping is None or first_day is None or window.task.is_busy:
            return
        path, names, by = presenter.path, presenter.names, self._window.person.name
        window.task.run(
            f"Läser in {path.name} …",
            lambda control: local_lists.import_local_list(
                window.app,
                path,
                mapping,
                name=names.name,
                system_label=names.system_label,
                version=names.version,
                valid_from=first_day,
                imported_by=by,
                control=control,
            ),
            self._mapped,
            window.tell_error,
        )

    def _mapped(self, report: LocalListReport) -> None:
        window, screen = self._window, self.screen
        if window.stack.currentWidget() is self.mapping:
            window.go_back()
        self._tell(format_list_report(report))
        screen.refresh(report.local_list.id, _shortened(format_list_report(report)))

    def _ask_removal(self) -> None:
        entry = self.screen.presenter.entry
        if entry is not None:
            self._window.reason.ask(
                f"Ta bort {shorten(entry.title, _LONGEST_TITLE, placeholder=' …')}?",
                (_REMOVE, _KEEP),
                partial(self._remove, entry),
            )

    def _remove(self, entry: ListEntry, answer: str) -> None:
        if answer != _REMOVE:
            return
        window = self._window
        window.jobs.run(
            lambda _control: local_lists.remove_local_list(window.app, entry.key),
            owner=self,
            on_done=lambda _none: self._removed(entry),
            on_error=window.tell_error,
            lane=Lane.WRITE,
        )

    def _removed(self, entry: ListEntry) -> None:
        self._window.tell(f"{entry.title} är borttagen.")
        self.screen.refresh()


def _shortened(sentences: tuple[str, ...]) -> str:
    rest = len(sentences) - _TOLD
    more = (f"Och {rest} anmärkningar till.",) if rest > 0 else ()
    return " ".join((*sentences[:_TOLD], *more))
