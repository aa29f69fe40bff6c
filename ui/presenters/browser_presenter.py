"""Which edition the browser shows, and the way to a code in it; editions are read in jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import EDITION_STATE_LABEL, Edition, EditionState
from app.domain.errors import AppError
from app.services.codebooks import list_editions
from app.services.context import AppContext
from app.services.section import find_codebook
from ui.desk import Desk
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.search_presenter import SearchPresenter


@dataclass(frozen=True, slots=True)
class Shelf:
    """The editions of one system, and the one that is taken down."""

    editions: tuple[Edition, ...]
    book: Codebook
    #: The day that the codes are looked at.
    day: date


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for last: an edition by id or by day, and the code to open it at."""

    system: CodeSystem
    edition: str | date | None
    code: str = ""
    #: Picks the edition when the one that was asked for is there no longer; None is today.
    day: date | None = None


class BrowserPresenter(QObject):
    """Drives the browser: one edition is read at a time, the newest wish wins."""

    shelved = Signal(object)  # Shelf: another edition is shown
    missing = Signal(str)  # a whole sentence: the code is not in the edition that is shown
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.concepts = ConceptPresenter(desk, self)
        self.search = SearchPresenter(desk, self)
        self._day: date | None = None
        #: The editions that were chosen by hand, in place of those of the day.
        self._chosen: dict[CodeSystem, str] = {}
        self._wish: _Wish | None = None
        self.book: Codebook | None = None
        self.concepts.revealed.connect(self._change_system)

    def open_at(self, system: CodeSystem, code: str, day: date | None) -> None:
        """Show a code in the edition of a day; the same day is used for the other systems."""
        self._day, self._chosen = day, {}
        self._ask(_Wish(system, day, code))

    def open_in(self, system: CodeSystem, code: str, edition_id: str) -> None:
        """Show a code in one edition, which then stands for its system."""
        self._chosen[system] = edition_id
        self._ask(_Wish(system, edition_id, code))

    def read_again(self) -> None:
        """Show the editions as they are now, at the code that is looked at."""
        if self.book is not None:
            system, place = self.book.edition.system, self.concepts.place
            code = place[1] if place is not None and place[0] is system else ""
            self.concepts.forget_answer()
            self._ask(_Wish(system, self._edition_of(system), code))

    def choose_system(self, system: CodeSystem) -> None:
        """Show the edition of a system that is in force on the day."""
        if self.book is None or self.book.edition.system is not system:
            self._ask(_Wish(system, self._edition_of(system)))

    def choose_edition(self, edition: Edition) -> None:
        """Show another edition, at the code that is looked at now."""
        place = self.concepts.place
        self._chosen[edition.system] = edition.id
        code = place[1] if place is not None and place[0] is edition.system else ""
        self._ask(_Wish(edition.system, edition.id, code))

    def follow(self, system: CodeSystem, code: str) -> None:
        """Go to a code that a link names; into another system by the edition of the day."""
        if self.book is not None and self.book.edition.system is system:
            self._go_to(self.book, code)
        else:
            self._ask(_Wish(system, self._edition_of(system), code))

    def _change_system(self, system: CodeSystem, code: str) -> None:
        """Take the other codebook down when the way back leads into it."""
        if self.book is not None and self.book.edition.system is not system:
            self._ask(_Wish(system, self._edition_of(system), code))

    def _edition_of(self, system: CodeSystem) -> str | date | None:
        return self._chosen.get(system, self._day)

    def _ask(self, wish: _Wish) -> None:
        self._wish = wish = replace(wish, day=self._day)
        app = self._desk.app
        self._desk.jobs.run(
            lambda _control: _take_down(app, wish),
            owner=self,
            on_done=lambda shelf: self._show(wish, shelf),
            on_error=self._fail,
        )

    def _show(self, wish: _Wish, shelf: Shelf) -> None:
        if wish is not self._wish:
            return
        edition = shelf.book.edition
        if self.book is not shelf.book:
            self.book = shelf.book
            self.search.set_edition(edition.system, edition.id)
        self.shelved.emit(shelf)
        self.concepts.set_edition(edition.id)
        if wish.code:
            self._go_to(shelf.book, wish.code)
        else:
            self._go_to_top(shelf.book)

    def _go_to(self, book: Codebook, code: str) -> None:
        if book.concept(code) is None:
            self.concepts.clear()
            self.missing.emit(f"{code} finns inte i {book.edition.label}.")
        else:
            self.concepts.go_to(book.edition.system, code)

    def _go_to_top(self, book: Codebook) -> None:
        first = next(iter(book.children(None)), None)
        if first is None:
            self.concepts.clear()
            self.missing.emit(f"{book.edition.label} har inga koder.")
        else:
            self.concepts.go_to(first.system, first.code)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(str(error))


def edition_text(edition: Edition) -> str:
    """Return how an edition is written in the list: name, version and whether it is in use."""
    if edition.is_starter:
        return edition.label
    return f"{edition.label} · {EDITION_STATE_LABEL[edition.state].lower()}"


def edition_tip(edition: Edition) -> str:
    """Return what more there is to say about an edition in a line."""
    since = f", gäller från {edition.valid.start}" if edition.valid.start else ""
    return f"{edition_text(edition)}{since}"


def _take_down(app: AppContext, wish: _Wish) -> Shelf:
    editions = [e for e in list_editions(app) if e.system is wish.system]
    editions.sort(key=lambda e: (e.state is EditionState.RETIRED, e.is_starter))
    is_gone = isinstance(wish.edition, str) and wish.edition not in {e.id for e in editions}
    book = find_codebook(app, wish.day if is_gone else wish.edition, wish.system)
    book.children(None)  # the first question sorts the whole book: not on the GUI thread
    return Shelf(tuple(editions), book, wish.day or app.now().date())
