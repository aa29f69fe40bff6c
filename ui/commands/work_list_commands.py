"""Commands on the lists beside the work list, and on the events that are marked in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.access import Person
from app.domain.encounter import Encounter, Status
from app.domain.work_list_report import BulkReport
from app.domain.work_list_rule import WorkListName
from app.services import bulk_acts, bulk_papers
from app.services.access import people_here
from app.services.events import merge_events
from app.services.job_control import JobControl
from app.services.signing import PARK_REASONS, unpark_event
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.work_list import WorkListScreen
    from ui.screens.work_list_rule import WorkListRuleScreen

_NONE = "Markera händelser först: Mellanslag markerar en, Ctrl+A alla i listan."
_NOBODY = "Ingen (ta tillbaka)"
_ONE_PDF, _FILE_EACH = "Alla i ett dokument", "En fil för varje händelse"
#: Events needed for a merge.
_FEWEST = 2
_BUSY = "Vänta tills den pågående uppgiften är klar, eller avbryt den."


class WorkListCommands(QObject):
    """Lists, marks, and what is done with the marked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._editor: WorkListRuleScreen | None = None

    def connect_screen(self, work: WorkListScreen) -> None:
        """Follow what the screen of a person asks for."""
        self._editor = None
        work.told.connect(self._window.tell)
        work.print_asked.connect(self.print_marked)
        work.marked.print_asked.connect(self.print_marked)
        work.marked.assign_asked.connect(self.assign_marked)
        work.marked.park_asked.connect(self.park_marked)
        work.marked.export_asked.connect(self.export_marked)
        work.lists.new_asked.connect(self.new_list)
        work.lists.change_asked.connect(self._change)
        work.lists.remove_asked.connect(self._remove)

    # -- lists ----------------------------------------------------------------------------

    def go_to_lists(self) -> None:
        """Go to the lists."""
        if self._window.work_list is not None:
            self._window.work_list.focus_lists()

    def new_list(self) -> None:
        """Make a list, beginning with what is shown."""
        if self._window.work_list is not None:
            shown = self._window.work_list.presenter.chosen_list
            self._edit(WorkListName("", "", shown.rule, self._window.person.id))

    def change_list(self) -> None:
        """Change the list that is shown."""
        if self._window.work_list is not None:
            self._change(self._window.work_list.presenter.chosen_list)

    def sort_list(self) -> None:
        """Ask for a column, then put the list in its order."""
        work = self._window.work_list
        if work is not None:
            headers = work.sortable_headers()
            self._window.reason.ask("Efter vad ska listan sorteras?", headers, work.sort_by)

    def unpark(self) -> None:
        """Take the parked event on the desk up again; it stays there."""
        window, coding = self._window, self._window.coding
        present = coding.presenter.encounter if coding is not None else None
        if coding is None or present is None or present.status is not Status.PARKED:
            window.tell("Händelsen är inte parkerad.")
            return
        app, person, save_id = window.app, window.person, window.app.new_id()
        coding.presenter.finish(
            lambda stored: unpark_event(app, stored, person, save_id),
            lambda _stored: self._note_unparked(present.id),
        )

    def _note_unparked(self, encounter_id: str) -> None:
        self._window.events.open_event(encounter_id)
        self._window.tell("Händelsen är upptagen igen och väntar på kodning.")

    def toggle_always_next(self) -> None:
        """Let the next event open by itself after signing and parking, or not."""
        work = self._window.work_list
        if work is not None:
            is_on = not work.lists_presenter.always_next
            work.lists_presenter.set_always_next(on=is_on)
            self._window.tell(
                "Nästa händelse öppnas av sig själv efter signering och parkering."
                if is_on
                else "Efter signering och parkering väljer du själv nästa händelse."
            )

    def mark_all(self) -> None:
        """Mark all that the list shows."""
        if self._window.work_list is not None:
            self._window.work_list.mark_all()

    # -- marked events ----------------------------------------------------------------------

    def assign_marked(self) -> None:
        """Ask to whom, then give the marked events to that person."""
        window, ids = self._window, self._marked()
        if not ids:
            return
        window.jobs.run(
            lambda _control: people_here(window.app),
            owner=self,
            on_done=partial(self._ask_person, ids),
            on_error=window.tell_error,
        )

    def park_marked(self) -> None:
        """Ask why and until when, then put the marked events aside."""
        ids = self._marked()
        if ids:
            self._window.reason.ask_with_day(
                f"Varför parkeras {_events(ids)}?",
                PARK_REASONS,
                self._window.app.now().date(),
                partial(self._park, ids),
            )

    def print_marked(self) -> None:
        """Preview the summaries of the marked events, or write a file for each."""
        ids = self._marked()
        if len(ids) == 1:
            self._preview(ids)
        elif ids:
            self._window.reason.ask(
                f"Hur ska {_events(ids)} skrivas ut?",
                (_ONE_PDF, _FILE_EACH),
                partial(self._print, ids),
            )

    def export_marked(self) -> None:
        """Ask for a file, then write the marked events to it."""
        ids = self._marked()
        if not ids:
            return
        kinds = "Händelser för granskning (*.jsonl);;Tabell (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, f"Exportera {_events(ids)}", "händelser.jsonl", kinds
        )
        if chosen:
            path = Path(chosen)
            suffix = ".csv" if "csv" in kind else ".jsonl"
            path = path if path.suffix.lower() in (".csv", ".jsonl") else Path(chosen + suffix)
            app, person = self._window.app, self._window.person
            self._run(
                "Exporterar …",
                lambda control: bulk_papers.export_events(app, ids, path, person, control),
                self._tell_report,
            )

    def merge_events(self) -> None:
        """Merge the marked events of one patient."""
        window, ids = self._window, self._marked()
        if len(ids) < _FEWEST:
            window.tell("Markera två eller flera händelser för samma patient.")
            return
        person = self._window.person
        window.jobs.run(
            lambda _control: merge_events(window.app, ids, person),
            owner=self,
            on_done=partial(self._merged, ids),
            on_error=window.tell_error,
            lane=Lane.WRITE,
        )

    # -- private ----------------------------------------------------------------------------

    def _marked(self) -> list[str]:
        work = self._window.work_list
        ids = work.selected_ids() if work is not None else []
        if not ids:
            self._window.tell(_NONE)
        return ids

    def _merged(self, ids: Sequence[str], encounter: Encounter) -> None:
        window = self._window
        if window.work_list is not None:
            window.work_list.model.mark(ids, on=False)
        window.events.open_event(encounter.id)
        window.tell("Händelserna är sammanslagna.")

    def _ask_person(self, ids: Sequence[str], people: list[Person]) -> None:
        names = [person.name for person in people]
        own = self._window.person.name
        names = [own, *(name for name in names if name != own), _NOBODY]
        self._window.reason.ask(
            f"Vem ska ha {_events(ids)}?", names, partial(self._assign, ids, people)
        )

    def _assign(self, ids: Sequence[str], people: list[Person], name: str) -> None:
        to = next((each for each in people if each.name.casefold() == name.casefold()), None)
        if to is None and name != _NOBODY:
            self._window.tell(f"Ingen här heter {name[:60]}. Välj ett namn i listan.")
            return
        app, person = self._window.app, self._window.person
        self._run(
            "Tilldelar …",
            lambda control: bulk_acts.assign_events(app, ids, to, person, control),
            self._unmark,
        )

    def _park(self, ids: Sequence[str], reason: str, until: date | None) -> None:
        app, person = self._window.app, self._window.person
        self._run(
            "Parkerar …",
            lambda control: bulk_acts.park_events(app, ids, reason, person, until, control),
            self._unmark,
        )

    def _print(self, ids: Sequence[str], how: str) -> None:
        if how != _FILE_EACH:
            self._preview(ids)
            return
        chosen = QFileDialog.getExistingDirectory(self._window, "Mapp för sammanfattningarna")
        if chosen:
            app, person, folder = self._window.app, self._window.person, Path(chosen)
            self._run(
                "Skriver sammanfattningar …",
                lambda control: bulk_papers.print_events(app, ids, folder, person, control),
                self._tell_report,
            )

    def _preview(self, ids: Sequence[str]) -> None:
        window, person = self._window, self._window.person
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        window.task.run(
            "Sätter sidorna …",
            lambda control: bulk_papers.print_pdf(window.app, ids, person, control),
            partial(self._show_pdf, ids),
            window.tell_error,
        )

    def _show_pdf(self, ids: Sequence[str], made: tuple[bytes, BulkReport]) -> None:
        content, report = made
        if content:
            one = f"kodningssammanfattning-{ids[0]}"
            name = one if len(ids) == 1 else "kodningssammanfattningar"
            self._window.preview.show_pdf(content, name)
            self._window.show_over(self._window.preview)
        if report.refused:
            self._window.alert.tell(report.sentences)

    def _run(
        self,
        title: str,
        act: Callable[[JobControl], BulkReport],
        then: Callable[[BulkReport], None],
    ) -> None:
        window = self._window
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        window.task.run(title, act, then, window.tell_error, Lane.WRITE)

    def _unmark(self, report: BulkReport) -> None:
        """Tell what came of it; what was refused stays marked."""
        self._tell_report(report)
        work = self._window.work_list
        if work is not None:
            work.model.mark(report.done, on=False)
            work.refresh()

    def _tell_report(self, report: BulkReport) -> None:
        """Tell what came of it; what is only read stays marked, for the next thing to do."""
        window = self._window
        window.tell(report.sentences)
        if report.refused or report.was_cancelled or report.remarks:
            window.alert.tell(report.sentences)
        else:
            window.alert.hide()

    def _change(self, named: WorkListName) -> None:
        if named.may_be_changed_by(self._window.person):
            self._edit(named)
        else:
            self._edit(WorkListName("", "", named.rule, self._window.person.id))

    def _remove(self, named: WorkListName) -> None:
        window = self._window
        if window.work_list is not None:
            lists = window.work_list.lists_presenter
            window.reason.ask(
                f"Ta bort listan {named.name}? Händelserna påverkas inte.",
                ("Ta bort",),
                lambda _answer: lists.remove(named),
            )

    def _edit(self, named: WorkListName) -> None:
        window, work = self._window, self._window.work_list
        if work is None:
            return
        if self._editor is None:
            from ui.screens.work_list_rule import WorkListRuleScreen  # noqa: PLC0415 - seldom

            self._editor = editor = WorkListRuleScreen(self._window.person)
            editor.closed.connect(window.go_back)
            editor.saved.connect(work.lists_presenter.save)
            work.lists_presenter.saved.connect(self._note_saved)
        self._editor.show_list(named, work.lists_presenter.units)
        window.show_over(self._editor)

    def _note_saved(self, _named: WorkListName) -> None:
        if self._window.stack.currentWidget() is self._editor:
            self._window.go_back()


def _events(ids: Sequence[str]) -> str:
    return "händelsen" if len(ids) == 1 else f"{len(ids)} händelser"
