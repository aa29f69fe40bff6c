from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.concept import Concept, Level, Note, NoteKind
from app.domain.errors import CodebookFileError
from app.persistence.readers.kva_tsv import read, recognises

from .made_files import KKA_HEADER, KMA_HEADER

KKA = "kva-kirurgiska-atgarder-kka.tsv"
KMA = "kva-medicinska-atgarder-kma.tsv"
KKA_ROWS: tuple[tuple[str, ...], ...] = (
    ("F", "", "Hjärta"),
    ("FN", "F", "Kranskärl"),
    ("FNG", "FN", "Kateterburna"),
    ("FNG02", "FNG", 'Vidgning med "ballong"', "PTCA", "<div>Vidgning</div><div>av kärl</div>", "",
     "", "", "Tilläggskod, se ZFX och FN"),
    ("FNG02", "", "", "PCI", "", "Ett exempel"),
    ("FNG05", "FNG", "Med stent", "", "", "", "", "EEG; FNG02–FNG05, se AA001 och I21.9"),
    ("ZFX", "", "Teknik"),
)  # fmt: skip
KMA_ROWS: tuple[tuple[str, ...], ...] = (
    ("F", "", "Egen rubrik"),
    ("AA", "", "Nerver"),
    ("AA001", "AA", "Test", "Beskrivs", "", "", "", "C50 nämns här, liksom L", "b110", "I10, C50"),
)


def lines(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    whole = (header, *((*row, *[""] * (len(header) - len(row))) for row in rows))
    return "\n".join("\t".join(f'"{cell}"' for cell in row) for row in whole) + "\n"


def kva_files(
    folder: Path,
    kka: tuple[tuple[str, ...], ...] = KKA_ROWS,
    kma: tuple[tuple[str, ...], ...] = KMA_ROWS,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((KKA, lines(KKA_HEADER, kka)), (KMA, lines(KMA_HEADER, kma))):
        (folder / name).write_bytes(codecs.BOM_UTF8 + text.encode())
    return folder


def read_folder(folder: Path) -> dict[str, Concept]:
    (codebook,) = recognises(sorted(folder.iterdir()))
    return {concept.code: concept for concept in read(codebook)}


def error_of(folder: Path) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_folder(folder)
    return str(caught.value)


def test_both_files_make_one_edition_with_the_year_of_their_folder(tmp_path: Path) -> None:
    (found,) = recognises(sorted(kva_files(tmp_path / "kva 2026").iterdir()))

    assert [path.name for path in found.files] == [KKA, KMA]
    assert (found.name, found.version) == ("KVÅ", "2026")


@pytest.mark.parametrize("year", [None, "2025"])
def test_the_year_is_told_by_the_files_or_not_at_all(tmp_path: Path, year: str | None) -> None:
    folder = kva_files(tmp_path / "filer")
    if year:
        for path in list(folder.iterdir()):
            path.rename(path.with_name(f"{path.stem}-{year} (1).tsv"))

    (found,) = recognises(sorted(folder.iterdir()))

    assert found.version == year


def test_two_years_in_a_folder_are_two_editions(tmp_path: Path) -> None:
    for year in ("2025", "2026"):
        for path in list(kva_files(tmp_path / "kva").iterdir()):
            if "-20" not in path.name:
                path.rename(path.with_name(f"{path.stem}-{year}.tsv"))

    found = recognises(sorted((tmp_path / "kva").iterdir()))

    assert {(book.version, len(book.files)) for book in found} == {("2025", 2), ("2026", 2)}


@pytest.mark.parametrize(
    ("name", "header"),
    [("kka-level1.txt", "Kod:\t\tKodtext:"), ("plakka.tsv", "Kod"), ("kka.tsv", "Kod\tText")],
)
def test_other_files_are_not_taken_for_kva(tmp_path: Path, name: str, header: str) -> None:
    (tmp_path / name).write_text(f"{header}\n", encoding="utf-8")

    assert recognises([tmp_path / name]) == []


def test_headings_of_both_parts_are_told_apart_and_stand_where_the_file_says(
    tmp_path: Path,
) -> None:
    book = read_folder(kva_files(tmp_path))

    assert {code: concept.parent for code, concept in book.items()} == {
        "KKÅ:F": None, "KKÅ:FN": "KKÅ:F", "KKÅ:FNG": "KKÅ:FN", "FNG02": "KKÅ:FNG",
        "FNG05": "KKÅ:FNG", "KKÅ:ZFX": None, "KMÅ:F": None, "KMÅ:AA": None, "AA001": "KMÅ:AA",
    }  # fmt: skip
    assert (book["KKÅ:F"].title, book["KMÅ:F"].title) == ("Hjärta", "Egen rubrik")
    assert book["KKÅ:F"].level is Level.HEADING
    assert (book["FNG02"].is_leaf, book["KKÅ:FN"].is_leaf) == (True, False)


def test_rows_of_one_code_are_gathered_and_texts_keep_paragraphs_and_links(tmp_path: Path) -> None:
    concept = read_folder(kva_files(tmp_path))["FNG02"]

    assert concept.title == 'Vidgning med "ballong"'
    assert concept.description == "Vidgning av kärl"
    assert concept.notes == (
        Note(NoteKind.ABBREVIATION, "PTCA"),
        Note(NoteKind.DESCRIPTION, "Vidgning\nav kärl"),
        Note(NoteKind.CODING, "Tilläggskod, se ZFX och FN", ("KKÅ:ZFX", "KKÅ:FN")),
        Note(NoteKind.ABBREVIATION, "PCI"),
        Note(NoteKind.EXAMPLE, "Ett exempel"),
    )


def test_links_are_codes_of_the_edition_and_diagnoses_and_nothing_that_looks_like_them(
    tmp_path: Path,
) -> None:
    book = read_folder(kva_files(tmp_path))

    assert book["FNG05"].notes[0].links == ("FNG02-FNG05", "AA001", "I21.9")
    assert [(note.kind, note.links) for note in book["AA001"].notes] == [
        (NoteKind.DESCRIPTION, ()),
        (NoteKind.REMARK, ()),
        (NoteKind.RELATED_ICF, ()),
        (NoteKind.RELATED_ICD, ("I10", "C50")),
    ]


def test_where_no_code_above_is_given_the_longest_heading_counts(tmp_path: Path) -> None:
    rows = (*KKA_ROWS[:3], ("FNG77", "", "x"), ("XAA00", "", "y"))
    book = read_folder(kva_files(tmp_path, rows))

    assert book["FNG77"].parent == "KKÅ:FNG"
    assert book["XAA00"].parent is None


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (KKA, f"Filen {KKA} är bara den ena halvan av KVÅ: KMÅ saknas. Lägg {KMA} i samma mapp"),
        (KMA, f"Filen {KMA} är bara den ena halvan av KVÅ: KKÅ saknas. Lägg {KKA} i samma mapp"),
    ],
)
def test_one_half_alone_is_refused_with_the_name_of_the_other(
    tmp_path: Path, kept: str, expected: str
) -> None:
    folder = kva_files(tmp_path / "kva")
    for path in list(folder.iterdir()):
        if path.name != kept:
            path.unlink()

    assert expected in error_of(folder)


def test_two_files_of_the_same_half_are_refused(tmp_path: Path) -> None:
    folder = kva_files(tmp_path / "kva")
    (folder / "kka (1).tsv").write_bytes((folder / KKA).read_bytes())

    assert "innehåller båda KKÅ" in error_of(folder)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "har ingen rad med en kod"),
        ((*KKA_ROWS, ("FNG02", "", "Annan titel")), "rad 9: Koden FNG02 har titeln ”Annan titel”"),
        ((*KKA_ROWS, ("FNG99", "FNX", "x")), "rad 9: Koden FNG99 har överordnad kod KKÅ:FNX, som"),
        ((*KKA_ROWS, ("A B,C", "", "x")), "rad 9: ”A B,C” är ingen kod"),
        ((*KKA_ROWS, ("FNG99", "FNG", "")), "rad 9: FNG99 saknar titel"),
        ((*KKA_ROWS, ("FNG99", "FNG", "\ufffd")), "rad 9: Raden innehåller ett förlorat tecken"),
        ((*KKA_ROWS, ("A", "AB", "x"), ("AB", "A", "y")), "är överordnad sig själv"),
        ((*KKA_ROWS, ("AA001", "", "x")), "Koden AA001 står både i KKÅ (rad 9) och i KMÅ"),
    ],
)
def test_a_broken_file_is_refused_with_row_and_remedy(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], expected: str
) -> None:
    message = error_of(kva_files(tmp_path, rows))

    assert expected in message
    assert message.endswith(".")


def test_a_column_that_is_not_the_publishers_is_refused_by_name(tmp_path: Path) -> None:
    folder = kva_files(tmp_path)
    path = folder / KKA
    path.write_text(path.read_text("utf-8-sig").replace("Exempel", "Prov"), encoding="utf-8")

    assert "Rubrikraden saknar Exempel" in error_of(folder)


@settings(deadline=None)
@given(st.binary(max_size=120), st.integers(0, 700))
def test_any_bytes_give_concepts_or_a_foreseen_error(
    tmp_path_factory, noise: bytes, cut: int
) -> None:
    folder = kva_files(tmp_path_factory.mktemp("kva"))
    content = (folder / KKA).read_bytes()
    (folder / KKA).write_bytes(content[:cut] + noise + content[cut:])

    with suppress(CodebookFileError):
        for codebook in recognises(sorted(folder.iterdir())):
            assert all(concept.code and concept.title for concept in read(codebook))
