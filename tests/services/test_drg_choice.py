"""Which definition tables an event is grouped by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_tables import TableLayout
from app.domain.errors import NotFoundError
from app.domain.period import Period
from app.services.context import AppContext
from app.services.drg_choice import (
    TableChoices,
    choose,
    fitting_tables,
    put_first,
    show_group,
    shows_group,
    table_choices,
    take_nearest,
)
from app.services.drg_tables import remove_tables
from tests.services.small_drg import SWEDISH, keep
from tests.services.workday import ANNA, BO, stay

MARCH = date(2025, 3, 3)


def _set(name: str, year: int, country: str = "SE", imported: int = 1) -> DrgTableSet:
    valid = Period(date(year, 1, 1), date(year, 12, 31))
    at = datetime.fromisoformat(f"2026-01-0{imported}")
    return DrgTableSet(
        name, country, name, valid, TableLayout.NORDIC_DBF, 1, name, "", imported_at=at
    )


def test_the_set_of_the_events_country_that_covers_its_day_is_chosen() -> None:
    sets = (_set("se24", 2024), _set("se25", 2025), _set("no25", 2025, "NO"))

    found = choose(TableChoices(sets), "SE", MARCH)
    norwegian = choose(TableChoices(sets), "NO", MARCH)

    assert found.tables is not None and norwegian.tables is not None
    assert (found.tables.id, norwegian.tables.id) == ("se25", "no25")
    assert not found.is_nearest


def test_a_set_of_another_country_is_never_taken() -> None:
    fit = choose(TableChoices((_set("no25", 2025, "NO"),), takes_nearest=True), "SE", MARCH)

    assert fit.tables is None and fit.offered is None


def test_the_nearest_is_offered_and_used_only_where_the_workplace_said_so() -> None:
    sets = (_set("se14", 2014), _set("se20", 2020))

    silent = choose(TableChoices(sets), "SE", MARCH)
    said = choose(TableChoices(sets, takes_nearest=True), "SE", MARCH)

    assert silent.tables is None and silent.offered is not None and silent.offered.id == "se20"
    assert said.tables is not None and said.tables.id == "se20" and said.is_nearest


def test_of_several_the_one_put_first_is_taken_and_else_the_one_imported_last() -> None:
    sets = (_set("old", 2025, imported=1), _set("new", 2025, imported=2))

    latest = choose(TableChoices(sets), "SE", MARCH)
    first = choose(TableChoices(sets, frozenset({"old"})), "SE", MARCH)

    assert latest.tables is not None and latest.tables.id == "new"
    assert first.tables is not None and first.tables.id == "old"


def test_what_the_workplace_says_is_kept_and_rivals_lose_their_place(app: AppContext) -> None:
    one = keep(app)
    other = keep(
        app, replace(SWEDISH, version="Andra", rules=SWEDISH.rules[1:]), at="2026-02-01T08:00"
    )

    put_first(app, one.id)
    put_first(app, other.id)
    take_nearest(app, is_on=True)

    choices = table_choices(app)
    assert choices.defaults == {other.id} and choices.takes_nearest
    take_nearest(app, is_on=False)
    assert not table_choices(app).takes_nearest
    fit = fitting_tables(app, stay())
    assert fit.tables is not None and fit.tables.id == other.id


def test_a_set_that_is_gone_cannot_be_put_first(app: AppContext) -> None:
    one = keep(app)
    remove_tables(app, one.id)

    with pytest.raises(NotFoundError, match="tagits bort"):
        put_first(app, one.id)


def test_the_panel_is_closed_until_a_person_opens_it_and_only_for_that_person(
    app: AppContext,
) -> None:
    assert not shows_group(app, ANNA)

    show_group(app, ANNA, is_shown=True)

    assert shows_group(app, ANNA)
    assert not shows_group(app, BO)
