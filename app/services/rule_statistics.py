"""Use cases for how often rules speak at signing, and which of them are mostly set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.errors import AppError
from app.domain.rule_statistics import RuleCount, total_by_rule
from app.services.context import AppContext

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """The findings at signing from one month to another."""

    #: `2026-03`, both included; empty where the end is open.
    first: str
    last: str
    #: In order of month, rule and severity.
    by_month: tuple[RuleCount, ...]
    #: One a rule, the one that is set aside most often first.
    by_rule: tuple[RuleCount, ...]

    def of_rule(self, rule_id: str) -> tuple[RuleCount, ...]:
        """Return the months of one rule, newest first."""
        return tuple(c for c in reversed(self.by_month) if c.rule_id == rule_id)

    def total(self, rule_id: str) -> RuleCount | None:
        """Return the total of one rule, or None where it never spoke."""
        return next((count for count in self.by_rule if count.rule_id == rule_id), None)


def rule_statistics(app: AppContext, first: str = "", last: str = "") -> RuleStatistics:
    """Count the findings of signed events, from one month to another, both included.

    A Fel never stands at signing, so that rules of that severity are seen only where the region
    has made them milder. A signature of a reopened event counts too. Rules that are no longer in
    the book are among them.

    Raises:
        AppError: a month is not written as `2026-03`, or the last one is before the first.
        StorageError: the database cannot be asked.

    """
    for month in filter(None, (first, last)):
        check_month(month)
    if first and last and last < first:
        raise AppError(f"{last} kommer före {first}. Ange månaderna i ordning.")
    with app.unit_of_work() as uow:
        counts = tuple(uow.rule_counts.by_month(first, last))
    return RuleStatistics(first, last, counts, total_by_rule(counts))


def last_year(app: AppContext) -> RuleStatistics:
    """Count the findings of this month and the eleven before it.

    Raises:
        StorageError: the database cannot be asked.

    """
    today = app.now().date()
    return rule_statistics(app, months_before(today, _MONTHS_A_YEAR - 1), f"{today:%Y-%m}")


def check_month(text: str) -> str:
    """Return a month as it is.

    Raises:
        AppError: it is not written as `2026-03`.

    """
    if not _MONTH.fullmatch(text):
        raise AppError(f"”{text}” är ingen månad. Skriv den som ÅÅÅÅ-MM, till exempel 2026-03.")
    return text


def months_before(day: date, months: int) -> str:
    """Return the month that lies so many months before that of a day."""
    number = day.year * _MONTHS_A_YEAR + day.month - 1 - months
    return f"{number // _MONTHS_A_YEAR:04}-{number % _MONTHS_A_YEAR + 1:02}"
