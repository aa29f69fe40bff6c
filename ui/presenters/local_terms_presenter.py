"""What the list of local search terms does: read it, judge terms, take files in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.list_words import format_count
from app.domain.local_term import LocalTerm, TermState
from app.services.context import AppContext
from app.services.local_terms import (
    ApprovedTerms,
    approve_terms,
    decline_term,
    describe_targets,
    list_terms,
    retire_term,
)
from app.services.term_files import export_terms
from ui.desk import Desk
from ui.presenters.listing import Listing

#: Reasons that a sentence tells; the rest are counted.
_TOLD = 3


class LocalTermsPresenter(QObject):
    """Holds the terms as they were read last; every act reads them again."""

    changed = Signal()
    told = Signal(str)  # what was done
    refused = Signal(str)  # what was not, and why
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.terms: tuple[LocalTerm, ...] = ()
        #: What each leads to in words, by its id.
        self.targets: Mapping[str, str] = {}
        self.is_read = False
        self._list = Listing(desk.jobs, self, lambda: _read(desk.app), self._take, self.failed.emit)

    def refresh(self) -> None:
        """Read the terms: colleagues may have proposed or judged some."""
        self._list.refresh()

    def approve(self, terms: Sequence[LocalTerm]) -> None:
        """Approve terms in one act; what cannot be approved is told."""
        app, person, ids = self.desk.app, self.desk.person, [term.id for term in terms]
        self._list.write(lambda: approve_terms(app, person, ids), self._tell_approved)

    def decline(self, terms: Sequence[LocalTerm], reason: str) -> None:
        """Decline terms for the same reason."""
        app, person = self.desk.app, self.desk.person
        self._list.write(
            lambda: [decline_term(app, person, term.id, reason) for term in terms],
            lambda done: self.told.emit(_say(done, "är avböjt.", "är avböjda.")),
        )

    def retire(self, terms: Sequence[LocalTerm], reason: str) -> None:
        """Take terms out of use for the same reason."""
        app, person = self.desk.app, self.desk.person
        self._list.write(
            lambda: [retire_term(app, person, term.id, reason) for term in terms],
            lambda done: self.told.emit(_say(done, "är ur bruk och söks inte längre.")),
        )

    def export(self, path: Path, state: TermState | None) -> None:
        """Write the list, or the terms of one state, to a file."""
        app = self.desk.app
        self.desk.jobs.run(
            lambda _control: export_terms(app, path, state),
            owner=self,
            on_done=lambda done: self.told.emit(f"Sökorden är sparade som {done.name}."),
            on_error=self.failed.emit,
        )

    def _tell_approved(self, result: ApprovedTerms) -> None:
        if result.approved:
            end = "och hittas nu av sökningen."
            self.told.emit(_say(result.approved, f"är godkänt {end}", f"är godkända {end}"))
        if result.refused:
            reasons = list(dict.fromkeys(reason for _term, reason in result.refused))
            more = len(reasons) - _TOLD
            rest = [f"Och {more} till."] if more > 0 else []
            self.refused.emit(" ".join((*reasons[:_TOLD], *rest)))

    def _take(self, read: tuple[list[LocalTerm], Mapping[str, str]]) -> None:
        terms, self.targets = read
        self.terms, self.is_read = tuple(terms), True
        self.changed.emit()


def _read(app: AppContext) -> tuple[list[LocalTerm], Mapping[str, str]]:
    terms = list_terms(app)
    return terms, describe_targets(app, terms)


def _say(terms: Sequence[LocalTerm], of_one: str, of_several: str = "") -> str:
    """Say something of one term by its name, or of several by their number."""
    if len(terms) == 1:
        return f"”{terms[0].text.term}” {of_one}"
    return f"{format_count(len(terms), 'sökord', 'sökord')} {of_several or of_one}"
