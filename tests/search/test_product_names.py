"""Names of products lead to their ATC codes, and push nothing else away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.product import Product
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.compiled import UnfitArraysError, compile_edition, from_arrays, to_arrays
from app.search.engine import LibrarySearch
from app.search.lexicon import Lexicon, read_lexicon
from app.search.product_names import MOST_CODES, ProductNames, build_product_names

from .conftest import ATC, ATC_TITLES, ICD, ListedProducts, SmallLibrary, concepts

Ask = Callable[..., list[SearchHit]]
CONCEPTS = concepts(ATC, ATC_TITLES)
NOTHING = Lexicon(())
PARACETAMOL, METOPROLOL = "N02BE01", "C07AB02"
PRODUCTS = (
    ("Panodil", PARACETAMOL),
    ("Panodil Forte", PARACETAMOL),
    ("Paracetamol Alternova", PARACETAMOL),
    ("Paracut", PARACETAMOL),
    ("Seloken ZOC", METOPROLOL),
    ("Solu-Betan 500 mg", METOPROLOL),
    ("Dubbel", METOPROLOL),
    ("Dubbel", METOPROLOL),
    ("Dubbel", PARACETAMOL),
    ("Astma", METOPROLOL),
    ("Svikt Compositum", METOPROLOL),
    ("Betablock", "C07"),
    ("Okändin", "X99XX99"),
)


@pytest.fixture(scope="module")
def ask(lexicon_dir: Path) -> Ask:
    engine = LibrarySearch(SmallLibrary(), lexicon_dir, None, ListedProducts(*PRODUCTS))

    def _ask(text: str, *systems: CodeSystem) -> list[SearchHit]:
        return engine.search(SearchQuery(text, systems))

    return _ask


def names(*products: tuple[str, str]) -> ProductNames:
    return build_product_names([Product(*each) for each in products], CONCEPTS, NOTHING)


@pytest.mark.parametrize(
    ("typed", "code", "kind", "why"),
    [
        ("Panodil", PARACETAMOL, MatchKind.WORDS, "produkt: Panodil"),
        ("PANODIL", PARACETAMOL, MatchKind.WORDS, "produkt: Panodil"),
        ("panodil forte", PARACETAMOL, MatchKind.WORDS, "produkt: Panodil Forte"),
        ("seloken", METOPROLOL, MatchKind.WORDS, "produkt: Seloken"),
        ("selokenzoc", METOPROLOL, MatchKind.WORDS, "produkt: Seloken ZOC"),
        ("solu betan", METOPROLOL, MatchKind.WORDS, "produkt: Solu-Betan"),
        ("paracetamol alternova", PARACETAMOL, MatchKind.WORDS, "produkt: Paracetamol Alternova"),
        ("panod", PARACETAMOL, MatchKind.PREFIX, "produkt: Panodil"),
        ("selo", METOPROLOL, MatchKind.PREFIX, "produkt: Seloken"),
        ("panodl", PARACETAMOL, MatchKind.FUZZY, "rättat: panodl → panodil"),
        ("seloxen", METOPROLOL, MatchKind.FUZZY, "rättat: seloxen → seloken"),
    ],
)
def test_a_product_leads_to_its_code_and_says_so(
    ask: Ask, typed: str, code: str, kind: MatchKind, why: str
) -> None:
    first = ask(typed, ATC)[0]
    assert (first.code, first.kind, first.why) == (code, kind, why)


def test_strength_and_form_behind_a_name_do_not_matter(ask: Ask) -> None:
    first = ask("Panodil 500 mg filmdragerad tablett", ATC)[0]
    assert (first.code, first.kind) == (PARACETAMOL, MatchKind.WORDS)


def test_of_several_codes_the_most_usual_comes_first(ask: Ask) -> None:
    assert [hit.code for hit in ask("dubbel", ATC)] == [METOPROLOL, PARACETAMOL]


def test_a_product_of_a_group_does_not_stand_for_every_substance_below(ask: Ask) -> None:
    hits = ask("betablock", ATC)
    assert [hit.code for hit in hits if hit.why == "produkt: Betablock"] == ["C07"]


def test_a_code_that_the_edition_lacks_gives_no_hit(ask: Ask) -> None:
    assert all(hit.kind is not MatchKind.WORDS for hit in ask("okändin", ATC))


def test_a_product_named_as_a_disease_stands_behind_the_disease(ask: Ask) -> None:
    codes = [hit.code for hit in ask("astma")]
    assert codes.index("J45") < codes.index(METOPROLOL)
    assert ask("astma", ATC)[0].code == METOPROLOL


def test_a_product_alone_with_its_word_comes_first_in_all_books(ask: Ask) -> None:
    assert ask("panodil")[0].code == PARACETAMOL


def test_titles_that_begin_as_typed_go_before_names_that_do(ask: Ask) -> None:
    assert ask("para", ATC)[0].why == "ordbörjan: para"


def test_the_name_of_a_substance_is_no_product(ask: Ask) -> None:
    assert ask("paracetamol", ATC)[0].why == "ord: paracetamol"
    assert names(("Paracetamol", METOPROLOL)).names == []


def test_the_first_word_is_a_brand_unless_it_is_a_word_of_the_book() -> None:
    assert names(("Seloken ZOC", METOPROLOL)).names == ["Seloken", "Seloken ZOC"]
    assert names(("Metoprololum Teva", METOPROLOL)).names == ["Metoprololum", "Metoprololum Teva"]
    assert names(("Metoprolol Teva", METOPROLOL)).names == ["Metoprolol Teva"]
    assert names(("Creon 25000", METOPROLOL)).names == ["Creon 25000", "Creon"]
    assert names(("Abc/Def Teva", METOPROLOL)).names == ["Abc/Def Teva"]


def test_an_everyday_word_of_the_lexicon_is_no_brand() -> None:
    everyday = read_lexicon_of("vatten\tR63\ticd10se\tlay\ttest\tgranskad")
    products = [Product("Vatten Braun", METOPROLOL)]
    assert build_product_names(products, CONCEPTS, everyday).names == ["Vatten Braun"]


def read_lexicon_of(line: str) -> Lexicon:
    from app.search.lexicon import _read_line

    return Lexicon([_read_line("test", 2, line)])


def test_a_maker_before_many_codes_is_no_brand() -> None:
    titles = {f"C07AB{n:02}": f"Substans{n}" for n in range(MOST_CODES + 1)}
    products = [Product(f"Apotek {code.lower()}x", code) for code in titles]
    found = build_product_names(products, concepts(ATC, titles), NOTHING)
    assert "Apotek" not in found.names
    assert len(found.names) == len(products)


def test_a_substance_that_moved_within_its_group_is_found_in_an_older_edition() -> None:
    older = [Concept(ATC, "L01XE01", "Imatinib", Level.ITEM)]
    moved = Product("Glivec", "L01EA01", "Imatinib")
    elsewhere = Product("Andrec", "D11AH09", "Imatinib")
    found = build_product_names([moved, elsewhere], older, NOTHING)
    assert (found.names, found.codes) == (["Glivec"], ["L01XE01"])


def test_half_typed_names_of_the_same_code_are_one_way_to_it() -> None:
    found = names(("Seloken", METOPROLOL), ("Seloken ZOC", METOPROLOL), ("Seldol", PARACETAMOL))
    assert [term.text for term in found.beginning("sel", 9)] == ["Seldol", "Seloken"]
    assert [term.text for term in found.beginning("seloken", 9)] == ["Seloken ZOC"]
    assert [term.text for term in found.beginning("sel", 1)] == ["Seldol"]


def test_the_shipped_terms_still_stand_where_no_product_was_imported(lexicon_dir: Path) -> None:
    engine = LibrarySearch(SmallLibrary(), lexicon_dir, None, ListedProducts())
    assert engine.search(SearchQuery("alvedon"))[0].why == "produkt: alvedon → N02BE01"


def test_names_come_back_whole_from_plain_arrays(lexicon_dir: Path) -> None:
    products = ListedProducts(*PRODUCTS).all()
    compiled = compile_edition(CONCEPTS, read_lexicon(lexicon_dir), ATC, products)
    again = from_arrays(to_arrays(compiled), len(CONCEPTS))
    assert again.products == compiled.products
    assert again.products.names


@pytest.mark.parametrize("name", ["product_names", "product_key_names", "product_keys"])
def test_arrays_of_names_that_do_not_fit_are_refused(lexicon_dir: Path, name: str) -> None:
    products = ListedProducts(*PRODUCTS).all()
    arrays = to_arrays(compile_edition(CONCEPTS, read_lexicon(lexicon_dir), ATC, products))
    with pytest.raises(UnfitArraysError):
        from_arrays(arrays | {name: arrays[name][:1]}, len(CONCEPTS))
    with pytest.raises(UnfitArraysError):
        from_arrays(arrays | {name: arrays[name].astype(np.float64)}, len(CONCEPTS))


@given(
    products=st.lists(
        st.tuples(st.text(max_size=30), st.sampled_from([PARACETAMOL, METOPROLOL, "X01"])),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_names_are_taken_and_every_one_of_them_is_found(
    products: list[tuple[str, str]],
) -> None:
    found = names(*products)
    assert len(found.keys) == len(found.key_names)
    assert list(found.keys) == sorted(found.keys)
    assert list(found.beginnings) == sorted(found.beginnings)
    for key, number in zip(found.keys, found.key_names, strict=True):
        assert [term.text for term in found.exact(key)] == [found.names[number]]
    assert all("\n" not in text for text in (*found.names, *found.keys, *found.beginnings))


def test_the_terms_that_point_at_exactly_a_code_are_told(lexicon_dir: Path) -> None:
    engine = LibrarySearch(SmallLibrary(), lexicon_dir, None, ListedProducts(*PRODUCTS))
    assert engine.synonyms_of(ATC, PARACETAMOL) == ["alvedon"]
    assert engine.synonyms_of(ICD, "I21") == ["propp i hjärtat"]
    assert engine.synonyms_of(ICD, "I21.9") == []
    assert engine.synonyms_of(ATC, "I21") == []
