"""The shelf of the region's own decisions: block list and rule switches."""

from __future__ import annotations

from pathlib import Path

from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_words import format_import
from app.domain.regional import REGIONAL_LABEL, RegionalTable
from app.services import regional
from app.services.context import AppContext
from app.services.job_control import JobControl
from ui.models import list_rows
from ui.models.list_rows import ListRow
from ui.presenters.shelf import CSV_FILES, ListEntry, Shelf, table_state

_COLUMNS_WANTED = {
    RegionalTable.BLOCK_LIST: "kod, spärr, skäl, giltig från och giltig till",
    RegionalTable.RULE_SWITCHES: "regel, åtgärd, ny grad och skäl",
}
_OBEYED = {
    RegionalTable.BLOCK_LIST: (
        "Granskningen anmärker på det som är spärrat den dag kontakten slutar."
    ),
    RegionalTable.RULE_SWITCHES: "Granskningen följer valen: en avstängd regel anmärker inte.",
}


def _regional_entries(app: AppContext) -> tuple[ListEntry, ...]:
    imports = regional.regional_imports(app)
    return tuple(_regional_entry(table, imports.get(table.value)) for table in RegionalTable)


def _regional_entry(table: RegionalTable, latest: FileImport | None) -> ListEntry:
    missing = f"Tom. Läs in en CSV-fil med kolumnerna {_COLUMNS_WANTED[table]}."
    told = format_import(latest) if latest else missing
    is_blocks = table is RegionalTable.BLOCK_LIST
    return ListEntry(
        table.value,
        REGIONAL_LABEL[table],
        latest.rows if latest else 0,
        table_state(latest, 0),
        f"{told} {_OBEYED[table]}",
        list_rows.BLOCK_HEADERS if is_blocks else list_rows.SWITCH_HEADERS,
        wide=2 if is_blocks else 1,
        has_days=is_blocks,
    )


def _regional_rows(app: AppContext, key: str) -> tuple[ListRow, ...]:
    if key == RegionalTable.BLOCK_LIST.value:
        return list_rows.block_rows(regional.block_list(app))
    return list_rows.switch_rows(regional.switched_rules(app))


def _take_regional(
    app: AppContext, path: Path, _key: str, by: str, control: JobControl
) -> FileImportReport:
    return regional.import_regional(app, path, imported_by=by, control=control)


REGIONAL = Shelf(
    name="regional",
    title="Regionens listor",
    file_kinds=CSV_FILES,
    file_button="&Läs in fil …",
    nothing="",
    read_entries=_regional_entries,
    read_rows=_regional_rows,
    take=_take_regional,
)
