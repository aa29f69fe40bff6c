"""dBase files: read as they are, and refused when header and size do not agree."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.exchange.dbf_file import open_dbf


def dbf(rows: list[tuple[bytes, bytes]], *, deleted: tuple[int, ...] = ()) -> bytes:
    """Build a file of two columns, CODE (6) and TEXT (10)."""
    fields = b"".join(
        struct.pack("<11sc4xB15x", name, b"C", width)
        for name, width in ((b"CODE", 6), (b"TEXT", 10))
    )
    first = 32 + len(fields) + 1
    head = struct.pack("<B3xIHH20x", 3, len(rows), first, 17)
    body = b"".join(
        (b"*" if at in deleted else b" ") + code.ljust(6) + text.ljust(10)
        for at, (code, text) in enumerate(rows)
    )
    return head + fields + b"\r" + body + b"\x1a"


WHOLE = dbf(
    [(b"A01", b"ett"), (b"A02\xa0", "två".encode("cp1252")), (b"A03", "två".encode("cp850"))]
)


def test_rows_are_trimmed_and_their_letters_guessed_value_by_value() -> None:
    assert list(open_dbf(WHOLE, "x.dbf").rows()) == [
        {"CODE": "A01", "TEXT": "ett"},
        {"CODE": "A02", "TEXT": "två"},
        {"CODE": "A03", "TEXT": "två"},
    ]


def test_deleted_rows_are_left_out() -> None:
    content = dbf([(b"A01", b""), (b"A02", b"")], deleted=(0,))
    assert [row["CODE"] for row in open_dbf(content, "x.dbf").rows()] == ["A02"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (WHOLE[:-10], "avkortad: den ska ha 3 rader, men slutar efter rad 2"),
        (WHOLE[:10] + b"\0\0" + WHOLE[12:], "en rad är 0 byte"),
        (WHOLE[:8] + b"\xff\xff" + WHOLE[10:], "trasigt filhuvud"),
        (b"Kod;Text\n", "ingen dBase-fil"),
        (b"", "tom eller avkortad i filhuvudet"),
        (WHOLE[:31], "tom eller avkortad i filhuvudet"),
        (WHOLE[:40], "avkortad eller har ett trasigt filhuvud"),
        (WHOLE[:4] + b"\xff\xff\xff\xff" + WHOLE[8:], "avkortad: den ska ha 4294967295 rader"),
        (WHOLE.replace(b"TEXT\0", b"CODE\0"), "två kolumner har samma namn"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(content: bytes, told: str) -> None:
    with pytest.raises(InputFileError, match=told) as refused:
        open_dbf(content, "drglogic.dbf")
    assert "drglogic.dbf" in str(refused.value)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused_and_never_hangs(at: int, byte: int) -> None:
    content = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    try:
        rows = list(open_dbf(content, "x.dbf").rows())
    except InputFileError:
        return
    assert len(rows) <= 3
