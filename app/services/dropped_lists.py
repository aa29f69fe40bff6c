"""Use case for lists that were dropped on the program: each into the table that it fills."""

from __future__ import annotations

from app.domain.access import Person
from app.domain.file_import import FileImportReport
from app.services.context import AppContext
from app.services.dropped_files import DroppedList, ListKind
from app.services.job_control import NO_CONTROL, JobControl
from app.services.kodserver import import_combinations, import_kodserver_table
from app.services.products import import_products
from app.services.regional import import_regional
from app.services.term_files import as_file_import, import_terms


def import_dropped_list(
    app: AppContext,
    found: DroppedList,
    *,
    by: Person | None = None,
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a file that was told apart be the whole content of its table.

    All or nothing; the same file again changes nothing and is told. `by` is None for whoever
    administers the machine.

    Raises:
        CodebookFileError: the file cannot be used; with file, row and remedy.
        NotAllowedError: lists of the region are for another role to read in.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    name = by.name if by is not None else ""
    if found.table is not None:
        return import_kodserver_table(
            app, found.table, found.path, imported_by=name, control=control
        )
    if found.kind is ListKind.TERMS:
        report = import_terms(app, by or Person("", ""), found.path, control)
        return as_file_import(app, report, name)
    if found.kind is ListKind.REGIONAL:
        return import_regional(app, found.path, imported_by=name, by=by, control=control)
    importers = {ListKind.PRODUCTS: import_products, ListKind.COMBINATIONS: import_combinations}
    return importers[found.kind](app, found.path, imported_by=name, control=control)
