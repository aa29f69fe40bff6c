from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.domain.product import Product
from app.persistence.readers.atc_products import is_product_list, read_products
from app.persistence.readers.file_readers import FileReaders

READERS = FileReaders(Path(__file__).resolve().parents[3] / "resources")
HEADER = "product\tatc\tsubstances\tstrength\tform\n"
ROWS = """\
Albumin Prov\tB05AA01\tAlbumin\t200 g/l\tInfusionsvätska, lösning
Provomin\tC07AB02\tMetoprolol; hydroklortiazid\t50 mg\tTablett
Provomin\tc07ab02 \tMetoprolol; hydroklortiazid\t100 mg\tTablett
Provomin\tC07AB02\tMetoprolol; hydroklortiazid\t100 mg\tTablett
Allergen Prov\tV01\t\t\tLösning
Fårprov\tQA01AA\tx\ty\tz
Kort\tA12AX
"""


def product_file(folder: Path, rows: str = ROWS, name: str = "products-sv-2026.tsv") -> Path:
    (folder / name).write_text(HEADER + rows, encoding="utf-8")
    return folder / name


def test_products_are_read_with_their_codes_and_none_for_animals(
    tmp_path: Path,
) -> None:
    products = list(read_products(product_file(tmp_path)))

    assert [(p.name, p.atc, p.strength) for p in products] == [
        ("Albumin Prov", "B05AA01", "200 g/l"),
        ("Provomin", "C07AB02", "50 mg"),
        ("Provomin", "C07AB02", "100 mg"),
        ("Provomin", "C07AB02", "100 mg"),
        ("Allergen Prov", "V01", ""),
        ("Kort", "A12AX", ""),
    ]
    assert products[1].substances == "Metoprolol; hydroklortiazid"
    assert products[1].form == "Tablett"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("", "har ingen rad med en kod"),
        ("Provomin\tMetoprolol\n", "rad 2: ”Metoprolol” har inte en ATC-kods form"),
        ("\tC07AB02\tx\n", "rad 2: Raden saknar produktens namn"),
        ("Provomin;C07AB02\n", "skiljs av semikolon"),
        ("Prov\ufffd\tC07AB02\n", "rad 2: Raden innehåller ett förlorat tecken"),
    ],
)
def test_a_broken_list_is_refused_with_row_and_remedy(
    tmp_path: Path, rows: str, expected: str
) -> None:
    with pytest.raises(CodebookFileError) as caught:
        list(read_products(product_file(tmp_path, rows)))

    assert expected in str(caught.value)


def test_a_list_is_known_by_name_and_header(tmp_path: Path) -> None:
    assert is_product_list(product_file(tmp_path))
    assert not is_product_list(product_file(tmp_path, name="lista.tsv"))
    (tmp_path / "products.tsv").write_text("product\tatc\n", encoding="utf-8")
    assert not is_product_list(tmp_path / "products.tsv")


def test_chosen_as_a_codebook_it_is_said_to_be_a_list_of_products(tmp_path: Path) -> None:
    path = product_file(tmp_path)

    with pytest.raises(CodebookFileError, match="är en lista över läkemedel, som ger sökord till"):
        READERS.recognise([path])
    assert next(READERS.products(path).rows) == Product(
        "Albumin Prov", "B05AA01", "Albumin", "200 g/l", "Infusionsvätska, lösning"
    )


def test_a_packed_list_is_read_in_place(tmp_path: Path) -> None:
    path = product_file(tmp_path)
    packed = tmp_path / "x" / f"{path.name}.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert list(READERS.products(packed).rows) == list(READERS.products(path).rows)
    assert READERS.products(packed).written_as == "UTF-8, kolumner skilda av tabb"


def test_lists_of_products_are_told_apart_among_other_files(tmp_path: Path) -> None:
    other = tmp_path / "digit4.txt"
    other.write_text("A000\t\tKolera\n", encoding="utf-8")
    path = product_file(tmp_path)
    packed = tmp_path / "x" / f"{path.name}.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert READERS.recognise_products([other, path, packed]) == [path, packed]
    assert READERS.recognise_products([other]) == []
    with pytest.raises(CodebookFileError):
        READERS.recognise_products([tmp_path / "borta.tsv"])


def test_a_folder_without_a_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="finns ingen fil som programmet känner igen som l"):
        READERS.products(tmp_path)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_products_or_a_foreseen_error(tmp_path_factory, noise: bytes) -> None:
    path = product_file(tmp_path_factory.mktemp("lista"))
    path.write_bytes(path.read_bytes() + noise)

    with suppress(CodebookFileError):
        assert all(product.name and product.atc for product in read_products(path))
