"""Reviews files of coded events from the window: files in, an answer beside, counts on a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.finding import SEVERITY_LABEL
from app.domain.list_words import format_count
from app.domain.plain_text import group_thousands
from app.services.parallel_review import usable_processors
from app.services.review_report import ReviewReport, write_review
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.main_window import MainWindow

HEADERS = ("Regel", "Grad", "Anmärkningar", "Händelser", "Vad regeln säger")
_CODED = "Kodade händelser (*.jsonl *.jsonl.gz);;Alla (*)"
_ANSWERS = "Tabell för kalkylprogram (*.csv);;JSON-rader (*.jsonl)"


class FileReview(QObject):
    """One review of files; belongs to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def ask(self) -> None:
        """Ask for the files and for where the answer goes, and begin."""
        window = self._window
        if window.task.is_busy:
            window.tell("Vänta tills den pågående uppgiften är klar, eller avbryt den.")
            return
        chosen, _kind = QFileDialog.getOpenFileNames(window, "Granska filer", "", _CODED)
        if not chosen:
            return
        proposed = str(answer_path(Path(chosen[0])))
        target, _kind = QFileDialog.getSaveFileName(window, "Spara svaret", proposed, _ANSWERS)
        if target:
            self.review([Path(name) for name in chosen], Path(target))

    def review(self, paths: list[Path], target: Path) -> None:
        """Review the files with progress and cancel, and show the counts."""
        window = self._window
        # One processor is left for the window itself.
        jobs = max(1, usable_processors() - 1)
        window.task.run(
            "Granskar …",
            lambda control: write_review(window.app, paths, target, control, jobs),
            self._show,
            window.tell_error,
            lane=Lane.READ,
        )

    def _show(self, report: ReviewReport) -> None:
        window, told = self._window, summary(report)
        window.tell(told)
        window.sheet.show_rows("Granskade filer", HEADERS, rows(report), told, remark=told)
        window.show_over(window.sheet)


def answer_path(path: Path) -> Path:
    """Propose a file beside the first of those reviewed."""
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
    return path.with_name(f"{stem}-granskning.csv")


def summary(report: ReviewReport) -> str:
    """Say what came of the review, and where every answer stands."""
    told = [
        f"{format_count(report.lines, 'rad', 'rader')} granskade, "
        f"{group_thousands(report.clean)} utan fel och varningar."
    ]
    if report.skipped:
        told.append(f"{format_count(report.skipped, 'rad', 'rader')} kunde inte granskas.")
    told.append(f"Alla svar står i {report.path.name}.")
    return " ".join(told)


def rows(report: ReviewReport) -> list[tuple[str, ...]]:
    """Rows of the sheet: the rules that found something, the gravest first."""
    return [
        (
            each.rule_id,
            SEVERITY_LABEL[each.severity],
            group_thousands(each.findings),
            group_thousands(each.events),
            each.message,
        )
        for each in report.rules
    ]
