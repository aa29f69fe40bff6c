"""How a region wants codes written: which half of a pair stands first, and how finely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.period import ALWAYS, Period
from app.domain.regional import matches


class PairFirst(StrEnum):
    """Which half of a dagger–asterisk pair stands first."""

    DAGGER = "dagger"
    ASTERISK = "asterisk"


PAIR_FIRST_LABEL = {PairFirst.DAGGER: "† före *", PairFirst.ASTERISK: "* före †"}


@dataclass(frozen=True, slots=True)
class PairOrder:
    """One row of the region's pair orders: the asterisk codes, which half is first, and why."""

    #: A code or range of asterisk codes in canonical form; a code means those below it too.
    codes: str
    first: PairFirst
    reason: str
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Deepening:
    """Codes that the region wants at their finest level (fördjupningskoder), and why."""

    #: A code or range in canonical form; a code means those below it too.
    codes: str
    reason: str
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Customs:
    """The orders of pairs and the codes that are wanted finely; of several rows the last wins."""

    pair_orders: tuple[PairOrder, ...] = ()
    deepenings: tuple[Deepening, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is said at all."""
        return bool(self.pair_orders or self.deepenings)

    def pair_order(self, asterisk: str, day: date | None = None) -> PairOrder | None:
        """Return the row that decides which half of this asterisk's pairs is first, or None.

        The code is in canonical form; without a day, rows of every day are asked.
        """
        rows = (row for row in reversed(self.pair_orders) if _applies(row, asterisk, day))
        return next(rows, None)

    def wants_asterisk_first(self, asterisk: str, day: date | None = None) -> bool:
        """Whether this manifestation stands before its etiology here."""
        row = self.pair_order(asterisk, day)
        return row is not None and row.first is PairFirst.ASTERISK

    def requires_deepening(self, code: str, day: date | None = None) -> Deepening | None:
        """Return the row that wants this code at its finest level, or None."""
        rows = (row for row in reversed(self.deepenings) if _applies(row, code, day))
        return next(rows, None)


#: Pairs are written dagger first, and nothing is wanted finer than the codebook says.
NO_CUSTOMS = Customs()


def format_order(order: PairOrder) -> str:
    """Write a row of the pair orders: `M07: * före †`."""
    return f"{order.codes}: {PAIR_FIRST_LABEL[order.first]}"


def _applies(row: PairOrder | Deepening, code: str, day: date | None) -> bool:
    return matches(row.codes, code) and (day is None or row.valid.covers(day))
