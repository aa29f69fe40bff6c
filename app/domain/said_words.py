"""Finds in the text of a record whether something is said, and not denied.

Swedish notes deny before the word ("ingen misstanke om stressfraktur", "ej öppen") and after it
("stressfraktur utesluten"). What is asked about, or happened to somebody else, counts as not
said: it is better to miss a word than to object to what nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSES = re.compile(r"[.;!\n:]+|(?<=\w), (?=men\b|dock\b|utan (?:en|ett|att)\b)|\?+")
_DENIED_BEFORE = re.compile(
    r"\b(ingen|inga|inget|inte|ej|icke|utan|aldrig|saknar|saknas|utesluter|uteslutit|utesluta|"
    r"negativ[at]?\s+(?:för|avseende)|frånvaro av|frånsett|förnekar|risk för|"
    r"hereditet för|heriditet för|mor|far|syster|bror)\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(utesluts|utesluten|uteslutet|uteslutits|uteslutas|förnekas|saknas|"
    r"föreligger (?:inte|ej)|ses (?:inte|ej)|kan (?:inte|ej) påvisas|ej påvisad|inte påvisad)\b",
    re.IGNORECASE,
)
#: Characters to each side in which a denial is looked for; it ends at the next contrast.
_REACH = 120
_CONTRAST = re.compile(r"\b(men|dock|däremot|istället|i stället)\b", re.IGNORECASE)


def find_said(text: str, words: re.Pattern[str]) -> str:
    """Return the first words that the pattern finds and the text does not deny, or nothing."""
    return next(all_said(text, words), "")


def all_said(text: str, words: re.Pattern[str]) -> Iterator[str]:
    """Yield what the pattern finds in a text, as it is written there, without what is denied."""
    if not words.search(text):
        return
    for start, end in _clauses(text):
        clause = text[start:end]
        is_question = text[end : end + 1] == "?"
        for match in words.finditer(clause):
            if not is_question and not _is_denied(clause, match):
                yield match.group()


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSES.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _is_denied(clause: str, match: re.Match[str]) -> bool:
    begin, end = match.span()
    before = _CONTRAST.split(clause[max(0, begin - _REACH) : begin])[-1]
    after = _CONTRAST.split(clause[end : end + _REACH])[0]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after))
