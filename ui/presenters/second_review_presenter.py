"""What the screen of second reviews does: samples, what is done, how far coders agree."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.access import Person
from app.domain.list_words import format_count
from app.domain.second_review import Sample, SecondReview
from app.services.access import list_people
from app.services.second_review import (
    AgreementTables,
    ReviewOutcome,
    SampleState,
    agreement_tables,
    done_reviews,
    draw_sample,
    list_samples,
    next_review,
    note_agreed,
    review_outcome,
)
from app.services.work_list import list_units
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.listing import Listing
from ui.presenters.newest import Newest


class SecondReviewPresenter(QObject):
    """Holds what was read last; every act reads it again."""

    changed = Signal()
    outcome_read = Signal(object)  # ReviewOutcome
    taken = Signal(object)  # SecondReview: it is to be coded now
    drawn = Signal()
    told = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.samples: list[SampleState] = []
        self.done: list[SecondReview] = []
        self.people: list[Person] = []
        self.units: list[str] = []
        self.tables: AgreementTables | None = None
        self.is_read = False
        self._outcome = Newest()
        self._list = Listing(
            desk.jobs, self, self._read, lambda found: self._take(*found), self.failed.emit
        )

    def refresh(self) -> None:
        """Read samples, finished reviews and figures."""
        self._list.refresh()

    def draw(self, sample: Sample) -> None:
        """Draw a new sample."""
        app, person = self.desk.app, self.desk.person
        self.desk.jobs.run(
            lambda _control: draw_sample(app, person, sample),
            owner=self,
            on_done=self._note_drawn,
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def take_next(self, sample_id: str) -> None:
        """Go on with the review that was begun, or take the next one."""
        app, person = self.desk.app, self.desk.person
        self.desk.jobs.run(
            lambda _control: next_review(app, person, sample_id),
            owner=self,
            on_done=self._take_up,
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def read_outcome(self, review_id: str) -> None:
        """Read both codings of a finished review."""
        app, person, question = self.desk.app, self.desk.person, self._outcome.ask()

        def show(outcome: ReviewOutcome) -> None:
            if self._outcome.is_newest(question):
                self.outcome_read.emit(outcome)

        self.desk.jobs.run(
            lambda _control: review_outcome(app, review_id, person),
            owner=self,
            on_done=show,
            on_error=self.failed.emit,
            lane=Lane.WRITE,  # reading it is written to the access log
        )

    def note(self, review_id: str, remark: str) -> None:
        """Keep what coder and reviewer agreed on."""
        app = self.desk.app
        self.desk.jobs.run(
            lambda _control: note_agreed(app, review_id, remark),
            owner=self,
            on_done=lambda _review: self._note("Det ni kom överens om är sparat."),
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def _take_up(self, review: SecondReview | None) -> None:
        if review is None:
            self.told.emit("Inget mer väntar på dig i urvalet. Ingen granskar det egna.")
            self.refresh()
        else:
            self.taken.emit(review)

    def _note_drawn(self, state: SampleState) -> None:
        waiting = format_count(state.waiting, "händelse", "händelser")
        self._note(f"Urvalet {state.sample.name} har {waiting} att granska.")
        self.drawn.emit()

    def _note(self, sentence: str) -> None:
        self.told.emit(sentence)
        self.refresh()

    def _read(
        self,
    ) -> tuple[list[SampleState], list[SecondReview], AgreementTables, list[Person], list[str]]:
        app, person = self.desk.app, self.desk.person
        return (
            list_samples(app),
            done_reviews(app, person),
            agreement_tables(app, person),
            list_people(app),
            list_units(app),
        )

    def _take(
        self,
        samples: list[SampleState],
        done: list[SecondReview],
        tables: AgreementTables,
        people: list[Person],
        units: list[str],
    ) -> None:
        self.samples, self.done, self.tables = samples, done, tables
        self.people, self.units, self.is_read = people, units, True
        self.changed.emit()
