"""The day on which a parked event comes back, as it is offered and as it may be typed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.domain.errors import AppError

UNTIL_FURTHER = "Tills vidare"
_OFFERED = ((1, "I morgon"), (7, "Om en vecka"), (14, "Om två veckor"), (30, "Om 30 dagar"))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"\+?\s*(\d{1,3})(?:\s*dag(?:ar)?)?")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})")
_UNREADABLE = (
    "Dagen går inte att läsa. Skriv den som ÅÅÅÅ-MM-DD, 24/12 eller +7, eller välj i listan."
)


def offered_days(today: date) -> tuple[str, ...]:
    """Return the days to choose from, the first one no day at all."""
    days = (f"{words}, {today + timedelta(days=ahead)}" for ahead, words in _OFFERED)
    return (UNTIL_FURTHER, *days)


def read_park_day(text: str, today: date) -> date | None:
    """Read a day that was chosen or typed; None where nothing says when.

    Raises:
        AppError: it is no day, or not a day after today.

    """
    typed = " ".join(text.split())
    if not typed or typed.casefold() == UNTIL_FURTHER.casefold():
        return None
    try:
        day = _read(typed, today)
    except (ValueError, OverflowError):
        raise AppError(_UNREADABLE) from None
    if day <= today:
        raise AppError("Dagen måste vara efter i dag. Välj en senare dag.")
    return day


def _read(typed: str, today: date) -> date:
    iso = _ISO.search(typed)
    if iso:
        return date.fromisoformat(iso.group())
    days = _DAYS.fullmatch(typed)
    if days:
        return today + timedelta(days=int(days.group(1)))
    short = _SHORT.fullmatch(typed)
    if short is None:
        raise ValueError(typed)
    day, month = int(short.group(1)), int(short.group(2))
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
