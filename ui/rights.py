"""Which commands the person who sits here may not give, and why: they are grey and say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.permissions import Act
from app.services.permissions import hindrances
from ui.action_spec import ActionSpec
from ui.presenters.newest import Newest

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Rights(QObject):
    """Read when somebody sits down; until then the services alone refuse."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reasons: Mapping[Act, str] = {}
        self._newest = Newest()

    def read(self) -> None:
        """Read what the person may not do, then grey the commands."""
        window, desk, question = self._window, self._window.desk, self._newest.ask()
        self._reasons = {}
        if desk is not None:
            window.jobs.run(
                lambda _control: hindrances(window.home, desk.person),
                owner=self,
                on_done=lambda reasons: self._take(question, reasons),
                on_error=window.tell_error,
            )

    def reason(self, spec: ActionSpec) -> str:
        """Tell why a command may not be given by who sits here; empty where it may."""
        return self.reason_of(spec.act) if spec.act is not None else ""

    def reason_of(self, act: Act) -> str:
        """Tell why who sits here may not do something; empty where they may."""
        return self._reasons.get(act, "")

    def tell_of(self, act: Act) -> str:
        """Tell why who sits here may not do something, and say it below where they may not."""
        reason = self.reason_of(act)
        if reason:
            self._window.tell(reason)
        return reason

    def _take(self, question: int, reasons: Mapping[Act, str]) -> None:
        if self._newest.is_newest(question):
            self._reasons = reasons
            self._window.enable_commands()
