"""What the differences screen does: compare, jump to what is touched, print, save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.concept import Edition
from app.domain.edition_difference import (
    CodeDifference,
    EditionDifference,
    Touched,
    TouchedByCode,
    TouchKind,
)
from app.services.codebooks import CodebookDraft, list_editions
from app.services.context import AppContext
from app.services.difference_files import difference_file_name, difference_pdf, write_difference_csv
from app.services.draft_differences import compare_draft
from app.services.edition_differences import compare_editions, predecessor
from app.services.job_control import JobControl
from app.services.touched_codes import find_touched
from ui.jobs import Lane
from ui.presenters.difference_presenter import DifferencePresenter
from ui.screens.differences import DifferencesScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_BUSY = "Vänta tills det pågående arbetet är klart, eller avbryt det."
_NO_PAIR = (
    "Det finns inga två utgåvor av samma kodverk att jämföra. Läs in en till med "
    "Kodverk → Läs in från mapp."
)
_WAITS = "Filerna väntar. Ctrl+Skift+U går tillbaka till skillnaderna, Ctrl+U till rapporten."
Pair = tuple[Edition, Edition]
Compared = tuple[EditionDifference, TouchedByCode]


class DifferenceCommands(QObject):
    """One comparison at a time, computed with progress."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pair: tuple[str, str] | None = None
        #: All there are, as they were when a pair was found last.
        self._editions: Sequence[Edition] = ()
        #: Id of the edition that is not kept yet, while that is what is compared.
        self._draft = ""
        self.presenter = DifferencePresenter(window.jobs, self)
        self.screen = screen = DifferencesScreen(self.presenter)
        screen.pair_asked.connect(self._compare_ids)
        screen.after_asked.connect(self._compare_with_predecessor)
        screen.jump_asked.connect(self._jump)
        screen.code_asked.connect(self._show_code)
        screen.csv_asked.connect(self._save_csv)
        screen.print_asked.connect(self._print)
        screen.closed.connect(self._leave)

    def show(self) -> None:
        """Compare what was compared last, else the newest edition with the one before it."""
        self._open()
        self._draft = ""
        if self._pair is not None:
            self._compare_ids(*self._pair)
            return
        self._find(_newest_pair, self._compare_pair)

    def compare(self, before: Edition | None, after: Edition) -> None:
        """Compare two editions; without the earlier one, the one before is taken."""

        def find(app: AppContext) -> Pair | None:
            return (before, after) if before else _with_predecessor(app, after)

        self._find(find, self._open_pair, after)

    def show_draft(self, draft: CodebookDraft) -> None:
        """Show what a codebook that is not kept yet would change."""
        self._open()
        self._draft = draft.edition.id
        before = draft.previous.label if draft.previous else ""
        self.screen.name_editions(before, f"{draft.edition.label} (inte inläst ännu)")
        self._compute(lambda app, control: compare_draft(app, draft, control))

    def is_showing(self, draft: CodebookDraft) -> bool:
        """Whether what is on screen is about this draft."""
        return self._window.stack.currentWidget() is self.screen and (
            self._draft == draft.edition.id
        )

    # -- comparing --------------------------------------------------------------------------

    def _open(self) -> None:
        window = self._window
        window.show_over(self.screen)
        self.screen.table.setFocus()

    def _open_pair(self, pair: Pair) -> None:
        self._open()
        self._draft = ""
        self._compare_pair(pair)

    def _find(
        self,
        find: Callable[[AppContext], Pair | None],
        then: Callable[[Pair], None],
        after: Edition | None = None,
    ) -> None:
        """Look for what to compare; without it say why."""
        window = self._window

        def found(answer: tuple[Sequence[Edition], Pair | None]) -> None:
            self._editions, pair = answer
            if pair is not None:
                then(pair)
            elif after is None:
                self.presenter.forget()
                self.screen.show_nothing(_NO_PAIR)
            else:
                text = f"{after.label} har ingen tidigare utgåva som har varit i bruk."
                window.tell(f"{text} Markera två utgåvor av samma kodverk, så jämförs de.")

        window.jobs.run(
            lambda _control: (list_editions(window.app), find(window.app)),
            owner=self,
            on_done=found,
            on_error=window.tell_error,
        )

    def _compare_with_predecessor(self, after_id: str) -> None:
        self._find(lambda app: _pair_of(app, None, after_id), self._compare_pair)

    def _compare_ids(self, before_id: str, after_id: str) -> None:
        self._find(lambda app: _pair_of(app, before_id, after_id), self._compare_pair)

    def _compare_pair(self, pair: Pair) -> None:
        if self._window.task.is_busy:  # what is compared now would land under other names
            self._window.tell(_BUSY)
            return
        before, after = pair
        self._pair = (before.id, after.id)
        self.screen.offer_editions(self._editions, before, after)
        self._compute(lambda app, control: compare_editions(app, before.id, after.id, control))

    def _compute(self, compare: Callable[[AppContext, JobControl], EditionDifference]) -> None:
        window = self._window
        self.presenter.forget()  # it belongs to other editions than those that are named now
        if window.task.is_busy:
            window.tell(_BUSY)
            return

        def work(control: JobControl) -> Compared:
            difference = compare(window.app, control)
            return difference, find_touched(window.app, difference, control)

        window.task.run(
            "Jämför utgåvorna …",
            work,
            lambda compared: self.presenter.show(*compared),
            window.tell_error,
            lane=Lane.READ,
        )

    def _leave(self) -> None:
        self._window.go_back()

    # -- out of the screen --------------------------------------------------------------------

    def _jump(self, touched: Touched) -> None:
        window = self._window
        if touched.kind is TouchKind.EVENT:
            window.events.open_event(touched.target)
            if self._draft and window.codebooks.imports.is_waiting:
                window.tell(_WAITS)
        elif touched.kind is TouchKind.TEMPLATE:
            window.kept.show_code_sets()
        elif touched.kind is TouchKind.BLOCK_LIST:
            window.lists.show_regional()
        elif self.screen.current is not None:
            self._show_code(self.screen.current.change)

    def _show_code(self, change: CodeDifference) -> None:
        """Show the code in the newest of the two editions that has it."""
        difference = self.presenter.difference
        if difference is None:
            return
        kept = {edition.id for edition in self._editions}  # a draft is not among them
        is_in_newer = change.after is not None and difference.after.id in kept
        edition = difference.after if is_in_newer else difference.before
        self._window.browser.show(edition.system, change.code, edition.id)

    def _save_csv(self) -> None:
        window, difference = self._window, self.presenter.difference
        if difference is None:
            return
        suggested = difference_file_name(difference, ".csv")
        chosen, _kind = QFileDialog.getSaveFileName(
            window, "Spara skillnaderna", suggested, "CSV (*.csv)"
        )
        if chosen:
            changes, touched = [row.change for row in self.presenter.rows], self.presenter.touched
            window.jobs.run(
                lambda _control: write_difference_csv(
                    window.app, difference, changes, touched, Path(chosen)
                ),
                owner=self,
                on_done=lambda path: window.tell(f"Sparad som {path.name}."),
                on_error=window.tell_error,
            )

    def _print(self) -> None:
        window, presenter = self._window, self.presenter
        difference = presenter.difference
        if difference is None:
            return
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        changes = [row.change for row in presenter.rows]
        touched, chosen = presenter.touched, presenter.filter
        window.task.run(
            "Sätter sidorna …",
            lambda control: difference_pdf(
                window.app, difference, changes, touched, control, chosen=chosen
            ),
            lambda pdf: self._show_pdf(pdf, difference_file_name(difference, "")),
            window.tell_error,
            lane=Lane.READ,
        )

    def _show_pdf(self, pdf: bytes, name: str) -> None:
        self._window.show_over(self._window.preview)
        self._window.preview.show_pdf(pdf, name, "Skillnader mellan utgåvor")


def _pair_of(app: AppContext, before_id: str | None, after_id: str) -> Pair | None:
    by_id = {edition.id: edition for edition in list_editions(app)}
    after = by_id.get(after_id)
    if after is None:
        return _newest_pair(app)
    before = by_id.get(before_id) if before_id else None
    if before is not None:
        return (before, after)
    return _with_predecessor(app, after) or _with_any(list(by_id.values()), after)


def _with_predecessor(app: AppContext, after: Edition) -> Pair | None:
    before = predecessor(app, after)
    return (before, after) if before else None


def _with_any(editions: Sequence[Edition], after: Edition) -> Pair | None:
    others = [e for e in editions if e.system is after.system and e.id != after.id]
    return (others[0], after) if others else None


def _newest_pair(app: AppContext) -> Pair | None:
    """Return the newest edition that has one before it, and that one."""
    pairs = [pair for e in list_editions(app) if (pair := _with_predecessor(app, e)) is not None]
    return max(pairs, key=lambda pair: pair[1].valid.start or date.min, default=None)
