"""Commands that read files in, put paper out, and show sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.access import AccessEvent
from app.domain.intake import IntakeReport, QuarantineItem
from app.domain.list_words import format_count
from app.services import access, intake, reporting
from app.services.context import AppContext
from ui.jobs import Lane
from ui.screens import pages

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class FileCommands(QObject):
    """Import, print, the access log and the quarantine."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    # -- in -------------------------------------------------------------------------------

    def import_events(self) -> None:
        """Ask for files with events and read them in; in training, files with exercises."""
        if self._window.training.room.is_inside:
            self._window.training.import_exercises()
            return
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._window, "Läs in vårdhändelser", "", "Händelser (*.xml *.csv *.json);;Alla (*)"
        )
        if chosen:
            self.read_events([Path(name) for name in chosen])

    def read_events(self, paths: list[Path]) -> None:
        """Read events from files or folders, with progress and cancel."""
        window = self._window
        if window.task.is_busy:
            window.tell("Vänta tills den pågående inläsningen är klar, eller avbryt den.")
            return
        window.task.run(
            "Läser in händelser …",
            lambda control: intake.import_events(window.app, paths, control),
            self._events_read,
            window.tell_error,
        )

    def review_files(self) -> None:
        """Ask for files of coded events and review them."""
        from ui.commands.file_review import FileReview  # noqa: PLC0415 - not at start

        FileReview(self._window).ask()

    def load_demo(self) -> None:
        """Put the demonstration events back in the work list."""
        self._write(intake.load_demo, "Demonstrationsdata är inlästa.")

    def start_empty(self) -> None:
        """Take the demonstration events away."""
        self._write(intake.remove_demo, "Demonstrationsdata är borttagna.")

    # -- out ------------------------------------------------------------------------------

    def print_summary(self) -> None:
        """Preview the summary of the event on the desk, or of the chosen events.

        A screen that has something of its own to print prints that.
        """
        window, desk = self._window, self._window.desk
        print_shown = getattr(window.stack.currentWidget(), "print_shown", None)
        if print_shown is not None:
            print_shown()
            return
        if desk is None or window.coding is None or window.work_list is None:
            return
        present = window.coding.presenter.encounter
        if window.stack.currentWidget() is window.coding and present is not None:
            window.coding.presenter.flush(lambda: self._preview([present.id]))
        elif ids := window.work_list.selected_ids():
            self._preview(ids)

    # -- sheets ---------------------------------------------------------------------------

    def show_access_log(self) -> None:
        """Show who opened what; only the coding lead may."""
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        window.jobs.run(
            lambda _control: access.read_access_log(window.app, desk.person),
            owner=self,
            on_done=self._show_access,
            on_error=window.tell_error,
        )

    def show_quarantine(self) -> None:
        """Show the rows that could not be read, and offer to try them again."""
        window = self._window
        window.jobs.run(
            lambda _control: intake.list_quarantine(window.app),
            owner=self,
            on_done=self._show_quarantine,
            on_error=window.tell_error,
        )

    # -- private ----------------------------------------------------------------------------

    def _write(self, act: Callable[[AppContext], object], told: str) -> None:
        window = self._window
        window.jobs.run(
            lambda _control: act(window.app),
            owner=self,
            on_done=lambda _done: self._refresh(told),
            on_error=window.tell_error,
            lane=Lane.WRITE,
        )

    def _events_read(self, report: IntakeReport) -> None:
        window = self._window
        sentence = _read_in(report)
        self._refresh(sentence)
        remarks = report.remarks[:3]
        if report.rejected:
            window.alert.tell(
                " ".join((sentence, _set_aside(len(report.rejected)), *remarks)),
                "Visa ka&rantän",
                "Se raderna och skälen",
                self.show_quarantine,
            )
        elif remarks:
            window.alert.tell(" ".join(remarks))
        else:
            window.alert.hide()  # what an earlier reading told is settled

    def _refresh(self, sentence: str) -> None:
        window = self._window
        window.tell(sentence)
        window.show_demo_banner()
        if window.work_list is not None:
            window.work_list.presenter.refresh()

    def _preview(self, ids: list[str]) -> None:
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        name = f"kodningssammanfattning-{ids[0]}" if len(ids) == 1 else "kodningssammanfattningar"
        window.task.run(
            "Sätter sidorna …",
            lambda control: reporting.summaries_pdf(window.app, ids, desk.person, control),
            lambda pdf: self._show_pdf(pdf, name),
            window.tell_error,
        )

    def _show_pdf(self, pdf: bytes, name: str) -> None:
        self._window.preview.show_pdf(pdf, name)
        self._window.show_over(self._window.preview)

    def _show_access(self, events: list[AccessEvent]) -> None:
        window = self._window
        rows = pages.access_rows(events)
        window.sheet.show_rows("Åtkomstlogg", pages.ACCESS_HEADERS, rows, "Ingen har öppnat något.")
        window.show_over(window.sheet)

    def _show_quarantine(self, items: list[QuarantineItem]) -> None:
        window = self._window
        window.sheet.show_rows(
            "Karantän",
            pages.QUARANTINE_HEADERS,
            pages.quarantine_rows(items),
            "Karantänen är tom: allt som lästs in kunde läsas.",
            ("&Försök igen", self._retry),
        )
        window.show_over(window.sheet)

    def _retry(self) -> None:
        window = self._window
        window.task.run(
            "Försöker igen …",
            lambda control: intake.retry_quarantine(window.app, control),
            self._retried,
            window.tell_error,
        )

    def _retried(self, report: IntakeReport) -> None:
        self._events_read(report)
        self.show_quarantine()


def _read_in(report: IntakeReport) -> str:
    parts = (
        format_count(report.added, "ny händelse", "nya händelser"),
        format_count(report.updated, "ändrad", "ändrade"),
        format_count(report.unchanged, "oförändrad", "oförändrade"),
    )
    sentence = f"Inläst: {', '.join(parts)}."
    changed = report.changed_after_signing
    return f"{sentence} {changed} har ändrats efter signering." if changed else sentence


def _set_aside(count: int) -> str:
    if count == 1:
        return "1 rad kunde inte läsas och ligger i karantän."
    return f"{count} rader kunde inte läsas och ligger i karantän."
