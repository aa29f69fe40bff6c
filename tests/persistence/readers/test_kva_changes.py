from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook_changes import ChangeKind, CodeChange
from app.domain.codes import CodeSystem
from app.domain.errors import CodebookFileError
from app.persistence.readers.file_readers import FileReaders
from app.persistence.readers.kva_changes import is_change_list, read_changes

from .made_files import kva_folder
from .made_workbooks import change_list, sheet_xml, workbook

READERS = FileReaders(Path(__file__).resolve().parents[3] / "resources")


def change(folder: Path, *cells: str) -> list[tuple[ChangeKind, str, str]]:
    path = change_list(folder, [("44174", "NFB49", *cells)])
    return [(found.kind, found.before, found.after) for found in read_changes(path)]


def test_a_change_has_code_day_and_the_publishers_words(tmp_path: Path) -> None:
    path = change_list(
        tmp_path,
        [("44174", "nfb49", "Förr", "Nu", "", "", "Rättad ")],
        [("2021-01-29", "U119", "Förr", "Nu", "Ändrad"), ("", "", "", "", " ")],
    )

    assert read_changes(path) == [
        CodeChange(
            CodeSystem.ICD10SE, ChangeKind.RETITLED, "U11.9", "Förr", "Nu", date(2021, 1, 29),
            "Ändrad",
        ),
        CodeChange(
            CodeSystem.KVA, ChangeKind.RETITLED, "NFB49", "Förr", "Nu", date(2020, 12, 9), "Rättad"
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Förr", "Nu"), [(ChangeKind.RETITLED, "Förr", "Nu")]),
        (("T", "", "Så", "Så här"), [(ChangeKind.REDESCRIBED, "Så", "Så här")]),
        (("T", "", "", "Så här"), [(ChangeKind.REDESCRIBED, "", "Så här")]),
        (
            ("Förr", "Nu", "Så", "Så här"),
            [(ChangeKind.RETITLED, "Förr", "Nu"), (ChangeKind.REDESCRIBED, "Så", "Så här")],
        ),
        (("T", "", "", "", "Kod utgår. Rättad."), [(ChangeKind.WITHDRAWN, "T", "")]),
        (("T", "", "", "", "Kategori utgår."), [(ChangeKind.WITHDRAWN, "T", "")]),
        (("T", "", "", "", "Koden återinsätts i alla filer."), [(ChangeKind.NEW, "", "T")]),
        (("", "T", "", "", "Ny kod."), [(ChangeKind.NEW, "", "T")]),
        (("", "", "", "", "Koden X utgår som hänvisning."), [(ChangeKind.REMARK, "", "")]),
        (("T", "", "", "", "Stod under fel flik."), [(ChangeKind.REMARK, "T", "T")]),
    ],
)
def test_what_has_happened_is_told_by_the_columns_and_else_by_the_comment(
    tmp_path: Path, cells: tuple[str, ...], expected: list[tuple[ChangeKind, str, str]]
) -> None:
    assert change(tmp_path, *cells) == expected


def test_days_are_counted_in_the_calendar_of_the_workbook(tmp_path: Path) -> None:
    path = change_list(
        tmp_path, [("42712", "NFB49", "a", "b")], properties='<workbookPr date1904="1"/>'
    )

    assert [found.day for found in read_changes(path)] == [date(2020, 12, 9)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("igår", "NFB49", "a", "b"), "bladet KVÅ-filer, rad 2: ”igår” är ingen dag"),
        (("9999999", "NFB49", "a", "b"), "är ingen dag"),
        (("44174", "", "a", "b"), "bladet KVÅ-filer, rad 2: Raden saknar kod"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_sheet_and_row(
    tmp_path: Path, row: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(CodebookFileError) as caught:
        read_changes(change_list(tmp_path, [row]))

    assert expected in str(caught.value)


def test_missing_columns_and_sheets_are_named(tmp_path: Path) -> None:
    header = ("Datum", "Kod", "Kodtext", "Kommentar")
    with pytest.raises(CodebookFileError, match="Kolumnen Ändrad kodtext, Felaktig beskrivnings"):
        read_changes(change_list(tmp_path, [], kva_header=header))
    other = workbook(tmp_path / "b" / "andringar.xlsx", {"Blad1": sheet_xml([["x"]])})
    with pytest.raises(CodebookFileError, match="varken bladet ”ICD-10-SE-filer” eller ”KVÅ-fil"):
        read_changes(other)


def test_a_list_is_known_by_name_and_sheet(tmp_path: Path) -> None:
    path = change_list(tmp_path, [])

    assert is_change_list(path)
    assert is_change_list(path.rename(tmp_path / "Ändringar 2022.xlsx"))
    assert not is_change_list(change_list(tmp_path, [], name="lista.xlsx"))
    assert not is_change_list(workbook(tmp_path / "andringar.xlsx", {"A": sheet_xml([["x"]])}))


def test_chosen_as_a_codebook_it_is_said_to_be_a_list_of_changes(tmp_path: Path) -> None:
    path = change_list(tmp_path, [("44174", "NFB49", "a", "b")])

    for chosen in (path, tmp_path):
        with pytest.raises(CodebookFileError, match="är en lista över ändringar i ett kodverk, in"):
            READERS.recognise([chosen])
    assert len(READERS.changes(path)) == 1


def test_beside_a_codebook_it_is_passed_over(tmp_path: Path) -> None:
    folder = kva_folder(tmp_path)
    change_list(folder, [])

    assert [found.name for found in READERS.recognise([folder])] == ["KVÅ"]


def test_another_file_is_no_list_of_changes(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="I 2021 finns ingen fil som programmet känner i"):
        READERS.changes(kva_folder(tmp_path, "2021"))
