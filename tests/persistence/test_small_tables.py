"""People, access log, quarantine and facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from app.domain.access import AccessEvent, AccessKind, Person, Role
from app.domain.errors import StorageError
from app.domain.intake import Rejected
from app.persistence.database import Database
from app.persistence.storage_errors import IMMUTABLE, storage_errors
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import moment

Units = Callable[[], SqlUnitOfWork]

NOON = moment("2026-03-01T12:00")


def test_people_come_in_swedish_order(unit_of_work: Units) -> None:
    people = [Person(name, name, Role.LEAD, ("Ögon", "Öron")) for name in ("Åsa", "Örn", "Bo")]
    with unit_of_work() as uow:
        for person in people:
            uow.people.save(person)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.people.all() == [people[2], people[0], people[1]]
        assert uow.people.get("Åsa") == people[0]
        assert uow.people.get("okänd") is None


def test_a_person_saved_again_is_changed(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.people.save(Person("1", "Anna"))
        uow.people.save(Person("1", "Anna Ek", Role.CLINICIAN))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.people.all() == [Person("1", "Anna Ek", Role.CLINICIAN)]


def test_the_day_somebody_left_is_kept_and_taken_away_again(unit_of_work: Units) -> None:
    gone = Person("1", "Anna", left_on=date(2026, 3, 31))
    with unit_of_work() as uow:
        uow.people.save(gone)
        assert uow.people.get("1") == gone
        uow.people.save(Person("1", "Anna"))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.people.all() == [Person("1", "Anna")]


def opened(number: int, encounter_id: str = "e1") -> AccessEvent:
    at = NOON + timedelta(minutes=number)
    return AccessEvent(at, "anna", "Anna", AccessKind.OPENED, encounter_id, "198501012384")


def test_the_access_log_shows_the_latest_first(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        for number in range(4):
            uow.access_log.add(opened(number, f"e{number % 2}"))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.access_log.latest(2) == [opened(3, "e1"), opened(2, "e0")]
        assert uow.access_log.latest(9, "e0") == [opened(2, "e0"), opened(0, "e0")]


@pytest.mark.parametrize(
    "statement", ["UPDATE access_log SET person_id = 'bo'", "DELETE FROM access_log"]
)
def test_the_database_itself_refuses_to_change_the_access_log(
    database: Database, statement: str
) -> None:
    with database.unit_of_work() as uow:
        uow.access_log.add(opened(1))
        uow.commit()

    with (
        pytest.raises(StorageError, match=IMMUTABLE),
        storage_errors(),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))

    with database.unit_of_work() as uow:
        assert uow.access_log.latest(9) == [opened(1)]


def test_a_moment_with_a_zone_is_kept_as_the_local_clock_shows_it(unit_of_work: Units) -> None:
    zoned = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    with unit_of_work() as uow:
        uow.access_log.add(AccessEvent(zoned, "a", "A", AccessKind.OPENED, "e1", ""))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.access_log.latest(1)[0].at == zoned.astimezone().replace(tzinfo=None)


def test_a_rejected_row_is_kept_to_the_last_character(unit_of_work: Units) -> None:
    broken = Rejected("fil.csv", "rad 3", "Datum saknas.", "a\x00b\udcff;å")
    with unit_of_work() as uow:
        uow.quarantine.add("csv", [broken, Rejected("fil.csv", "rad 4", "Trasig.")], NOON)
        uow.commit()

    with unit_of_work() as uow:
        first, second = uow.quarantine.all()
        assert (first.kind, first.rejected, first.at) == ("csv", broken, NOON)
        uow.quarantine.remove(first.id)
        uow.quarantine.remove(first.id)
        assert uow.quarantine.all() == [second]


def test_facts_are_written_over(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.facts.set("demo", "ja")
        uow.facts.set("demo", "nej")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.facts.get("demo") == "nej"
        assert uow.facts.get("annat") is None
