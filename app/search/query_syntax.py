"""What may be written among the words of a question to narrow the answer.

`kap:9` or `kap:IX` keeps a chapter, `kod:I2*` the codes that begin so, `kod:I20-I25` a range,
`"exakt fras"` the titles with these words side by side, `-kronisk` those without the word.
Commas part alternatives (`kap:9,10`); what is written twice has to hold twice. Everything else
is plain text: an unknown prefix, a lone quotation mark or minus, a hyphen inside a word or one
that continues a list (`halscysta eller -fistel`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.search.code_table import bare_code
from app.search.normalise import words_of

#: Letters of a minus word; a single one is more often a slip or a list.
SHORTEST_WITHOUT = 2
_QUOTES = '"”“„'
_TOKEN = re.compile(rf"(-?)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}](?=\s|$)|(\S+)")
#: Without any of these no filter stands among the words.
_MAY_FILTER = re.compile(rf"[-:{_QUOTES}]")
_CHAPTERS = re.compile(r"kap:([0-9A-ZÅÄÖ]{1,5}(?:,[0-9A-ZÅÄÖ]{1,5})*)", re.IGNORECASE)
_SPAN = r"[A-Z0-9.]{1,8}(?:\*|[-–][A-Z0-9.]{1,8})?"
_CODES = re.compile(rf"kod:({_SPAN}(?:,{_SPAN})*)", re.IGNORECASE)
#: After these a hyphen stands for the first part of the word before.
_JOINING = frozenset({"och", "eller", "samt", "resp", "respektive", "alternativt"})
_MINUS_WORD = re.compile(r"-([^\W\d_].*)")
#: The number of each chapter as the classification prints it.
_ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"),
    *("XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII"),
)


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Codes without point that begin so, or that lie between two beginnings, both included."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class AskedText:
    """The words to search for, and what else the answer has to hold.

    Of the alternatives in each group one has to hold, and of the groups all.
    """

    text: str
    chapters: tuple[tuple[str, ...], ...] = ()
    codes: tuple[tuple[CodeSpan, ...], ...] = ()
    #: Folded words that stand side by side in the title, or may not.
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def names_codes(self) -> bool:
        """Whether it says by itself which codes are meant, without any word."""
        return bool(self.chapters or self.codes)


def parse_question(text: str) -> AskedText:
    """Part a typed text; any text is understood somehow.

    Minus words with nothing to take them from are words to search for, as in a pasted list.
    """
    if not _MAY_FILTER.search(text):
        ended = " " if text[-1:].isspace() else ""
        return AskedText(" ".join(text.split()) + ended if text.strip() else text)
    words: list[str] = []
    chapters: list[tuple[str, ...]] = []
    codes: list[tuple[CodeSpan, ...]] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    for minus, phrase, word, _ in _tokens(text):
        if phrase:
            (without if minus else phrases).append(phrase)
            words += [] if minus else phrase
        elif match := _CHAPTERS.fullmatch(word):
            chapters.append(tuple(match[1].upper().split(",")))
        elif match := _CODES.fullmatch(word):
            codes.append(tuple(code_span(each) for each in match[1].split(",")))
        elif (excluded := _excluded(word)) and not _goes_on(words):
            without.append(excluded)
        else:
            words.append(word)
    if not words and not chapters and not codes:
        return AskedText(text)
    ended = " " if text[-1:].isspace() else ""
    plain = " ".join(words) + ended if words else ""
    return AskedText(plain, tuple(chapters), tuple(codes), tuple(phrases), tuple(without))


def code_span(text: str) -> CodeSpan:
    """Read `I2*`, `I20-I25` or a code with all that begins so."""
    first, _, last = text.upper().replace("–", "-").partition("-")
    begin = bare_code(first.rstrip("*"))
    return CodeSpan(begin, bare_code(last) or begin)


def is_chapter(code: str, asked: str) -> bool:
    """Whether a chapter is the one asked for: `09` is `9` and `IX`, `KKÅ:J` is `J`."""
    bare, asked = bare_code(code), asked.upper()
    if bare.isdecimal():
        if asked in _ROMAN:
            return int(bare) == _ROMAN.index(asked) + 1
        return asked.isdecimal() and int(bare) == int(asked)
    return bare == asked


def typed_filters(text: str) -> list[tuple[str, str]]:
    """Give each filter of a typed text as it is written, and the text without it.

    A phrase leaves its words behind.
    """
    found: list[tuple[str, str]] = []
    words: list[str] = []
    for minus, phrase, word, written in _tokens(text):
        names_codes = _CHAPTERS.fullmatch(word) or _CODES.fullmatch(word)
        if not (phrase or names_codes or (_excluded(word) and not _goes_on(words))):
            words.append(word)
            continue
        rest = written.strip(_QUOTES) if phrase and not minus else ""
        found.append((written, " ".join(text.replace(written, rest, 1).split())))
    return found


def _tokens(text: str) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Give minus and words of each phrase, or the plain word, and what is written.

    A phrase without words is plain.
    """
    place = 0
    while match := _TOKEN.search(text, place):
        phrase = tuple(words_of(match[2])) if match[2] is not None else ()
        if match[2] is not None and not phrase:
            yield "", (), match[0], match[0]
        else:
            yield match[1] or "", phrase, match[3] or "", match[0]
        place = match.end()


def _goes_on(words: list[str]) -> bool:
    """Whether a hyphen continues a compound, as in `halscysta eller -fistel`."""
    return bool(words) and (words[-1].endswith(",") or words[-1].casefold() in _JOINING)


def _excluded(word: str) -> tuple[str, ...]:
    match = _MINUS_WORD.fullmatch(word)
    words = tuple(words_of(match[1])) if match else ()
    return words if sum(map(len, words)) >= SHORTEST_WITHOUT else ()
