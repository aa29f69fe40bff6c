"""Where a text names codes, as it is written there and as the code systems write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ICD = r"[A-Z]\d\d(?:\.(?:\d[0-9A-Z]?|-))?"
_KVA = r"[A-Z]{3}\d\d|[A-Z]{2}\d{3}"
_ATC = r"[A-Z]\d\d[A-Z]{2}\d\d"
_CODE = rf"({_KVA}|{_ATC}|{_ICD})[*†]?"
_DASH = r" ?[-\u2010-\u2013\u2212] ?"
_MENTION = re.compile(rf"(?<!\w){_CODE}(?:{_DASH}{_CODE})?(?!\w|\.\d)")
_BARE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class CodeMention:
    """One code or range in a text: `T36†–T50` names `T36` to `T50`."""

    #: As it stands in the text.
    text: str
    first: str
    last: str

    @property
    def code(self) -> str:
        """The code, or the range the way a block is written: `T36-T50`."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def is_sure(self) -> bool:
        """Whether it can hardly be anything but a code: `B12` alone may be a vitamin."""
        return self.first != self.last or len(self.first) > _BARE_LENGTH


def find_code_mentions(text: str) -> Iterator[CodeMention]:
    """Yield everything in a text that has the shape of a code or a range, in text order."""
    for match in _MENTION.finditer(text):
        first, last = match.group(1), match.group(2) or match.group(1)
        yield CodeMention(match.group(), first.removesuffix(".-"), last.removesuffix(".-"))
