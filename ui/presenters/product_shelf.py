"""The shelf with the one list of product names."""

from __future__ import annotations

from pathlib import Path

from app.domain.access import Person
from app.domain.file_import import FileImportReport
from app.domain.list_words import format_import
from app.domain.product import PRODUCTS
from app.services import product_list, products
from app.services.context import AppContext
from app.services.job_control import JobControl
from ui.models import list_rows
from ui.models.list_rows import ListRow
from ui.presenters.shelf import ListEntry, Shelf, table_state


def _product_entries(app: AppContext) -> tuple[ListEntry, ...]:
    latest = products.latest_products(app)
    missing = (
        "Tom. Läs in listan över läkemedelsnamn (product….tsv) så hittar sökningen "
        "ATC-koderna på produkternas namn."
    )
    entry = ListEntry(
        PRODUCTS,
        "Produkter och deras ATC-koder",
        latest.rows if latest else 0,
        table_state(latest, 0),
        format_import(latest) if latest else missing,
        list_rows.PRODUCT_HEADERS,
        wide=2,
        has_days=False,
    )
    return (entry,)


def _product_rows(app: AppContext, _key: str) -> tuple[ListRow, ...]:
    return list_rows.product_rows(product_list.list_products(app))


def _take_products(
    app: AppContext, path: Path, _key: str, by: Person, control: JobControl
) -> FileImportReport:
    return products.import_products(app, path, imported_by=by.name, control=control)


PRODUCT_NAMES = Shelf(
    name="products",
    title="Läkemedelsnamn",
    file_kinds="Läkemedelsnamn (*.tsv *.txt *.zip *.gz);;Alla (*)",
    file_button="&Läs in fil …",
    nothing="",
    read_entries=_product_entries,
    read_rows=_product_rows,
    take=_take_products,
)
