"""Commands on the event that lies on the desk."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.encounter import Encounter, Status
from app.domain.errors import StaleSaveError
from app.domain.version import SignedVersion
from app.services import work_list
from app.services.coding import OpenedEvent
from app.services.events import split_event
from app.services.signing import PARK_REASONS, signing_doubt, signing_state
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.coding import CodingScreen

#: Notes needed for a split.
_FEWEST = 2
_KEPT = "Ditt arbete finns kvar här och sparas så snart det går."
_RECORD_CHANGED = (
    "Journalen har ändrats efter signeringen. Öppna händelsen åter om koderna behöver rättas."
)
_NOT_SPLIT = "Bara en öppen händelse med minst två anteckningar kan delas; öppna en signerad åter."
_DOUBTED = ("Signera ändå", "Fortsätt koda")
_GOES_ON = "Nästa händelse öppnas."
REOPEN_REASONS = ("Journalen har ändrats", "Felaktig kod", "Kompletterande svar")


class EventCommands(QObject):
    """Open, code, park, sign, reopen and split."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._said_of_signing = ""

    def open_event(self, encounter_id: str) -> None:
        """Put an event on the desk."""
        window = self._window
        if window.coding is not None:
            window.alert.hide()
            if not window.statusBar().currentMessage().endswith(_GOES_ON):
                window.statusBar().clearMessage()  # it told of the event before this one
            window.coding.presenter.open(encounter_id)
        if window.work_list is not None:
            window.work_list.presenter.passed.discard(encounter_id)

    def next_event(self) -> None:
        """Fetch the next waiting event that nobody else works on; a list in front has its own."""
        open_next = getattr(self._window.stack.currentWidget(), "open_next", None)
        if open_next is not None:
            open_next()
            return
        window, desk = self._window, self._window.desk
        if desk is None or window.coding is None or window.work_list is None:
            return
        present, view = window.coding.presenter.encounter, window.work_list.presenter
        after = present.id if present else None
        if present is not None:
            view.note_left(present)
        query, passed = view.query, frozenset(view.passed)
        window.jobs.run(
            lambda _control: work_list.next_in_view(window.app, desk.person, after, query, passed),
            owner=self,
            on_done=self._open_next,
            on_error=window.tell_error,
        )

    def show_work_list(self) -> None:
        """Store what lies on the desk and go back to the list; in training, to the exercises."""
        window = self._window
        if window.training.room.is_inside:
            window.training.set_aside()
        if window.coding is not None and window.work_list is not None:
            target = window.work_list
            window.coding.presenter.leave(lambda: window.show_screen(target))

    def back_to_list(self, was_put_aside: bool) -> None:
        """Go on when nothing lies on the desk any more: to the list, or to the next event."""
        window = self._window
        if was_put_aside and self._goes_on:
            window.tell(f"{window.statusBar().currentMessage()} {_GOES_ON}".strip())
            self.next_event()
            return
        if window.work_list is not None and window.stack.currentWidget() is window.coding:
            window.show_screen(window.work_list)

    def note_changed(self, _encounter: Encounter) -> None:
        """Take back what was said of signing: it was true of the codes before this change."""
        bar = self._window.statusBar()
        if self._said_of_signing and bar.currentMessage() == self._said_of_signing:
            bar.clearMessage()

    def note_waiting(self, sentence: str) -> None:
        """Tell that storage is away; the work is kept, and stored when it is back."""
        window = self._window
        window.saved.setText("Inte sparat")
        if window.is_closing:
            act, tip = "Stäng &utan att spara", "Stäng ändå; det senaste går förlorat"
            window.alert.tell(f"{sentence} {_KEPT}", act, tip, window.close_now)
        else:
            window.alert.tell(f"{sentence} {_KEPT}")

    def note_saved(self, clock: str) -> None:
        """Show when the work was stored last."""
        window = self._window
        window.saved.setText(f"Sparat {clock}")
        if window.alert.text.endswith(_KEPT):
            window.alert.hide()

    def note_opened(self, event: OpenedEvent) -> None:
        """Show the coding screen for the event that was just opened."""
        window = self._window
        if window.coding is None:
            return
        if not getattr(window.stack.currentWidget(), "shows_events", False):
            window.show_screen(window.coding)
            window.coding.asking.begin()
        if event.encounter.record_changed and event.encounter.status is Status.SIGNED:
            window.alert.tell(_RECORD_CHANGED, "Öppna å&ter …", "Öppna händelsen åter", self.reopen)
        else:
            window.alert.hide()

    def note_left(self) -> None:
        """Take back what was said of the event that lay on the desk."""
        if self._window.alert.text == _RECORD_CHANGED:
            self._window.alert.hide()

    def find_code(self) -> None:
        """Go to the search field, or to the filter of the list that is shown."""
        window = self._window
        focus_filter = getattr(window.stack.currentWidget(), "focus_filter", None)
        if focus_filter is not None:
            focus_filter()
        elif window.coding is not None and window.stack.currentWidget() is window.coding:
            window.coding.completion_presenter.leave()
            window.coding.asking.show_search()
            window.coding.search.focus_field()
        elif window.work_list is not None:
            window.show_screen(window.work_list)
            window.work_list.focus_filter()

    def go_to_record(self) -> None:
        """Go to the record text."""
        if self._window.coding is not None:
            self._window.coding.record.go_to_text()

    def go_to_codes(self) -> None:
        """Go to the chosen codes."""
        if self._window.coding is not None:
            self._window.coding.codes.list.setFocus()

    def go_to_tree(self) -> None:
        """Go to the hierarchy."""
        if self._window.coding is not None:
            self._window.coding.completion_presenter.leave()
            self._window.coding.asking.show_search()
            self._window.coding.search.focus_tree()

    def edit_text(self) -> None:
        """Write a free diagnosis text."""
        if self._window.coding is not None:
            self._window.coding.codes.edit_text()

    def accept_proposal(self) -> None:
        """Take over the next code from the record."""
        if self._window.coding is not None:
            self._window.coding.accept_next_proposal()

    def all_systems(self) -> None:
        """Search every code system."""
        self._choose_systems(0)

    def only_icd(self) -> None:
        """Search diagnoses only."""
        self._choose_systems(1)

    def only_kva(self) -> None:
        """Search procedures only."""
        self._choose_systems(2)

    def only_atc(self) -> None:
        """Search drugs only."""
        self._choose_systems(3)

    def undo(self) -> None:
        """Take the last act back."""
        if self._window.coding is not None:
            self._window.statusBar().clearMessage()  # it told of what is taken back now
            self._window.coding.presenter.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        if self._window.coding is not None:
            self._window.coding.presenter.redo()

    def park(self) -> None:
        """Ask why, then put the event aside."""
        coding = self._window.coding
        if coding is not None and coding.presenter.is_editable:
            self._window.reason.ask_with_day(
                "Varför parkeras händelsen?",
                PARK_REASONS,
                self._window.app.now().date(),
                self._park,
            )

    def sign(self) -> None:
        """Sign, or go to what stands in the way; an exercise is handed in."""
        coding = self._window.coding
        if self._window.training.room.is_inside:
            self._window.training.exercise.hand_in()
            return
        if coding is None or coding.presenter.encounter is None:
            return
        coding.presenter.when_reviewed(self._sign_or_point)

    def reopen(self) -> None:
        """Ask why, then open a signed event again."""
        coding = self._window.coding
        encounter = coding.presenter.encounter if coding is not None else None
        if coding is not None and encounter is not None and encounter.status is Status.SIGNED:
            self._window.statusBar().clearMessage()  # it told that the event is locked
            self._window.reason.ask(
                "Varför öppnas händelsen åter?", REOPEN_REASONS, coding.presenter.reopen
            )

    def note_signed(self, version: SignedVersion) -> None:
        """Tell that the event is signed and what comes next."""
        after = _GOES_ON if self._goes_on else "Ctrl+P skriver ut, Ctrl+N hämtar nästa."
        self._window.tell(f"Signerad som version {version.number}. {after}")
        if self._goes_on:
            self.next_event()

    def offer_stored_state(self, error: Exception) -> None:
        """Tell that somebody else changed the event, and offer to show the change."""
        window = self._window
        if window.coding is None:
            return
        act = "V&isa ändringen" if isinstance(error, StaleSaveError) else "V&isa det som är sparat"
        tip = "Läs in händelsen som den är sparad; dina osparade ändringar tas bort"
        window.alert.tell(str(error), act, tip, window.coding.presenter.read_again)

    @property
    def _goes_on(self) -> bool:
        """Whether the next event is to open by itself."""
        work = self._window.work_list
        return work is not None and work.lists_presenter.always_next

    def _park(self, reason: str, until: date | None) -> None:
        if self._window.coding is not None:
            self._window.coding.presenter.park(reason, until)

    def split_event(self) -> None:
        """Ask which notes go to a new event, then split."""
        coding = self._window.coding
        event = coding.presenter.desk_event if coding is not None else None
        is_whole = event is None or len(event.record.documents) < _FEWEST
        if coding is None or event is None or is_whole or not coding.presenter.is_editable:
            self._window.tell(_NOT_SPLIT)
            return
        choices = [f"{i}. {doc.label}" for i, doc in enumerate(event.record.documents, start=1)]
        self._window.reason.ask(
            "Flytta denna och senare anteckningar till en ny händelse:",
            choices[1:],
            partial(self._split_at, event, choices),
        )

    def _split_at(self, event: OpenedEvent, choices: list[str], answer: str) -> None:
        window, desk = self._window, self._window.desk
        if desk is None or answer not in choices:
            window.tell("Välj en anteckning i listan.")
            return
        moved = [doc.id for doc in event.record.documents[choices.index(answer) :]]
        encounter_id = event.encounter.id

        def split() -> None:
            window.jobs.run(
                lambda _control: split_event(window.app, encounter_id, moved, desk.person),
                owner=self,
                on_done=lambda both: self._open_first_part(both[0].id),
                on_error=partial(self._open_whole, encounter_id),
                lane=Lane.WRITE,
            )

        if window.coding is not None:
            window.coding.presenter.leave(split)

    def _open_whole(self, encounter_id: str, error: Exception) -> None:
        """Lay an event that was not split back on the desk, and tell why."""
        self.open_event(encounter_id)
        self._window.tell_error(error)

    def _open_first_part(self, encounter_id: str) -> None:
        self._window.tell("Händelsen är delad. De flyttade anteckningarna är nu en ny händelse.")
        self.open_event(encounter_id)

    def _open_next(self, encounter_id: str | None) -> None:
        if encounter_id is None:
            self._window.tell("Inget mer väntar i den här listan.")
            self.show_work_list()
            return
        if self._window.work_list is not None:
            self._window.work_list.presenter.note_fetched(encounter_id)
        self.open_event(encounter_id)

    def _sign_or_point(self) -> None:
        coding = self._window.coding
        if coding is None or coding.presenter.encounter is None:
            return
        state = signing_state(coding.presenter.encounter, coding.presenter.findings)
        if state.is_free or not coding.presenter.is_editable:
            self._sign_what_is_coded(coding)
            return
        self._said_of_signing = _blocked(len(state.errors), len(state.warnings))
        self._window.tell(self._said_of_signing)
        coding.findings.next()

    def _sign_what_is_coded(self, coding: CodingScreen) -> None:
        """Sign; where that is in doubt a slip of the key must not be enough."""
        presenter, present = coding.presenter, coding.presenter.encounter
        doubt = signing_doubt(present) if present is not None and presenter.is_editable else ""
        if not doubt:
            presenter.sign()
            return
        self._window.reason.ask(
            doubt, _DOUBTED, lambda answer: presenter.sign() if answer == _DOUBTED[0] else None
        )

    def _choose_systems(self, position: int) -> None:
        if self._window.coding is not None:
            self._window.coding.completion_presenter.leave()
            self._window.coding.asking.show_search()
            self._window.coding.search.choose_systems(position)


def _blocked(errors: int, warnings: int) -> str:
    if errors:
        noun = "1 fel" if errors == 1 else f"{errors} fel"
        return f"{noun} hindrar signering. Rätta, eller parkera händelsen (F6)."
    noun = "1 varning" if warnings == 1 else f"{warnings} varningar"
    return f"{noun} väntar på åtgärd. Rätta, eller avfärda med ett skäl (F7)."
