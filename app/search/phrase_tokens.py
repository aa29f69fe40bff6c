"""A note as words with their places: what can be looked up, and where a phrase has to end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.search.normalise import fold_lines
from app.search.terms import key_of_word

_WORD: Final = re.compile(r"[^\W_]+")
#: Between two words of one phrase stands nothing else; a line goes on with a small letter.
_BETWEEN: Final = re.compile(r"[ \t\u00a0]+|[-‐‑–]|[ \t]*\r?\n[ \t]*")
#: More than any medical word has.
_LONGEST: Final = 60


class Token(NamedTuple):
    """One word of a text."""

    start: int
    end: int
    #: As it is folded, and what it is in the key of a phrase.
    word: str
    key: str
    #: Whether a phrase may go on from the word before.
    goes_on: bool
    #: Whether a hyphen binds it to the word before.
    is_bound: bool


def tokens_of(text: str) -> list[Token]:
    """Give the words of a text in order."""
    return list(_tokens(text, list(_WORD.finditer(text))))


def _tokens(text: str, found: Sequence[re.Match[str]]) -> Iterator[Token]:
    folded = _folded([match.group() for match in found])
    before = -1
    for match, word in zip(found, folded, strict=True):
        start, end = match.span()
        between = text[before:start] if before >= 0 else ""
        goes_on = _BETWEEN.fullmatch(between) is not None
        if "\n" in between:
            goes_on = goes_on and text[start].islower()
        key = key_of_word(word) if len(word) <= _LONGEST else word
        yield Token(start, end, word, key, goes_on, goes_on and not between.isspace())
        before = end


def _folded(words: Sequence[str]) -> list[str]:
    """Fold each word; letters that fold to nothing or to several words give an empty one."""
    lines = fold_lines("\n".join(words)) if words else []
    return [line if line.isalnum() else "" for line in lines]
