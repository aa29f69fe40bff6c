"""Dates and times as JSON files write them, read as Swedish wall-clock time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

_COMPACT = re.compile(r"(\d{8})[T ]?(\d{4}|\d{6})")
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_HOUR = timedelta(hours=1)
#: What a clock in Sweden shows against UTC, winter and summer.
_SWEDISH_OFFSETS = (_HOUR, 2 * _HOUR)


def parse_moment(text: str, clock: time) -> datetime:
    """Read a date, with the clock time given where it has none, or a date and time.

    `T` or blank between them, with or without seconds; a time zone is turned into Swedish
    time and left out.

    Raises:
        ValueError: the text is no date or moment.

    """
    text = text.strip()
    if _DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), clock)
    compact = _COMPACT.fullmatch(text)
    if compact:
        text = f"{compact[1]}T{compact[2]}"
    try:
        return _swedish(datetime.fromisoformat(text))
    except OverflowError as error:
        raise ValueError(text) from error


def parse_day(text: str) -> date:
    """Read the day of a date, or of a date and time.

    Raises:
        ValueError: the text is no date or moment.

    """
    return parse_moment(text, time(0)).date()


def format_moment(moment: datetime) -> str:
    """Write a moment in ISO form, without seconds where there are none."""
    has_seconds = moment.second or moment.microsecond
    return moment.isoformat() if has_seconds else moment.isoformat(timespec="minutes")


def _swedish(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    if offset is None or offset in _SWEDISH_OFFSETS:
        return moment.replace(tzinfo=None)
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc + (2 * _HOUR if _is_summer(utc) else _HOUR)


def _is_summer(utc: datetime) -> bool:
    """Tell whether summer time applies (Directive 2000/84/EC; changes at 01:00 UTC)."""
    return _last_sunday(utc.year, 3) <= utc < _last_sunday(utc.year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 - UTC without the label
    return last - timedelta(days=(last.weekday() + 1) % 7)
