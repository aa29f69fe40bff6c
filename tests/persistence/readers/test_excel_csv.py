from __future__ import annotations

import codecs
import csv
import gzip
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers import excel_csv
from app.persistence.readers.excel_csv import (
    NamedRow,
    Table,
    fold_name,
    parse_day,
    read_records,
    read_table,
    read_text_file,
)

COLUMNS = {"code": ("kod", "code"), "text": ("text",)}
CSV = "Kod;Text\nÅ1;Återbesök\nÖ2;Övrigt\n"
UTF16 = codecs.BOM_UTF16_LE + CSV.encode("utf-16-le")


def table_of(folder: Path, content: bytes) -> Table:
    path = folder / "tabell.csv"
    path.write_bytes(content)
    return read_table(read_text_file(path), COLUMNS)


def rows_of(folder: Path, content: bytes) -> list[NamedRow]:
    return list(table_of(folder, content).rows)


def error_of(folder: Path, content: bytes) -> str:
    with pytest.raises(CodebookFileError) as caught:
        rows_of(folder, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CSV.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + CSV.encode(), "UTF-8 med BOM"),
        (UTF16, "UTF-16"),
        (codecs.BOM_UTF16_BE + CSV.encode("utf-16-be"), "UTF-16"),
        (CSV.encode("cp1252"), "Windows-1252"),
        (b"sep=;\r\n" + CSV.replace("\n", "\r\n").encode(), "UTF-8"),
    ],
)
def test_every_encoding_of_excel_is_read_and_named(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    table = table_of(tmp_path, content)

    assert table.written_as == f"{encoding}, kolumner skilda av semikolon"
    assert [row.cells for row in table.rows] == [
        {"code": "Å1", "text": "Återbesök"},
        {"code": "Ö2", "text": "Övrigt"},
    ]


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'Kod;Text\n1;"två\nrader"\n\n;\n2;b\n'.encode())

    assert [(row.record.number, row.cells["text"]) for row in rows] == [(2, "två rader"), (5, "b")]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(tmp_path: Path) -> None:
    table = table_of(tmp_path, b"Text;Sortering;CODE\na;1;x\n")

    assert table.unknown_columns == ("Sortering",)
    assert [row.cells for row in table.rows] == [{"text": "a", "code": "x"}]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "är tom"),
        (b"\n \n", "är tom"),
        (b"Kod;Text\n", "har ingen rad under rubriken"),
        (b"Kod,Text\n1,a\n", "rad 1: Kolumnerna skiljs av komma, men ska skiljas av semikolon"),
        (b"Kod\tText\n1\ta\n", "skiljs av tabb"),
        (b"Kod;Namn\n1;a\n", "rad 1: Kolumnen text saknas i rubrikraden"),
        (b"Kod;Code;Text\n1;2;a\n", "Kolumnerna ”Kod” och ”Code” betyder samma sak"),
        (b"Kod;Text\n1;a;b\n", "rad 2: Raden har 3 kolumner, men rubrikraden 2"),
        (b'Kod;Text\n1;"a\n2;b\n', "citattecken avslutas aldrig"),
        ("Kod;Text\n1;a\n2;\ufffdterbesök\n".encode(), "rad 3: Raden innehåller ett förlorat"),
        (b"Kod;Text\n1;a\0b\n", "NUL-tecken på rad 2"),
        (b"PK\x03\x04rest", "är en arbetsbok"),
        (b"\xd0\xcf\x11\xe0rest", "är en arbetsbok"),
        (UTF16[:-1], "inte hel UTF-16"),
        (CSV.encode()[:-5] + b"\xc3", "är skadad"),
    ],
)
def test_a_broken_file_is_refused_by_what_is_wrong(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    message = error_of(tmp_path, content)

    assert expected in message
    assert message.startswith("Filen tabell.csv") and message.endswith(".")


def test_a_cell_of_a_megabyte_is_refused_by_its_length(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, b"Kod;Text\n" + b"x" * 1_000_000 + b";a\n")

    with pytest.raises(CodebookFileError, match=r"rad 2: Koden är 1000000 tecken lång"):
        row.text("code", longest=40, what="Koden")


def test_a_packed_file_is_read_in_place(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inuti.csv", CSV)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(CSV.encode()))

    for name, inside in (("a.zip", "inuti.csv"), ("b.csv.gz", "b.csv")):
        file = read_text_file(tmp_path / name)
        assert (file.path.name, file.text) == (inside, CSV)


def test_several_files_in_one_archive_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b.csv", CSV)

    with pytest.raises(CodebookFileError, match=r"a\.zip är inte en enda fil"):
        read_text_file(tmp_path / "a.zip")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "borta.csv", tmp_path):
        with pytest.raises(CodebookFileError):
            read_text_file(path)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-01-31", date(2024, 1, 31)),
        ("20240131", date(2024, 1, 31)),
        ("2024-01-31 00:00:00", date(2024, 1, 31)),
        ("31.1.2024", date(2024, 1, 31)),
        ("9999-12-31", None),
    ],
)
def test_days_are_read_as_files_write_them(written: str, day: date | None) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize(
    "written",
    ["", "2024", "2024-13-01", "2024-02-30", "24-01-31", "igår", "２０２４0131", "0000-01-01"],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller tells what is wrong
        parse_day(written)


def test_names_of_columns_are_compared_without_case_blanks_and_points() -> None:
    assert fold_name(" Giltig från") == fold_name("GILTIG_FRÅN") == "giltigfran"
    assert fold_name("Fr.o.m.") == "from"


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()))
def test_any_bytes_give_rows_or_a_foreseen_error(tmp_path_factory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for prefix in (b"", b"Kod;Text\n"):
        with suppress(CodebookFileError):
            assert all(set(row.cells) == set(COLUMNS) for row in rows_of(folder, prefix + content))
    for separator in (";", "\t", ",", "|"):
        with suppress(CodebookFileError):
            file = read_text_file(folder / "tabell.csv")
            assert all(any(record.cells) for record in read_records(file, separator))


def test_a_cell_larger_than_any_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_csv, "_LARGEST_CELL", 20)
    before = csv.field_size_limit()
    try:
        assert "kan inte läsas efter rad 1" in error_of(tmp_path, b"Kod;Text\n1;" + b"x" * 21)
    finally:
        csv.field_size_limit(before)


def test_a_file_that_names_its_separator_alone_is_empty(tmp_path: Path) -> None:
    assert "är tom" in error_of(tmp_path, b"sep=;\n")
