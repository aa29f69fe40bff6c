"""Commands on codebooks: read editions in, put them in use, see how they differ.

The screens and what they do are imported when the first of them is opened, never at start.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.services.dropped_files import Dropped, what_is
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.commands.codebook_imports import CodebookImports
    from ui.commands.difference_commands import DifferenceCommands
    from ui.commands.edition_commands import EditionCommands
    from ui.main_window import MainWindow

_KINDS = "Kodverk (*.tsv *.txt *.xlsx *.zip *.gz *.kodverk);;Alla (*)"


class CodebookCommands(QObject):
    """The menu of codebooks, and whatever is dropped on the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._imports: CodebookImports | None = None
        self._editions: EditionCommands | None = None
        self._differences: DifferenceCommands | None = None

    # -- menu -----------------------------------------------------------------------------

    def import_codebook(self) -> None:
        """Ask for the folder of an edition and read it in."""
        chosen = QFileDialog.getExistingDirectory(self._window, "Läs in kodverk: välj mapp")
        if chosen:
            self.take_files([Path(chosen)])

    def import_codebook_files(self) -> None:
        """Ask for the files of an edition and read them in."""
        chosen, _kind = QFileDialog.getOpenFileNames(self._window, "Läs in kodverk", "", _KINDS)
        if chosen:
            self.take_files([Path(name) for name in chosen])

    def show_editions(self) -> None:
        """Show the report that waits, else every edition and what can be done with it."""
        if self._imports is None or not self._imports.come_back():
            self.editions.show()

    def show_differences(self) -> None:
        """Show what the report that waits changes, else the newest edition and the one before."""
        if self._imports is None or not self._imports.come_back_to_differences():
            self.differences.show()

    # -- what was dropped -----------------------------------------------------------------

    def take_files(self, paths: Sequence[Path]) -> None:
        """Find out what files and folders hold, and read them in as that."""
        window = self._window
        if window.desk is None:
            return
        if window.task.is_busy:
            window.tell("Vänta tills den pågående inläsningen är klar, eller avbryt den.")
            return
        window.task.run(
            "Undersöker filerna …",
            lambda control: what_is(window.app, paths, control),
            self._take,
            window.tell_error,
            lane=Lane.READ,
        )

    # -- the screens, built when first asked for --------------------------------------------

    @property
    def imports(self) -> CodebookImports:
        """Reading in, with its report."""
        if self._imports is None:
            from ui.commands.codebook_imports import CodebookImports  # noqa: PLC0415 - see above

            self._imports = CodebookImports(self._window)
        return self._imports

    @property
    def editions(self) -> EditionCommands:
        """The table of editions."""
        if self._editions is None:
            from ui.commands.edition_commands import EditionCommands  # noqa: PLC0415 - see above

            self._editions = EditionCommands(self._window)
        return self._editions

    @property
    def differences(self) -> DifferenceCommands:
        """What changed between two editions."""
        if self._differences is None:
            from ui.commands.difference_commands import DifferenceCommands  # noqa: PLC0415 - see above

            self._differences = DifferenceCommands(self._window)
        return self._differences

    # -- private ----------------------------------------------------------------------------

    def _take(self, dropped: Dropped) -> None:
        window = self._window
        if dropped.refusals:
            window.alert.tell(" ".join(dropped.refusals))
        else:
            window.alert.hide()
        if dropped.codebooks:
            self.imports.begin(dropped)
        elif dropped.lists:
            self.imports.read_lists(dropped.lists)
        elif dropped.drg_tables:
            window.drg.take_tables(dropped.drg_tables)
        elif dropped.events:
            window.files.read_events(list(dropped.events))
        elif dropped.changes:
            from ui.commands.announced_changes import show_announced  # noqa: PLC0415 - see above

            show_announced(window, dropped.changes)
