"""Days in running text, however they are written, moved by the same number of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from app.domain.training_words import SCORES

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
_SHORT = tuple(month[:3] for month in _MONTHS)
_MONTH = rf"(?P<month>{'|'.join((*_MONTHS, *_SHORT))})\b\.?"
_ISO = re.compile(r"(?<!\d)(?P<y>(?:18|19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)")
_EIGHT = re.compile(r"(?<!\d)(?P<y>(?:18|19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_SIX = re.compile(r"(?<!\d)(?P<y>\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_NAMED = re.compile(
    rf"(?<!\d)(?P<d>[0-3]?\d)(?P<th>:?e)?(?P<gap>\s+){_MONTH}(?:(?P<gap2>\s+)(?P<y>\d{{4}}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}(?P<gap>\s+)(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE)
_SLASH = re.compile(
    r"(?<![\d/.,])(?P<d>[0-3]?\d)(?P<mark>[/.])(?P<m>1[0-2]|0?[1-9])"
    r"(?:(?P<gap>[-/. ]{1,2})(?P<y>(?:19|20)\d\d|\d\d(?!\d)))?(?![\d/%])"
)
_WORD_BEFORE = re.compile(r"([A-Za-zÅÄÖåäö]+)\s*:?\s*$")
_CENTURY, _PIVOT = 100, 50
_MIDDLE = 15


@dataclass(frozen=True, slots=True)
class DayShift:
    """How far days move, and near which day a day without a year lies."""

    by: timedelta
    near: date

    def move(self, day: date) -> date:
        """Return the moved day; one at the end of the calendar stays."""
        try:
            return day + self.by
        except OverflowError:
            return day

    def without_year(self, month: int, day: int) -> date | None:
        """Return the day that lies nearest; None where there is none such."""
        years = (self.near.year - 1, self.near.year, self.near.year + 1)
        found = [made for year in years if (made := _made(year, month, day)) is not None]
        return min(found, key=lambda each: abs((each - self.near).days), default=None)


#: Takes the place of a match in a text, and keeps what stood there from being read again.
Put = Callable[[str, str], str]


def move_days(text: str, shift: DayShift, put: Put) -> str:
    """Move every day that a text names. `put` is told what stood there and what comes instead."""
    numbers = ((_ISO, "{:%Y-%m-%d}"), (_EIGHT, "{:%Y%m%d}"), (_SIX, "{:%y%m%d}"))
    for pattern, form in numbers:
        text = pattern.sub(partial(_number, shift, form, put), text)
    text = _NAMED.sub(partial(_named, shift, put), text)
    text = _MONTH_YEAR.sub(partial(_month_year, shift, put), text)
    return _SLASH.sub(partial(_slash, shift, put), text)


def _number(shift: DayShift, form: str, put: Put, match: re.Match[str]) -> str:
    day = _made(_whole_year(match["y"]), int(match["m"]), int(match["d"]))
    return match[0] if day is None else put(match[0], form.format(shift.move(day)))


def _named(shift: DayShift, put: Put, match: re.Match[str]) -> str:
    month = _month_number(match["month"])
    day = _year_or_near(match["y"], month, int(match["d"]), shift)
    if day is None:
        return match[0]
    moved = shift.move(day)
    name = _MONTHS[moved.month - 1] if len(match["month"]) > 3 else _SHORT[moved.month - 1]  # noqa: PLR2004 - a short name has three letters
    year = f"{match['gap2']}{moved.year}" if match["y"] else ""
    return put(match[0], f"{moved.day}{match['th'] or ''}{match['gap']}{name}{year}")


def _month_year(shift: DayShift, put: Put, match: re.Match[str]) -> str:
    moved = shift.move(date(int(match["y"]), _month_number(match["month"]), _MIDDLE))
    return put(match[0], f"{_MONTHS[moved.month - 1]}{match['gap']}{moved.year}")


def _slash(shift: DayShift, put: Put, match: re.Match[str]) -> str:
    before = _WORD_BEFORE.search(match.string, 0, match.start())
    is_point = match["mark"] == "." and not match["y"]
    if is_point or (before and before[1].lower() in SCORES):
        return match[0]
    day = _year_or_near(match["y"], int(match["m"]), int(match["d"]), shift)
    if day is None:
        return match[0]
    moved = shift.move(day)
    year = ""
    if match["y"]:
        year = match["gap"] + f"{moved.year}"[-len(match["y"]) :]
    return put(match[0], f"{moved.day}{match['mark']}{moved.month}{year}")


def _year_or_near(year: str | None, month: int, day: int, shift: DayShift) -> date | None:
    if year:
        return _made(_whole_year(year), month, day)
    return shift.without_year(month, day)


def _month_number(name: str) -> int:
    return _SHORT.index(name[:3].lower()) + 1


def _whole_year(text: str) -> int:
    year = int(text)
    if year >= _CENTURY:
        return year
    return 2000 + year if year < _PIVOT else 1900 + year


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
