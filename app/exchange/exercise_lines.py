"""On which row of an exercise file a section or a value stands, so that a fault can name it."""

from __future__ import annotations

import re
from collections import Counter

_SECTION = re.compile(r"\s*\[\[?\s*([A-Za-z_]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z_]+)\s*=")
_TRIPLE = re.compile(r'"""|\'\'\'')

#: Section, its position among those of its name from 0, and key; empty for the head of the file.
Place = tuple[str, int, str]


def find_lines(text: str) -> dict[Place, int]:
    """Return the row of every section (with an empty key) and of every value, from 1."""
    found: dict[Place, int] = {}
    seen: Counter[str] = Counter()
    section, position, closing = "", 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = _after(line, closing)
            continue
        head, key = _SECTION.match(line), _KEY.match(line)
        if head:
            section, position = head[1], seen[head[1]]
            seen[section] += 1
            found[section, position, ""] = number
        elif key:
            found.setdefault((section, position, key[1]), number)
            closing = _after(line[key.end() :], "")
    return found


def _after(line: str, closing: str) -> str:
    """Return the quotation marks that are still open at the end of a row."""
    place = 0
    while found := _TRIPLE.search(line, place):
        if not closing:
            closing = found[0]
        elif found[0] == closing:
            closing = ""
        place = found.end()
    return closing
