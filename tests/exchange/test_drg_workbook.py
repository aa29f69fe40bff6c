"""Definition tables from a workbook: as from other files, and told what Excel spoilt."""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.drg_files import read_definition_tables
from tests.exchange.drg_workbooks import Table, drg_workbook
from tests.grouper.small_tables import DIAGNOSES, PROCEDURES, RULES, TABLES
from tests.persistence.readers.made_workbooks import sheet_xml, workbook


@pytest.fixture
def tables() -> dict[str, Table]:
    return {
        "drg_logic": [row._asdict() | {"drg_nat": row.drg} for row in RULES],
        "dg_feat": [
            {"code_nat": r.code, "d_code_nat": r.dagger, "vartype": r.kind, "varval": r.value}
            for r in DIAGNOSES
        ],
        "proc_feat": [
            {"code_nat": row.code, "vartype": row.kind, "varval": row.value} for row in PROCEDURES
        ],
        "proc": [{"code_nat": "JEA00", "text_nat": "Med"}, {"code_nat": "A01AA"}],
        "compl_excl": [{"compl": "06C17", "code_nat": "K358"}],
        "compl_name": [{"compl": "06I10", "text": "Vilande", "inclprop": "05X01"}],
        "drg_name": [{"drg_nat": n.drg, "mdc": n.mdc, "name": n.text} for n in TABLES.names],
        "rtc": [{"rtc": "9", "text": "Annat fel"}],
        "procprop_name": [{"procprop": "06S01", "text": "Blindtarmen"}],
    }


def parts(read: DefinitionTables) -> dict[str, object]:
    kept = ("rules", "diagnoses", "procedures", "categories", "exclusions", "names")
    return {each.name: getattr(read, each.name) for each in fields(read) if each.name in kept}


def test_a_workbook_holds_what_its_tabs_hold_whatever_the_file_is_called(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    read = read_definition_tables(drg_workbook(tmp_path / "bok.dat", tables))
    assert parts(read) == parts(TABLES)
    assert read.layout is TableLayout.WORKBOOK
    assert read.plain == ("A01AA",)
    assert read.texts["rtc"] == {"9": "Annat fel"}
    assert read.texts["compl"] == {"06I10": "Vilande"}
    assert read.texts["procpro"] == {"06S01": "Blindtarmen"}


def test_a_workbook_of_old_tables_is_read_as_they_were(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    old = drg_workbook(tmp_path / "bok.xlsx", tables, nat_ver="SWE 2014")
    new = drg_workbook(tmp_path / "ny.xlsx", tables, nat_ver="SWE 2022")
    assert read_definition_tables(old).layout is TableLayout.NORDIC_DBF
    read = read_definition_tables(new)
    assert (read.layout, read.country, read.year) == (TableLayout.WORKBOOK, "SE", 2022)


def test_tabs_of_two_versions_are_refused_with_their_names(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    book = drg_workbook(tmp_path / "bok.xlsx", tables, nat_ver="SWE 2022")
    other = drg_workbook(tmp_path / "annan.xlsx", tables, nat_ver="SWE 2023")
    mixed = _with_tab_of(book, other, "proc_feat", tmp_path / "blandad.xlsx")
    with pytest.raises(InputFileError, match=r"bladet \w+, rad 2: .* av en annan version"):
        read_definition_tables(mixed)


def _with_tab_of(book: Path, other: Path, tab: str, mixed: Path) -> Path:
    with zipfile.ZipFile(book) as one, zipfile.ZipFile(other) as two:
        names = ["Läs mig", "empty", "drg_logic", "dg_feat", "proc_feat"]
        at = f"xl/worksheets/sheet{names.index(tab) + 1}.xml"
        with zipfile.ZipFile(mixed, "w") as written:
            for name in one.namelist():
                written.writestr(name, (two if name == at else one).read(name))
    return mixed


def test_digits_that_excel_made_short_are_padded(tmp_path: Path, tables: dict[str, Table]) -> None:
    tables["drg_logic"] = [
        {"ord": "100", "drg_nat": "A", "mdc": "1"},
        {"ord": "200", "drg_nat": "B", "mdc": "-4"},
    ]
    read = read_definition_tables(drg_workbook(tmp_path / "bok.xlsx", tables))
    assert [row.mdc for row in read.rules] == ["01", "-04"]


@pytest.mark.parametrize(
    "cell",
    [
        "<c><v>100000</v></c>",
        "<c><v>1E+5</v></c>",
        "<c><v>12.5</v></c>",
        "<c><v>123</v></c>",
        '<c t="b"><v>1</v></c>',
    ],
)
def test_a_code_that_excel_made_a_number_of_is_refused_with_tab_and_row(
    tmp_path: Path, tables: dict[str, Table], cell: str
) -> None:
    book = drg_workbook(tmp_path / "bok.xlsx", tables)
    cell = cell.replace("<c", '<c r="D2"', 1)
    sheet = sheet_xml([["code_nat", "d_code_nat", "vartype", "varval"], ["JEA00", "", "OR"]])
    sheet = sheet.replace("</row></sheetData>", f"{cell}</row></sheetData>")
    spoilt = _replaced(book, 5, sheet, tmp_path / "ny.xlsx")
    with pytest.raises(
        InputFileError, match=r"bladet proc_feat, rad 2: kolumnen varval har .*Excel"
    ):
        read_definition_tables(spoilt)


def _replaced(book: Path, number: int, sheet: str, path: Path) -> Path:
    with zipfile.ZipFile(book) as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            is_it = name == f"xl/worksheets/sheet{number}.xml"
            written.writestr(name, sheet if is_it else read.read(name))
    return path


def test_a_column_twice_is_refused_in_a_tab_that_is_read_and_let_be_in_others(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    book = drg_workbook(tmp_path / "bok.xlsx", tables)
    twice = sheet_xml([["vartype", "vartype"], ["OR", "CC"]])
    for number, told in ((1, ""), (5, "bladet proc_feat, rad 1: två kolumner heter vartype")):
        path = _replaced(book, number, twice, tmp_path / f"{number}.xlsx")
        if told:
            with pytest.raises(InputFileError, match=told):
                read_definition_tables(path)
        else:
            assert read_definition_tables(path).rules == TABLES.rules


def test_a_tab_twice_is_refused_and_two_versions_in_one_are_told(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    rules = sheet_xml([["ord", "nat_ver"], ["1", "SWE 2022"], ["2", ""], ["3", "SWE 2023"]])
    book = workbook(tmp_path / "x.xlsx", {"drg_logic": rules, "DRG_LOGIC ": rules})
    with pytest.raises(InputFileError, match="har två tabeller som heter drg_logic"):
        read_definition_tables(book)
    rows = [["rtc", "text", "nat_ver"], ["1", "a", "SWE 2022"], ["2", "b", "SWE 2023"]]
    whole = drg_workbook(tmp_path / "bok.xlsx", tables)
    with zipfile.ZipFile(whole) as opened:
        names = re.findall(r'<sheet name="([^"]+)"', opened.read("xl/workbook.xml").decode())
    path = _replaced(whole, names.index("rtc") + 1, sheet_xml(rows), tmp_path / "ny.xlsx")
    told = "ny.xlsx, bladet rtc, rad 3: kolumnen nat_ver säger SWE 2023 och ovanför SWE 2022."
    assert any(each.startswith(told) for each in read_definition_tables(path).remarks)


def test_operating_rooms_in_a_column_of_their_own_are_read(
    tmp_path: Path, tables: dict[str, Table]
) -> None:
    book = drg_workbook(tmp_path / "bok.xlsx", tables)
    rows = [["code_nat", "vartype", "varval", "or_val"], ["JEA00", "PROCPR", "06S01", "1"]]
    read = read_definition_tables(_replaced(book, 5, sheet_xml(rows), tmp_path / "ny.xlsx"))
    assert [(row.kind, row.value) for row in read.procedures] == [("PROCPR", "06S01"), ("OR", "1")]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"Blad1": sheet_xml([["A"]])}, "utan bladet drg_logic"),
        ({"drg_logic": sheet_xml([["ord", "drg_nat"], ["1", "A"]])}, "saknar tabellen dg"),
        ({"drg_logic": "<worksheet><sheetData><row>"}, "är skadad"),
        ({"drg_logic": '<!DOCTYPE x><worksheet><row r="1"/></worksheet>'}, "dokumenttyp"),
    ],
)
def test_a_workbook_without_whole_tables_is_refused(
    tmp_path: Path, sheets: dict[str, str], told: str
) -> None:
    with pytest.raises(InputFileError, match=told) as refused:
        read_definition_tables(workbook(tmp_path / "bok.xlsx", sheets))
    assert "bok.xlsx" in str(refused.value)
