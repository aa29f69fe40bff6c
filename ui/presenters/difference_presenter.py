"""What the differences screen shows: one comparison, and the choice among its changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.edition_difference import (
    ALL_DIFFERENCES,
    DifferenceFilter,
    DifferenceKind,
    EditionDifference,
    TouchedByCode,
    choose_differences,
    count_by_chapter,
)
from ui.jobs import Jobs
from ui.models.differences import ChangeRow, Counted, change_rows


class DifferencePresenter(QObject):
    """Filters outside the GUI thread; the newest filter wins."""

    compared = Signal(object)  # EditionDifference; its changes follow with `chosen`
    chosen = Signal(list)  # list[ChangeRow]; counts and filter have changed too

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.difference: EditionDifference | None = None
        self.touched: TouchedByCode = {}
        self.filter = ALL_DIFFERENCES
        self.rows: list[ChangeRow] = []
        #: Changes per chapter and kind, of all kinds and chapters that the rest lets through.
        self.counted: Counted = {}
        self._is_asking = self._is_stale = False

    def show(self, difference: EditionDifference, touched: TouchedByCode) -> None:
        """Show a comparison; a chapter that it lacks is no longer asked for."""
        self.difference, self.touched = difference, touched
        if self.filter.chapter not in difference.chapters():
            self.filter = replace(self.filter, chapter="")
        self.compared.emit(difference)
        self._ask()

    def forget(self) -> None:
        """Show no comparison, until the next is there."""
        self.difference, self.touched = None, {}
        self.rows, self.counted = [], {}
        self._is_stale = self._is_asking
        self.chosen.emit(self.rows)

    def set_kind(self, kind: DifferenceKind | None) -> None:
        """Show one kind of change, or all."""
        self._set(replace(self.filter, kinds=frozenset({kind} if kind else ())))

    def set_chapter(self, chapter: str) -> None:
        """Show one chapter, or all."""
        self._set(replace(self.filter, chapter=chapter))

    def set_text(self, text: str) -> None:
        """Show what holds every word of a text."""
        self._set(replace(self.filter, text=text.strip()))

    def set_only_touched(self, *, on: bool) -> None:
        """Show only what somebody uses, or everything."""
        self._set(replace(self.filter, only_touched=on))

    def _set(self, chosen: DifferenceFilter) -> None:
        if chosen != self.filter:
            self.filter = chosen
            self._ask()

    def _ask(self) -> None:
        """Choose now; while a choice is under way, the newest filter waits its turn."""
        if self.difference is None:
            return
        if self._is_asking:
            self._is_stale = True
            return
        self._is_asking, self._is_stale = True, False
        difference, chosen, touched = self.difference, self.filter, self.touched
        self._jobs.run(
            lambda _control: _choose(difference, chosen, touched),
            owner=self,
            on_done=self._answer,
            on_error=self._fail,
        )

    def _answer(self, answer: tuple[list[ChangeRow], Counted]) -> None:
        self._is_asking = False
        if self._is_stale:
            self._ask()
            return
        self.rows, self.counted = answer
        self.chosen.emit(self.rows)

    def _fail(self, error: Exception) -> None:
        self._is_asking = False
        raise error


def _choose(
    difference: EditionDifference, chosen: DifferenceFilter, touched: TouchedByCode
) -> tuple[list[ChangeRow], Counted]:
    anywhere = replace(chosen, kinds=frozenset(), chapter="")
    found = choose_differences(difference, anywhere, touched)
    shown = [
        change
        for change in found
        if chosen.kinds <= {change.kind} and chosen.chapter in ("", change.chapter)
    ]
    chapters = list(difference.chapters())
    shown.sort(key=lambda change: (chapters.index(change.chapter), change.code))
    return change_rows(shown, touched), count_by_chapter(difference, found)
