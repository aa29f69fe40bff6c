"""The tables of completion: what ships is whole, what is not is refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.domain.errors import InputFileError
from app.services.completion_tables import read_tables

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def copied(folder: Path) -> Path:
    shutil.copytree(RESOURCES / "completion", folder / "completion")
    return folder


def test_what_ships_is_read_whole() -> None:
    tables = read_tables(RESOURCES)

    assert list(tables.words.places) == list("0123456789")
    assert list(tables.words.activities) == list("0123489")
    assert tables.usual_causes
    assert tables.terms
    assert tables.effects
    assert tables.deliveries
    assert tables.pairs


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("pairs.toml", 'offer = "always"', 'offer = "often"'),
        ("pairs.toml", 'others = "E10.2', 'others = "E1O.2'),
        ("cause_words.toml", 'character = "0"', 'character = "00"'),
        ("cause_words.toml", 'kind = "place"', 'kind = "plats"'),
        ("usual_causes.toml", "source =", "sourse ="),
        ("deliveries.toml", 'others = "MBC30', 'others = "3MBC0'),
    ],
)
def test_a_row_that_is_not_complete_is_refused_with_file_and_line(
    tmp_path: Path, name: str, was: str, becomes: str
) -> None:
    path = copied(tmp_path) / "completion" / name
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")

    with pytest.raises(InputFileError, match=rf"{name}, rad \d+"):
        read_tables(tmp_path)


def test_a_missing_table_is_told_by_name(tmp_path: Path) -> None:
    (copied(tmp_path) / "completion" / "pairs.toml").unlink()

    with pytest.raises(InputFileError, match=r"pairs\.toml"):
        read_tables(tmp_path)
