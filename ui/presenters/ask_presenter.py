"""Puts a question to a clinician: whom one can ask, with which words, and the sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.clinician_query import About, Recipient, default_due
from app.domain.errors import AppError
from app.services.clinician_queries import ask
from app.services.query_recipients import list_recipients
from app.services.query_templates import QueryTemplate, read_templates
from ui.desk import Desk
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.newest import Newest


@dataclass(frozen=True, slots=True)
class Written:
    """A question as it stands in the form."""

    to: str
    text: str
    due: str
    about: About

    @property
    def day(self) -> date | None:
        """The last day, or None where what is typed is none."""
        try:
            return date.fromisoformat(self.due)
        except ValueError:
            return None


class AskPresenter(QObject):
    """One question at a time about the event that lies on the desk."""

    opened = Signal(object, object)  # Sequence[Recipient], tuple[QueryTemplate, ...]
    refused = Signal(str)

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self._coding = desk, coding
        self._newest = Newest()

    @property
    def unit(self) -> str:
        """The unit of the event on the desk."""
        encounter = self._coding.encounter
        return encounter.unit.label if encounter is not None else ""

    @property
    def event_day(self) -> date | None:
        """The day of the event on the desk."""
        encounter = self._coding.encounter
        return encounter.day if encounter is not None else None

    @property
    def today(self) -> date:
        """The day on the program's clock."""
        return self.desk.app.now().date()

    @property
    def due(self) -> date:
        """The last day that is proposed."""
        return default_due(self.today)

    def begin(self) -> None:
        """Read whom one can ask, and the templates."""
        app, unit, question = self.desk.app, self.unit, self._newest.ask()

        def show(both: tuple[list[Recipient], tuple[QueryTemplate, ...]]) -> None:
            if self._newest.is_newest(question):  # not about the event that lay here before
                self.opened.emit(*both)

        self.desk.jobs.run(
            lambda _control: (list_recipients(app, unit), read_templates(app)),
            owner=self,
            on_done=show,
            on_error=self._fail,
        )

    def send(self, written: Written) -> None:
        """Put the question; the event is parked and leaves the desk."""
        due, fault = written.day, self._fault(written)
        if due is None or fault:
            self.refused.emit(fault)
            return
        app, person, save_id = self.desk.app, self.desk.person, self.desk.app.new_id()

        self._coding.put_aside(
            lambda encounter: ask(
                app,
                encounter,
                person,
                written.to,
                written.text,
                due,
                written.about,
                save_id,
            ),
            f"Frågan är ställd och händelsen parkerad. Svar väntas senast {due}.",
        )

    def _fault(self, written: Written) -> str:
        """Say what is to be mended first; nothing where the question can be put."""
        if not written.text.strip():
            return "Skriv en fråga, eller välj en av mallarna."
        if written.day is None:
            return "Skriv svarsdagen som ÅÅÅÅ-MM-DD."
        if written.day < self.today:
            return "Svarsdagen har redan passerat. Välj i dag eller en senare dag."
        return ""

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.refused.emit(str(error))
