from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark, Note, NoteKind
from app.domain.errors import CodebookFileError
from app.persistence.readers.icd10se_tsv import read, recognises
from tests.data_makers import icd10se_official as made
from tests.data_makers.icd10se_official import row, write_official_file

NAME = "icd-10-se-2026.tsv"
CHAPTER = row("01", title="Infektioner (A00-B99)", level=made.CHAPTER)
BLOCK = row("A00-A09", parent="01", title="Tarminfektioner", level=made.BLOCK)
CATEGORY = row("A02", parent="A00-A09", title="Salmonella", level=made.CATEGORY)
SUBCATEGORY = row("A02.2", parent="A02", title="Lokal infektion", level=made.SUBCATEGORY)
EXTENSION = row("A02.2A", parent="A02.2", title="Ledinfektion", level=made.NATIONAL)
NOTES = [NoteKind(name) for name in list(made.COLUMNS.values())[4:12]]
TREE = (CHAPTER, BLOCK, CATEGORY, SUBCATEGORY, EXTENSION)


def read_file(path: Path) -> dict[str, Concept]:
    (codebook,) = recognises([path])
    return {concept.code: concept for concept in read(codebook)}


def read_rows(folder: Path, *rows: list[str], **how: object) -> dict[str, Concept]:
    return read_file(write_official_file(folder / NAME, rows, **how))


def changed(cells: list[str], **new: str) -> list[str]:
    merged = dict(zip(made.COLUMNS, cells, strict=True)) | new
    return row(merged.pop("code"), **merged)


def error_of(folder: Path, *rows: list[str]) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_rows(folder, *rows)
    return str(caught.value)


# What is recognised


@pytest.mark.parametrize("is_quoted", [True, False])
@pytest.mark.parametrize("bom", [True, False])
def test_the_file_is_recognised_by_name_and_header(
    tmp_path: Path, is_quoted: bool, bom: bool
) -> None:
    path = write_official_file(tmp_path / NAME, TREE, bom=bom, is_quoted=is_quoted)

    (found,) = recognises([path])

    assert (found.system, found.name, found.files) == (CodeSystem.ICD10SE, "ICD-10-SE", (path,))
    assert found.flags_principal
    assert list(read_file(path)) == ["01", "A00-A09", "A02", "A02.2", "A02.2A"]


@pytest.mark.parametrize(
    ("name", "version", "valid_from"),
    [
        ("icd-10-se-2026.tsv", "2026", date(2026, 1, 1)),
        ("ICD-10-SE 2025.TSV", "2025", date(2025, 1, 1)),
        ("icd-10-se-2026-01-01.tsv", "2026", date(2026, 1, 1)),
        ("icd-10-se_20260601.tsv", "2026-06-01", date(2026, 6, 1)),
        ("2024/icd-10-se.tsv", "2024", date(2024, 1, 1)),
        ("2024/icd-10-se-2026.tsv", "2026", date(2026, 1, 1)),
        ("ny/icd-10-se (1).tsv", None, None),
        ("ny/icd-10-se-2026-13-45.tsv", "2026", date(2026, 1, 1)),
        ("ny/icd-10-se-2025-01-01-2026-01-01.tsv", None, None),
        ("ny/icd-10-se-2025-2026.tsv", None, None),
    ],
)
def test_version_and_first_day_are_told_by_the_name_or_asked_for(
    tmp_path: Path, name: str, version: str | None, valid_from: date | None
) -> None:
    (found,) = recognises([write_official_file(tmp_path / name, TREE)])

    assert (found.version, found.valid_from) == (version, valid_from)


@pytest.mark.parametrize(
    "name", ["icd10se.tsv", "kva-2026.tsv", "icd-10-se.txt", "x-icd-10-se.tsv"]
)
def test_the_right_columns_under_another_name_are_not_recognised(tmp_path: Path, name: str) -> None:
    assert recognises([write_official_file(tmp_path / name, TREE)]) == []


@pytest.mark.parametrize("text", ["Kod\tTitel\nA02\tx", "code;why\nA02;x", "A00\t\tKolera"])
def test_another_list_under_the_same_name_is_not_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "icd-10-se-blocklista.tsv"
    path.write_text(text, encoding="utf-8")

    assert recognises([path]) == []


# What is read


def test_levels_parents_titles_and_days_are_read(tmp_path: Path) -> None:
    block = changed(BLOCK, title="Tarminfektioner (A00-A09)", valid_from="1997-01-01")
    book = read_rows(tmp_path, CHAPTER, block, *TREE[2:])

    assert [(c.code, c.level, c.parent, c.title, c.is_leaf) for c in book.values()] == [
        ("01", Level.CHAPTER, None, "Infektioner", False),
        ("A00-A09", Level.BLOCK, "01", "Tarminfektioner", False),
        ("A02", Level.CATEGORY, "A00-A09", "Salmonella", False),
        ("A02.2", Level.SUBCATEGORY, "A02", "Lokal infektion", False),
        ("A02.2A", Level.EXTENSION, "A02.2", "Ledinfektion", True),
    ]
    assert book["01"].description == "A00–B99"
    assert book["A00-A09"].valid_from == date(1997, 1, 1)
    assert book["A02"].valid_from is None


@pytest.mark.parametrize(
    ("cell", "code", "level"),
    [
        (made.EXTERNAL_CATEGORY, "V31", Level.CATEGORY),
        (made.EXTERNAL_SUBCATEGORY, "V31.0", Level.SUBCATEGORY),
        (made.PLACE, "V31.00", Level.EXTENSION),
        (made.FRACTURE, "S72.00", Level.EXTENSION),
        (made.WOUND, "S21.11", Level.EXTENSION),
        (made.RESPIRATORY, "J96.00", Level.EXTENSION),
    ],
)
def test_every_name_of_a_level_is_known(tmp_path: Path, cell: str, code: str, level: Level) -> None:
    book = read_rows(tmp_path, CHAPTER, row(code, parent="01", title="x", level=cell))

    assert book[code].level is level


def test_further_rows_of_a_code_add_their_notes(tmp_path: Path) -> None:
    book = read_rows(
        tmp_path,
        *TREE[:3],
        changed(SUBCATEGORY, latin="Infectio localis", example="Njursjukdom (N16.0*)"),
        row("A02.2", example="Artrit (M01.3*)", excludes="Meningit (G01)"),
        row("A02.2", example="Artrit (M01.3*)"),
        row("A02.2", title="Lokal infektion", parent="A02", level=made.SUBCATEGORY),
        EXTENSION,
        row("A02.2", includes="Sent tillagt"),
    )

    assert book["A02.2"].notes == (
        Note(NoteKind.LATIN, "Infectio localis"),
        Note(NoteKind.EXAMPLE, "Njursjukdom (N16.0*)", ("N16.0",)),
        Note(NoteKind.EXAMPLE, "Artrit (M01.3*)", ("M01.3",)),
        Note(NoteKind.EXCLUDES, "Meningit (G01)", ("G01",)),
        Note(NoteKind.INCLUDES, "Sent tillagt"),
    )
    assert book["A02"].notes == ()


@pytest.mark.parametrize("kind", NOTES)
def test_every_column_of_notes_becomes_a_note_of_its_kind(tmp_path: Path, kind: NoteKind) -> None:
    column = next(name for name, title in made.COLUMNS.items() if title == kind.value)
    text = 'Om "detta":<div>se B95–B98</div><div>eller R65.-</div>'
    book = read_rows(tmp_path, changed(CHAPTER, **{column: text}))

    assert book["01"].notes == (
        Note(kind, 'Om "detta":\nse B95–B98\neller R65.-', ("B95-B98", "R65")),
    )
    assert book["01"].may_be_principal


def test_html_in_a_title_becomes_one_line(tmp_path: Path) -> None:
    book = read_rows(tmp_path, changed(CHAPTER, title="<b>Tumörer</b><br>&amp; <i>annat</i>"))

    assert book["01"].title == "Tumörer & annat"


def test_a_note_of_nothing_but_tags_is_none(tmp_path: Path) -> None:
    cells = changed(CHAPTER, example="<div>&nbsp;</div>", not_principal="<br>")

    concept = read_rows(tmp_path, cells)["01"]

    assert concept.notes == ()
    assert concept.may_be_principal


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("Etiologisk kod (†)", Mark.DAGGER),
        ("Manifestationskod (*)", Mark.ASTERISK),
        ("Manifestationskod (*) till etiologisk kod (†)", Mark.ASTERISK),
        ("†", Mark.DAGGER),
        ("*", Mark.ASTERISK),
        ("", Mark.NONE),
    ],
)
def test_the_mark_is_what_the_cell_begins_with(tmp_path: Path, cell: str, mark: Mark) -> None:
    book = read_rows(tmp_path, *TREE[:2], changed(CATEGORY, mark=cell))

    assert book["A02"].mark is mark


def test_partners_are_gathered_from_all_rows_as_codes_and_ranges(tmp_path: Path) -> None:
    book = read_rows(
        tmp_path,
        *TREE[:2],
        changed(CATEGORY, mark=made.MANIFESTATION, partners="C00-D48†, E85.-†"),
        row("A02", mark=made.MANIFESTATION, partners="<div>N18.3–N18.9†</div><div>E85.-†</div>"),
    )

    assert book["A02"].partners == ("C00-D48", "E85", "N18.3-N18.9")
    assert book["A02"].notes == ()


def test_a_partner_without_a_code_is_kept_as_a_note(tmp_path: Path) -> None:
    book = read_rows(tmp_path, *TREE[:2], changed(CATEGORY, partners="Alla infektioner"))

    assert book["A02"].partners == ()
    assert book["A02"].notes == (Note(NoteKind.CODING, "Alla infektioner"),)


@pytest.mark.parametrize(
    ("at", "sentence", "reserved"),
    [
        (1, made.BLOCK_NOT_PRINCIPAL, {"A00-A09", "A02", "A02.2", "A02.2A"}),
        (2, made.CATEGORY_NOT_PRINCIPAL, {"A02", "A02.2", "A02.2A"}),
        (2, made.CODES_IN_CATEGORY_NOT_PRINCIPAL, {"A02", "A02.2", "A02.2A"}),
        (3, made.NOT_PRINCIPAL, {"A02.2", "A02.2A"}),
        (4, made.NOT_PRINCIPAL, {"A02.2A"}),
    ],
)
def test_not_as_principal_is_inherited_and_its_words_stay_where_they_stand(
    tmp_path: Path, at: int, sentence: str, reserved: set[str]
) -> None:
    rows = list(TREE)
    rows[at] = changed(rows[at], not_principal=sentence)
    # Parents need not come first.
    book = read_rows(tmp_path, *reversed(rows))

    assert {code for code, concept in book.items() if not concept.may_be_principal} == reserved
    assert {code: c.notes for code, c in book.items() if c.notes} == {
        rows[at][0]: (Note(NoteKind.NOT_PRINCIPAL, sentence),)
    }


def test_a_code_may_be_reserved_on_a_further_row(tmp_path: Path) -> None:
    book = read_rows(tmp_path, *TREE, row("A02.2", not_principal=made.NOT_PRINCIPAL))

    assert not book["A02.2A"].may_be_principal
    assert book["A02"].may_be_principal


def test_a_first_day_on_a_further_row_is_that_of_the_note(tmp_path: Path) -> None:
    first = changed(CHAPTER, valid_from="1997-01-01")
    book = read_rows(tmp_path, first, row("01", valid_from="2026-01-01", example="Nytt"))

    assert book["01"].valid_from == date(1997, 1, 1)


def test_a_cell_of_a_megabyte_and_html_that_never_closes_are_read(tmp_path: Path) -> None:
    text = "<div>" + "ord (A34) " * 100_000
    book = read_rows(tmp_path, changed(CHAPTER, remark=text, example="slut <div"))

    example, remark = book["01"].notes
    assert (remark.links, len(remark.text)) == (("A34",), 999_999)
    assert example.text == "slut <div"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    rows = (CHAPTER, changed(BLOCK, title="Sår på å"))
    path = write_official_file(tmp_path / NAME, rows, bom=False)
    path.write_bytes(path.read_text("utf-8").encode(encoding))

    assert read_file(path)["A00-A09"].title == "Sår på å"


def test_a_packed_file_is_read_in_place(tmp_path: Path) -> None:
    path = write_official_file(tmp_path / NAME, TREE)
    with zipfile.ZipFile(tmp_path / "paket.zip", "w") as archive:
        archive.write(path, f"2026/{NAME}")

    assert len(read_file(tmp_path / "paket.zip" / "2026" / NAME)) == len(TREE)


# What is refused


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*TREE, changed(CATEGORY, title="Annan")], "rad 7: Koden A02 har titeln ”Annan” här men "
         "”Salmonella” på rad 4."),
        ([*TREE, changed(CATEGORY, parent="01")], "rad 7: Koden A02 har den överordnade koden "
         "”01” här men ”A00-A09” på rad 4."),
        ([*TREE, row("A02", level=made.SUBCATEGORY)], "rad 7: Koden A02 har kodnivån "
         "”Subkategorikod, fyrställig (fem tecken med punkt)” här men en annan på rad 4."),
        ([*TREE, row("A02.2", level=made.NATIONAL)], "rad 7: Koden A02.2 har kodnivån"),
        ([CHAPTER, changed(CATEGORY, parent="A00-A09")],
         "rad 3: Koden A02 har överordnad kod A00-A09, som saknas."),
        ([CHAPTER, changed(BLOCK, parent="A02"), changed(CATEGORY, parent="A00-A09")],
         "är överordnad sig själv"),
        ([CHAPTER, changed(BLOCK, parent="")], "rad 3: A00-A09 saknar överordnad kod."),
        ([changed(CHAPTER, level="Bokstavskod")], "rad 2: 01 kan inte placeras: ”Bokstavskod” är "
         "ingen kodnivå"),
        ([changed(CHAPTER, level="")], "rad 2: 01 kan inte placeras: ”” är ingen kodnivå"),
        ([changed(CHAPTER, title="")], "rad 2: 01 saknar titel på sin första rad."),
        ([row("01", example="x"), CHAPTER], "rad 2: 01 saknar titel på sin första rad."),
        ([CHAPTER, changed(BLOCK, code="")], "rad 3: Raden saknar kod."),
        ([CHAPTER, changed(CATEGORY, code="A0", parent="01")], "rad 3: ”A0” har inte den form"),
        ([changed(CHAPTER, code="A00-B99")], "rad 2: ”A00-B99” har inte den form som hör till "
         "Kapitelkod."),
        ([changed(CHAPTER, valid_from="1 januari")], "rad 2: ”1 januari” i kolumnen Giltig från"),
        ([changed(CHAPTER, mark="Kanske")], "rad 2: ”Kanske” är varken manifestation"),
        ([*TREE, row("A02", mark="†"), row("A02", mark="*")],
         "rad 8: Koden A02 är märkt * här men † på rad 7."),
        ([CHAPTER, row("01", example="a\ufffdb")], "rad 3: Raden innehåller ett förlorat tecken"),
        ([CHAPTER, row("01", example="a&#xfffd;b")], "rad 3: Raden innehåller ett förlorat tecken"),
        ([CHAPTER, row("01", example="a\0b")], "har ett NUL-tecken på rad 3"),
        ([], "har ingen rad med en kod"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_file_row_and_remedy(
    tmp_path: Path, rows: list[list[str]], expected: str
) -> None:
    message = error_of(tmp_path, *rows)

    assert expected in message
    assert message.startswith(f"Filen {NAME}")
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text[:0], "är tom"),
        (lambda text: text[:0] + "\n \n", "är tom"),
        (lambda text: text.replace("\t", ";"), "Kolumnerna skiljs av semikolon"),
        (lambda text: text.replace("\t", ","), "Kolumnerna skiljs av komma"),
        (lambda text: text.replace('"Latin"\t', ""), "rad 1: Rubrikraden saknar Latin"),
        (lambda text: text.replace('"Kod"\t"Giltig från"', '"Giltig från"\t"Kod"'),
         "Kolumnerna står inte i utgivarens ordning"),
        (lambda text: text[:-40], "rad 6: Filen slutar mitt i raden"),
        (lambda text: text[:-1] + "\t", "rad 6: Raden har 17 kolumner"),
        (lambda text: text.rpartition("\t")[0], "rad 6: Raden har 15 kolumner"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_recognised_by_its_name_so_that_its_fault_is_told(
    tmp_path: Path, change, expected: str
) -> None:
    path = write_official_file(tmp_path / NAME, TREE)
    text = change(path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CodebookFileError, match=expected):
        read_file(path)


# The whole at once


def test_a_small_classification_has_every_level_and_every_quirk(tmp_path: Path) -> None:
    rows = list(made.official_rows(made.SMALL))
    path = write_official_file(tmp_path / NAME, rows)
    book = read_file(path)

    assert list(book) == list(dict.fromkeys(cells[0] for cells in rows))
    assert Counter(c.level for c in book.values()) == {
        Level.CHAPTER: 22, Level.BLOCK: made.SMALL.blocks, Level.CATEGORY: made.SMALL.categories,
        Level.SUBCATEGORY: made.SMALL.subcategories, Level.EXTENSION: made.SMALL.extensions,
    }  # fmt: skip
    texts = [note.text for concept in book.values() for note in concept.notes]
    assert not any(mark in text for text in texts for mark in ("<div", "<b", "</", "&lt;", "\xa0"))
    assert any("\n" in text for text in texts)
    assert any('"' in text for text in texts)
    assert {Mark.NONE, Mark.DAGGER, Mark.ASTERISK} == {c.mark for c in book.values()}


def reserved_codes(rows: list[list[str]]) -> set[str]:
    """Find them the slow way, from the rows alone."""
    parents = {cells[0]: cells[2] for cells in reversed(rows) if cells[3]}
    carriers = {cells[0] for cells in rows if cells[14]}

    def above(code: str) -> list[str]:
        return [code, *above(parents[code])] if code else []

    return {code for code in parents if carriers.intersection(above(code))}


def test_everything_below_a_reserved_row_is_reserved(tmp_path: Path) -> None:
    rows = list(made.official_rows(made.SMALL))
    book = read_file(write_official_file(tmp_path / NAME, rows))

    found = {code for code, concept in book.items() if not concept.may_be_principal}
    assert found == reserved_codes(rows)
    assert 0 < len(found) < len(book)


@pytest.mark.slow
def test_the_real_size_is_read_whole(tmp_path: Path) -> None:
    rows = list(made.official_rows())
    book = read_file(write_official_file(tmp_path / NAME, rows))

    assert len(book) == 38_928
    found = {code for code, concept in book.items() if not concept.may_be_principal}
    assert found == reserved_codes(rows)
    carried = Counter(
        note.text
        for concept in book.values()
        for note in concept.notes
        if note.kind is NoteKind.NOT_PRINCIPAL
    )
    assert sorted(carried.values()) == [41, 89, 317, 24_229]
    kept = {(cells[0], at, cells[at]) for cells in rows for at in range(4, 12) if cells[at]}
    notes = sum(len(c.notes) for c in book.values()) - sum(carried.values())
    assert notes == len(kept)


ANY_CELL = st.text(
    st.one_of(
        st.sampled_from('"<>/&;divbrp \n'),
        st.characters(codec="utf-8", exclude_characters="\0\t\r\ufffd\ufeff"),
    ),
    max_size=40,
).map(lambda text: text.replace('"\n', "'\n"))


@given(ANY_CELL, ANY_CELL, ANY_CELL)
def test_any_text_in_the_notes_is_read(tmp_path_factory, one: str, two: str, three: str) -> None:
    folder = tmp_path_factory.mktemp("cells")

    book = read_rows(
        folder, changed(CHAPTER, example=one), row("01", example=two, includes=three), BLOCK
    )

    assert list(book) == ["01", "A00-A09"]
    notes = book["01"].notes
    assert len({(note.kind, note.text) for note in notes}) == len(notes) <= 3
    plain = [text for text in (one, two, three) if not set("<&\n") & set(text) and text.split()]
    assert {" ".join(text.split()) for text in plain} <= {note.text for note in notes}


@given(st.text(st.sampled_from('"\tA01.2\n<&#0;'), max_size=120))
def test_any_text_below_the_header_is_read_or_refused(tmp_path_factory, text: str) -> None:
    path = write_official_file(tmp_path_factory.mktemp("any") / NAME, [CHAPTER])
    with path.open("a", encoding="utf-8") as file:
        file.write(text)

    with suppress(CodebookFileError):
        assert list(read_file(path)) == ["01"]
