"""Reference intervals as laboratories write them, and where a value lies by one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_NUMBER = r"[-−]?\d+(?:[.,]\d+)?"
_BETWEEN = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})", re.ASCII)
_BOUND = re.compile(rf"(<=|>=|≤|≥|<|>)\s*({_NUMBER})", re.ASCII)
_VALUE = re.compile(rf"(<|>)?\s*({_NUMBER})", re.ASCII)
_LONGEST = 40


class Deviation(StrEnum):
    """Where a value lies by its reference interval."""

    INSIDE = "inside"
    BELOW = "below"
    ABOVE = "above"
    #: The value is no number, or there is no interval.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None is without bound. A strict bound is itself outside."""

    low: Decimal | None = None
    high: Decimal | None = None
    is_strict: bool = False


def read_interval(text: str) -> Interval | None:
    """Read "3,5-4,4", "-3-3", "<10" or "≥90"; None for anything else."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _BETWEEN.fullmatch(text):
        low, high = (_number(part) for part in found.groups())
        return Interval(low, high) if low <= high else None
    if found := _BOUND.fullmatch(text):
        sign, bound = found.group(1), _number(found.group(2))
        is_strict = sign in "<>"
        return (
            Interval(high=bound, is_strict=is_strict)
            if sign[0] in "<≤"
            else Interval(low=bound, is_strict=is_strict)
        )
    return None


def deviation_of(value: str, reference: str) -> Deviation:
    """Tell where a written value lies; "<0,10" and ">90" count where they leave no doubt."""
    interval = read_interval(reference)
    found = _VALUE.fullmatch(value.strip()) if len(value) <= _LONGEST else None
    if interval is None or found is None:
        return Deviation.UNKNOWN
    sign, number = found.group(1), _number(found.group(2))
    if _is_over(number, interval, sign):
        return Deviation.ABOVE
    if _is_under(number, interval, sign):
        return Deviation.BELOW
    return Deviation.UNKNOWN if _is_doubtful(number, interval, sign) else Deviation.INSIDE


def _is_over(number: Decimal, interval: Interval, sign: str | None) -> bool:
    if interval.high is None or sign == "<":
        return False
    return number > interval.high or (
        number == interval.high and (interval.is_strict or sign == ">")
    )


def _is_under(number: Decimal, interval: Interval, sign: str | None) -> bool:
    if interval.low is None or sign == ">":
        return False
    return number < interval.low or (number == interval.low and (interval.is_strict or sign == "<"))


def _is_doubtful(number: Decimal, interval: Interval, sign: str | None) -> bool:
    """Whether "<5" may lie on either side of a bound."""
    if sign == ">":
        return interval.high is not None or (interval.low is not None and number < interval.low)
    if sign == "<":
        return interval.low is not None or (interval.high is not None and number > interval.high)
    return False


def _number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", "."))
