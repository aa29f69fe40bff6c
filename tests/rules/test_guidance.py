"""Facts of the catalogue are told beside their codes and on screens, with their sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.rules.guidance import SCREENS, guidance_for, guidance_rows, read_guidance, screen_guidance


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("D63.0", [40, 41]),
        ("R65.1", [66]),
        ("H54.0", [115]),
        ("O88.1", [103]),
        ("S72.00", [46]),
        ("ZV100", [78, 141]),
        ("GD005", [164]),
        ("DT016", [158]),
        ("I10.9", []),
        ("JEA01", []),
    ],
)
def test_a_code_has_the_facts_that_are_about_it(code: str, numbers: list[int]) -> None:
    assert [each.number for each in guidance_for(code)] == numbers


def test_every_screen_that_is_named_tells_something() -> None:
    told = {screen: [each.number for each in screen_guidance(screen)] for screen in SCREENS}

    assert told["coding"] == [3, 4, 7, 40, 43, 127]
    assert told["candidates"] == [162]
    assert all(told.values())


def test_every_row_has_whole_sentences_and_a_source() -> None:
    for row in guidance_rows():
        assert row.guidance.text.endswith(".")
        assert row.guidance.source
        assert 1 <= row.guidance.number <= 164


@given(st.text(max_size=10))
def test_any_text_is_asked_about_calmly(text: str) -> None:
    assert isinstance(guidance_for(text), tuple)


@pytest.mark.parametrize(
    "row",
    [
        'number = 3\ntext = "Utan plats."\nsource = "x"',
        'number = 3\nscreen = "okänd"\ntext = "Fel plats."\nsource = "x"',
        'number = 3\nscreen = "coding"\ntext = "Ingen punkt"\nsource = "x"',
        'number = 3\nscreen = "coding"\ntext = "Utan källa."',
        'number = 3\nicd10se = "Q"\ntext = "Ingen kod."\nsource = "x"',
    ],
)
def test_a_row_that_is_not_complete_is_refused_with_file_and_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "guidance.toml"
    path.write_text(f"\n[[row]]\n{row}\n", encoding="utf-8")

    with pytest.raises(InputFileError, match=r"guidance\.toml, rad 2"):
        read_guidance(path)
