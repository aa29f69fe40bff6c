"""Pair completion at the desk: what is offered, the step that is asked, and the answers to it.

Nothing is written before the last answer: then everything comes on the event as one act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.completion import Offer, Option, Progress, Step, codes_added
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.external_cause import CauseGrid, CauseParts
from app.domain.record import NO_RECORD, CareRecord
from app.services.cause_builder import (
    Mechanism,
    cause_grid,
    choose_cell,
    find_mechanisms,
    read_memory,
    remember_cause,
    usual_mechanisms,
)
from app.services.completion import begin_completion, open_step, search_step
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.offer_presenter import OfferPresenter

Answer = Mechanism | Option

_NO_DIAGNOSIS = "Välj först den diagnos som orsaken hör till."
_NOTHING = "Inget saknas vid den valda koden. Ctrl+E bygger en yttre orsak."
_NO_SUCH = "{code} har ingen kod som gäller på händelsens dag. Välj en annan orsak."
_OTHER_CODES = "Koderna ändrades under tiden. Börja om med Ctrl+E eller Ctrl+Skift+E."


class CompletionPresenter(QObject):
    """One completion under way at a time; the newest question wins."""

    started = Signal(str)  # what is completed, for the head
    asked = Signal(object, int, int)  # Step with its ready answers, its number, how many
    moved_on = Signal()  # a step is answered, the next is on its way
    laid_out = Signal(object, object)  # CauseGrid, and the CauseParts to begin at
    found = Signal(str, list)  # the text asked, list[Answer]
    settled = Signal()  # what waited for the answers is done
    closed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self.offers = OfferPresenter(desk, coding, self)
        self.offers.told.connect(self.told)
        self._before: list[Progress] = []
        self._progress: Progress | None = None
        self._step: Step | None = None
        self._grid: CauseGrid | None = None
        self._ticket = 0
        #: What is typed now, asked after or not.
        self._text = ""
        self._is_asking = False
        self._then: Callable[[], None] | None = None
        coding.changed.connect(self._note_change)
        coding.left.connect(self.leave)
        coding.opened.connect(lambda _event: self.leave())

    @property
    def is_open(self) -> bool:
        """Whether a completion is under way."""
        return self._progress is not None

    @property
    def is_settling(self) -> bool:
        """Whether something waits for the answers to what is typed."""
        return self._then is not None

    @property
    def added(self) -> list[str]:
        """The codes that the answers so far, and what is given, will add."""
        encounter, progress = self._coding.encounter, self._progress
        if encounter is None or progress is None:
            return []
        return codes_added(encounter, progress.draft)

    @property
    def grid(self) -> CauseGrid | None:
        """The places and activities that are chosen among, or None."""
        return self._grid

    # -- begin ----------------------------------------------------------------------------

    def begin_cause(self) -> None:
        """Build the external cause of the chosen row, or mend the chosen cause."""
        encounter, books = self._editable()
        if encounter is None or books is None:
            return
        offer = self.offers.cause_offer(encounter, books)
        if offer is None:
            self.told.emit(_NO_DIAGNOSIS)
        else:
            self._begin(encounter, books, offer)

    def begin_offer(self) -> None:
        """Complete what is offered, or what the chosen code can be asked to be completed with."""
        encounter, books = self._editable()
        if encounter is None or books is None:
            return
        offer = self.offers.offer_to_take(encounter, books)
        if offer is None:
            self.told.emit(_NOTHING)
        else:
            self._begin(encounter, books, offer)

    def _begin(self, encounter: Encounter, books: Codebooks, offer: Offer) -> None:
        self._before, self._grid = [], None
        progress = begin_completion(self._desk.app, encounter, books, offer)
        self._progress = progress
        if progress.step is None:
            self._finish()
            return
        self.started.emit(progress.completion.title)
        self.offers.pause()
        self._open()
        mended = progress.completion.mended
        if mended is not None:
            self._lay_out(CauseParts(offer.code[:3], *_rest(offer.code)))

    # -- the step -------------------------------------------------------------------------

    def _open(self) -> None:
        """Work out the ready answers of the step; what is typed meanwhile is asked after."""
        progress, books = self._progress, self._coding.books
        if progress is None or books is None:
            return
        self._grid, self._is_asking = None, False
        self._ticket += 1
        app, ticket, record = self._desk.app, self._ticket, self._record()
        if progress.step is not None and progress.step.is_cause:
            self._show_step(ticket, progress.step)
            return
        self._is_asking = True
        self._desk.jobs.run(
            lambda _control: open_step(app, progress, books, record),
            owner=self,
            on_done=partial(self._show_step, ticket),
            on_error=self._tell,
        )

    def _show_step(self, ticket: int, step: Step | None) -> None:
        progress = self._progress
        if ticket != self._ticket or progress is None or step is None:
            return
        self._step, self._is_asking = step, False
        self.asked.emit(step, progress.at + 1, len(progress.steps))
        self.ask(self._text)

    def ask(self, text: str) -> None:
        """Find answers to the step by what is typed; nothing typed gives the ready ones."""
        self._text = text
        if self._progress is not None and self._step is not None and not self._is_asking:
            self._run(self._ticket, self._step, text)

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back when the answers are those of what is typed."""
        if self._is_asking:
            self._then = then
        else:
            then()

    def _run(self, ticket: int, step: Step, text: str) -> None:
        books = self._coding.books
        if books is None or self._progress is None:
            return
        if not text.strip() and not step.is_cause:
            self._show_found(ticket, text, list(step.options))
            return
        self._is_asking = True
        progress = self._progress
        self._desk.jobs.run(
            lambda _control: self._find(step, text, books, progress),
            owner=self,
            on_done=partial(self._show_found, ticket, text),
            on_error=self._tell,
        )

    def _find(self, step: Step, text: str, books: Codebooks, progress: Progress) -> list[Answer]:
        """Work in the reading lane: nothing of the presenter but the desk is used."""
        app, day = self._desk.app, progress.draft.day
        if not step.is_cause:
            return [*search_step(app, step, text, day, books)]
        if text.strip():
            return [*find_mechanisms(app, text, day, books)]
        memory = read_memory(app, self._desk.person.id)
        lead = progress.draft.diagnoses[progress.place.row].code
        return [*usual_mechanisms(app, lead, books, memory)]

    def _show_found(self, ticket: int, text: str, answers: list[Answer]) -> None:
        if ticket != self._ticket or self._progress is None:
            return
        self._is_asking = False
        if self._text != text:
            self.ask(self._text)
            return
        self.found.emit(text, answers)
        then, self._then = self._then, None
        if then is not None:
            then()
            self.settled.emit()

    # -- answers ----------------------------------------------------------------------------

    def choose(self, answer: Answer) -> None:
        """Answer the step, or go from what happened to where and doing what."""
        if isinstance(answer, Option):
            self._advance(answer.code)
        else:
            self._lay_out(answer.parts)

    def take_cell(self, fourth: str, fifth: str) -> None:
        """Answer the step with a cause that is built whole."""
        concept = self._grid.concept(fourth, fifth) if self._grid is not None else None
        if concept is not None:
            self._take_cause(concept.code)

    def back(self) -> None:
        """Go one step back: from the places to what happened, or to the answer before."""
        if self._grid is not None:
            self._open()
        elif self._before:
            self._progress = self._before.pop()
            self._open()

    def leave(self) -> None:
        """Let the completion be: the event stays as it was."""
        if self.is_open:
            self._close()

    def _lay_out(self, parts: CauseParts) -> None:
        books, progress = self._coding.books, self._progress
        if books is None or progress is None:
            return
        app, day = self._desk.app, progress.draft.day
        grid = cause_grid(app, parts.mechanism, books, day)
        if grid is None:
            self.told.emit(_NO_SUCH.format(code=parts.mechanism))
            return
        whole = grid.find(parts)
        if whole is not None and progress.completion.mended is None:
            self._take_cause(whole.code)
        elif len(grid.codes) == 1:
            self._take_cause(next(iter(grid.codes.values())).code)
        else:
            self._grid = grid
            memory = read_memory(app, self._desk.person.id)
            self.laid_out.emit(grid, choose_cell(grid, parts, memory))

    def _take_cause(self, code: str) -> None:
        app, person_id = self._desk.app, self._desk.person.id
        self._desk.jobs.run(
            lambda _control: remember_cause(app, person_id, code),
            owner=self,
            on_done=lambda _none: None,
            on_error=self._tell,
            lane=Lane.WRITE,
        )
        self._advance(code)

    def _advance(self, code: str) -> None:
        if self._progress is None:
            return
        self._before.append(self._progress)
        self._progress = self._progress.answer(code)
        if self._progress.step is None:
            self._finish()
        else:
            self.moved_on.emit()
            self._open()

    def _finish(self) -> None:
        progress, before = self._progress, self._coding.encounter
        self._close()
        if progress is None or before is None:
            return
        draft = progress.draft
        rows = (draft.diagnoses, draft.procedures)
        done = self._coding.act(lambda e: replace(e, diagnoses=rows[0], procedures=rows[1]))
        after = self._coding.encounter
        if done and after is not None:
            self.told.emit(_report(before, after))

    def _close(self) -> None:
        self._ticket += 1
        self._progress = self._step = self._grid = None
        self._before, self._text, self._then = [], "", None
        self._is_asking = False
        self.closed.emit()
        self.offers.resume()

    # -- around -----------------------------------------------------------------------------

    def _note_change(self, _encounter: Encounter) -> None:
        if self.is_open:
            self._close()
            self.told.emit(_OTHER_CODES)

    def _editable(self) -> tuple[Encounter | None, Codebooks | None]:
        if self._coding.encounter is None or self._coding.books is None:
            return None, None
        if not self._coding.is_editable:
            self._coding.act(lambda encounter: encounter)  # tells why
            return None, None
        return self._coding.encounter, self._coding.books

    def _record(self) -> CareRecord:
        event = self._coding.desk_event
        return event.record if event is not None else NO_RECORD

    def _tell(self, error: Exception) -> None:
        self._is_asking = False
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))


def _rest(code: str) -> tuple[str, str]:
    bare = code.replace(".", "")
    return bare[3:4], bare[4:]


def _report(before: Encounter, after: Encounter) -> str:
    """Say what came on the event, and how it goes away again."""
    fresh = codes_added(before, after)
    if not fresh:
        return "Koderna är parade. Ctrl+Z tar tillbaka."
    return f"Lade till {', '.join(fresh)}. Ctrl+Z tar tillbaka."
