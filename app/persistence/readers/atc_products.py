"""Swedish product names with their ATC codes, as a list: search terms, not a codebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.codes import CodeSystem, format_code, has_atc_shape
from app.domain.errors import CodebookFileError
from app.domain.product import Product
from app.persistence.readers.text_file import file_error, read_header, read_rows, row_error

_HEADER = ("product", "atc", "substances", "strength", "form")
_NEEDED = 2
_SUFFIXES = {".tsv", ".txt"}
#: ATCvet: drugs for animals.
_VETERINARY = "Q"
_REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."


def is_product_list(path: Path) -> bool:
    """Whether the file is named for products and has the header of the list.

    Raises:
        CodebookFileError: the file cannot be opened.

    """
    is_named = path.name.lower().startswith("product") and path.suffix.lower() in _SUFFIXES
    if not is_named:
        return False
    header = read_header(path)
    # With another separator the names stand in one cell; the fault is told when it is read.
    return header == _HEADER or (len(header) == 1 and all(name in header[0] for name in _HEADER))


def read_products(path: Path) -> Iterator[Product]:
    """Yield the products for humans, a product a row, in file order.

    The same product stands on several rows where it has several packages.

    Raises:
        CodebookFileError: the file cannot be used; with row and remedy.

    """
    for row in read_rows(path, columns=_NEEDED, header=_HEADER):
        name, atc, substances, strength, form = (*row.cells, "", "", "")[: len(_HEADER)]
        code = format_code(CodeSystem.ATC, atc)
        if code.startswith(_VETERINARY):
            continue
        if not name or not has_atc_shape(code):
            fault = f"”{atc}” har inte en ATC-kods form" if name else "Raden saknar produktens namn"
            raise row_error(row, f"{fault}. {_REMEDY}")
        yield Product(name, code, substances, strength, form)


def product_list_error(path: Path) -> CodebookFileError:
    """Make the error for a list of products that was chosen as a codebook."""
    text = "är en lista över läkemedel, som ger sökord till ATC men inte är ett kodverk."
    remedy = "Läs in den under Kodverk → Läkemedelsnamn, eller med kodklar product import."
    return file_error(path, f"{text} {remedy}")
