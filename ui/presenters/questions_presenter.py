"""The questions that wait for a clinician's answer: listed, read one at a time, answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.clinician_query import ClinicianQuery
from app.domain.coding_acts import assigned_codes
from app.domain.errors import AppError
from app.services.answer_drafts import (
    NO_ANSWER,
    WrittenAnswer,
    keep_answer_draft,
    read_answer_drafts,
)
from app.services.clinician_queries import OpenedQuery, answer, open_query, queries_to
from app.services.context import AppContext
from ui.desk import Desk
from ui.jobs import Lane, pass_over
from ui.presenters.listing import Listing


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A question with its event, and the titles of the event's codes."""

    opened: OpenedQuery
    titles: Mapping[str, str]


class QuestionsPresenter(QObject):
    """Holds the list as it was read last; only the question asked for last is shown."""

    changed = Signal()
    read = Signal(object)  # ReadQuery
    answered = Signal(str, str)  # query id, a Swedish sentence
    refused = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.queries: tuple[ClinicianQuery, ...] = ()
        #: What has been written to each question and not been sent.
        self.drafts: dict[str, WrittenAnswer] = {}
        #: Kept since the list was last asked for, or not stored yet: newer than what is read.
        self._fresh: set[str] = set()
        self._unstored: set[str] = set()
        #: Its answer was refused, since it no longer waits: it stays until another is chosen.
        self._closed_id = ""
        self.is_read = False
        self._wanted = ""
        self._is_sending = False
        self._list = Listing(
            desk.jobs,
            self,
            lambda: (
                queries_to(desk.app, desk.person),
                read_answer_drafts(desk.app, desk.person),
            ),
            self._take,
            self.failed.emit,
        )

    def refresh(self) -> None:
        """Read the list: questions may have come, or been answered by a colleague."""
        self._fresh = set(self._unstored)
        self._list.refresh()

    @property
    def waiting(self) -> tuple[ClinicianQuery, ...]:
        """Those that still wait for an answer."""
        return tuple(query for query in self.queries if query.id != self._closed_id)

    def open(self, query_id: str) -> None:
        """Read a question with its event; the access log is written."""
        if query_id == self._wanted:
            return
        if self._closed_id and query_id != self._closed_id:
            self.let_go()
            self.refresh()
        self._wanted = query_id
        app, person = self.desk.app, self.desk.person
        self.desk.jobs.run(
            lambda _control: _read(app, open_query(app, query_id, person)),
            owner=self,
            on_done=self._show,
            on_error=self._fail,
            lane=Lane.WRITE,
        )

    def forget(self) -> None:
        """Nothing is chosen."""
        self._wanted = ""

    def let_go(self) -> None:
        """Let a question go that no longer waits, with what was written to it."""
        self._unstored.discard(self._closed_id)
        self._closed_id = ""

    def keep(self, query_id: str, written: WrittenAnswer) -> None:
        """Keep what is written so far, here and over a restart; nothing waits for it."""
        if self.drafts.get(query_id, NO_ANSWER) == written:
            return
        self.drafts[query_id] = written
        self._fresh.add(query_id)
        self._unstored.add(query_id)
        app, person = self.desk.app, self.desk.person
        self.desk.jobs.run(
            lambda _control: keep_answer_draft(app, person, query_id, written),
            owner=self,
            on_done=lambda _none: self._unstored.discard(query_id),
            on_error=pass_over,  # it stands in the form; sending tells what is away
            lane=Lane.WRITE,
        )

    def send(self, query_id: str, written: WrittenAnswer) -> None:
        """Answer; the key pressed twice answers once."""
        if self._is_sending:
            return
        self._is_sending = True
        app, person = self.desk.app, self.desk.person
        codes = written.codes.replace(",", " ").replace(";", " ").split()

        def work(_control: object) -> ClinicianQuery:
            return answer(
                app, query_id, person, written.text, codes=codes, diagnosis_text=written.words
            )

        self.desk.jobs.run(
            work,
            owner=self,
            on_done=self._sent,
            on_error=lambda error: self._refuse(query_id, error),
            lane=Lane.WRITE,
        )

    def _sent(self, query: ClinicianQuery) -> None:
        self._is_sending = False
        self.keep(query.id, NO_ANSWER)
        late = " Händelsen var redan signerad; kodaren får veta det." if query.is_late else ""
        self.answered.emit(query.id, f"Svaret är skickat till {query.asked_by.name}.{late}")
        self.refresh()

    def _take(self, found: tuple[list[ClinicianQuery], dict[str, WrittenAnswer]]) -> None:
        queries, drafts = found
        self.drafts = drafts | {each: self.drafts[each] for each in self._fresh}
        waiting = {query.id for query in queries}
        if self._closed_id in waiting:
            self.let_go()
        closed = [query for query in self.queries if query.id == self._closed_id]
        self.queries, self.is_read = (*closed, *queries), True
        if self._wanted not in {query.id for query in self.queries}:
            self._wanted = ""
        self.changed.emit()

    def _show(self, read: ReadQuery) -> None:
        if read.opened.query.id == self._wanted:
            self.read.emit(read)

    def _refuse(self, query_id: str, error: Exception) -> None:
        """Keep the question with what is written, should somebody else have been first."""
        self._closed_id, self._wanted = query_id, ""  # read anew, with the answer
        self._unstored.add(query_id)
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._is_sending = False
        if not isinstance(error, AppError):
            raise error
        self.refused.emit(str(error))
        self.refresh()


def _read(app: AppContext, opened: OpenedQuery) -> ReadQuery:
    if opened.encounter is None:
        return ReadQuery(opened, {})
    books = app.library.for_day(opened.encounter.day)
    codes = assigned_codes(opened.encounter)
    found = {each.code: books.of(each.system).concept(each.code) for each in codes}
    return ReadQuery(opened, {code: c.title for code, c in found.items() if c is not None})
