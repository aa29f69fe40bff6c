"""Headings inside a note, so that a reader can jump to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Two levels deep: what stands further in is detail of the heading above it.
_DEEPEST = 3
_MOST_WORDS = 6
_LINE = re.compile(r"^([ \t]*)([^\s:][^\n:]{0,47}?)(:(?!\d)|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a text. Offsets are characters; `end` is after the colon, if there is one."""

    start: int
    end: int
    text: str = field(repr=False)


def find_headings(text: str) -> tuple[Heading, ...]:
    """Find the headings of a note in order.

    A heading is a short beginning of a line before a colon, or a short line alone above lines
    that stand further in. It begins with a capital letter and has no sentence ending in it.
    """
    return tuple(_headings(text))


def _headings(text: str) -> Iterator[Heading]:
    for found in _LINE.finditer(text):
        indent, words, colon = found.groups()
        if len(indent) > _DEEPEST or not words[0].isupper() or ". " in words:
            continue
        if len(words.split()) > _MOST_WORDS:
            continue
        if colon or _indent_below(text, found.end()) > len(indent):
            yield Heading(found.start(2), found.end(), words.strip())


def _indent_below(text: str, end: int) -> int:
    """Measure how far in the line after this place begins; -1 where there is none."""
    below = text[end + 1 : end + 80] if text[end : end + 1] == "\n" else ""
    stripped = below.lstrip(" \t")
    return len(below) - len(stripped) if stripped.strip("\n") else -1
