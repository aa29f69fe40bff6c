"""A medicinal product on the Swedish market, as a way to its ATC code."""

from __future__ import annotations

from dataclasses import dataclass

#: The name that the import is remembered by.
PRODUCTS = "läkemedel"


@dataclass(frozen=True, slots=True)
class Product:
    """One product name with the substance or group that it belongs to.

    The same name occurs several times where its strengths or forms do.
    """

    name: str
    #: Canonical, of any level: a product may belong to a group that has no substance code.
    atc: str
    #: As the register writes them, a semicolon between two.
    substances: str = ""
    strength: str = ""
    form: str = ""
