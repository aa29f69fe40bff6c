from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.errors import CodebookFileError
from app.persistence.readers.atc_keyvalue import read, recognises

from .made_files import atc_file


def read_file(path: Path) -> dict[str, Concept]:
    (codebook,) = recognises([path])
    return {concept.code: concept for concept in read(codebook)}


def test_a_file_named_for_atc_is_recognised_with_its_year(tmp_path: Path) -> None:
    (found,) = recognises([atc_file(tmp_path)])

    assert (found.system, found.name, found.version) == (CodeSystem.ATC, "ATC", "2020")
    assert found.valid_from == date(2020, 1, 1)


def test_the_year_may_stand_in_the_name_of_the_folder(tmp_path: Path) -> None:
    (found,) = recognises([atc_file(tmp_path / "2019", "atc.txt")])

    assert found.version == "2019"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("products-2026.tsv", "key\tvalue\nC\tx"),
        ("atc-2020.tsv", "code\ttitle\nC\tx"),
        ("atc-2020.xml", "key\tvalue\nC\tx"),
    ],
)
def test_other_names_and_headers_are_not_recognised(tmp_path: Path, name: str, text: str) -> None:
    assert recognises([atc_file(tmp_path, name, text)]) == []


def test_groups_and_substances_form_a_tree(tmp_path: Path) -> None:
    book = read_file(atc_file(tmp_path))

    assert [(c.code, c.parent) for c in book.values()] == [
        ("C", None),
        ("C07", "C"),
        ("C07A", "C07"),
        ("C07AB", "C07A"),
        ("C07AB02", "C07AB"),
    ]
    assert book["C07AB02"].level is Level.ITEM
    assert book["C07AB02"].title == "Metoprolol"
    assert book["C07AB02"].is_leaf
    assert book["C07AB"].level is Level.HEADING


def test_veterinary_and_unspecified_rows_are_left_out(tmp_path: Path) -> None:
    book = read_file(atc_file(tmp_path))

    assert "-" not in book
    assert not [code for code in book if code.startswith("Q")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key\tvalue\n", "har ingen rad med en kod"),
        ("key;value\nC;x\n", "rad 1: Kolumnerna skiljs av semikolon"),
        ("key\tname\nC\tx\n", "rad 1: Kolumnen value saknas"),
        ("key\tvalue\nC\n", "rad 2: Raden har bara en kolumn"),
        ("key\tvalue\nC1\tx\n", "rad 2: ”C1” har inte en ATC-kods form"),
        ("key\tvalue\nC\tx\nC\ty\n", "rad 3: Koden C förekommer två gånger"),
        ("key\tvalue\nC\tx\nC07A\ty\n", "rad 3: Koden C07A har överordnad kod C07, som saknas"),
    ],
)
def test_a_broken_file_is_refused_with_file_row_and_remedy(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(CodebookFileError) as caught:
        read_file(atc_file(tmp_path, text=text))

    assert f"atc-sv-2020.tsv{'' if expected.startswith('har') else ','} {expected}" in str(
        caught.value
    )
    assert str(caught.value).endswith(".")
