from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers.text_file import read_header, read_rows

SWEDISH = "A\tÅderbråck\nB\tÖdem\n"


def read_bytes(folder: Path, content: bytes, **how: object) -> list[tuple[str, ...]]:
    path = folder / "lista.tsv"
    path.write_bytes(content)
    return [row.cells for row in read_rows(path, **{"columns": 2, **how})]  # type: ignore[arg-type]


def error_of(folder: Path, content: bytes, **how: object) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_bytes(folder, content, **how)
    return str(caught.value)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_utf8_is_read_with_and_without_mark_and_with_both_line_ends(
    tmp_path: Path, mark: bytes, line_end: str
) -> None:
    content = mark + SWEDISH.replace("\n", line_end).encode()

    assert read_bytes(tmp_path, content) == [("A", "Åderbråck"), ("B", "Ödem")]


def test_blank_lines_are_left_out_but_counted(tmp_path: Path) -> None:
    path = tmp_path / "lista.tsv"
    path.write_text("A\tx\n\n \t \nB\ty", encoding="utf-8")

    assert [row.line for row in read_rows(path, columns=2)] == [1, 4]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SWEDISH.encode("utf-16"), "skriven i UTF-16"),
        (SWEDISH.encode("utf-16-be"), "UTF-16 utan BOM"),
        (SWEDISH.encode("cp1252"), "skriven i Windows-1252, men ska vara i UTF-8 (rad 1)"),
        (codecs.BOM_UTF8 + SWEDISH.encode("cp1252"), "Windows-1252"),
        (SWEDISH.encode()[:-4] + b"\xc3", "rad 2 är inte hel UTF-8"),
        (b"A\tx\nB\ty\0y\nC\tz\n", "NUL-tecken på rad 2"),
        ("A\tx\nB\t\ufffddem\n".encode(), "rad 2: Raden innehåller ett förlorat tecken"),
        (b"", "är tom"),
        (codecs.BOM_UTF8 + b"\n \n", "är tom"),
        (b"A;x\nB;y\n", "skiljs av semikolon, men ska skiljas av tabb"),
        (b"A,x\n", "skiljs av komma"),
        (b"A|x\n", "skiljs av lodstreck"),
        (b"A x\n", "Raden har 1 kolumner, men ska ha minst 2"),
        (b"A\tx\nB\n", "rad 2: Raden har 1 kolumner"),
    ],
)
def test_an_unusable_file_is_refused_by_what_is_wrong_with_it(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    message = error_of(tmp_path, content)

    assert expected in message
    assert message.startswith("Filen lista.tsv")
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"kod\ttext\n", "har ingen rad med en kod"),
        (b"kod;text\nA;x\n", "skiljs av semikolon"),
        (b"kod\nA\tx\n", "Raden har 1 kolumner"),
        (b"kod\tannat\nA\tx\n", "rad 1: Kolumnen text saknas i rubrikraden"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, content: bytes, expected: str) -> None:
    assert expected in error_of(tmp_path, content, header=("kod", "text"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"saknas\.txt kan inte öppnas"):
        list(read_rows(tmp_path / "saknas.txt", columns=1))


def test_a_header_is_read_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "lista.tsv"
    path.write_bytes(codecs.BOM_UTF8 + b"Kod: \t\tKodtext:\r\nA\t\tx")

    assert read_header(path) == ("Kod:", "", "Kodtext:")


def test_a_cell_of_a_megabyte_is_read_whole(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, b"A\t" + b"x" * 1_000_000)

    assert len(rows[0][1]) == 1_000_000


@given(st.binary(max_size=300))
def test_any_bytes_give_whole_rows_or_a_foreseen_error(tmp_path_factory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    rows: list[tuple[str, ...]] = []
    with suppress(CodebookFileError):
        rows = read_bytes(folder, content)

    assert all(len(cells) >= 2 and any(cells) for cells in rows)
