from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code_mentions import find_code_mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Fraktur (S72.3)", [("S72.3", "S72.3")]),
        ("Amputation (S78.-)", [("S78.-", "S78")]),
        ("Yttre orsak V01–Y98, se T36†–T50*.", [("V01–Y98", "V01-Y98"), ("T36†–T50*", "T36-T50")]),
        ("Se DT016 och NFB19", [("DT016", "DT016"), ("NFB19", "NFB19")]),
        ("B01AF02 i stället", [("B01AF02", "B01AF02")]),
        ("XS72.3, S72.3a och S72.34567", []),
        ("", []),
    ],
)
def test_codes_are_found_as_written_and_as_the_system_writes_them(
    text: str, mentions: list[tuple[str, str]]
) -> None:
    assert [(m.text, m.code) for m in find_code_mentions(text)] == mentions


def test_a_bare_category_is_not_sure_to_be_a_code() -> None:
    sure = [mention.code for mention in find_code_mentions("B12 S72.0 A00-A09") if mention.is_sure]

    assert sure == ["S72.0", "A00-A09"]


@given(st.text(alphabet="A1B2.-–*† z", max_size=60))
def test_every_mention_stands_in_the_text_in_that_order(text: str) -> None:
    at = 0
    for mention in find_code_mentions(text):
        at = text.index(mention.text, at) + len(mention.text)
