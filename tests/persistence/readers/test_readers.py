from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codes import CodeSet
from app.domain.concept import Concept
from app.domain.errors import CodebookFileError
from app.persistence.readers.file_readers import READERS, FileReaders
from app.persistence.readers.not_principal import read_reserved_codes

from .made_files import EXTENSIONS, atc_file, icd_folder, kva_folder, starter_folder

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
TABLE = RESOURCES / "rules" / "not_principal.toml"


@pytest.fixture
def readers() -> FileReaders:
    return FileReaders(RESOURCES)


def read_icd(readers: FileReaders, folder: Path) -> dict[str, Concept]:
    (codebook,) = readers.recognise([folder])
    return {concept.code: concept for concept in readers.read(codebook)}


def test_every_reader_is_known_by_its_own_name() -> None:
    names = [reader.__name__ for reader in READERS]

    assert len(names) == len(set(names))


def test_each_format_is_recognised_by_one_reader_only(readers: FileReaders, tmp_path: Path) -> None:
    folders = {
        "ICD-10-SE": icd_folder(tmp_path / "icd"),
        "KVÅ": kva_folder(tmp_path / "kva"),
        "ATC": atc_file(tmp_path / "atc").parent,
    }

    for name, folder in folders.items():
        assert [codebook.name for codebook in readers.recognise([folder])] == [name]
    assert len(readers.recognise([starter_folder(tmp_path / "starter")])) == 3


def test_a_folder_and_a_file_in_it_are_recognised_once(
    readers: FileReaders, tmp_path: Path
) -> None:
    path = atc_file(tmp_path)

    assert len(readers.recognise([tmp_path, path])) == 1


def test_a_path_that_does_not_exist_is_told(readers: FileReaders, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="Det finns ingen fil eller mapp"):
        readers.recognise([tmp_path / "borta"])


def test_codes_of_the_table_are_reserved_where_the_files_say_nothing(
    readers: FileReaders, tmp_path: Path
) -> None:
    book = read_icd(readers, icd_folder(tmp_path))

    reserved = {code for code, concept in book.items() if not concept.may_be_principal}
    external = {line.split("\t")[0] for line in EXTENSIONS.splitlines() if line[0] in "VY"}
    assert {"B95", "B95.0", "B95-B98", "U98", "U98.4", "U98.4A", "V31", "V31.0"} <= reserved
    assert {f"{code[:3]}.{code[3:]}" for code in external} <= reserved
    assert {"V30-V39", "X85-Y09"} <= reserved
    assert reserved.isdisjoint({"A00", "A00.0", "D63", "D63.0", "01", "22", "A00-A09"})


def test_a_block_that_is_only_partly_reserved_is_left_open(
    readers: FileReaders, tmp_path: Path
) -> None:
    book = read_icd(
        readers,
        icd_folder(
            tmp_path,
            block="U98-U99\t\tNationella behov"
            "\nA00-A09\t\tx\nB95-B98\t\tx\nD60-D64\t\tx\nV30-V39\t\tx\nX85-Y09\t\tx",
        ),
    )

    assert book["U98-U99"].may_be_principal
    assert not book["U98"].may_be_principal


def test_every_row_of_the_table_gives_reason_source_and_catalogue_number() -> None:
    table = read_reserved_codes(TABLE)

    assert sorted(n for row in table for n in row.catalogue) == [
        21, 22, 23, 24, 26, 27, 28, 29, 30, 31, 32, 63,
    ]  # fmt: skip
    assert all(row.reason.endswith(".") and row.source for row in table)


@pytest.mark.parametrize(
    ("code", "is_reserved"),
    [
        ("V01.00", True), ("Y98", True), ("Y36.0", True), ("B95.6", True), ("B90.9", True),
        ("R65.1", True), ("T91.8A", True), ("U82.0", True), ("U97.9", True), ("U09.9", True),
        ("U07.0", True), ("Z37.0", True), ("Z28.9", True),
        ("R57.2", False), ("U12.9", False), ("U07.1", False), ("U99.9", False), ("T88.7", False),
        ("Z38.0", False), ("B99.9", False), ("R64.9", False), ("G01.9", False),
    ],
)  # fmt: skip
def test_the_table_holds_the_codes_of_the_catalogue_and_no_others(
    code: str, is_reserved: bool
) -> None:
    ranges = tuple(span for row in read_reserved_codes(TABLE) for span in row.codes.ranges)

    assert (code in CodeSet(ranges)) is is_reserved
