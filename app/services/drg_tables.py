"""Use cases for NordDRG definition tables: an administrator imports, lists and removes them."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.domain.access import Person
from app.domain.drg_ports import DrgTableSet
from app.domain.drg_tables import DefinitionTables
from app.domain.errors import NotFoundError
from app.domain.permissions import Act
from app.exchange.drg_files import read_definition_tables
from app.grouper.checks import remarks_on
from app.grouper.compiled import CompiledTables, compile_tables
from app.grouper.engine import Grouper
from app.services.context import AppContext
from app.services.drg_cache import keep_cached, read_cached, tidy_cached
from app.services.job_control import NO_CONTROL, JobControl
from app.services.permissions import refuse_in, refuse_unless_may

NO_TABLES = (
    "Inga definitionstabeller för NordDRG är inlästa. En administratör läser in dem med "
    "kodklar drg import."
)
_STEPS = 4


def import_tables(
    app: AppContext,
    path: Path,
    *,
    imported_by: str = "",
    by: Person | None = None,
    control: JobControl = NO_CONTROL,
) -> tuple[DrgTableSet, bool]:
    """Keep a set of definition tables; tell whether it is new.

    All or nothing. The same content again changes nothing, whatever file it stood in. `by` is
    None for whoever administers the machine.

    Raises:
        NotAllowedError: the act belongs to another role.
        InputFileError: the file holds no tables, or broken ones; the text says where.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    refuse_unless_may(app, by, Act.DRG_TABLES)
    control.step(0, _STEPS, f"Läser {path.name} …")
    tables = read_definition_tables(path)
    return keep_tables(app, tables, path.name, imported_by=imported_by, by=by, control=control)


def keep_tables(
    app: AppContext,
    tables: DefinitionTables,
    source: str,
    *,
    imported_by: str = "",
    by: Person | None = None,
    control: JobControl = NO_CONTROL,
) -> tuple[DrgTableSet, bool]:
    """Keep tables that were read from a file of that name, as `import_tables` does.

    Raises:
        NotAllowedError: the act belongs to another role.
        InputFileError: the tables are broken; the text says where.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(1, _STEPS, "Prövar tabellerna …")
    compiled = compile_tables(tables)
    Grouper(compiled)
    checksum = checksum_of(tables)
    control.step(2, _STEPS, "Sparar tabellerna …")
    with app.unit_of_work() as uow:
        refuse_in(uow, by, Act.DRG_TABLES)
        known = next((each for each in uow.drg_tables.all() if each.checksum == checksum), None)
        if known is not None:
            # What was odd about these files is told, though nothing is kept of them.
            told = dict.fromkeys((*tables.remarks, *known.remarks))
            return replace(known, remarks=tuple(told)), False
        described = _described(app, tables, checksum, source, imported_by)
        uow.drg_tables.add(described, tables)
        control.step(3, _STEPS, "Sparar tabellerna …")
        uow.commit()
    keep_cached(app.data_dir, checksum, compiled)
    return described, True


def table_sets(app: AppContext) -> list[DrgTableSet]:
    """Return the imported sets, the latest year first."""
    with app.unit_of_work() as uow:
        return uow.drg_tables.all()


def remove_tables(app: AppContext, set_id: str, *, by: Person | None = None) -> DrgTableSet:
    """Forget a set of tables; what was grouped by it keeps its answer.

    Raises:
        NotFoundError: there is no such set.
        NotAllowedError: the act belongs to another role.

    """
    with app.unit_of_work() as uow:
        refuse_in(uow, by, Act.DRG_TABLES)
        found = _named(uow.drg_tables.all(), set_id)
        uow.drg_tables.remove(found.id)
        left = frozenset(each.checksum for each in uow.drg_tables.all())
        uow.commit()
    tidy_cached(app.data_dir, left)
    return found


def choose_tables(app: AppContext, set_id: str = "", day: date | None = None) -> DrgTableSet:
    """Return the set that is named, or else the one for a day.

    Without a set for the day the nearest Swedish one is taken, and then any.

    Raises:
        NotFoundError: no tables are imported, or none of that id.

    """
    sets = table_sets(app)
    if set_id:
        return _named(sets, set_id)
    if not sets:
        raise NotFoundError(NO_TABLES)
    asked = day or app.now().date()
    return min(sets, key=lambda each: (each.country != "SE", each.valid.distance(asked)))


def grouper_of(app: AppContext, chosen: DrgTableSet) -> Grouper:
    """Return the grouper of a set; built once for each, and kept ready in the data folder.

    Raises:
        NotFoundError: the set has been removed meanwhile.

    """
    return grouper_from(chosen, lambda: compiled_tables(app, chosen))


def grouper_from(chosen: DrgTableSet, read: Callable[[], CompiledTables]) -> Grouper:
    """Return the grouper of a set, built in this process by whoever asks first."""
    return _GROUPERS.get(chosen.checksum, read)


def compiled_tables(app: AppContext, chosen: DrgTableSet) -> CompiledTables:
    """Return a set made ready for grouping, from the data folder or else from the database.

    Raises:
        NotFoundError: the set has been removed meanwhile.

    """
    kept = read_cached(app.data_dir, chosen.checksum)
    if kept is None:
        kept = compile_tables(_content(app, chosen))
        keep_cached(app.data_dir, chosen.checksum, kept)
    return kept


def checksum_of(tables: DefinitionTables) -> str:
    """Return the SHA-256 of what tables say, whatever file they stood in."""
    parts = (
        tables.rules,
        tables.diagnoses,
        tables.procedures,
        tables.categories,
        tables.exclusions,
        tables.names,
        tables.plain,
    )
    written = json.dumps([tables.layout.value, *map(list, parts)], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


class _Groupers:
    """Groupers by the checksum of their tables; the latest few are kept."""

    _MOST = 3

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built: dict[str, Grouper] = {}

    def get(self, checksum: str, read: Callable[[], CompiledTables]) -> Grouper:
        with self._lock:
            found = self._built.get(checksum)
            if found is None:
                others = [(k, v) for k, v in self._built.items() if k != checksum]
                found = Grouper(read())
                self._built = dict([*others[-self._MOST + 1 :], (checksum, found)])
            return found


_GROUPERS = _Groupers()


def _content(app: AppContext, chosen: DrgTableSet) -> DefinitionTables:
    with app.unit_of_work() as uow:
        tables = uow.drg_tables.content(chosen.id)
    if tables is None:
        raise NotFoundError(f"Definitionstabellerna {chosen.label} har tagits bort. Välj andra.")
    return tables


def _described(
    app: AppContext, tables: DefinitionTables, checksum: str, source: str, imported_by: str
) -> DrgTableSet:
    return DrgTableSet(
        app.new_id(),
        tables.country,
        tables.version,
        tables.valid,
        tables.layout,
        len(tables.rules),
        checksum,
        source,
        imported_by,
        app.now(),
        tuple(remarks_on(tables)),
    )


def _named(sets: list[DrgTableSet], set_id: str) -> DrgTableSet:
    found = next((each for each in sets if set_id in {each.id, each.version, each.source}), None)
    if found is None:
        raise NotFoundError(
            f"Det finns inga definitionstabeller {set_id}. Se vilka som finns med kodklar drg "
            "tables."
        )
    return found
