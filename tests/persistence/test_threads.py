"""Units of work in several threads of one program, as the two lanes of the screen use them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.domain.encounter import Encounter
from app.domain.work_list import WorkListQuery
from app.persistence.database import Database

from .events import coded, event

ROUNDS = 15


def test_reads_never_fail_nor_see_half_an_event_while_others_save(database: Database) -> None:
    def with_marks(number: int, version: int) -> Encounter:
        rows = tuple(replace(d, text=str(number)) for d in coded().diagnoses * (1 + number % 3))
        return replace(coded(), diagnoses=rows, status_reason=str(number), version=version)

    def write() -> None:
        for number in range(1, ROUNDS + 1):
            with database.unit_of_work() as uow:
                uow.encounters.save(with_marks(number, number), f"w{number}")
                uow.commit()

    def read() -> int:
        mixed = 0
        for _ in range(ROUNDS):
            with database.unit_of_work() as uow:
                found = uow.encounters.get("händelse-1")
                uow.encounters.page(WorkListQuery(), 0, 10)
            assert found is not None
            mixed += any(d.text != found.status_reason for d in found.diagnoses)
        return mixed

    with database.unit_of_work() as uow:
        uow.encounters.save(with_marks(0, 0), "w0")
        uow.commit()
    with ThreadPoolExecutor(3) as pool:
        writing, *readings = pool.submit(write), pool.submit(read), pool.submit(read)
        writing.result(timeout=60)
        assert [reading.result(timeout=60) for reading in readings] == [0, 0]


def test_a_read_before_a_write_does_not_hinder_the_write_of_another(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.encounters.save(event("e1"), "s1")
        uow.encounters.save(event("e2"), "s2")
        uow.commit()

    with database.unit_of_work() as slow:
        read = slow.encounters.get("e1")
        assert read is not None
        with database.unit_of_work() as quick:
            other = quick.encounters.get("e2")
            assert other is not None
            quick.encounters.save(other, "s3")
            quick.commit()
        slow.encounters.save(read, "s4")
        slow.commit()

    with database.unit_of_work() as uow:
        versions = [uow.encounters.get(event_id) for event_id in ("e1", "e2")]
    assert [found.version for found in versions if found] == [2, 2]
