"""The rows that are shown are what the domain says they are, however they are made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from app.domain.search import MatchKind, SearchHit
from tests.search.conftest import Ask


def test_a_row_equals_one_that_its_class_makes(ask: Ask) -> None:
    hit = ask("hjärtinfarkt")[0]

    assert type(hit) is SearchHit
    assert hit == replace(hit)
    assert hash(hit) == hash(replace(hit))


def test_a_row_cannot_be_changed(ask: Ask) -> None:
    hit: Any = ask("hjärtinfarkt")[0]

    with pytest.raises(FrozenInstanceError):
        hit.kind = MatchKind.FUZZY
