"""What the form for a new search term does: find what it may lead to, and propose it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.local_term import LocalTerm
from app.domain.search import SearchHit
from app.services.code_search import search_codes
from app.services.local_terms import propose_term
from app.services.term_checks import WrittenTerm
from ui.desk import Desk
from ui.jobs import Lane

#: Codes that are offered for what is typed; who sees none of them types more.
_OFFERED = 30


class ProposePresenter(QObject):
    """Drives one form: the newest text is searched, one proposal at a time is kept."""

    found = Signal(str, object)  # the text asked, Sequence[SearchHit]
    proposed = Signal(object)  # LocalTerm
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._answered = ""
        self._is_keeping = False
        self._when_found: Callable[[], None] | None = None

    def search(self, text: str) -> None:
        """Look for codes; an answer to an older text is passed over."""
        self._text, self._when_found = text, None
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: search_codes(app, text, limit=_OFFERED) if text.strip() else [],
            owner=self,
            on_done=lambda hits: self._show(text, hits),
            on_error=self._fail,
        )

    def when_found(self, then: Callable[[], None]) -> None:
        """Call back once what is typed is answered: at once where it is."""
        if self._text == self._answered:
            then()
        else:
            self._when_found = then

    def propose(self, written: WrittenTerm) -> None:
        """Propose a term; Enter pressed twice proposes it once."""
        if self._is_keeping:
            return
        self._is_keeping = True
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: propose_term(app, person, written),
            owner=self,
            on_done=self._keep,
            on_error=self._fail,
            lane=Lane.WRITE,
        )

    def _show(self, text: str, hits: Sequence[SearchHit]) -> None:
        if text != self._text:
            return
        self._answered = text
        self.found.emit(text, hits)
        then, self._when_found = self._when_found, None
        if then is not None:
            then()

    def _keep(self, term: LocalTerm) -> None:
        self._is_keeping = False
        self.proposed.emit(term)

    def _fail(self, error: Exception) -> None:
        self._is_keeping, self._when_found = False, None
        if not isinstance(error, AppError):
            raise error
        self.refused.emit(str(error))
