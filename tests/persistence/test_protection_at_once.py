"""Two who store events of one protected person in the same instant leave none unmasked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event as database_event
from sqlalchemy import text

from app.domain.coding_acts import set_principal
from app.domain.patient import Protection
from app.domain.work_list import WorkListQuery
from app.persistence.database import Database, open_database
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.intake import import_events
from tests.services.desk import desk

from .events import NUMBER, event, patient

pytestmark = pytest.mark.postgres
MASKED = ("1985••••-••••", "Sekretessmarkering")
PROTECTED = patient(protection=Protection.CONFIDENTIAL)
OTHER_NUMBER = "191212121212"
HEADER = "händelse_id;personnummer;klass;start;slut;enhet"
#: Who waits for another, by what they wait for.
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = :what"


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """SQLite has one writer at a time: the second reads what the first has stored."""
    return postgresql_url


@pytest.fixture
def other(postgresql_url: str) -> Iterator[Database]:
    with closing(open_database(postgresql_url)) as opened:
        yield opened


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def wait_until_waiting(database: Database, what: str, acts: Future[object]) -> None:
    """Go on once somebody waits for a lock of that kind, or once they need not."""
    with database.engine.connect() as connection:
        while not (acts.done() or connection.scalar(text(WAITING), {"what": what})):
            connection.rollback()


def shown(database: Database) -> dict[str, tuple[str, str]]:
    with database.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(), 0, 10)
    return {row.id: (row.patient_number, row.patient_name) for row in rows}


def found_by_name(database: Database) -> int:
    with database.unit_of_work() as uow:
        return uow.encounters.count(WorkListQuery(text="tolvan"))


def store_named(uow: SqlUnitOfWork) -> None:
    uow.encounters.save(event("named"), "s-named")


def store_protected(uow: SqlUnitOfWork) -> None:
    uow.encounters.save(event("protected", patient=PROTECTED), "s-protected")


@pytest.mark.parametrize(
    ("first", "second"), [(store_named, store_protected), (store_protected, store_named)]
)
def test_an_event_that_another_has_not_committed_yet_is_masked(
    database: Database,
    other: Database,
    first: Callable[[SqlUnitOfWork], None],
    second: Callable[[SqlUnitOfWork], None],
) -> None:
    with database.unit_of_work() as one, other.unit_of_work() as two:
        first(one)
        second(two)
        two.commit()
        one.commit()

    assert shown(database) == {"named": MASKED, "protected": MASKED}
    assert found_by_name(database) == 0


def test_two_who_commit_in_the_same_instant_see_each_other(
    database: Database, other: Database, beside: ThreadPoolExecutor
) -> None:
    committing: list[Future[None]] = []

    def let_the_other_commit(_connection: object) -> None:
        committing.append(beside.submit(two.commit))
        wait_until_waiting(database, "advisory", committing[0])

    with database.unit_of_work() as one, other.unit_of_work() as two:
        store_named(one)
        store_protected(two)
        database_event.listen(database.engine, "commit", let_the_other_commit, once=True)
        one.commit()
        committing[0].result()

    assert shown(database) == {"named": MASKED, "protected": MASKED}


def test_a_coding_saved_while_the_event_is_masked_brings_no_name_back(
    database: Database, other: Database
) -> None:
    with database.unit_of_work() as uow:
        uow.encounters.save(event("named"), "s1")
        uow.commit()

    def mask_first(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE encounter") and "protected" not in shown(other):
            with other.unit_of_work() as uow:
                store_protected(uow)
                uow.commit()

    with database.unit_of_work() as uow:
        on_the_desk = uow.encounters.get("named")
        assert on_the_desk is not None
        database_event.listen(database.engine, "before_cursor_execute", mask_first)
        uow.encounters.save(set_principal(on_the_desk, "J18.9"), "s2")
        uow.commit()

    assert shown(database)["named"] == MASKED
    assert found_by_name(database) == 0
    with database.unit_of_work() as uow:
        assert uow.encounters.count(WorkListQuery(text="j18.9")) == 1


def test_who_writes_an_event_that_is_to_be_masked_is_waited_for_and_waits_for_nobody(
    database: Database, other: Database, beside: ThreadPoolExecutor
) -> None:
    with database.unit_of_work() as one:
        store_protected(one)
        with other.unit_of_work() as uow:
            store_named(uow)
            uow.commit()
        with other.unit_of_work() as two:
            written = two.encounters.get("named")
            assert written is not None
            two.encounters.save(set_principal(written, "J18.9"), "s-coded")
            masking = beside.submit(one.commit)
            wait_until_waiting(database, "transactionid", masking)
            two.commit()
        masking.result()

    assert shown(database) == {"named": MASKED, "protected": MASKED}
    with database.unit_of_work() as uow:
        assert uow.encounters.count(WorkListQuery(text="j18.9")) == 1


def test_files_with_the_same_persons_in_another_order_do_not_wait_for_each_other(
    database: Database, other: Database, beside: ThreadPoolExecutor
) -> None:
    numbers = (NUMBER, OTHER_NUMBER)

    def store(uow: SqlUnitOfWork, name: str, order: tuple[str, ...], kind: Protection) -> None:
        for number in order:
            person = patient(number=number, protection=kind)
            uow.encounters.save(event(f"{name}{number}", patient=person), f"s{name}{number}")

    with database.unit_of_work() as uow:
        store(uow, "before", numbers, Protection.NONE)
        uow.commit()
    with database.unit_of_work() as one, other.unit_of_work() as two:
        store(one, "one", numbers[:1], Protection.CONFIDENTIAL)
        store(two, "two", numbers[1:], Protection.CONFIDENTIAL)
        second_of_one = beside.submit(store, one, "one", numbers[1:], Protection.CONFIDENTIAL)
        wait_until_waiting(database, "transactionid", second_of_one)
        store(two, "two", numbers[:1], Protection.CONFIDENTIAL)
        second_of_one.result()
        for uow in (two, one):
            uow.commit()

    with database.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(), 0, 10)
    assert {row.patient_name for row in rows} == {"Sekretessmarkering"}
    assert len(rows) == 6


def test_a_file_that_crosses_another_writer_is_read_in_once_more(
    database: Database, other: Database, beside: ThreadPoolExecutor, tmp_path: Path
) -> None:
    app, path = desk(database.unit_of_work, tmp_path), tmp_path / "händelser.csv"
    crossing: list[Future[None]] = []

    def read_in(unit: str) -> None:
        row = f"{NUMBER};Slutenvård;2026-03-01;2026-03-04;{unit}"
        path.write_text("\n".join((HEADER, f"e1;{row}", f"e2;{row}")), "utf-8")
        import_events(app, [path])

    def code(event_id: str) -> None:
        stored = two.encounters.get(event_id)
        assert stored is not None
        two.encounters.save(set_principal(stored, "J18.9"), f"s-{event_id}")

    def code_the_first() -> None:
        code("e1")
        two.commit()

    def cross(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE encounter") and not crossing:
            code("e2")
            crossing.append(beside.submit(code_the_first))

    read_in("Gammal")
    for engine, patience in ((database.engine, "1ms"), (other.engine, "1min")):
        told = f"SET LOCAL deadlock_timeout = '{patience}'"
        database_event.listen(engine, "begin", lambda c, told=told: c.exec_driver_sql(told))
    with other.unit_of_work() as two:
        database_event.listen(database.engine, "after_cursor_execute", cross)
        read_in("Ny")
        crossing[0].result()

    with database.unit_of_work() as uow:
        events = [uow.encounters.get(event_id) for event_id in ("e1", "e2")]
    assert [(e.unit.name, e.principal and e.principal.code) for e in events if e] == [
        ("Ny", "J18.9"),
        ("Ny", "J18.9"),
    ]
