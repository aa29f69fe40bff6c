from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers.text_encoding import EncodingFault, TextEncoding, decode
from app.persistence.readers.text_file import read_header, read_rows, tell_encoding

SWEDISH = "A\tÅderbråck\nB\tÖdem\n"


def read_bytes(folder: Path, content: bytes, **how: object) -> list[tuple[str, ...]]:
    path = folder / "lista.tsv"
    path.write_bytes(content)
    return [row.cells for row in read_rows(path, **{"columns": 2, **how})]


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


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SWEDISH.encode(), TextEncoding.UTF8),
        (b"A\tx\n", TextEncoding.UTF8),
        (codecs.BOM_UTF8 + SWEDISH.encode(), TextEncoding.UTF8_WITH_MARK),
        (codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le"), TextEncoding.UTF16),
        (codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be"), TextEncoding.UTF16),
        (SWEDISH.encode("cp1252"), TextEncoding.WINDOWS_1252),
    ],
)
def test_an_encoding_is_told_by_the_bytes_and_the_letters_are_whole(
    tmp_path: Path, content: bytes, encoding: TextEncoding
) -> None:
    expected = SWEDISH if b"\xc5" in content or b"\xc3" in content else "A\tx\n"

    rows = read_bytes(tmp_path, content)

    assert tell_encoding(tmp_path / "lista.tsv") is encoding
    assert ["\t".join(cells) for cells in rows] == expected.splitlines()


@settings(deadline=None)
@given(st.text(alphabet="abcåäöÅÄÖéü \t\n", min_size=1))
def test_swedish_text_is_never_read_as_other_letters(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        with suppress(EncodingFault):
            assert decode(text.encode(encoding)).text == text


def test_blank_lines_are_left_out_but_counted(tmp_path: Path) -> None:
    path = tmp_path / "lista.tsv"
    path.write_text("A\tx\n\n \t \nB\ty", encoding="utf-8")

    assert [row.line for row in read_rows(path, columns=2)] == [1, 4]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SWEDISH.encode("utf-16-be"), "UTF-16 utan BOM"),
        (SWEDISH.encode("utf-16")[:-1], "är skadad: rad 2 är inte hel UTF-16"),
        ("A\tÅ\nB\tÖ\0\n".encode("utf-16"), "NUL-tecken på rad 2"),
        ("A\tÅ\nB\t\ufffd\n".encode("utf-16"), "rad 2: Raden innehåller ett förlorat tecken"),
        (codecs.BOM_UTF8 + SWEDISH.encode("cp1252"), "varken UTF-8 eller säkert Windows-1252"),
        (SWEDISH.encode("cp850"), "varken UTF-8 eller säkert Windows-1252 (rad 1)"),
        (SWEDISH.encode("mac-roman"), "varken UTF-8 eller säkert Windows-1252"),
        ("A\tKyla under mörka år\n".encode("cp850"), "varken UTF-8 eller säkert Windows-1252"),
        ("A\tCaf\xe9\n".encode("cp1252"), "varken UTF-8 eller säkert Windows-1252"),
        (b"A\tfr\x86n i \xe5r\n", "varken UTF-8 eller säkert Windows-1252"),
        (b"A\tx\nB\t\xe5\x1a\n", "varken UTF-8 eller säkert Windows-1252 (rad 2)"),
        (SWEDISH.encode() + b"C\t\xe5\n", "rad 3 är inte hel UTF-8"),
        (SWEDISH.encode()[:-4] + b"\xc3", "rad 2 är inte hel UTF-8"),
        (b"A\tx\nB\ty\0y\nC\tz\n", "NUL-tecken på rad 2"),
        ("A\tx\nB\t\ufffddem\n".encode(), "rad 2: Raden innehåller ett förlorat tecken"),
        (b"", "är tom"),
        (codecs.BOM_UTF8 + b"\n \n", "är tom"),
        (b"A;x\nB;y\n", "skiljs av semikolon, men ska skiljas av tabb"),
        (b"A,x\n", "skiljs av komma"),
        (b"A|x\n", "skiljs av lodstreck"),
        (b"A x\n", "Raden har bara en kolumn, men ska ha minst 2"),
        (b"A\tx\nB\n", "rad 2: Raden har bara en kolumn"),
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
        (b"kod\nA\tx\n", "Raden har bara en kolumn"),
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


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_whole_rows_or_a_foreseen_error(tmp_path_factory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    rows: list[tuple[str, ...]] = []
    with suppress(CodebookFileError):
        rows = read_bytes(folder, content)

    assert all(len(cells) >= 2 and any(cells) for cells in rows)
