"""Kodserver tables in both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.concept import SourceFile
from app.domain.file_import import FileImport
from app.domain.kodserver import COMBINATIONS, Combination, KodserverCode, KodserverTable
from app.domain.period import Period
from app.persistence.unit_of_work import SqlUnitOfWork

AT = datetime.fromisoformat("2026-11-21T10:00")
OLD, NEW = Period(None, date(2023, 12, 31)), Period(date(2024, 1, 1))
BTYP = (KodserverCode("å1", "Före", OLD), KodserverCode("Å1", "Efter", NEW))


def latest(name: str, rows: int, sha256: str = "a") -> FileImport:
    return FileImport(name, SourceFile("fil.csv", sha256), rows, AT, "Anna")


def test_a_table_comes_back_as_it_was_stored(unit_of_work: Callable[[], SqlUnitOfWork]) -> None:
    with unit_of_work() as uow:
        uow.kodserver.replace_codes(KodserverTable.BTYP, latest("BTYP", 2), iter(BTYP))
        uow.commit()

    with unit_of_work() as uow:
        assert uow.kodserver.codes(KodserverTable.BTYP) == list(BTYP)
        assert uow.kodserver.find(KodserverTable.BTYP, " å1 ") == list(BTYP)
        assert uow.kodserver.find(KodserverTable.VDG, "å1") == []
        assert uow.kodserver.imports() == {"BTYP": latest("BTYP", 2)}


def test_a_new_file_replaces_its_own_table_alone(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    diagnosis = KodserverCode("I10.9", "Hypertoni")
    with unit_of_work() as uow:
        uow.kodserver.replace_codes(KodserverTable.BTYP, latest("BTYP", 2), BTYP)
        uow.kodserver.replace_codes(KodserverTable.DIAGNOS, latest("DIAGNOS", 1), [diagnosis])
        uow.kodserver.replace_codes(KodserverTable.BTYP, latest("BTYP", 1, "b"), BTYP[1:])
        uow.commit()

    with unit_of_work() as uow:
        assert uow.kodserver.codes(KodserverTable.BTYP) == [BTYP[1]]
        assert uow.kodserver.find(KodserverTable.DIAGNOS, "i109") == [diagnosis]
        assert uow.kodserver.imports()["BTYP"].source.sha256 == "b"


def test_combinations_come_back_in_the_order_of_the_file(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    rows = [Combination("T2", "01", "10", NEW), Combination("T1", "01", "10", OLD)]
    with unit_of_work() as uow:
        uow.kodserver.replace_combinations(latest(COMBINATIONS, 2), rows)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.kodserver.combinations() == rows
        assert set(uow.kodserver.imports()) == {COMBINATIONS}


def test_nothing_is_replaced_without_commit(unit_of_work: Callable[[], SqlUnitOfWork]) -> None:
    with unit_of_work() as uow:
        uow.kodserver.replace_codes(KodserverTable.BTYP, latest("BTYP", 2), BTYP)

    with unit_of_work() as uow:
        assert uow.kodserver.codes(KodserverTable.BTYP) == []
        assert uow.kodserver.imports() == {}


def test_more_rows_than_one_statement_takes_are_stored(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    rows = [KodserverCode(str(n), "x") for n in range(4_001)]
    with unit_of_work() as uow:
        uow.kodserver.replace_codes(KodserverTable.OPKOD, latest("OPKOD", 4_001), rows)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.kodserver.codes(KodserverTable.OPKOD) == rows
