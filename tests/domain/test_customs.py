"""Which half of a pair a region wants first, and which codes it wants finely."""

from __future__ import annotations

from datetime import date

from app.domain.customs import NO_CUSTOMS, Customs, Deepening, PairFirst, PairOrder
from app.domain.period import Period
from app.domain.region import Region

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_nothing_is_wanted_where_nothing_is_decided() -> None:
    assert not NO_CUSTOMS
    assert not NO_CUSTOMS.wants_asterisk_first("M07.3")
    assert NO_CUSTOMS.requires_deepening("C50.1") is None


def test_a_row_is_about_its_code_and_those_below_it_and_no_other() -> None:
    customs = Customs((PairOrder("M07", PairFirst.ASTERISK, "Praxis"),))

    assert customs.wants_asterisk_first("M07.3")
    assert not customs.wants_asterisk_first("M09.0")
    assert not customs.wants_asterisk_first("ingen kod")


def test_of_two_rows_about_a_code_the_later_one_counts() -> None:
    whole = PairOrder("M00-M99", PairFirst.ASTERISK, "Praxis")
    but = PairOrder("M14", PairFirst.DAGGER, "Reumatologen vill det")

    customs = Customs((whole, but))

    assert customs.wants_asterisk_first("M07.3")
    assert not customs.wants_asterisk_first("M14.6")
    assert customs.pair_order("M14.6") == but


def test_a_row_applies_on_its_days() -> None:
    customs = Customs(deepenings=(Deepening("C50", "Registret", YEAR),))
    region = Region(customs=customs)

    assert region.requires_deepening("C50.1", date(2026, 6, 1)) is not None
    assert region.requires_deepening("C50.1", date(2027, 1, 1)) is None
    assert region.requires_deepening("C50.1") is not None
