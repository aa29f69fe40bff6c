"""The program's log: a small rotating file that never holds patient data."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

#: Identity numbers of ten or twelve digits, and reserve numbers with letters, wherever they
#: stand: in a file name too, where an underscore comes before.
_NUMBER = re.compile(
    r"(?<![0-9])(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9A-Za-z])[0-9]{8}[-+]?[0-9A-Za-z]{4}(?![0-9A-Za-z])"
)
_LINES = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 1_000_000
_OURS = ("app", "ui")


class ScrubbingFormatter(logging.Formatter):
    """Formats a record and blots out whatever looks like an identity number."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with its traceback, scrubbed."""
        return scrub(super().format(record))


def scrub(text: str) -> str:
    """Replace everything that has the shape of an identity number."""
    return _NUMBER.sub("[nummer]", text)


class _QuietHandler(RotatingFileHandler):
    """A log that cannot be written is not worth disturbing anybody's work."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: the standard prints a traceback with the message's own words."""


def start_logging(data_dir: Path) -> logging.Handler:
    """Write warnings and the program's own messages to a file in the data folder."""
    handler = _QuietHandler(
        data_dir / "kodklar.log", maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(ScrubbingFormatter(_LINES))
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Take the handler away and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
