"""The three months after discharge within which an event is to be reported.

Days are days of the calendar, so that nights on which the clock is changed count as any other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

WINDOW_MONTHS = 3
#: So many days before its last day an event is told to be urgent.
URGENT_DAYS = 14
#: No three months are longer.
_LONGEST = 92


class Urgency(StrEnum):
    """How the reporting window stands."""

    NONE = "none"
    SOON = "soon"
    OVERDUE = "overdue"


def last_reporting_day(ended: date) -> date:
    """Return the same day three months later, or the last of that month where it has no such."""
    months = ended.year * 12 + ended.month - 1 + WINDOW_MONTHS
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(ended.day, monthrange(year, month)[1]))


def days_left(ended: date, today: date) -> int:
    """Count the days that remain; 0 on the last day, negative once it has passed."""
    return (last_reporting_day(ended) - today).days


def urgency(left: int) -> Urgency:
    """Say how so many remaining days are to be marked."""
    if left < 0:
        return Urgency.OVERDUE
    return Urgency.SOON if left <= URGENT_DAYS else Urgency.NONE


def latest_end(left: int, today: date) -> date:
    """Return the last day of discharge that leaves at most so many days."""
    wanted = today + timedelta(days=left)
    # The window is 89 to 92 days long, and no later discharge is due earlier.
    found = wanted - timedelta(days=_LONGEST)
    while last_reporting_day(found + timedelta(days=1)) <= wanted:
        found += timedelta(days=1)
    return found
