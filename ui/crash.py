"""What happens when something unforeseen is raised: log it scrubbed, tell it, go on."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from app.log import scrub

log = logging.getLogger(__name__)

SENTENCE = (
    "Något oväntat hände och har skrivits i loggen. Det som är sparat är oskadat; "
    "fortsätt, eller starta om programmet om felet återkommer."
)


class CrashReporter(QObject):
    """Takes over sys.excepthook; `happened` carries a sentence and copyable details."""

    happened = Signal(str, str)

    def install(self) -> None:
        """Catch whatever no slot caught."""
        sys.excepthook = self._report

    def remove(self) -> None:
        """Give the hook back."""
        sys.excepthook = sys.__excepthook__

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = scrub("".join(traceback.format_exception(kind, error, trace)))
        log.error("unforeseen error\n%s", details)
        self.happened.emit(SENTENCE, details)
