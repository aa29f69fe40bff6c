from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, CodebookFileError, StorageError
from app.domain.kodserver import KodserverCode, KodserverTable
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.kodserver import (
    combination_is_allowed,
    derived_xs_codes,
    find_kodserver_code,
    import_combinations,
    import_kodserver_table,
    latest_combinations,
    list_codes,
    list_combinations,
    list_tables,
)
from tests.services.desk import NOW
from tests.services.list_files import csv_file, list_desk, stopped_at

BTYP, VDG, TAXA = KodserverTable.BTYP, KodserverTable.VDG, KodserverTable.TAXA
HEADER = "Kod;Text;Giltig från;Giltig till\n"
COMBINED = "Taxa;Besökstyp;Yrkeskategori;Giltig från;Giltig till\n"
DAY = date(2024, 5, 1)


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    return list_desk(unit_of_work, tmp_path)


def table_file(folder: Path, rows: str = "01;Ny;2024-01-01;\n02;Åter;;2023-12-31\n") -> Path:
    return csv_file(folder, HEADER + rows)


def test_a_table_is_imported_and_asked_by_day(app: AppContext, tmp_path: Path) -> None:
    report = import_kodserver_table(app, BTYP, table_file(tmp_path), imported_by="Anna")

    assert (report.latest.rows, report.added, report.gone) == (2, 2, 0)
    assert (report.latest.imported_at, report.latest.imported_by) == (NOW, "Anna")
    assert report.written_as == "UTF-8, kolumner skilda av semikolon"
    assert not report.already_imported and report.warnings == ()
    assert [row.code for row in list_codes(app, BTYP)] == ["01", "02"]
    assert [row.code for row in list_codes(app, BTYP, DAY)] == ["01"]
    assert find_kodserver_code(app, BTYP, "02", DAY) is None
    found = find_kodserver_code(app, BTYP, "02", date(2023, 1, 1))
    assert found is not None and found.text == "Åter"


def test_the_same_file_again_changes_nothing_and_says_so(app: AppContext, tmp_path: Path) -> None:
    path = table_file(tmp_path)
    first = import_kodserver_table(app, BTYP, path)

    again = import_kodserver_table(app, BTYP, path, imported_by="Bo")

    assert again.already_imported
    assert again.latest == first.latest
    assert again.warnings == ("BTYP (Besökstyp) är redan inläst från samma fil. Inget ändrades.",)


def test_a_new_file_replaces_the_table_and_counts_what_differs(
    app: AppContext, tmp_path: Path
) -> None:
    import_kodserver_table(app, BTYP, table_file(tmp_path))

    report = import_kodserver_table(
        app, BTYP, table_file(tmp_path, "01;Ny;2024-01-01;\n03;Hembesök;;\n04;Brev;;\n")
    )

    assert (report.added, report.gone) == (2, 1)
    assert [row.code for row in list_codes(app, BTYP)] == ["01", "03", "04"]


def test_a_broken_row_leaves_the_table_as_it_was(app: AppContext, tmp_path: Path) -> None:
    import_kodserver_table(app, BTYP, table_file(tmp_path))

    with pytest.raises(CodebookFileError, match=r"Filen fil\.csv, rad 3: Texten till koden 04"):
        import_kodserver_table(app, BTYP, table_file(tmp_path, "03;Hembesök;;\n04;;;\n"))

    assert [row.code for row in list_codes(app, BTYP)] == ["01", "02"]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_cancelled_import_leaves_the_table_as_it_was(
    app: AppContext, tmp_path: Path, step: int
) -> None:
    import_kodserver_table(app, BTYP, table_file(tmp_path))
    many = "".join(f"{n};Text {n};;\n" for n in range(2_500))

    with pytest.raises(Cancelled):
        import_kodserver_table(app, BTYP, table_file(tmp_path, many), control=stopped_at(step))

    assert [row.code for row in list_codes(app, BTYP)] == ["01", "02"]


def test_progress_ends_with_all_rows(app: AppContext, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    import_kodserver_table(
        app, BTYP, table_file(tmp_path), control=JobControl(lambda *step: told.append(step))
    )

    assert told[-1] == (2, 2, "Sparar BTYP (Besökstyp) …")
    assert told[0][2] == "Undersöker fil.csv …"


def test_a_full_disk_leaves_the_table_as_it_was(app: AppContext, tmp_path: Path) -> None:
    import_kodserver_table(app, BTYP, table_file(tmp_path))
    many = "".join(f"{n};{'x' * 900};;\n" for n in range(3_000))
    with app.unit_of_work() as uow:
        session = uow._session
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")

    with pytest.raises(StorageError, match="Disken är full"):
        import_kodserver_table(app, BTYP, table_file(tmp_path, many))

    assert [row.code for row in list_codes(app, BTYP)] == ["01", "02"]


def test_columns_that_are_not_read_are_told(app: AppContext, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Kod;Text;Giltig från;Giltig till;Grupp;Färg\n1;a;;;x;y\n")

    report = import_kodserver_table(app, TAXA, path)

    assert report.warnings == (
        "Kolumnerna Grupp, Färg används inte av programmet och lästes inte in.",
    )


def test_before_the_first_import_the_starter_answers(app: AppContext, tmp_path: Path) -> None:
    states = {state.table: state for state in list_tables(app)}

    assert states[VDG].rows == 20 and states[VDG].latest is None
    assert states[TAXA].rows == 0 and "Läs in Kodservers tabell TAXA" in states[TAXA].remark
    assert list_codes(app, TAXA, DAY) == ()
    assert find_kodserver_code(app, VDG, "31", DAY) == KodserverCode("31", "Arbetsterapeut")

    import_kodserver_table(app, VDG, table_file(tmp_path))
    states = {state.table: state for state in list_tables(app)}
    assert (states[VDG].rows, states[VDG].remark) == (2, "")
    assert find_kodserver_code(app, VDG, "31", DAY) is None


def test_combinations_are_imported_and_asked(app: AppContext, tmp_path: Path) -> None:
    assert combination_is_allowed(app, "T1", "01", "10", DAY) is None
    assert latest_combinations(app) is None

    path = csv_file(tmp_path, COMBINED + "T1;01;10;2024-01-01;\nT2;01;10;;2023-12-31\n")
    report = import_combinations(app, path)

    assert report.latest.rows == 2 and report.latest == latest_combinations(app)
    assert combination_is_allowed(app, "t1", "01", "10", DAY) is True
    assert combination_is_allowed(app, "T2", "01", "10", DAY) is False
    assert len(list_combinations(app)) == 2 and len(list_combinations(app, DAY)) == 1
    assert import_combinations(app, path).already_imported


def test_codes_that_an_imported_table_lacks_are_told(app: AppContext, tmp_path: Path) -> None:
    import_kodserver_table(app, BTYP, table_file(tmp_path))
    rows = "".join(f"T1;{n};99;;\n" for n in ("01", *range(10, 17)))

    report = import_combinations(app, csv_file(tmp_path, COMBINED + rows))

    assert report.warnings == (
        "Koder som inte finns i tabellen BTYP: 10, 11, 12, 13, 14 och 2 till. Kontrollera filen.",
    )


def test_a_contact_gives_its_xs_codes(app: AppContext) -> None:
    assert derived_xs_codes(app, "KT", "34") == ("XS012", "XS917")
