"""The genuine rows of the official sixteen-column file, and its real size through an import."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.concept import Concept, Level, Mark, NoteKind
from app.persistence.readers.icd10se_tsv import read, recognises
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from tests.data_makers.icd10se_official import (
    CATEGORY,
    CHAPTER,
    official_rows,
    row,
    write_official_file,
)

pytestmark = pytest.mark.acceptance

SAMPLE = Path("official-2026-format", "icd-10-se_rows_from_inera_tests.tsv")


@pytest.fixture
def genuine(shared_data: Path) -> bytes:
    return (shared_data / SAMPLE).read_bytes()


@pytest.fixture
def book(genuine: bytes, tmp_path: Path) -> dict[str, Concept]:
    """The genuine rows, with the two parents that the sample leaves out."""
    made = [row("01", title="Kapitel ett", level=CHAPTER)]
    made.append(row("A02", parent="A00-A09", title="Kategori", level=CATEGORY))
    lines = "".join('"' + '"\t"'.join(cells) + '"\n' for cells in made)
    path = tmp_path / "icd-10-se-2024.tsv"
    path.write_bytes(genuine.rstrip(b"\n") + b"\n" + lines.encode())
    (codebook,) = recognises([path])
    return {concept.code: concept for concept in read(codebook)}


def test_the_genuine_header_is_recognised(shared_data: Path) -> None:
    (found,) = recognises([shared_data / SAMPLE])

    assert found.name == "ICD-10-SE"
    assert found.flags_principal


def test_the_genuine_chapter_has_its_range_latin_and_contents(book: dict[str, Concept]) -> None:
    chapter = book["15"]

    assert (chapter.level, chapter.description) == (Level.CHAPTER, "O00–O99")
    assert not chapter.title.endswith(")")
    assert chapter.valid_from == date(1997, 1, 1)
    assert [note.kind for note in chapter.notes] == [
        NoteKind.LATIN,
        NoteKind.EXCLUDES,
        NoteKind.CONTENTS,
    ]
    latin, excludes, contents = chapter.notes
    assert latin.links == ()
    assert excludes.links == ("A34",)
    assert contents.text.count("\n") == 8
    assert "<" not in contents.text
    assert contents.links == (
        "O00-O08", "O10-O16", "O20-O29", "O30-O49", "O60-O75", "O80-O84", "O85-O92", "O94-O99",
    )  # fmt: skip


def test_the_genuine_block_stands_below_its_chapter(book: dict[str, Concept]) -> None:
    block = book["A00-A09"]

    assert (block.level, block.parent, block.is_leaf) == (Level.BLOCK, "01", False)


def test_the_genuine_subcategory_gathers_the_examples_of_its_rows(
    book: dict[str, Concept],
) -> None:
    code = book["A02.2"]

    assert (code.level, code.parent, code.mark) == (Level.SUBCATEGORY, "A02", Mark.DAGGER)
    assert [(note.kind, note.links) for note in code.notes] == [
        (NoteKind.EXAMPLE, ("N16.0",)),
        (NoteKind.EXAMPLE, ("M01.3",)),
    ]
    assert code.may_be_principal


@pytest.mark.slow
def test_a_file_of_the_real_size_is_imported(app: AppContext, tmp_path: Path) -> None:
    path = write_official_file(tmp_path / "icd-10-se-2026-01-01.tsv", official_rows())

    report = import_codebook(app, [path])

    assert (report.edition.id, report.edition.valid.start) == ("icd10se-2026", date(2026, 1, 1))
    assert sum(report.counts.values()) == 38_928
    assert (report.counts["chapter"], report.counts["block"]) == (22, 275)
    stored = app.library.codebook("icd10se-2026")
    assert stored is not None
    assert sum(not concept.may_be_principal for concept in stored.concepts()) > 24_229
