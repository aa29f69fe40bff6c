"""Lines of a text file that may be very large, packed or not, with their numbers."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from app.domain.errors import InputFileError

_GZIP = b"\x1f\x8b"
#: An expected answer may be a field longer than csv thinks right.
LONGEST_LINE = 1 << 20
#: What reading a packed file raises where it is cut short or broken.
BROKEN_PACKING = (EOFError, zlib.error, gzip.BadGzipFile)
#: What a byte that is not UTF-8 is read as.
_ODD_BYTE = re.compile("[\udc80-\udcff]")


class NumberedLine(NamedTuple):
    """A line as it stands in the file."""

    number: int
    text: str
    #: Whether all of the line was read; one that is too long is not.
    is_whole: bool = True


def numbered_lines(lines: TextIO, name: str) -> Iterator[NumberedLine]:
    """Yield lines that hold something; of one too long nothing is kept in memory.

    Raises:
        InputFileError: the file is cut short; the text names file and row.

    """
    number = 0
    try:
        while text := lines.readline(LONGEST_LINE):
            number += 1
            is_whole = len(text) < LONGEST_LINE or text.endswith("\n")
            while len(text) == LONGEST_LINE and not text.endswith("\n"):
                text = lines.readline(LONGEST_LINE)
            text = text.rstrip("\r\n")
            if not is_whole:
                yield NumberedLine(number, "", is_whole=False)
            elif text.strip():
                yield NumberedLine(number, text)
    except BROKEN_PACKING as error:
        raise cut_short(name, number) from error


def cut_short(name: str, number: int) -> InputFileError:
    """Return the error that a packed file ends or is broken after a row."""
    return InputFileError(
        f"{name} kan inte läsas till slut: efter rad {number} är den avkortad eller trasig. Hämta "
        "den på nytt."
    )


def is_readable(text: str) -> bool:
    """Whether a line of `opened_text` was UTF-8 all through."""
    return text.isascii() or _ODD_BYTE.search(text) is None


@contextmanager
def opened_text(path: Path) -> Iterator[TextIO]:
    """Open a text file in UTF-8, packed with gzip or not.

    What is not UTF-8 does not stop the reading: see `is_readable`.

    Raises:
        InputFileError: it cannot be read.

    """
    try:
        if path.exists() and not path.is_file():  # a pipe is read once, and a device may never end
            raise InputFileError(
                f"{path.name} är ingen vanlig fil. Spara innehållet i en fil och välj den."
            )
        with path.open("rb") as content:
            is_packed = content.read(len(_GZIP)) == _GZIP
            content.seek(0)
            plain = gzip.GzipFile(fileobj=content) if is_packed else content
            yield TextIOWrapper(plain, encoding="utf-8-sig", newline="", errors="surrogateescape")
    except OSError as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera att filen finns och att du får öppna den."
        ) from error
