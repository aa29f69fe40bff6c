"""What the rule browser does: read the book as it is in force, and switch rules off and on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.rule_page import RulePage
from app.services.context import AppContext
from app.services.rule_book import rule_pages
from app.services.rule_statistics import RuleStatistics, last_year
from app.services.workplace_rules import may_switch, switch_off, switch_on, workplace_switches
from ui.desk import Desk
from ui.presenters.listing import Listing
from ui.presenters.newest import Newest


@dataclass(frozen=True, slots=True)
class Shown:
    """The rule book as it is in force, with what its rules did at signing."""

    pages: tuple[RulePage, ...]
    statistics: RuleStatistics
    #: Ids of the rules that the workplace itself has switched off.
    own: frozenset[str]


class RulesPresenter(QObject):
    """Drives the rule browser of whoever sits at the desk; the newest reading wins."""

    shown = Signal(object)  # Shown
    switched = Signal(str)  # a Swedish sentence
    hindered = Signal(str, str)  # rule id, why it cannot be switched; empty where it can
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may = Newest()
        self._book = Listing(
            desk.jobs, self, lambda: _read(desk.app), self.shown.emit, self.failed.emit
        )

    def refresh(self) -> None:
        """Read the book and the statistics again."""
        self._book.refresh()

    def ask_switch(self, rule_id: str) -> None:
        """Find out whether the person may switch a rule off here."""
        question, desk = self._may.ask(), self._desk

        def done(why: str) -> None:
            if self._may.is_newest(question):
                self.hindered.emit(rule_id, why)

        desk.jobs.run(
            lambda _control: may_switch(desk.app, rule_id, desk.person),
            owner=self,
            on_done=done,
            on_error=self.failed.emit,
        )

    def switch_off(self, rule_id: str, reason: str) -> None:
        """Switch a rule off at this workplace."""
        app, person = self._desk.app, self._desk.person
        self._book.write(
            lambda: switch_off(app, rule_id, reason, person),
            lambda _done: self.switched.emit(f"{rule_id} är avstängd på arbetsplatsen."),
        )

    def switch_on(self, rule_id: str) -> None:
        """Let a rule speak again."""
        app, person = self._desk.app, self._desk.person
        self._book.write(
            lambda: switch_on(app, rule_id, person),
            lambda _done: self.switched.emit(f"{rule_id} anmärker igen."),
        )


def _read(app: AppContext) -> Shown:
    pages = rule_pages(app, app.region.current())
    own = frozenset(decided.switch.rule_id for decided in workplace_switches(app))
    return Shown(pages, last_year(app), own)
