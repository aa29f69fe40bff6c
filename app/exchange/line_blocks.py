"""A text file that may be very large, in pieces of whole lines that are handed on as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TextIO

from app.exchange.numbered_lines import (
    BROKEN_PACKING,
    LONGEST_LINE,
    NumberedLine,
    cut_short,
)


class LineBlock(NamedTuple):
    """Some lines as they stand in the file; of one too long the most is left out."""

    #: The number of the first line.
    number: int
    text: str

    @property
    def next_number(self) -> int:
        """The number of the line after the last."""
        text = self.text
        ends = text.count("\n")
        if "\r" in text:
            ends += text.count("\r") - text.count("\r\n")
        return self.number + ends


def line_blocks(lines: TextIO, name: str, number: int, size: int) -> Iterator[LineBlock]:
    """Yield what is left of a file in blocks of about so many characters; memory stays the same.

    Args:
        lines: opened with `newline=""`, at the beginning of a line.
        name: of the file, for messages.
        number: of the line that comes next.
        size: characters of a block; one with a longer line is longer.

    Raises:
        InputFileError: the file is cut short; the text names file and row.

    """
    rest = ""
    try:
        while text := lines.read(size):
            text = rest + text
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
            rest = _shortened(text[end:])
            if end:
                block = LineBlock(number, text[:end])
                number = block.next_number
                yield block
    except BROKEN_PACKING as error:
        raise cut_short(name, number - 1) from error
    if rest:
        yield LineBlock(number, rest)


def lines_in(block: LineBlock) -> Iterator[NumberedLine]:
    """Yield the lines that hold something."""
    text = block.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), block.number):
        if len(line) >= LONGEST_LINE:
            yield NumberedLine(number, "", is_whole=False)
        elif line and not line.isspace():
            yield NumberedLine(number, line)


def _shortened(text: str) -> str:
    """Keep of a line without end so much that it is known to be too long, and its last sign."""
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + text[-1:]
