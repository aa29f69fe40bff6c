"""Use cases for the Kodserver tables: import them, list them, ask them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain import combination_answer
from app.domain import kodserver as domain
from app.domain.combination_answer import CombinationAnswer
from app.domain.file_import import FileImport, FileImportReport
from app.domain.kodserver import (
    COMBINATIONS,
    TABLE_LABEL,
    Combination,
    KodserverCode,
    KodserverStarter,
    KodserverTable,
    TableState,
    XsCode,
    code_key,
    codes_on,
)
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.list_imports import Target, import_file

#: Unknown codes that a warning names; the rest are counted.
_NAMED = 5


def import_kodserver_table(
    app: AppContext,
    table: KodserverTable,
    path: Path,
    *,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a CSV file be the whole content of one table.

    All or nothing; the same file again changes nothing and is told.

    Raises:
        CodebookFileError: the file cannot be used; with file, row and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    target = Target(
        name=table.value,
        label=f"{table.value} ({TABLE_LABEL[table]})",
        read=lambda file: app.readers.lists.kodserver_table(file, table),
        imports=lambda uow: uow.kodserver.imports(),
        stored=lambda uow: uow.kodserver.codes(table),
        replace=lambda uow, latest, rows: uow.kodserver.replace_codes(table, latest, rows),
    )
    return import_file(app, path, target, imported_by=imported_by, control=control)


def import_combinations(
    app: AppContext,
    path: Path,
    *,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a CSV file say which rates, visit types and professions may stand together.

    Codes that an imported table lacks are told, not refused: the tables may come later.

    Raises:
        CodebookFileError: the file cannot be used; with file, row and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    target = Target(
        name=COMBINATIONS,
        label="Kombinationerna av taxa, besökstyp och yrkeskategori",
        read=app.readers.lists.combinations,
        imports=lambda uow: uow.kodserver.imports(),
        stored=lambda uow: uow.kodserver.combinations(),
        replace=lambda uow, latest, rows: uow.kodserver.replace_combinations(latest, rows),
    )
    return import_file(
        app,
        path,
        target,
        imported_by=imported_by,
        warn=lambda rows: _unknown_codes(app, rows),
        control=control,
    )


def list_tables(app: AppContext) -> tuple[TableState, ...]:
    """Return how each of the ten tables stands, in Kodserver's order."""
    starter = read_starter(app)
    with app.unit_of_work() as uow:
        imports = uow.kodserver.imports()
    return tuple(_state(table, imports.get(table.value), starter) for table in KodserverTable)


def latest_combinations(app: AppContext) -> FileImport | None:
    """Return the import that the combinations come from, or None."""
    with app.unit_of_work() as uow:
        return uow.kodserver.imports().get(COMBINATIONS)


def list_codes(
    app: AppContext, table: KodserverTable, day: date | None = None
) -> tuple[KodserverCode, ...]:
    """Return the rows of a table, or those valid on a day; the starter's until it is imported."""
    with app.unit_of_work() as uow:
        is_imported = table.value in uow.kodserver.imports()
        rows = tuple(uow.kodserver.codes(table))
    if not is_imported:
        rows = read_starter(app).codes[table]
    return rows if day is None else codes_on(rows, day)


def find_kodserver_code(
    app: AppContext, table: KodserverTable, code: str, day: date
) -> KodserverCode | None:
    """Return the row of a code on a day, or None where it may not be reported then."""
    with app.unit_of_work() as uow:
        is_imported = table.value in uow.kodserver.imports()
        rows = tuple(uow.kodserver.find(table, code))
    if not is_imported:
        rows = read_starter(app).codes[table]
    return domain.find_code(table, rows, code, day)


def list_combinations(app: AppContext, day: date | None = None) -> tuple[Combination, ...]:
    """Return the combinations, or those valid on a day."""
    with app.unit_of_work() as uow:
        rows = tuple(uow.kodserver.combinations())
    return rows if day is None else tuple(row for row in rows if row.valid.covers(day))


def combination_is_allowed(
    app: AppContext, rate: str, visit_type: str, profession: str, day: date
) -> bool | None:
    """Whether the three may be reported together on a day; None where nothing is known of it."""
    combinations = list_combinations(app)
    return domain.combination_is_allowed(combinations, rate, visit_type, profession, day)


def explain_combination(
    app: AppContext, rate: str, visit_type: str, profession: str, day: date
) -> CombinationAnswer:
    """Say whether the three may be reported together on a day, and why."""
    return combination_answer.explain_combination(
        list_combinations(app), rate, visit_type, profession, day
    )


def read_starter(app: AppContext) -> KodserverStarter:
    """Return what ships with the program: starter codes, contact and product types, XS codes."""
    return app.readers.lists.kodserver_starter(app.codebooks / "kodserver")


def list_xs_codes(app: AppContext) -> tuple[XsCode, ...]:
    """Return the KVÅ codes that follow from a contact; for rules, to be read once."""
    return read_starter(app).xs_codes


def derived_xs_codes(app: AppContext, contact_type: str, profession: str) -> tuple[str, ...]:
    """Return the KVÅ codes that follow from a contact type and a profession."""
    return domain.derived_xs_codes(list_xs_codes(app), contact_type, profession)


def _state(
    table: KodserverTable, latest: FileImport | None, starter: KodserverStarter
) -> TableState:
    if latest is not None:
        return TableState(table, latest.rows, latest)
    return TableState(table, len(starter.codes[table]), None, starter.remarks.get(table, ""))


def _unknown_codes(app: AppContext, rows: Sequence[Combination]) -> tuple[str, ...]:
    asked = {
        KodserverTable.TAXA: (row.rate for row in rows),
        KodserverTable.BTYP: (row.visit_type for row in rows),
        KodserverTable.VDG: (row.profession for row in rows),
    }
    warnings: list[str] = []
    with app.unit_of_work() as uow:
        imported = uow.kodserver.imports()
        for table, codes in asked.items():
            if table.value in imported:
                known = {code_key(table, row.code) for row in uow.kodserver.codes(table)}
                missing = sorted({code for code in codes if code_key(table, code) not in known})
                warnings += [_missing_sentence(table, missing)] if missing else []
    return tuple(warnings)


def _missing_sentence(table: KodserverTable, missing: Sequence[str]) -> str:
    rest = len(missing) - _NAMED
    more = f" och {rest} till" if rest > 0 else ""
    named = ", ".join(missing[:_NAMED])
    return f"Koder som inte finns i tabellen {table.value}: {named}{more}. Kontrollera filen."
