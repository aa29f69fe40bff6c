"""The real editions and question sets that the search benchmarks run on."""

from __future__ import annotations

import csv
import os
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebook, Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.product import Product
from app.persistence.readers.file_readers import FileReaders
from app.search.engine import LibrarySearch

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
SYSTEMS = {"ICD": CodeSystem.ICD10SE, "KVA": CodeSystem.KVA, "ATC": CodeSystem.ATC}


class Question(NamedTuple):
    """A typed text and the beginnings of the codes that answer it."""

    text: str
    system: CodeSystem
    accepted: tuple[str, ...]


class FixedLibrary:
    """A library of three editions for every day."""

    def __init__(self, books: dict[CodeSystem, MemoryCodebook]) -> None:
        self._books = Codebooks(
            books[CodeSystem.ICD10SE], books[CodeSystem.KVA], books[CodeSystem.ATC]
        )

    def editions(self) -> list[Edition]:
        return [self._books.of(system).edition for system in CodeSystem]

    def codebook(self, edition_id: str) -> Codebook | None:
        books = (self._books.of(system) for system in CodeSystem)
        return next((book for book in books if book.edition.id == edition_id), None)

    def for_day(self, day: date | None) -> Codebooks:  # noqa: ARG002 - the same for all days
        return self._books

    def reload(self) -> None:
        """Nothing changes here."""


def shared_data() -> Path:
    """Give the folder of real material, or leave with a sentence."""
    folder = Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        sys.exit("Neither KODKLAR_SHARED_DATA nor ../shared/data exists: nothing to measure on.")
    return folder


def load_library(folder: Path) -> FixedLibrary:
    """Read ICD-10-SE 2022, KVÅ 2021 and ATC 2020."""
    readers = FileReaders(ROOT / "resources")
    books: dict[CodeSystem, MemoryCodebook] = {}
    for found in readers.recognise([folder / name for name in EDITIONS]):
        edition = Edition(found.system.value, found.system, found.name, found.version or "")
        books[found.system] = MemoryCodebook(edition, readers.read(found))
    return FixedLibrary(books)


class ListedProducts:
    """The product names of 2026; read once."""

    def __init__(self, folder: Path) -> None:
        path = folder / "atc" / "products-sv-2026.tsv"
        self._products = list(FileReaders(ROOT / "resources").products(path).rows)

    def checksum(self) -> str:
        return "2026"

    def all(self) -> list[Product]:
        return self._products


def load_engine(library: FixedLibrary) -> LibrarySearch:
    """Make the engine with the shipped lexicon and the product names; nothing is built yet."""
    products = ListedProducts(shared_data())
    return LibrarySearch(library, ROOT / "codebooks" / "lexicon", None, products)


def read_questions(path: Path) -> list[Question]:
    """Read a set of questions with the codes that answer them."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            Question(
                row["query"],
                SYSTEMS[row["system"]],
                tuple(code.replace(".", "").strip() for code in row["accept"].split("|")),
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]
