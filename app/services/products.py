"""Use cases for the names of medicinal products, which lead to ATC codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.domain.codes import CodeSystem, format_code
from app.domain.file_import import FileImport, FileImportReport
from app.domain.plain_text import group_thousands
from app.domain.ports import UnitOfWork
from app.domain.product import PRODUCTS, Product
from app.services.context import AppContext
from app.services.editions import note_change
from app.services.job_control import NO_CONTROL, JobControl
from app.services.list_imports import Target, import_file

#: Unknown codes that a warning names; the rest are counted.
_NAMED = 5


def import_products(
    app: AppContext,
    path: Path,
    *,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a list of products be all the names that the search knows.

    All or nothing; the same file again changes nothing and is told. A product whose ATC code
    is not in force today is kept, and told: a newer edition of ATC may have it.

    Raises:
        CodebookFileError: the file is no list of products or cannot be used; with row and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    target = Target(
        name=PRODUCTS,
        label="Läkemedelsnamn",
        read=app.readers.products,
        imports=lambda uow: uow.products.imports(),
        stored=lambda uow: uow.products.all(),
        replace=lambda uow, latest, rows: _replace(app, uow, latest, rows),
    )
    report = import_file(
        app,
        path,
        target,
        imported_by=imported_by,
        warn=lambda rows: _codes_out_of_force(app, rows),
        control=control,
    )
    app.engine.reload()
    return report


def products_of(app: AppContext, atc_code: str) -> list[Product]:
    """Return the products of exactly one ATC code, by name in Swedish order."""
    with app.unit_of_work() as uow:
        return uow.products.of_atc(format_code(CodeSystem.ATC, atc_code))


def latest_products(app: AppContext) -> FileImport | None:
    """Return the import that the names come from, or None."""
    with app.unit_of_work() as uow:
        return uow.products.imports().get(PRODUCTS)


def _replace(app: AppContext, uow: UnitOfWork, latest: FileImport, rows: Iterable[Product]) -> None:
    uow.products.replace(latest, rows)
    note_change(app, uow)  # so that the search of other workstations takes the names in


def _codes_out_of_force(app: AppContext, rows: Sequence[Product]) -> tuple[str, ...]:
    today = app.now().date()
    atc = app.library.for_day(today).atc
    asked = {product.atc: atc.concept(product.atc) for product in rows}
    absent = {code for code, concept in asked.items() if not concept or concept.has_ended(today)}
    if not absent:
        return ()
    products = sum(product.atc in absent for product in rows)
    listed = sorted(absent)
    more = f" och {len(listed) - _NAMED} till" if len(listed) > _NAMED else ""
    counted = f"{group_thousands(products)} av {group_thousands(len(rows))} läkemedel"
    return (
        f"{counted} har en ATC-kod som inte gäller i dag enligt "
        f"{atc.edition.label} ({', '.join(listed[:_NAMED])}{more}). De sparades. Läs in en "
        "utgåva av ATC som har koderna, så hittas de i sökningen.",
    )
