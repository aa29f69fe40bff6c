"""What is kept of a rejected piece, so that it can be read again later.

A whole file is kept as its path: it is corrected where it lies and read anew. A row or a note
is kept as its text, because the file may be gone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.intake import Rejected
from app.exchange.text_file import shown_name


@dataclass(frozen=True, slots=True)
class Piece:
    """A rejected piece: where it came from, and its text unless it is the whole file."""

    path: Path = field(repr=False)
    text: str | None = field(default=None, repr=False)
    #: The event that it would have become, where that could be read.
    event_id: str = ""


def piece_content(path: Path, text: str | None = None, event_id: str = "") -> str:
    """Write a piece as the content of a Rejected."""
    kept = {"path": str(path), "text": text, "event_id": event_id}
    return json.dumps(kept, ensure_ascii=False)


def read_piece(content: str) -> Piece | None:
    """Read the content of a Rejected; None where it was not written by `piece_content`."""
    try:
        kept = json.loads(content)
        return Piece(Path(kept["path"]), kept["text"], kept["event_id"])
    except (ValueError, KeyError, TypeError):
        return None


def rejected_file(path: Path, reason: str) -> Rejected:
    """Set a whole file aside."""
    return Rejected(shown_name(path), "hela filen", reason, piece_content(path))
