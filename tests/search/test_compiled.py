"""What is built for an edition, and that it comes back whole from plain arrays."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.search.compiled import (
    SCHEMA,
    Compiled,
    UnfitArraysError,
    compile_edition,
    from_arrays,
    to_arrays,
)
from app.search.lexicon import read_lexicon

from .conftest import ListedProducts, SmallLibrary

ICD = CodeSystem.ICD10SE
CONCEPTS = SmallLibrary().books[ICD].concepts()
PRODUCTS = ListedProducts(("Seloken ZOC", "C07AB02"), ("Panodil", "N02BE01")).all()
#: What the small edition compiles to. Where it changes, SCHEMA has to be raised as well, so
#: that nobody searches with what an older program left in the data folder.
FINGERPRINT = (7, "2087560b41afab99")


@pytest.fixture(scope="module")
def compiled(lexicon_dir: Path) -> Compiled:
    return compile_edition(CONCEPTS, read_lexicon(lexicon_dir), ICD)


def test_arrays_give_back_what_was_compiled(compiled: Compiled) -> None:
    arrays = to_arrays(compiled)
    again = to_arrays(from_arrays(arrays, len(CONCEPTS)))
    assert arrays.keys() == again.keys()
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


def test_an_edition_without_concepts_comes_back_too(lexicon_dir: Path) -> None:
    empty = compile_edition([], read_lexicon(lexicon_dir / "nowhere"), ICD)
    assert from_arrays(to_arrays(empty), 0).index.size == 0


def test_arrays_hold_numbers_and_letters_only(compiled: Compiled) -> None:
    assert {array.dtype.name for array in to_arrays(compiled).values()} == {
        "uint8",
        "int32",
        "float32",
    }


def test_the_number_of_the_schema_tells_what_is_compiled(lexicon_dir: Path) -> None:
    lexicon, library, digest = read_lexicon(lexicon_dir), SmallLibrary(), hashlib.sha256()
    described = Concept(
        CodeSystem.KVA, "AA001", "Skopi-prov", Level.ITEM, description="Med böjligt rör"
    )
    for system, book in library.books.items():
        listed = PRODUCTS if system is CodeSystem.ATC else ()
        compiled = compile_edition([*book.concepts(), described], lexicon, system, listed)
        for name, array in sorted(to_arrays(compiled).items()):
            digest.update(name.encode())
            digest.update(np.round(array, 3).astype("<f4").tobytes())
    assert (SCHEMA, digest.hexdigest()[:16]) == FINGERPRINT


@pytest.mark.parametrize(
    "name", ["entries", "rows", "start", "title_start", "title_words", "order_places"]
)
def test_numbers_that_lead_nowhere_are_refused(compiled: Compiled, name: str) -> None:
    arrays = to_arrays(compiled)
    arrays[name] = arrays[name].copy()
    arrays[name][-1] += 100_000
    with pytest.raises(UnfitArraysError):
        from_arrays(arrays, len(CONCEPTS))


@pytest.mark.parametrize("name", ["idf", "prior", "keys", "known_keys"])
def test_arrays_of_another_length_are_refused(compiled: Compiled, name: str) -> None:
    arrays = to_arrays(compiled)
    arrays[name] = arrays[name][: len(arrays[name]) // 2]
    with pytest.raises(UnfitArraysError):
        from_arrays(arrays, len(CONCEPTS))


def test_arrays_of_another_kind_are_refused(compiled: Compiled) -> None:
    arrays = to_arrays(compiled)
    for name, array in arrays.items():
        with pytest.raises(UnfitArraysError):
            from_arrays(arrays | {name: array.astype(np.float64)}, len(CONCEPTS))


def test_a_missing_array_is_refused(compiled: Compiled) -> None:
    arrays = to_arrays(compiled)
    for name in arrays:
        rest = {other: array for other, array in arrays.items() if other != name}
        with pytest.raises(UnfitArraysError):
            from_arrays(rest, len(CONCEPTS))


def test_arrays_of_an_edition_of_another_size_are_refused(compiled: Compiled) -> None:
    with pytest.raises(UnfitArraysError):
        from_arrays(to_arrays(compiled), len(CONCEPTS) + 1)
