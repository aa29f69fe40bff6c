"""The shelf of the department's own lists."""

from __future__ import annotations

from app.domain.list_words import format_count, format_origin
from app.domain.local_list import LocalList, spans_of
from app.services import local_lists
from app.services.context import AppContext
from ui.models import list_rows
from ui.models.list_rows import ListRow
from ui.presenters.shelf import ListEntry, Shelf


def _local_entries(app: AppContext) -> tuple[ListEntry, ...]:
    return tuple(map(_local_entry, local_lists.list_local_lists(app)))


def _local_entry(each: LocalList) -> ListEntry:
    origin = format_origin(each.source.name, each.imported_at, each.imported_by)
    return ListEntry(
        each.id,
        each.label,
        each.rows,
        format_count(each.rows, "kod", "koder"),
        f"{each.system_label}, gäller från {each.valid_from.isoformat()}. {origin}",
        list_rows.LOCAL_HEADERS,
        is_removable=True,
    )


def _local_rows(app: AppContext, key: str) -> tuple[ListRow, ...]:
    known = {each.id: each for each in local_lists.list_local_lists(app)}
    if key not in known:
        return ()
    found = known[key]
    codes = local_lists.list_local_codes(app, key, limit=max(1, found.rows))
    return list_rows.local_rows(spans_of(codes, found.valid_from))


LOCAL_LISTS = Shelf(
    name="local_lists",
    title="Egna listor",
    file_kinds="Listor (*.csv *.txt *.tsv *.zip *.gz);;Alla (*)",
    file_button="&Läs in ny lista …",
    nothing="Ingen egen lista är inläst. Läs in en fil med kod och text, till exempel norska "
    "ICD-10 eller avdelningens egna koder.",
    read_entries=_local_entries,
    read_rows=_local_rows,
    take=None,
)
