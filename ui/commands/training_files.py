"""Files and paper of the trainer's desk: exercises in and out, results in, pages to the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.list_words import format_count
from app.services.context import AppContext
from app.services.training_class import CollectedFile
from app.services.training_files import ADDED, REPLACED, ImportedExercise
from ui.presenters.training_presenter import TrainingPresenter

if TYPE_CHECKING:
    from ui.commands.training_commands import TrainingCommands
    from ui.main_window import MainWindow

_TOLD = 3


class TrainingFiles(QObject):
    """Asks for files through the system's own dialogs."""

    def __init__(self, window: MainWindow, commands: TrainingCommands) -> None:
        super().__init__(commands)
        self._window, self._commands = window, commands

    def import_files(self) -> None:
        """Ask for files of exercises and read them in."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._window, "Läs in övningar", "", "Övningar (*.toml)"
        )
        self.read([Path(name) for name in chosen])

    def import_folder(self) -> None:
        """Ask for a folder of exercises and read them in."""
        chosen = QFileDialog.getExistingDirectory(self._window, "Läs in en mapp med övningar")
        self.read([Path(chosen)] if chosen else [])

    def read(self, paths: Sequence[Path]) -> None:
        """Read exercises in, with progress; files that are refused are told with their faults."""
        presenter = self._presenter()
        if presenter is None or not paths:
            return
        self._window.task.run(
            "Läser in övningar …",
            lambda control: presenter.import_files(paths, control),
            self._tell_imported,
            self._window.tell_error,
        )

    def export(self, ids: Sequence[str]) -> None:
        """Ask where to, and write one exercise to a file or many into a folder."""
        presenter = self._presenter()
        if presenter is None or not ids:
            self._window.tell("Markera minst en övning i listan.")
            return
        if len(ids) == 1:
            chosen, _kind = QFileDialog.getSaveFileName(
                self._window, "Spara övningen", f"{ids[0]}.toml", "Övningar (*.toml)"
            )
        else:
            chosen = QFileDialog.getExistingDirectory(self._window, "Spara övningarna i en mapp")
        if chosen:
            presenter.export_exercises(ids, Path(chosen))

    def collect(self) -> None:
        """Ask for files of results and take them in."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._window, "Samla in resultat", "", "Resultat (*.json)"
        )
        self.take_results([Path(name) for name in chosen])

    def take_results(self, paths: Sequence[Path]) -> None:
        """Take results in, with progress."""
        presenter = self._presenter()
        if presenter is None or not paths:
            return
        self._window.task.run(
            "Samlar in resultat …",
            lambda control: presenter.collect(paths, control),
            self._tell_collected,
            self._window.tell_error,
        )

    def save(self, name: str, kind: str, write: Callable[[AppContext, Path], Path]) -> None:
        """Ask for a file, and write to it what a service writes."""
        chosen, _kind = QFileDialog.getSaveFileName(self._window, "Spara som", name, kind)
        if chosen:
            self.write(lambda app: write(app, Path(chosen)), f"Sparat som {Path(chosen).name}.")

    def write(self, work: Callable[[AppContext], object], told: str) -> None:
        """Write in the background, tell of it, and read the desk again."""
        presenter = self._presenter()
        if presenter is None:
            return

        def done(_result: object) -> None:
            self._window.tell(told)
            presenter.refresh()

        app = presenter.desk.app
        presenter.write(lambda: work(app), done)

    def print_handouts(self, ids: Sequence[str]) -> None:
        """Show the handouts of exercises."""
        from app.services.training_print import handout_pdf  # noqa: PLC0415 - ReportLab is slow

        self._print(lambda app: handout_pdf(app, ids), "utdelningsblad", "Utdelningsblad")

    def print_keys(self, ids: Sequence[str]) -> None:
        """Show the keys of exercises."""
        from app.services.training_print import key_pdf  # noqa: PLC0415 - ReportLab is slow

        self._print(lambda app: key_pdf(app, ids), "facit", "Facit")

    def print_class(self) -> None:
        """Show the table of the class."""
        from app.services.training_print import class_pdf  # noqa: PLC0415 - ReportLab is slow

        self._print(class_pdf, "klass", "Klassens resultat")

    def print_sheets(self, trainee: str) -> None:
        """Show the result sheets of one trainee, or of all."""
        from app.services.training_print import result_pdf  # noqa: PLC0415 - ReportLab is slow

        names = [trainee] if trainee else []
        self._print(lambda app: result_pdf(app, names), "resultatblad", "Resultatblad")

    def print_attempt(self, attempt_id: str) -> None:
        """Show the result sheet of one attempt."""
        from app.services.training_print import attempt_pdf  # noqa: PLC0415 - ReportLab is slow

        self._print(lambda app: attempt_pdf(app, attempt_id), "resultatblad", "Resultatblad")

    def _print(self, build: Callable[[AppContext], bytes], name: str, heading: str) -> None:
        window, presenter = self._window, self._presenter()
        if presenter is None:
            return

        def show(pdf: bytes) -> None:
            window.preview.show_pdf(pdf, name, heading)
            window.show_over(window.preview)

        app = presenter.desk.app
        window.task.run("Sätter sidorna …", lambda _control: build(app), show, window.tell_error)

    def _presenter(self) -> TrainingPresenter | None:
        screen = self._commands.screen
        return screen.presenter if screen is not None and self._commands.room.is_inside else None

    def _tell_imported(self, report: list[ImportedExercise]) -> None:
        new = sum(each.outcome == ADDED for each in report)
        replaced = sum(each.outcome == REPLACED for each in report)
        parts = (
            format_count(new, "ny övning", "nya övningar"),
            format_count(replaced, "ersatt", "ersatta"),
        )
        faults = [each.fault for each in report if each.is_refused]
        doubts = [doubt for each in report for doubt in each.doubts]
        self._tell(f"Inläst: {', '.join(parts)}.", [*faults, *doubts])

    def _tell_collected(self, report: list[CollectedFile]) -> None:
        added, known = sum(each.added for each in report), sum(each.duplicates for each in report)
        told = f"Insamlat: {format_count(added, 'nytt försök', 'nya försök')}"
        told += f", {known} fanns redan." if known else "."
        self._tell(told, [each.fault for each in report if each.is_refused])

    def _tell(self, told: str, remarks: Sequence[str]) -> None:
        window, presenter = self._window, self._presenter()
        window.tell(told)
        if remarks:
            more = f" Och {len(remarks) - _TOLD} till." if len(remarks) > _TOLD else ""
            window.alert.tell(f"{told} {' '.join(remarks[:_TOLD])}{more}")
        else:
            window.alert.hide()
        if presenter is not None:
            presenter.refresh()
