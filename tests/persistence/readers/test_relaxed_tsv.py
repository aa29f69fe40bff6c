from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers.relaxed_tsv import read_relaxed_header, read_relaxed_rows

HEADER = ("Kod", "Titel", "Not")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\t\r\ufffd\ufeff"), max_size=30)


def read(folder: Path, content: str | bytes) -> list[tuple[int, list[str]]]:
    path = folder / "lista.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_relaxed_rows(path, header=HEADER))


def file_of(*rows: list[str], line_end: str = "\n") -> str:
    lines = [f'"{cells}"' for cells in map('"\t"'.join, [list(HEADER), *rows])]
    return "".join(f"{line}{line_end}" for line in lines)


def error_of(folder: Path, content: str | bytes) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read(folder, content)
    return str(caught.value)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        '"',
        '""',
        'ett "citat" här',
        '"hela"',
        '<div class="x">a</div>',
        "två\nrader",
        "\n",
        'slutar så "',
        '" början',
        "a\n\nb",
        "  blanka ",
    ],
)
def test_a_quoted_cell_is_read_as_it_stands(tmp_path: Path, cell: str) -> None:
    rows = read(tmp_path, file_of(["A", cell, "x"], ["B", "y", cell], ["C", "", ""]))

    assert [cells for _line, cells in rows] == [["A", cell, "x"], ["B", "y", cell], ["C", "", ""]]


def test_lines_are_counted_as_in_a_text_editor(tmp_path: Path) -> None:
    rows = read(tmp_path, file_of(["A", "två\nrader", ""], ["B", "", ""]) + '\n"C"\t""\t""')

    assert [line for line, _cells in rows] == [2, 4, 6]


def test_cells_without_quotation_marks_are_read(tmp_path: Path) -> None:
    rows = read(tmp_path, 'Kod\tTitel\tNot\nA\t"b"\t\nB\tså "kallad"\td')

    assert [cells for _line, cells in rows] == [["A", "b", ""], ["B", 'så "kallad"', "d"]]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_both_line_ends_and_the_byte_order_mark_are_understood(tmp_path: Path, mark: str) -> None:
    content = mark + file_of(["A", 'b "c"', "d"], line_end="\r\n")

    assert read(tmp_path, content) == [(2, ["A", 'b "c"', "d"])]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "är tom"),
        (codecs.BOM_UTF8 + b"\r\n", "är tom"),
        (file_of(), "har ingen rad med en kod"),
        ("Kod;Titel;Not\nA;b;c", "rad 1: Kolumnerna skiljs av semikolon"),
        ("Kod\tTitel\nA\tb", "rad 1: Rubrikraden saknar Not"),
        ("Kod\tNot\tTitel\nA\tb\tc", "rad 1: Kolumnerna står inte i utgivarens ordning"),
        ("Kod\tTitel\tNot\tFler\nA\tb\tc\td", "inte känner till: Fler"),
        (file_of(["A", "b"]), "rad 2: Raden har 2 kolumner, men ska ha 3"),
        (file_of(["A", "b", "c", "d"]), "rad 2: Raden har 4 kolumner, men ska ha 3"),
        (file_of(["A", "b", "c"]) + '"B"\t"x', "rad 3: Filen slutar mitt i raden"),
        (file_of(["A", "b", "c"]) + '"B"\t"x"', "rad 3: Raden har 2 kolumner"),
        (file_of() + '"A"\t"b\t"c"\n"B"\t"b"\t"c"\n', "rad 2: Raden har 2 kolumner"),
        (file_of() + '"A"\t"b"\t"c\n"B"\t"b"\t"c"\n', "rad 2: Raden har 5 kolumner"),
        (file_of(["A", "b", "c"], ["B", "\ufffd", "c"]), "rad 3: Raden innehåller ett förlorat"),
        (file_of(["A", "b", "c"], ["B", "\0", "c"]), "NUL-tecken på rad 3"),
        (file_of(["A", "å", "c"]).encode() + b'"B"\t"\xc3"\t""', "är skadad: rad 3"),
    ],
)
def test_an_unusable_file_is_refused_by_what_is_wrong_with_it(
    tmp_path: Path, content: str | bytes, expected: str
) -> None:
    message = error_of(tmp_path, content)

    assert expected in message
    assert message.startswith("Filen lista.tsv")
    assert message.endswith(".")


def test_a_cell_of_a_megabyte_is_read_whole_on_one_line_and_on_many(tmp_path: Path) -> None:
    for cell in ('x "y" ' * 170_000, "rad\n" * 250_000):
        ((_line, cells),) = read(tmp_path, file_of(["A", cell, ""]))

        assert cells[1] == cell


def test_a_header_is_split_without_its_quotation_marks() -> None:
    assert read_relaxed_header('"Kod"\t"Titel"\tNot\r\nA\tb') == list(HEADER)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_stands_in_quoted_cells_comes_back(tmp_path_factory, rows) -> None:
    # The end of a cell is all that may not stand in one.
    rows = [[cell.replace('"\n', "'\n") for cell in row] for row in rows]
    folder = tmp_path_factory.mktemp("rows")

    assert [cells for _line, cells in read(folder, file_of(*rows))] == rows


@given(st.text(st.sampled_from('ab"\t\n '), max_size=80))
def test_any_text_gives_whole_rows_or_a_foreseen_error(tmp_path_factory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        rows = read(folder, file_of() + text)
    except CodebookFileError:
        return

    assert rows
    assert all(len(cells) == 3 for _line, cells in rows)
