"""`kodklar product`: import the names of medicinal products, list those of an ATC code."""

from __future__ import annotations

import argparse

from app.cli.list_report import print_report
from app.cli.output import print_json, print_table, progress
from app.domain.product import Product
from app.services.context import AppContext
from app.services.products import import_products, latest_products, products_of


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Import a list of products."""
    report = import_products(app, args.path, control=progress())
    print_report(report, as_json=args.json)
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the products of an ATC code."""
    products = products_of(app, args.atc)
    if args.json:
        for product in products:
            print_json(_product_json(product))
        return 0
    rows = [(p.name, p.strength, p.form, p.substances) for p in products]
    empty = (
        "Inget läkemedel i listan har den koden."
        if latest_products(app)
        else "Ingen läkemedelslista är inläst. Läs in en med kodklar product import."
    )
    print_table(("namn", "styrka", "form", "substanser"), rows, empty)
    return 0


def _product_json(product: Product) -> dict[str, str]:
    return {
        "name": product.name,
        "atc": product.atc,
        "substances": product.substances,
        "strength": product.strength,
        "form": product.form,
    }
