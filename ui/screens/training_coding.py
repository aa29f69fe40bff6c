"""The coder's own screen as a trainee or a class sees it: with help, or without any."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.coverage import NO_COVERAGE, event_codes
from ui.screens.coding import CodingScreen


class CodingDress:
    """Hides what tells a trainee what to do, and what does not belong to an exercise."""

    def __init__(self, coding: CodingScreen) -> None:
        self._coding = coding
        self.has_hints = True
        coding.presenter.opened.connect(lambda _event: self._dress())
        coding.presenter.proposals.changed.connect(lambda _proposals: self._dress())

    def set_hints(self, *, shown: bool) -> None:
        """Show warnings, offers, proposals and the marks of the record, or hide them all."""
        was_shown, self.has_hints = self.has_hints, shown
        self._dress()
        if shown and not was_shown:
            self._read_coverage()

    def _dress(self) -> None:
        coding = self._coding
        for part in (coding.park_button, coding.reopen_button, coding.sign_button):
            part.hide()  # an exercise is handed in from the strip above
        for hint in self._hints():
            hint.setVisible(self.has_hints)
        offers = coding.completion_presenter.offers
        if self.has_hints:
            offers.resume()
        else:
            coding.columns.want(coding.drg, is_wanted=False)
            offers.pause()
            coding.record_link.coverage.forget()
            coding.record.show_coverage(NO_COVERAGE)

    def _hints(self) -> tuple[QWidget, ...]:
        record = self._coding.record
        return self._coding.findings, record.waiting, record.notes.meter

    def _read_coverage(self) -> None:
        event, encounter = self._coding.presenter.desk_event, self._coding.presenter.encounter
        if event is not None and encounter is not None:
            coverage = self._coding.record_link.coverage
            coverage.ask(encounter, event.record)
            coverage.show_codes(event_codes(encounter))
