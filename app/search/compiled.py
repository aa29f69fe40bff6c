"""Everything that searching one edition needs besides its concepts and the lexicon, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.product import Product
from app.search.code_table import CodeOrder
from app.search.compounds import learn_parts
from app.search.facts import FACT_NAMES, CodeFacts, gather_facts
from app.search.filed_terms import FiledTerms
from app.search.index import WordIndex, build_word_index
from app.search.lexicon import Lexicon
from app.search.product_names import NO_NAMES, ProductNames, build_product_names
from app.search.spelling import KnownWords

#: Raise this when the same edition and lexicon compile to something else than before.
#: `tests/search/test_compiled.py` tells when that is so.
SCHEMA: Final = 7

Arrays = Mapping[str, NDArray[Any]]

_INDEX_TEXTS: Final = ("codes", "vocabulary", "stems", "keys")
_INDEX_ARRAYS: Final = {
    **dict.fromkeys(("rows", "start", "entries", "title_start", "title_words"), "int32"),
    **dict.fromkeys(("weights", "idf", "title_idf", "prior"), "float32"),
}
_FACT: Final = "fact_"
_TERM: Final = "term_"
_TERM_TEXTS: Final = ("texts", "targets", "sources", "statuses", "written", "keys")
_TERM_NUMBERS: Final = ("key_terms", "order", "systems", "kinds")
#: Present together or not at all, see ProductNames.
_PRODUCTS: Final = "product_names"
_PRODUCT_TEXTS: Final = {
    _PRODUCTS: "names",
    "product_codes": "codes",
    "product_keys": "keys",
    "product_beginnings": "beginnings",
}
_PRODUCT_NUMBERS: Final = {
    "product_key_names": "key_names",
    "product_beginning_names": "beginning_names",
}


class UnfitArraysError(ValueError):
    """Arrays that no edition of this size compiles to."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The search of one edition, built once and only read afterwards."""

    order: CodeOrder
    index: WordIndex
    parts: Sequence[str]
    known: KnownWords
    facts: CodeFacts
    #: Those of the lexicon that mean anything here.
    terms: FiledTerms
    #: Only editions of ATC have any.
    products: ProductNames = NO_NAMES


def compile_edition(
    concepts: Sequence[Concept],
    lexicon: Lexicon,
    system: CodeSystem,
    products: Sequence[Product] = (),
) -> Compiled:
    """Build the search of one edition, products being those of its codes."""
    index = build_word_index(concepts)
    names = build_product_names(products, concepts, lexicon) if products else NO_NAMES
    own = lexicon.of_system(system)
    return Compiled(
        CodeOrder.of(concepts),
        index,
        learn_parts(index.vocabulary, index.stems, lexicon.roots),
        KnownWords.of(own.words(system).union(index.vocabulary, names.words())),
        gather_facts(concepts),
        own.filed,
        names,
    )


def to_arrays(compiled: Compiled) -> dict[str, NDArray[Any]]:
    """Give the same as named arrays of numbers and of letters."""
    texts = {
        "order_codes": compiled.order.codes,
        "parts": compiled.parts,
        "known_words": compiled.known.words,
        "known_keys": compiled.known.keys,
        **{_TERM + name: getattr(compiled.terms, name) for name in _TERM_TEXTS},
        **{name: getattr(compiled.index, name) for name in _INDEX_TEXTS},
    }
    return {
        **{name: _letters(texts[name]) for name in texts},
        **_product_arrays(compiled.products),
        "order_places": np.array(compiled.order.places, np.int32),
        **{
            _TERM + name: np.array(getattr(compiled.terms, name), np.int32)
            for name in _TERM_NUMBERS
        },
        **{name: getattr(compiled.index, name) for name in _INDEX_ARRAYS},
        **{_FACT + name: getattr(compiled.facts, name) for name in FACT_NAMES},
    }


def from_arrays(arrays: Arrays, concepts: int) -> Compiled:
    """Give back what `to_arrays` was given, for an edition of so many concepts.

    Raises:
        UnfitArraysError: an array is missing or does not fit the others.

    """
    try:
        compiled = _read(arrays)
    except (KeyError, UnicodeDecodeError) as error:
        raise UnfitArraysError(str(error)) from None
    fits = _fits_edition(compiled, concepts) and _fits_itself(compiled.index)
    if not (fits and compiled.terms.are_whole() and _are_whole(compiled.products)):
        raise UnfitArraysError("sizes")
    return compiled


def _read(arrays: Arrays) -> Compiled:
    texts = {name: _words(arrays[name]) for name in _INDEX_TEXTS}
    numbers = {name: _of_type(arrays[name], kind) for name, kind in _INDEX_ARRAYS.items()}
    places = _of_type(arrays["order_places"], "int32")
    index: dict[str, Any] = {**texts, **numbers}
    return Compiled(
        CodeOrder(_words(arrays["order_codes"]), places.tolist()),
        WordIndex(**index),
        _words(arrays["parts"]),
        KnownWords(_words(arrays["known_words"]), _words(arrays["known_keys"])),
        CodeFacts(*(_of_type(arrays[_FACT + name], "int32") for name in FACT_NAMES)),
        _read_terms(arrays),
        _read_products(arrays) if _PRODUCTS in arrays else NO_NAMES,
    )


def _read_terms(arrays: Arrays) -> FiledTerms:
    columns: dict[str, Any] = {name: _words(arrays[_TERM + name]) for name in _TERM_TEXTS}
    columns |= {n: _of_type(arrays[_TERM + n], "int32").tolist() for n in _TERM_NUMBERS}
    return FiledTerms(**columns)


def _product_arrays(products: ProductNames) -> dict[str, NDArray[Any]]:
    """Give the arrays of product names; none where there are no names, which costs no start."""
    if not products.names:
        return {}
    return {
        **{name: _letters(getattr(products, field)) for name, field in _PRODUCT_TEXTS.items()},
        **{
            name: np.array(getattr(products, field), np.int32)
            for name, field in _PRODUCT_NUMBERS.items()
        },
    }


def _read_products(arrays: Arrays) -> ProductNames:
    texts = {field: _words(arrays[name]) for name, field in _PRODUCT_TEXTS.items()}
    numbers = {
        field: _of_type(arrays[name], "int32").tolist() for name, field in _PRODUCT_NUMBERS.items()
    }
    columns: dict[str, Any] = {**texts, **numbers}
    return ProductNames(**columns)


def _letters(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _words(letters: NDArray[Any]) -> list[str]:
    text = _of_type(letters, "uint8").tobytes().decode()
    return text.split("\n") if text else []


def _of_type(array: NDArray[Any], kind: str) -> NDArray[Any]:
    if array.ndim != 1 or array.dtype != np.dtype(kind):
        raise UnfitArraysError(str(array.dtype))
    return array


def _fits_edition(compiled: Compiled, concepts: int) -> bool:
    order, known = compiled.order, compiled.known
    return (
        compiled.facts.fits(concepts)
        and len(order.codes) == len(order.places) == concepts
        and _are_below(np.array(order.places, np.int32), concepts)
        and _are_below(compiled.index.rows, concepts)
        and len(known.words) == len(known.keys)
    )


def _fits_itself(index: WordIndex) -> bool:
    rows = (index.rows, index.title_idf, index.prior)
    words = (index.stems, index.keys, index.idf)
    return (
        all(len(part) == index.size for part in rows)
        and all(len(part) == index.words for part in words)
        and len(index.entries) == len(index.weights)
        and _is_table(index.start, index.words, index.entries)
        and _is_table(index.title_start, index.size, index.title_words)
        and _are_below(index.entries, index.size)
        and _are_below(index.title_words, index.words)
    )


def _are_whole(products: ProductNames) -> bool:
    count = len(products.names)
    numbers = (products.key_names, products.beginning_names)
    return (
        len(products.codes) == count
        and len(products.keys) == len(products.key_names)
        and len(products.beginnings) == len(products.beginning_names)
        and all(_are_below(np.array(each, np.int32), count) for each in numbers)
    )


def _are_below(numbers: NDArray[Any], limit: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < limit)


def _is_table(start: NDArray[Any], rows: int, cells: NDArray[Any]) -> bool:
    """Whether the starts of so many rows part all cells in order."""
    return (
        len(start) == rows + 1
        and int(start[0]) == 0
        and int(start[-1]) == len(cells)
        and bool(np.all(np.diff(start) >= 0))
    )
