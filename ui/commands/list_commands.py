"""Commands on tables and lists: show a shelf, read files in, take a list away."""

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

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.presenters.shelf import ListEntry, Shelf
    from ui.screens.list_mapping import ListMappingScreen
    from ui.screens.lists import ListsScreen

_REMOVE, _KEEP = "Ta bort", "Behåll"
#: Characters of a title that a question has room for.
_LONGEST_TITLE = 36
#: Sentences of a report that the screen shows; the rest are counted.
_TOLD = 4


class ListCommands(QObject):
    """Kodserver tables, local lists, regional decisions and product names.

    Their screens are imported and built when first shown: the start has no time for them.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.screen: ListsScreen | None = None
        self.mapping: ListMappingScreen | None = None

    def show_kodserver(self) -> None:
        """Show the tables of Kodserver, and which codes go together."""
        from ui.presenters.kodserver_shelf import KODSERVER  # noqa: PLC0415 - see the class

        self._show(KODSERVER)

    def show_local_lists(self) -> None:
        """Show the department's own lists."""
        from ui.presenters.local_shelf import LOCAL_LISTS  # noqa: PLC0415 - see the class

        self._show(LOCAL_LISTS)

    def show_regional(self) -> None:
        """Show what the region has decided about codes and rules."""
        from ui.presenters.regional_shelf import REGIONAL  # noqa: PLC0415 - see the class

        self._show(REGIONAL)

    def show_products(self) -> None:
        """Show the product names that lead to ATC codes."""
        from ui.presenters.product_shelf import PRODUCT_NAMES  # noqa: PLC0415 - see the class

        self._show(PRODUCT_NAMES)

    def take_file(self, path: Path) -> None:
        """Read a file into the chosen list; a local list is asked about first."""
        screen, window = self._built(), self._window
        shelf, entry = screen.presenter.shelf, screen.presenter.entry
        if window.task.is_busy:
            window.tell("Vänta tills den pågående inläsningen är klar, eller avbryt den.")
        elif shelf is not None and shelf.take is None:
            self._map(path)
        elif shelf is not None and entry is not None:
            self._take(path, shelf, entry.key)

    # -- private ----------------------------------------------------------------------------

    def _show(self, shelf: Shelf) -> None:
        screen = self._built()
        self._window.reason.dismiss()
        self._window.show_over(screen)
        screen.open(shelf)

    def _built(self) -> ListsScreen:
        from ui.presenters.lists_presenter import ListsPresenter  # noqa: PLC0415 - see the class
        from ui.screens.lists import ListsScreen  # noqa: PLC0415 - see the class

        if self.screen is None:
            window = self._window
            screen = ListsScreen(ListsPresenter(window.app, window.jobs, window))
            screen.closed.connect(self._leave)
            screen.file_asked.connect(self._ask_file)
            screen.removal_asked.connect(self._ask_removal)
            screen.presenter.failed.connect(window.tell_error)
            self.screen = screen
        return self.screen

    def _built_mapping(self) -> ListMappingScreen:
        from ui.presenters.mapping_presenter import MappingPresenter  # noqa: PLC0415
        from ui.screens.list_mapping import ListMappingScreen  # noqa: PLC0415 - see the class

        if self.mapping is None:
            window = self._window
            presenter = MappingPresenter(window.app, window.jobs, window)
            mapping = ListMappingScreen(presenter)
            mapping.closed.connect(self._leave)
            mapping.import_asked.connect(self._import_mapped)
            presenter.file_read.connect(self._show_mapping)
            presenter.failed.connect(window.tell_error)
            self.mapping = mapping
        return self.mapping

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()

    def _person_name(self) -> str:
        desk = self._window.desk
        return desk.person.name if desk is not None else ""

    def _ask_file(self) -> None:
        shelf = self._built().presenter.shelf
        if shelf is None:
            return
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, f"Läs in: {shelf.title}", "", shelf.file_kinds
        )
        if chosen:
            self.take_file(Path(chosen))

    def _take(self, path: Path, shelf: Shelf, key: str) -> None:
        window, take, by = self._window, shelf.take, self._person_name()
        if take is not None:
            window.task.run(
                f"Läser in {path.name} …",
                lambda control: take(window.app, path, key, by, control),
                partial(self._taken, shelf),
                window.tell_error,
            )

    def _taken(self, shelf: Shelf, report: FileImportReport) -> None:
        self._tell(format_report(report))
        screen = self._built()
        if screen.presenter.shelf is shelf:
            screen.refresh(report.latest.name, _shortened(format_report(report)))
        if shelf.name == "products":
            self._window.prepare_search()

    def _tell(self, sentences: tuple[str, ...]) -> None:
        self._window.tell(sentences[0])
        self._window.alert.hide()  # what went wrong before is settled

    def _map(self, path: Path) -> None:
        self._window.alert.hide()
        self._built_mapping().presenter.open(path)

    def _show_mapping(self) -> None:
        mapping = self._built_mapping()
        if self._window.stack.currentWidget() is self.screen:
            self._window.show_over(mapping)

    def _import_mapped(self) -> None:
        window, presenter = self._window, self._built_mapping().presenter
        mapping, first_day = presenter.mapping, presenter.valid_from
        if presenter.hindrance or mapping is None or first_day is None or window.task.is_busy:
            return
        path, names, by = presenter.path, presenter.names, self._person_name()
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
        window, screen = self._window, self._built()
        if window.stack.currentWidget() is self.mapping:
            window.go_back()
        self._tell(format_list_report(report))
        screen.refresh(report.local_list.id, _shortened(format_list_report(report)))

    def _ask_removal(self) -> None:
        entry = self._built().presenter.entry
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
        self._built().refresh()


def _shortened(sentences: tuple[str, ...]) -> str:
    rest = len(sentences) - _TOLD
    more = (f"Och {rest} anmärkningar till.",) if rest > 0 else ()
    return " ".join((*sentences[:_TOLD], *more))
