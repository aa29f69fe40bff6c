"""A word of a question as it is typed, and what it was found to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.search.spans import Reading, Span

#: Letters and a number written together: `ckd3`, `typ2`.
_NUMBERED = re.compile(r"([a-zåäö]{2,})(\d)")


def parted_number(word: str) -> tuple[str, ...]:
    """Give letters and a number that are written together apart, and other words as they are."""
    parts = _NUMBERED.fullmatch(word)
    return parts.groups() if parts else (word,)


class Meaning(NamedTuple):
    """The readings of a word, and all of them together; None where there are none."""

    readings: Sequence[Reading]
    span: Span | None


class Typed(NamedTuple):
    """A word of a question as it is typed."""

    word: str
    #: It is the last one and may go on.
    is_begun: bool = False
    #: It is the only one, so that every term that begins with it may be meant.
    is_alone: bool = False
    #: It stands in a long question, where what titles hold is not looked for inside others.
    is_in_long: bool = False
