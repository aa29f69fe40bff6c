"""The shelf of Kodserver tables, combinations, and what ships beside them."""

from __future__ import annotations

from pathlib import Path

from app.domain.access import Person
from app.domain.file_import import FileImport, FileImportReport
from app.domain.kodserver import COMBINATIONS, TABLE_LABEL, KodserverTable, TableState
from app.domain.list_words import format_import
from app.services import kodserver
from app.services.context import AppContext
from app.services.job_control import JobControl
from ui.models import list_rows
from ui.models.list_rows import ListRow
from ui.presenters.shelf import CSV_FILES, ListEntry, Shelf, shipped_state, table_state

_CONTACT_TYPES, _PRODUCT_TYPES, _XS_CODES = "kontakttyper", "produkttyper", "xs-koder"


def _kodserver_entries(app: AppContext) -> tuple[ListEntry, ...]:
    starter = kodserver.read_starter(app)
    shipped = (
        (_CONTACT_TYPES, "Kontakttyper", len(starter.contact_types), list_rows.CODE_HEADERS),
        (_PRODUCT_TYPES, "Produkttyper", len(starter.product_types), list_rows.CODE_HEADERS),
        (_XS_CODES, "XS-koder ur kontakten", len(starter.xs_codes), list_rows.XS_HEADERS),
    )
    return (
        *map(_table_entry, kodserver.list_tables(app)),
        _combination_entry(kodserver.latest_combinations(app)),
        *(_shipped_entry(*facts) for facts in shipped),
    )


def _table_entry(state: TableState) -> ListEntry:
    return ListEntry(
        state.table.value,
        f"{state.table.value} – {TABLE_LABEL[state.table]}",
        state.rows,
        table_state(state.latest, state.rows),
        format_import(state.latest) if state.latest else _unread(state),
        list_rows.CODE_HEADERS,
    )


def _unread(state: TableState) -> str:
    return f"Följer med programmet. {state.remark}" if state.rows else f"Tom. {state.remark}"


def _combination_entry(latest: FileImport | None) -> ListEntry:
    missing = (
        "Tom. Läs in en CSV-fil med taxa, besökstyp, yrkeskategori och första och sista dag; "
        "utan den kan det inte prövas vilka koder som går ihop."
    )
    return ListEntry(
        COMBINATIONS,
        "Taxa × besökstyp × yrkeskategori",
        latest.rows if latest else 0,
        table_state(latest, 0),
        format_import(latest) if latest else missing,
        list_rows.COMBINATION_HEADERS,
        wide=4,
    )


def _shipped_entry(key: str, title: str, rows: int, headers: tuple[str, ...]) -> ListEntry:
    told = "Följer med programmet, ur regionens tabell över XS-koder. Läses inte in från fil."
    if key == _PRODUCT_TYPES:
        told = "Följer med programmet, ur beskrivningen av Kodserver. Läses inte in från fil."
    state = shipped_state(rows)
    return ListEntry(key, title, rows, state, told, headers, has_days=False, takes_file=False)


def _kodserver_rows(app: AppContext, key: str) -> tuple[ListRow, ...]:
    if key == COMBINATIONS:
        return list_rows.combination_rows(kodserver.list_combinations(app))
    if key == _XS_CODES:
        return list_rows.xs_rows(kodserver.list_xs_codes(app))
    if key == _CONTACT_TYPES:
        return list_rows.code_rows(kodserver.read_starter(app).contact_types)
    if key == _PRODUCT_TYPES:
        return list_rows.code_rows(kodserver.read_starter(app).product_types)
    return list_rows.code_rows(kodserver.list_codes(app, KodserverTable(key)))


def _take_kodserver(
    app: AppContext, path: Path, key: str, by: Person, control: JobControl
) -> FileImportReport:
    if key == COMBINATIONS:
        return kodserver.import_combinations(app, path, imported_by=by.name, control=control)
    table = KodserverTable(key)
    return kodserver.import_kodserver_table(app, table, path, imported_by=by.name, control=control)


KODSERVER = Shelf(
    name="kodserver",
    title="Kodservertabeller",
    file_kinds=CSV_FILES,
    file_button="&Läs in fil …",
    nothing="",
    read_entries=_kodserver_entries,
    read_rows=_kodserver_rows,
    take=_take_kodserver,
)
