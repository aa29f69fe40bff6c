from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import Row
from app.persistence.readers.workbook import Workbook, read_workbook

from .made_workbooks import cell_xml, sheet_xml, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)


def everything(_name: str) -> bool:
    return True


def sheet_of(cells: str, extra: str = "") -> str:
    rows = f'<sheetData><row r="3">{cells}</row></sheetData>{extra}'
    return f'<worksheet xmlns="{MAIN}">{rows}</worksheet>'


def read_one(folder: Path, xml: str, **more: str) -> list[tuple[str, ...]]:
    path = workbook(folder / "bok.xlsx", {"Blad": xml}, **more)
    return [row.cells for row in read_workbook(path, everything).sheet("Blad").rows]


def error_of(folder: Path, xml: str, **more: str) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_one(folder, xml, **more)
    return str(caught.value)


def test_rows_keep_their_numbers_and_cells_their_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bok.xlsx", {"Blad": sheet_xml([["a", "", "c"], [], ["d\ne"]])})

    rows = read_workbook(path, everything).sheet("Blad").rows

    assert [(row.line, row.cells, row.sheet) for row in rows] == [
        (1, ("a", "", "c"), "Blad"),
        (3, ("d\ne",), "Blad"),
    ]


def test_shared_strings_are_whole_without_their_pronunciation(tmp_path: Path) -> None:
    strings = (
        "<si><t>ett</t></si>"
        "<si><r><t>t</t></r><r><rPr/><t>vå</t></r><rPh sb='0' eb='1'><t>uttal</t></rPh></si>"
        "<si><t>rad_x000D_\nbyte</t></si>"
    )
    cells = '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c r="D3" t="s"><v>2</v></c><c><v>7</v></c>'

    rows = read_one(tmp_path, sheet_of(cells), strings=strings)

    assert rows == [("två", "ett", "", "rad\nbyte", "7")]


def test_pronunciation_in_a_cell_is_left_out(tmp_path: Path) -> None:
    inline = "<is><r><t>två</t></r><rPh sb='0' eb='1'><t>uttal</t></rPh><r><t> ord</t></r></is>"

    rows = read_one(tmp_path, sheet_of(f'<c r="A3" t="inlineStr">{inline}</c>'))

    assert rows == [("två ord",)]


def test_only_the_wanted_sheets_are_read_but_all_are_known(tmp_path: Path) -> None:
    broken = sheet_of('<c r="A3"><f>1+1</f><v>2</v></c>')
    path = workbook(tmp_path / "bok.xlsx", {"Läs mig": broken, "KVÅ – 1": sheet_xml([["a"]])})

    book = read_workbook(path, lambda name: name.startswith("KVÅ"))

    assert book.names == ("Läs mig", "KVÅ – 1")
    assert book.sheet("kvå-1").header == ("a",)
    with pytest.raises(CodebookFileError, match="saknar bladet ”X”; den har ”Läs mig”, ”KVÅ – 1”"):
        book.sheet("X")


@pytest.mark.parametrize(
    ("cells", "extra", "expected"),
    [
        ('<c r="B3"><f>A1</f><v>x</v></c>', "", "Cellen B3 innehåller en formel"),
        ('<c r="AB3" t="e"><v>#N/A</v></c>', "", "Cellen AB3 har felvärdet #N/A"),
        (
            cell_xml("A3", "x"),
            '<mergeCells><mergeCell ref="C7:D9"/></mergeCells>',
            "rad 7: Cellen C7 är sammanslagen med andra",
        ),
        (cell_xml("A3", "\ufffd"), "", "förlorat tecken"),
        ('<c r="A3" t="s"><v>9</v></c>', "", "en cell saknar sin text"),
        ('<c r="A3" t="s"><v>-1</v></c>', "", "en cell saknar sin text"),
        (cell_xml("XFD3", "x"), "", "Raden har mer än 256 kolumner"),
    ],
)
def test_a_cell_that_cannot_be_trusted_is_refused_with_sheet_and_row(
    tmp_path: Path, cells: str, extra: str, expected: str
) -> None:
    message = error_of(tmp_path, sheet_of(cells, extra))

    assert message.startswith("Filen bok.xlsx")
    assert expected in message
    assert message.endswith(".")
    if "skadad" not in message:
        assert ", bladet Blad, rad " in message


def test_a_sheet_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.persistence.readers.workbook._MOST_ROWS", 2)

    assert "har mer än 2 rader på bladet ”Blad”" in error_of(tmp_path, sheet_xml([["a"]] * 3))


@pytest.mark.parametrize(
    "xml",
    [
        f'{BOMB}<worksheet xmlns="{MAIN}">&c;</worksheet>',
        f'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet xmlns="{MAIN}"/>',
    ],
)
def test_an_attack_by_entity_is_refused(tmp_path: Path, xml: str) -> None:
    assert "innehåller en dokumenttyp eller entitet" in error_of(tmp_path, xml)


def test_broken_xml_is_refused_with_its_row(tmp_path: Path) -> None:
    message = error_of(tmp_path, f'<worksheet xmlns="{MAIN}">\n<sheetData>\n</worksheet>')

    assert "sheet1.xml) är ingen hel XML (rad 3)" in message


def test_a_text_file_with_the_name_of_a_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("Kod;Titel", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("annat.txt", "x")

    for name, expected in (("a.xlsx", "skadad"), ("b.xlsx", "ingen arbetsbok från Excel")):
        with pytest.raises(CodebookFileError, match=expected):
            read_workbook(tmp_path / name, everything)


@pytest.mark.parametrize(
    ("cell", "is_1904", "expected"),
    [
        ("44174", False, date(2020, 12, 9)),
        ("44174.5", False, date(2020, 12, 9)),
        ("42712", True, date(2020, 12, 9)),
        (" 2021-01-11 ", False, date(2021, 1, 11)),
    ],
)
def test_a_day_is_read_in_both_calendars_and_as_text(
    cell: str, is_1904: bool, expected: date
) -> None:
    book = Workbook(Path("bok.xlsx"), (), (), counts_from_1904=is_1904)

    assert book.day(Row(Path("bok.xlsx"), 2, (), "Blad"), cell) == expected


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_foreseen_error(cell: str) -> None:
    book = Workbook(Path("bok.xlsx"), (), ())

    with suppress(CodebookFileError):
        assert isinstance(book.day(Row(Path("bok.xlsx"), 2, ()), cell), date)


@settings(deadline=None)
@given(st.binary(max_size=80), st.integers(0, 900), st.sampled_from(["zip", "sheet", "strings"]))
def test_any_bytes_give_rows_or_a_foreseen_error(
    tmp_path_factory, noise: bytes, cut: int, where: str
) -> None:
    folder = tmp_path_factory.mktemp("bok")
    strings = "<si><t>ett</t></si>"
    path = workbook(folder / "bok.xlsx", {"Blad": sheet_xml([["a"], ["b"]])}, strings=strings)
    if where == "zip":
        content = path.read_bytes()
        path.write_bytes(content[:cut] + noise + content[cut + len(noise) :])
    else:
        member = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}[where]
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members[member] = members[member][:cut] + noise + members[member][cut:]
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        path.write_bytes(target.getvalue())

    with suppress(CodebookFileError):
        assert all(sheet.rows is not None for sheet in read_workbook(path, everything).sheets)
