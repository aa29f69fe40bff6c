"""The card of keys on paper. Apart from the keys on screen: ReportLab is slow to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.training import WATERMARK
from app.reports.key_card import build_key_card
from app.services.context import AppContext
from app.services.written_file import write_whole

#: Keys, what they do, where.
KeyLine = tuple[str, str, str]


def key_card_pdf(app: AppContext, rows: Sequence[KeyLine]) -> bytes:
    """Build a PDF of the keys, by where they work.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    return build_key_card(rows, app.now(), WATERMARK if app.is_training else "")


def write_key_card(app: AppContext, rows: Sequence[KeyLine], path: Path) -> Path:
    """Write the PDF to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, key_card_pdf(app, rows))
