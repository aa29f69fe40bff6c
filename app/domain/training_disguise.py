"""Takes what tells who somebody is out of a text: names, numbers, addresses, places, days.

What is certain is replaced and told; what only may be a name or a place is left, and told as a
doubt that a person has to answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from app.domain.errors import AppError
from app.domain.training_days import DayShift, move_days
from app.domain.training_identity import IsTest, find_numbers
from app.domain.training_words import ALSO_WORDS, KNOWN_CAPITALS, TITLES, TOWNS

NUMBER, PHONE, MAIL = "[nummer]", "070-174 06 05", "namn@example.com"
STREET, TOWN, CARE, SOMEBODY = "Övningsgatan 1", "Övningsstad", "Övningssjukhuset", "NN"
#: A character of a private plane stands for what was replaced while the rest is read.
_FIRST_TOKEN, _MOST_TOKENS = 0xF0000, 65_000
_TOKEN = re.compile(f"[{chr(_FIRST_TOKEN)}-{chr(_FIRST_TOKEN + _MOST_TOKENS)}]")
_LETTER = "A-Za-zÅÄÖåäöÉéÜü"
_CAPITAL = "A-ZÅÄÖÉÜ"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)46[\s-]?(?:\(0\))?\s?|0)[1-9]\d{0,2}[\s/-]{0,3}\d{2,3}"
    r"(?:[\s-]?\d{2,3}){1,3}(?!\d|,\d)"
)
_STREET = re.compile(
    rf"\b[{_CAPITAL}][{_LETTER}]*(?:gatan|vägen|gränden|gränd|torget|stigen|allén|backen|plan|"
    rf"gata|väg|leden|esplanaden)\s+\d+\s?[A-Za-z]?\b(?:,?\s*(?:lgh|lägenhet)\s*\d+)?"
)
_POSTCODE = re.compile(rf"(?<!\d)\d{{3}}\s?\d{{2}}\s+[{_CAPITAL}][{_LETTER}]+")
_CARE = re.compile(
    rf"\b(?:[{_CAPITAL}][{_LETTER}]+(?:sjukhuset|sjukhus|lasarettet|lasarett)|"
    rf"(?!(?:Till|Från|På|Av|Vid|Annat|Detta|Åter|Utanför)\b)[{_CAPITAL}][{_LETTER}]+\s"
    r"(?:universitets|läns|central)?"
    r"(?:sjukhuset|sjukhus|lasarettet|lasarett|sjukstuga|vårdcentralen|vårdcentral))\b"
)
_TOWNS = re.compile(rf"\b(?:{'|'.join(TOWNS)})(?=s?\b)")
_TITLED = re.compile(
    rf"\b(?P<title>(?i:{'|'.join(sorted(map(re.escape, TITLES), key=len, reverse=True))})\.?\s+)"
    rf"(?P<name>[{_CAPITAL}][a-zåäöéü]+(?:[- ][{_CAPITAL}][a-zåäöéü]+)*)(?![:\w])"
)
_LONG = re.compile(r"(?<!\d)\d{9,}(?!\d)")
_CAPITALISED = re.compile(rf"(?<![{_LETTER}\d])[{_CAPITAL}][a-zåäöéü]{{2,}}(?![{_LETTER}\d])")
_SENTENCE_END = frozenset('.:!?\n•–-/"”»(;')


@dataclass(frozen=True, slots=True)
class Replacement:
    """Something that was taken out, for the trainer to look over. Never in a log."""

    kind: str
    before: str = field(repr=False)
    after: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that may tell who somebody is, and was left."""

    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Disguise:
    """What is known of the person and of the time, and what comes instead."""

    #: Parts of the patient's name in small letters, and the invented ones.
    names: Mapping[str, str] = field(repr=False)
    #: The patient's number in the ways it may be written, and the invented one.
    own_numbers: Mapping[str, str] = field(repr=False)
    shift: DayShift
    is_test: IsTest
    today: date
    #: Capitalised words that name no person: drugs of the record.
    known: frozenset[str] = frozenset()


class Disguiser:
    """Disguises the texts of one event, and remembers what it did."""

    def __init__(self, disguise: Disguise) -> None:
        self._disguise = disguise
        self._kept: list[str] = []
        self._replaced: dict[Replacement, None] = {}
        self._doubts: dict[Doubt, None] = {}

    @property
    def replaced(self) -> tuple[Replacement, ...]:
        """What was replaced, each once, in the order it was met."""
        return tuple(self._replaced)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What was left and has to be looked at, each once."""
        return tuple(self._doubts)

    def text(self, text: str) -> str:
        """Return a text without what tells who somebody is."""
        text = self._numbers(_TOKEN.sub("", text))
        text = _MAIL.sub(partial(self._same, "e-post", MAIL), text)
        text = _LINK.sub(partial(self._same, "länk", "www.example.com"), text)
        text = _PHONE.sub(partial(self._same, "telefon", PHONE), text)
        text = _STREET.sub(partial(self._same, "adress", STREET), text)
        text = _POSTCODE.sub(partial(self._same, "adress", f"123 45 {TOWN}"), text)
        text = move_days(text, self._disguise.shift, partial(self._put, "datum"))
        text = _LONG.sub(partial(self._same, "nummer", NUMBER), text)
        text = self._own_name(text)
        text = _TITLED.sub(self._titled, text)
        text = _CARE.sub(partial(self._same, "vårdinrättning", CARE), text)
        text = _TOWNS.sub(partial(self._same, "ort", TOWN), text)
        self._doubt(text)
        return self._without_numbers(_TOKEN.sub(self._restored, text))

    def _numbers(self, text: str) -> str:
        for written, instead in self._disguise.own_numbers.items():
            if written in text:
                text = text.replace(written, self._put("personnummer", written, instead))
        while found := self._found(text):
            start, end = found
            text = text[:start] + self._put("personnummer", text[start:end], NUMBER) + text[end:]
        return text

    def _without_numbers(self, text: str) -> str:
        """Take out what has become a number only by standing beside something replaced."""
        while found := self._found(text):
            text = text[: found[0]] + NUMBER + text[found[1] :]
        return text

    def _found(self, text: str) -> tuple[int, int] | None:
        """Find the next number, with others that share digits with it."""
        numbers = find_numbers(text, self._disguise.is_test, self._disguise.today)
        if not numbers:
            return None
        start, end = numbers[0].start, numbers[0].end
        for number in numbers:
            if number.start < end:
                end = max(end, number.end)
        return start, end

    def _own_name(self, text: str) -> str:
        for part, instead in self._disguise.names.items():
            pattern = re.compile(
                rf"(?<![{_LETTER}]){re.escape(part)}(?=s?(?![{_LETTER}]))", re.IGNORECASE
            )
            text = pattern.sub(partial(self._name, instead), text)
        return text

    def _name(self, instead: str, match: re.Match[str]) -> str:
        if match[0].lower() in ALSO_WORDS and not self._is_capital_inside(match):
            if match[0][0].isupper():
                self._doubts[Doubt("kan vara patientens namn", match[0])] = None
            return match[0]
        return self._put("namn", match[0], instead.upper() if match[0].isupper() else instead)

    @staticmethod
    def _is_capital_inside(match: re.Match[str]) -> bool:
        """Whether a word has a capital without beginning a sentence, or follows a name."""
        before = match.string[: match.start()].rstrip(" \t")
        return match[0][0].isupper() and bool(before) and before[-1] not in _SENTENCE_END

    def _titled(self, match: re.Match[str]) -> str:
        if match["name"] in self._disguise.known | KNOWN_CAPITALS:
            return match[0]
        return match["title"] + self._put("namn", match["name"], SOMEBODY)

    def _same(self, kind: str, instead: str, match: re.Match[str]) -> str:
        return self._put(kind, match[0], instead)

    def _restored(self, match: re.Match[str]) -> str:
        return self._kept[ord(match[0]) - _FIRST_TOKEN]

    def _put(self, kind: str, before: str, after: str) -> str:
        """Note a replacement, and return what stands for it until the text is done."""
        self._replaced[Replacement(kind, before, after)] = None
        if len(self._kept) > _MOST_TOKENS:
            raise AppError("Journalen är för stor för en övning. Välj en kortare händelse.")
        self._kept.append(after)
        return chr(_FIRST_TOKEN + len(self._kept) - 1)

    def _doubt(self, text: str) -> None:
        for match in _CAPITALISED.finditer(text):
            before = text[: match.start()].rstrip(" \t")
            starts = (
                not before
                or before[-1] in _SENTENCE_END
                or _TOKEN.fullmatch(before[-1]) is not None
            )
            if not starts and match[0] not in self._disguise.known | KNOWN_CAPITALS:
                self._doubts[Doubt("kan vara ett namn", match[0])] = None
