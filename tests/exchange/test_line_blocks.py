"""Blocks of lines: the same lines with the same numbers, however the file is parted."""

from __future__ import annotations

import gzip
from io import BytesIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.exchange import line_blocks as made
from app.exchange import numbered_lines as numbered
from app.exchange.line_blocks import LineBlock, line_blocks, lines_in
from app.exchange.numbered_lines import NumberedLine, numbered_lines

LINES = st.lists(st.sampled_from(["a", "åb", " ", "\t", "\n", "\r", "\r\n", "\u2028"]), max_size=30)


def opened(content: bytes) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="")


def blocks_of(content: bytes, size: int) -> list[LineBlock]:
    return list(line_blocks(opened(content), "x.tsv", 1, size))


@given(LINES, st.integers(1, 9))
def test_the_lines_are_those_of_the_file_whatever_the_size_of_a_block(
    parts: list[str], size: int
) -> None:
    content = "".join(parts).encode()
    lines = [line for block in blocks_of(content, size) for line in lines_in(block)]
    assert lines == list(numbered_lines(opened(content), "x.tsv"))


def test_reading_goes_on_after_a_heading() -> None:
    lines = opened(b"\nid\n\n7\n8")
    heading = next(numbered_lines(lines, "x.tsv"))
    blocks = line_blocks(lines, "x.tsv", heading.number + 1, 100)
    read = [line for block in blocks for line in lines_in(block)]
    assert read == [NumberedLine(4, "7"), NumberedLine(5, "8")]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_that_is_too_long_is_told_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(made, "LONGEST_LINE", 20)
    monkeypatch.setattr(numbered, "LONGEST_LINE", 20)
    content = end.join(("a" * 19, "b" * 20, "c" * 99, "d")).encode()
    blocks = blocks_of(content, 7)
    assert max(len(block.text) for block in blocks) < 40
    lines = [(line.number, line.text, line.is_whole) for b in blocks for line in lines_in(b)]
    assert lines == [(1, "a" * 19, True), (2, "", False), (3, "", False), (4, "d", True)]


def test_what_comes_before_a_spoilt_place_is_given_and_the_place_is_told() -> None:
    whole = gzip.compress(b"a\nb\n" + b"c" * 90_000 + b"\n", compresslevel=0)
    lines = TextIOWrapper(gzip.GzipFile(fileobj=BytesIO(whole[:-9_000])), encoding="utf-8")
    blocks = line_blocks(lines, "x.tsv", 1, 4)
    assert next(blocks) == LineBlock(1, "a\nb\n")
    with pytest.raises(InputFileError, match=r"x\.tsv kan inte läsas till slut: efter rad \d"):
        list(blocks)
