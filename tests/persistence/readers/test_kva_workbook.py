from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Note, NoteKind
from app.domain.errors import CodebookFileError
from app.persistence.readers.kva_workbook import read, recognises

from .made_workbooks import KVA_HEADER, KVA_ROWS, cell_xml, kva_workbook, sheet_xml, workbook


def read_book(path: Path) -> dict[str, Concept]:
    (codebook,) = recognises([path])
    return {concept.code: concept for concept in read(codebook)}


def error_of(path: Path) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_book(path)
    return str(caught.value)


def test_the_workbook_is_recognised_by_its_name_with_the_year(tmp_path: Path) -> None:
    (found,) = recognises([kva_workbook(tmp_path), tmp_path / "andra-texter-2026.xlsx"])

    assert (found.system, found.name, found.version) == (CodeSystem.KVA, "KVÅ", "2026")
    assert found.valid_from == date(2026, 1, 1)


def test_the_code_above_is_the_longest_heading_of_the_same_part(tmp_path: Path) -> None:
    book = read_book(kva_workbook(tmp_path))

    assert {code: concept.parent for code, concept in book.items()} == {
        "KKÅ:N": None, "KKÅ:NF": "KKÅ:N", "KKÅ:NFB": "KKÅ:NF", "NFB49": "KKÅ:NFB",
        "NFB99": "KKÅ:NFB", "KMÅ:N": None, "KMÅ:AA": None, "AA001": "KMÅ:AA",
    }  # fmt: skip
    assert book["KMÅ:N"].title == "Egen rubrik"
    assert book["NFB49"].level is Level.ITEM


def test_texts_become_notes_with_links_and_several_rows_one_code(tmp_path: Path) -> None:
    book = read_book(kva_workbook(tmp_path))

    assert book["NFB49"].title == "Total höftprotes"
    assert book["NFB49"].description == "Ange sida med tillägg"
    assert book["NFB49"].notes == (
        Note(NoteKind.DESCRIPTION, "Ange sida\nmed tillägg"),
        Note(NoteKind.EXCLUDES, "Annan, se NFB99", ("NFB99",)),
    )
    assert book["NFB99"].notes == (Note(NoteKind.EXAMPLE, "Andra exempel"),)
    assert book["AA001"].notes == (
        Note(NoteKind.CODING, "Se NFB49", ("NFB49",)),
        Note(NoteKind.RELATED_ICF, "b110"),
    )


def test_a_list_without_any_heading_stands_at_the_top(tmp_path: Path) -> None:
    rows = [row for row in KVA_ROWS if len(row[1]) == 5]

    assert {c.parent for c in read_book(kva_workbook(tmp_path, rows)).values()} == {None}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (*KVA_ROWS, ("KKÅ", "XAA00", "x")),
            "rad 11: Ingen rubrik på bladet passar till koden XAA",
        ),
        ((*KVA_ROWS, ("KXÅ", "NFB50", "x")), "rad 11: ”KXÅ” i kolumnen Klassifikation är varken"),
        ((*KVA_ROWS, ("KKÅ", "NFB50")), "rad 11: NFB50 saknar titel på sin första rad"),
        ((*KVA_ROWS, ("KKÅ", "", "x")), "rad 11: ”” är ingen kod"),
        ((*KVA_ROWS, ("KKÅ", "NFB 4.9", "x")), "rad 11: ”NFB 4.9” är ingen kod"),
        (
            (*KVA_ROWS, ("KKÅ", "NFB49", "Annan")),
            "har titeln ”Annan” här men ”Total höftprotes” på",
        ),
        ((*KVA_ROWS, ("KMÅ", "NFB49", "x")), "NFB49 står både i KKÅ (rad 5) och i KMÅ"),
        (
            (*KVA_ROWS, ("KKÅ", "NFB50", "x", *[""] * 7, "y")),
            "Kolumn 11 saknar rubrik, men har text",
        ),
        (KVA_ROWS[:6], "har inga koder för KMÅ"),
        ((), "har inga koder för KKÅ"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_sheet_and_row(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], expected: str
) -> None:
    message = error_of(kva_workbook(tmp_path, rows))

    assert expected in message
    assert message.endswith(".")
    if "rad 11" in expected:
        assert ", bladet KVÅ – (KKÅ+KMÅ), rad 11: " in message


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (KVA_HEADER[1:], "Kolumnen Klassifikation saknas i rubrikraden"),
        ((*KVA_HEADER[:10], "Nytt"), "Kolumnen Nytt är ingen som programmet känner till"),
        (("Rubrik över tabellen",), "saknas i rubrikraden"),
    ],
)
def test_other_columns_are_refused_by_name(
    tmp_path: Path, header: tuple[str, ...], expected: str
) -> None:
    assert expected in error_of(kva_workbook(tmp_path, header=header))


def test_a_missing_sheet_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    message = error_of(kva_workbook(tmp_path, sheet="Annat"))

    assert "saknar bladet ”KVÅ – (KKÅ+KMÅ)”; den har ”Läs mig”, ”Annat”" in message


def test_merged_cells_are_refused_in_the_list_but_not_in_the_readme(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="D4:E4"/></mergeCells>'

    message = error_of(kva_workbook(tmp_path, extra=merged))

    assert "rad 4: Cellen D4 är sammanslagen" in message
    assert "Avbryt sammanslagningen i Excel" in message


def test_a_formula_is_refused(tmp_path: Path) -> None:
    xml = sheet_xml([KVA_HEADER, *KVA_ROWS])
    formula = '<c r="C2" t="str"><f>B2</f><v>Rörelseapparaten</v></c>'
    xml = xml.replace(cell_xml("C2", "Rörelseapparaten"), formula)
    path = workbook(tmp_path / "kva-inkl-beskrivningstexter-2026.xlsx", {"KVÅ - (KKÅ+KMÅ)": xml})

    assert "bladet KVÅ - (KKÅ+KMÅ), rad 2: Cellen C2 innehåller en formel" in error_of(path)
