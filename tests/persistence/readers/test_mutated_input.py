"""Good files with some bytes changed anywhere give a whole codebook or a foreseen error."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.concept import Concept
from app.domain.errors import CodebookFileError

from .made_formats import (
    KVA_XLSX,
    codebook_formats,
    list_formats,
    pack,
    read_format,
    repacked,
    write_format,
)

#: What hurts readers: ends of cells and lines, signs of HTML and XML, codes, lost characters.
PIECES = (
    b"\t", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3", b";", b"<", b">", b"&#0;", b"&x;", b"\x1e",
    b"\x85", b"\xe2\x80\xa8", b"\xef\xbf\xbd", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"*",
    b"A00", b"A00-B99", b"C07", b"NFB49", b"01", b"-", b"2026-02-31", b"<div>", b"9" * 60,
)  # fmt: skip
#: Where, as a share of the whole; how many bytes go; what comes instead.
CHANGE = st.tuples(
    st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES) | st.binary(max_size=4)
)
CHANGES = st.lists(CHANGE, min_size=1, max_size=3)
FILES = [(name, file) for name, files in codebook_formats().items() for file in files]


def apply(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, piece in changes:
        at = int(share * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


def assert_whole_or_refused(chosen: Path) -> None:
    concepts: list[Concept] = []
    with suppress(CodebookFileError):
        concepts = read_format(chosen)
    codes = {(concept.system, concept.code) for concept in concepts}
    assert len(codes) == len(concepts)
    assert all(c.parent is None or (c.system, c.parent) in codes for c in concepts)
    assert all(c.code and c.title.strip() for c in concepts)
    texts = [text for c in concepts for text in (c.title, *(note.text for note in c.notes))]
    assert not any(sign in text for text in texts for sign in "\0\ufffd")


@settings(deadline=None, max_examples=60)
@given(which=st.sampled_from(FILES), changes=CHANGES)
def test_any_change_of_any_file_gives_a_whole_codebook_or_a_foreseen_error(
    tmp_path_factory: pytest.TempPathFactory,
    which: tuple[str, str],
    changes: list[tuple[float, int, bytes]],
) -> None:
    name, file = which
    content = apply(codebook_formats()[name][file], changes)

    assert_whole_or_refused(write_format(tmp_path_factory.mktemp("ändrad"), name, {file: content}))


@settings(deadline=None, max_examples=30)
@given(part=st.integers(0, 3), changes=CHANGES)
def test_any_change_inside_a_workbook_gives_a_whole_codebook_or_a_foreseen_error(
    tmp_path_factory: pytest.TempPathFactory,
    part: int,
    changes: list[tuple[float, int, bytes]],
) -> None:
    folder = tmp_path_factory.mktemp("arbetsbok")
    names: list[str] = []

    def change(name: str, xml: bytes) -> bytes:
        names.append(name)
        return apply(xml, changes) if len(names) - 1 == part else xml

    content = repacked(codebook_formats()["KVÅ arbetsbok"][KVA_XLSX], folder, change)

    assert_whole_or_refused(write_format(folder / "x", "KVÅ arbetsbok", {KVA_XLSX: content}))


@settings(deadline=None, max_examples=30)
@given(name=st.sampled_from([*codebook_formats()]), changes=CHANGES)
def test_any_change_of_an_archive_gives_a_whole_codebook_or_a_foreseen_error(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    changes: list[tuple[float, int, bytes]],
) -> None:
    path = pack(tmp_path_factory.mktemp("arkiv") / "kodverk-2022.zip", codebook_formats()[name])
    path.write_bytes(apply(path.read_bytes(), changes))

    assert_whole_or_refused(path)


@settings(deadline=None, max_examples=40)
@given(
    which=st.sampled_from([("ATC lista", "atc-sv-2020.tsv"), ("KVÅ per nivå", "kma-level4.txt")]),
    changes=CHANGES,
)
def test_no_row_is_passed_over_in_silence(
    tmp_path_factory: pytest.TempPathFactory,
    which: tuple[str, str],
    changes: list[tuple[float, int, bytes]],
) -> None:
    name, file = which
    folder = tmp_path_factory.mktemp("rader")
    before = len(read_format(write_format(folder, name)))
    good = codebook_formats()[name][file]
    content = apply(good, changes)
    after = 0
    with suppress(CodebookFileError):
        after = len(read_format(write_format(folder, name, {file: content})))

    assert after in (0, before + _rows(content) - _rows(good))


def _rows(content: bytes) -> int:
    """Count the rows that must each become a concept: not blank, not `-`, not for animals."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    lines = content.decode(encoding, errors="replace").split("\n")
    codes = [" ".join(line.partition("\t")[0].split()) for line in lines if line.split()]
    return sum(code != "-" and not code.startswith("Q") for code in codes)


@settings(deadline=None, max_examples=60)
@given(name=st.sampled_from([*list_formats()]), changes=CHANGES)
def test_any_change_of_a_list_gives_rows_or_a_foreseen_error(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    changes: list[tuple[float, int, bytes]],
) -> None:
    wanted = list_formats()[name]
    path = tmp_path_factory.mktemp("lista") / wanted.name
    path.write_bytes(apply(wanted.content, changes))
    rows: list[object] = []
    with suppress(CodebookFileError):
        rows = list(wanted.read(path))

    assert not any(sign in repr(row) for row in rows for sign in ("\\x00", "\ufffd"))


def test_the_changes_reach_every_part_of_an_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", codebook_formats()["KVÅ per nivå"])

    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == len(codebook_formats()["KVÅ per nivå"])
    assert apply(b"abc", [(0, 1, b"x"), (1, 0, b"y")]) == b"xbcy"
