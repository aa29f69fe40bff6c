"""The 9,064 product names of 2026 as search terms of ATC 2020."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.product import Product
from app.domain.search import SearchHit, SearchQuery
from app.persistence.readers.file_readers import FileReaders
from app.search.engine import LibrarySearch

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
ATC = CodeSystem.ATC
LEXICON = ROOT / "codebooks" / "lexicon"
READERS = FileReaders(ROOT / "resources")
SHORTEST = 5
Ask = Callable[..., list[SearchHit]]


@pytest.fixture(scope="module")
def products(shared_data: Path) -> list[Product]:
    return list(READERS.products(shared_data / "atc" / "products-sv-2026.tsv").rows)


@pytest.fixture(scope="module")
def atc(shared_data: Path) -> MemoryCodebook:
    (found,) = READERS.recognise([shared_data / "atc" / "atc-sv-2020.tsv"])
    return MemoryCodebook(Edition("atc", ATC, "ATC", "2020"), READERS.read(found))


@pytest.fixture(scope="module")
def ask(atc: MemoryCodebook, products: Sequence[Product]) -> Ask:
    return asking(atc, products)


def asking(atc: MemoryCodebook, products: Sequence[Product]) -> Ask:
    """A search of ATC alone, with the names of some products."""
    source = SimpleNamespace(checksum=lambda: "2026", all=lambda: products)

    def for_day(day: date | None) -> Codebooks:
        return Codebooks(atc, atc, atc)

    engine = LibrarySearch(SimpleNamespace(for_day=for_day), LEXICON, None, source)
    return lambda text: engine.search(SearchQuery(text, (ATC,), 10))


@pytest.fixture(scope="module")
def brands(atc: MemoryCodebook, products: Sequence[Product]) -> dict[str, str]:
    """Every name of one word that belongs to one code of the edition, with the code."""
    codes = defaultdict(set)
    for product in products:
        codes[product.name.lower()].add(product.atc)
    return {
        name: code
        for name, (code, *others) in codes.items()
        if name.isalpha() and len(name) >= SHORTEST and not others and atc.concept(code)
    }


def slip(word: str) -> str:
    """Leave out one letter in the middle."""
    middle = len(word) // 2
    return word[:middle] + word[middle + 1 :]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Alvedon", "N02BE01"),
        ("ALVEDON", "N02BE01"),
        ("alvedn", "N02BE01"),
        ("Alvedon 500 mg filmdragerad tablett", "N02BE01"),
        ("alvedn 500 mg", "N02BE01"),
        ("voltaren", "M01AB05"),
        ("ipren", "M01AE01"),
        ("Symbicort Turbuhaler", "R03AK07"),
        ("symbicrt", "R03AK07"),
        ("Solu-Medrol", "H02AB04"),
        ("solumedrol", "H02AB04"),
        ("Paracetamol Alternova", "N02BE01"),
        ("creon", "A09AA02"),
        ("paracetamol", "N02BE01"),
    ],
)
def test_a_product_as_people_type_it_finds_its_substance_first(
    ask: Ask, typed: str, code: str
) -> None:
    assert ask(typed)[0].code == code


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_every_brand_finds_its_code_first(
    ask: Ask, brands: dict[str, str], write: Callable[[str], str]
) -> None:
    asked = list(brands.items())[::7]
    wrong = [(name, code) for name, code in asked if ask(write(name))[0].code != code]
    assert len(wrong) <= len(asked) // 200, wrong


def test_brands_with_one_slip_find_their_code_first(ask: Ask, brands: dict[str, str]) -> None:
    asked = list(brands.items())[::5]
    found = [ask(slip(name)) for name, _ in asked]
    first = [hits[:1] for hits in found]
    right = [bool(h) and h[0].code == code for h, (_, code) in zip(first, asked, strict=True)]
    assert sum(right) / len(right) >= 0.95


def test_titles_have_the_same_first_hit_with_products_as_without(
    ask: Ask, atc: MemoryCodebook
) -> None:
    without = asking(atc, ())
    for concept in atc.concepts()[::23]:
        first, before = ask(concept.title)[0], without(concept.title)[0]
        assert (first.code, first.kind) == (before.code, before.kind), concept.title


def test_a_product_whose_code_is_newer_than_the_edition_is_found_by_its_substance(
    ask: Ask, atc: MemoryCodebook
) -> None:
    assert atc.concept("L01EA01") is None
    first = ask("Glivec")[0]
    assert (first.title, first.code, first.why) == ("Imatinib", "L01XE01", "produkt: Glivec")
