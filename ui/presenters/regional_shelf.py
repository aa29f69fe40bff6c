"""The shelf of the region's own decisions, and of what the workplace itself has switched off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.access import Person
from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_words import format_import
from app.domain.permissions import Act
from app.domain.regional import REGIONAL_LABEL, RegionalTable
from app.services import regional
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.regional_layer import current_layer, export_layer
from ui.models import list_rows
from ui.models.list_rows import ListRow
from ui.presenters.shelf import ListEntry, Shelf, table_state

_FILES = "Regionens filer (*.toml *.csv *.txt *.zip *.gz);;Alla (*)"
_WHOLE = "Läs in regionens beslut (TOML)"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is to be known of one table of decisions."""

    headers: tuple[str, ...]
    #: What to read in where it is empty.
    missing: str
    #: What the review makes of it.
    obeyed: str
    read: Callable[[AppContext], tuple[ListRow, ...]]
    wide: int = 2
    has_days: bool = True
    takes_file: bool = True


_KINDS = {
    RegionalTable.BLOCK_LIST: _Kind(
        list_rows.BLOCK_HEADERS,
        f"{_WHOLE}, eller en CSV-fil med kolumnerna kod, spärr, skäl, giltig från och giltig till.",
        "Granskningen anmärker på det som är spärrat den dag kontakten slutar.",
        lambda app: list_rows.block_rows(regional.block_list(app)),
    ),
    RegionalTable.RULE_SWITCHES: _Kind(
        list_rows.SWITCH_HEADERS,
        f"{_WHOLE}, eller en CSV-fil med kolumnerna regel, åtgärd, ny grad och skäl.",
        "Granskningen följer valen: en avstängd regel anmärker inte.",
        lambda app: list_rows.switch_rows(regional.switched_rules(app)),
        wide=1,
        has_days=False,
    ),
    RegionalTable.PAIR_ORDERS: _Kind(
        list_rows.CUSTOM_HEADERS,
        f"{_WHOLE} med rader som börjar [[pair_order]].",
        "Granskningen vill ha den koden först som raden säger.",
        lambda app: list_rows.pair_rows(current_layer(app).pair_orders),
    ),
    RegionalTable.DEEPENINGS: _Kind(
        list_rows.CUSTOM_HEADERS,
        f"{_WHOLE} med rader som börjar [[deepening]].",
        "Granskningen anmärker när en fördjupningskod finns men inte är vald.",
        lambda app: list_rows.deepening_rows(current_layer(app).deepenings),
    ),
    RegionalTable.WORKPLACE: _Kind(
        list_rows.SWITCH_HEADERS,
        "Regler som är ej verifierade stängs av i regelbläddraren (Ctrl+Skift+R).",
        "De här reglerna anmärker inte hos er.",
        lambda app: list_rows.switch_rows(regional.workplace_rules(app)),
        wide=1,
        has_days=False,
        takes_file=False,
    ),
}


def _regional_entries(app: AppContext) -> tuple[ListEntry, ...]:
    imports = regional.regional_imports(app)
    name = current_layer(app).name
    return tuple(_regional_entry(table, imports.get(table.value), name) for table in RegionalTable)


def _regional_entry(table: RegionalTable, latest: FileImport | None, name: str) -> ListEntry:
    kind = _KINDS[table]
    told = format_import(latest) if latest else f"Tom. {kind.missing}"
    if latest and not kind.takes_file:
        told = f"Ändrat {latest.imported_at:%Y-%m-%d %H:%M} av {latest.imported_by}."
    region = f"{name}. " if name and kind.takes_file and latest else ""
    return ListEntry(
        table.value,
        REGIONAL_LABEL[table],
        latest.rows if latest else 0,
        table_state(latest, 0),
        f"{region}{told} {kind.obeyed}",
        kind.headers,
        wide=kind.wide,
        has_days=kind.has_days,
        takes_file=kind.takes_file,
    )


def _regional_rows(app: AppContext, key: str) -> tuple[ListRow, ...]:
    return _KINDS[RegionalTable(key)].read(app)


def _take_regional(
    app: AppContext, path: Path, _key: str, by: Person, control: JobControl
) -> FileImportReport:
    return regional.import_regional(app, path, imported_by=by.name, by=by, control=control)


REGIONAL = Shelf(
    name="regional",
    act=Act.REGION,
    title="Regionens listor",
    file_kinds=_FILES,
    file_button="&Läs in fil …",
    nothing="",
    read_entries=_regional_entries,
    read_rows=_regional_rows,
    take=_take_regional,
    export=export_layer,
)
