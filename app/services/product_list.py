"""Use case for looking at the imported product names as a list."""

from __future__ import annotations

from app.domain.product import Product
from app.services.context import AppContext


def list_products(app: AppContext) -> tuple[Product, ...]:
    """Return every imported product, in the order of the file."""
    with app.unit_of_work() as uow:
        return tuple(uow.products.all())
