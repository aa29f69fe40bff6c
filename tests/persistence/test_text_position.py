"""A text is looked for as it is written, on both databases."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import literal, select

from app.persistence.database import Database
from app.persistence.text_position import has_text

SIGNS = ("", "%", "_", "\\", "a", "A", "ö", "'", "a_b", "a\\%b", "%a", "aab", "a\nb")


@pytest.mark.parametrize("text", SIGNS)
def test_a_text_is_found_where_it_stands_and_nowhere_else(database: Database, text: str) -> None:
    wholes = ["".join(pair) for pair in itertools.product(SIGNS, repeat=2)]
    asked = select(*(has_text(literal(w), text).label(str(at)) for at, w in enumerate(wholes)))

    with database.engine.connect() as connection:
        found = connection.execute(asked).one()

    assert [bool(each) for each in found] == [text in whole for whole in wholes]
