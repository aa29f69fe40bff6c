"""The imported names of medicinal products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.file_import import FileImport
from app.domain.product import PRODUCTS, Product
from app.persistence.imported_tables import read_imports, remember_import, replace_rows
from app.persistence.orm_codebooks import ProductRow
from app.persistence.storage_errors import storage_errors
from app.persistence.swedish_order import swedish_key

_COLUMNS = (
    ProductRow.name,
    ProductRow.atc,
    ProductRow.substances,
    ProductRow.strength,
    ProductRow.form,
)


class SqlProducts:
    """Implements `list_ports.Products`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import, by its name."""
        return read_imports(self._session, (PRODUCTS,))

    @storage_errors()
    def all(self) -> list[Product]:
        """Every product, in the order of the file."""
        query = select(*_COLUMNS).order_by(ProductRow.position)
        return [Product(*row) for row in self._session.connection().execute(query)]

    @storage_errors()
    def of_atc(self, code: str) -> list[Product]:
        """Return the products of exactly that ATC code, by name in Swedish order."""
        query = (
            select(*_COLUMNS)
            .where(ProductRow.atc == code)
            .order_by(ProductRow.name_key, ProductRow.position)
        )
        return [Product(*row) for row in self._session.connection().execute(query)]

    @storage_errors()
    def replace(self, latest: FileImport, products: Iterable[Product]) -> None:
        """Let the products be all that there are."""
        replace_rows(self._session, ProductRow, products, _values)
        remember_import(self._session, latest)


def _values(position: int, product: Product) -> dict[str, Any]:
    return {
        "position": position,
        "name": product.name,
        "name_key": swedish_key(product.name),
        "atc": product.atc,
        "substances": product.substances,
        "strength": product.strength,
        "form": product.form,
    }
