"""A new event is stored with its record at once, and a file asks the database few questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event as database_event

from app.domain.errors import StaleSaveError
from app.domain.intake import IntakeReport
from app.domain.work_list import WorkListQuery
from app.persistence.database import Database
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.intake import import_events
from tests.services.desk import desk

from .events import coded, event, patient
from .test_records import RECORD

HEADER = "händelse_id;personnummer;klass;start;slut;huvuddiagnos;journaltext"
ROWS = [
    f"e{number};1990010123{number:02};Slutenvård;2026-03-01;2026-03-04;I10.9;Mår bra."
    for number in range(10, 20)
]


def test_a_new_event_with_its_record_is_as_if_stored_one_after_the_other(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    with unit_of_work() as uow:
        added = uow.encounters.add(coded("at once"), RECORD, "s1")
        uow.encounters.save(coded("in turn"), "s2")
        uow.encounters.put_record("in turn", RECORD)
        uow.commit()

    with unit_of_work() as uow:
        records = uow.encounters.records_of(["at once", "in turn", "unknown"])
        rows = uow.encounters.page(WorkListQuery(), 0, 10)
        assert uow.encounters.get("at once") == added
    assert records["at once"] == records["in turn"] == RECORD != records["unknown"]
    assert added.version == 1
    assert len({row.complexity for row in rows}) == 1


def test_an_event_that_is_there_is_not_added_once_more(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    with unit_of_work() as uow:
        stored = uow.encounters.save(coded(), "s1")
        uow.commit()

    for is_read in (False, True):
        with unit_of_work() as uow:
            if is_read:
                uow.encounters.get(stored.id)
            with pytest.raises(StaleSaveError):
                uow.encounters.add(event(), RECORD, f"again {is_read}")
            uow.commit()
    with unit_of_work() as uow:
        assert uow.encounters.get(stored.id) == stored
        assert not uow.encounters.record(stored.id).documents


def test_an_event_is_known_by_its_person_and_by_its_id(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    with unit_of_work() as uow:
        for event_id, number in (("a", "1"), ("b", "2"), ("c", "2"), ("d", "3")):
            uow.encounters.save(event(event_id, patient=patient(number=number)), event_id)
        known = uow.encounters.known_as("2", "a")

    assert [each.id for each in known] == ["a", "b", "c"]


def test_a_file_asks_few_questions_an_event(database: Database, tmp_path: Path) -> None:
    app, path = desk(database.unit_of_work, tmp_path), tmp_path / "händelser.csv"
    asked: list[str] = []

    def questions(rows: list[str]) -> tuple[int, IntakeReport]:
        path.write_text("\n".join((HEADER, *rows)), "utf-8")
        asked.clear()
        report = import_events(app, [path])
        return len(asked), report

    database_event.listen(
        database.engine, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    alone, _ = questions(ROWS[:1])
    first, report = questions(ROWS[1:])
    again, unchanged = questions(ROWS[1:])

    # A file of one asks what is asked once a file too.
    assert (report.added, unchanged.unchanged) == (9, 9)
    assert first <= alone + 8 * 9
    assert again <= 9 * 7 + alone
