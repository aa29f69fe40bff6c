"""A list of local terms is known by its header, and read whatever the order of its columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.domain.term_ports import TermLine
from app.persistence.readers.term_list import COLUMNS, NEEDED, is_term_list, read_terms


def file_of(folder: Path, text: str, name: str = "sökord.tsv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "header", "is_known"),
    [
        ("a.tsv", COLUMNS, True),
        ("a.txt", NEEDED[::-1], True),
        ("a.tsv", [name.upper() for name in COLUMNS], True),
        ("a.tsv", COLUMNS[:6], False),  # the lexicon of the program
        ("a.tsv", ("term", "target"), False),
        ("a.xml", COLUMNS, False),
    ],
)
def test_the_header_tells_whether_it_is_a_list(
    tmp_path: Path, name: str, header: list[str], is_known: bool
) -> None:
    assert is_term_list(file_of(tmp_path, "\t".join(header) + "\n", name)) is is_known


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(tmp_path: Path) -> None:
    text = "State\tterm\towner\tsystem\tkind\ttarget\napproved\tblå  lapp\tvi\t*\tlay\tremiss\n"

    file = read_terms(file_of(tmp_path, text, encoding="utf-16"))

    assert file.unknown_columns == ("owner",)
    assert list(file.rows) == [TermLine(2, "blå lapp", "remiss", "*", "lay", "approved")]


def test_a_row_that_lacks_a_column_is_named(tmp_path: Path) -> None:
    file = read_terms(file_of(tmp_path, "\t".join(NEEDED) + "\na\tb\t*\tlay\n"))

    with pytest.raises(CodebookFileError, match=r"sökord\.tsv, rad 2: Raden har 4 kolumner"):
        list(file.rows)


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "sökord.tsv"
    path.write_bytes("\t".join(NEEDED).encode() + b"\n" + content)

    try:
        lines = list(read_terms(path).rows)
    except CodebookFileError as error:
        assert "sökord.tsv" in str(error)  # noqa: PT017 - either is right
    else:
        assert lines
