"""The program's log: a small rotating file that never holds patient data."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

#: Identity numbers of ten or twelve characters, with or without separator.
_NUMBER = re.compile(r"\b(?:\d{2})?\d{6}[-+]?(?:\d{4}|[A-Z]{2,3}\d{1,2})\b")
_LINES = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 1_000_000


class ScrubbingFormatter(logging.Formatter):
    """Formats a record and blots out whatever looks like an identity number."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with its traceback, scrubbed."""
        return scrub(super().format(record))


def scrub(text: str) -> str:
    """Replace everything that has the shape of an identity number."""
    return _NUMBER.sub("[nummer]", text)


def start_logging(data_dir: Path) -> logging.Handler:
    """Write warnings and the program's own messages to a file in the data folder."""
    handler = RotatingFileHandler(
        data_dir / "kodklar.log", maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(ScrubbingFormatter(_LINES))
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Take the handler away and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
