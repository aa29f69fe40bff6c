"""Compiled tables as bytes: the same when they come back, and refused when anything is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grouper.compiled import compile_tables
from app.grouper.engine import Grouper
from app.grouper.packed import UnfitPackError, pack, unpack
from tests.grouper.small_tables import TABLES, case

COMPILED = compile_tables(TABLES)
PACKED = pack(COMPILED, "me")


def test_what_is_packed_comes_back_as_it_was() -> None:
    read = unpack(PACKED, "me")
    assert read == COMPILED
    asked = case("E102/N083", "J189", procedures=("JEA00",))
    assert Grouper(read).group(asked) == Grouper(TABLES).group(asked)


def test_what_was_made_for_something_else_is_refused() -> None:
    with pytest.raises(UnfitPackError):
        unpack(PACKED, "other")


@given(st.integers(0, len(PACKED) - 1), st.binary(max_size=3))
def test_any_damage_is_refused(at: int, content: bytes) -> None:
    damaged = PACKED[:at] + content + PACKED[at + len(content) + 1 :]
    if damaged != PACKED:
        with pytest.raises(UnfitPackError):
            unpack(damaged, "me")


@given(st.binary(max_size=60))
def test_what_was_never_packed_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitPackError):
        unpack(content, "me")
