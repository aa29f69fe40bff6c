"""How commands print: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from app.services.job_control import JobControl

_PROGRESS_WIDTH = 72
_JSON = json.JSONEncoder(ensure_ascii=False)
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object on one line, å ä ö as they are."""
    sys.stdout.write(f"{_JSON.encode(value)}\n")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> None:
    """Print aligned columns, or the sentence for no rows."""
    if not rows:
        print(empty)
        return
    table = [tuple(headers), *(tuple(row) for row in rows)]
    widths = [max(_width(row[i]) for row in table) for i in range(len(headers))]
    for row in table:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def bold(text: str) -> str:
    """Give a text that stands out on a terminal."""
    return f"{_BOLD}{text}{_PLAIN}"


def shows_bold() -> bool:
    """Whether what is printed goes to a terminal that knows bold text."""
    is_able = os.name != "nt" or "WT_SESSION" in os.environ
    return sys.stdout.isatty() and is_able and os.environ.get("TERM") != "dumb"


def _width(cell: str) -> int:
    """How many characters of a cell are seen."""
    return len(cell.replace(_BOLD, "").replace(_PLAIN, ""))


def progress() -> JobControl:
    """Show progress on stderr where a person watches it."""
    return JobControl(report=_show) if sys.stderr.isatty() else JobControl()


def _show(done: int, total: int, text: str) -> None:
    share = f"{100 * done // total:3d} % " if total else ""
    line = f"{share}{text}"[:_PROGRESS_WIDTH].ljust(_PROGRESS_WIDTH)
    end = "\n" if total and done >= total else "\r"
    print(line, end=end, file=sys.stderr, flush=True)
