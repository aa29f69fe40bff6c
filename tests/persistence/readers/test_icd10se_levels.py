from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.errors import CodebookFileError
from app.persistence.readers.icd10se_levels import derive_title, read, recognises

from .made_files import CATEGORIES, CHAPTERS_2021, EXTENSIONS, ICD_FILES, icd_folder, write_files


def read_folder(folder: Path) -> dict[str, Concept]:
    (codebook,) = recognises(sorted(folder.iterdir()))
    return {concept.code: concept for concept in read(codebook)}


def error_of(folder: Path) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_folder(folder)
    return str(caught.value)


def test_a_folder_of_level_files_is_recognised_with_its_year(tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "icd-10-se 2022")

    (found,) = recognises(sorted(folder.iterdir()))

    assert found.system is CodeSystem.ICD10SE
    assert (found.name, found.version) == ("ICD-10-SE", "2022")
    assert found.valid_from == date(2022, 1, 1)
    assert [path.name for path in found.files] == list(ICD_FILES)
    assert not found.flags_principal


def test_two_folders_are_two_codebooks(tmp_path: Path) -> None:
    folders = [icd_folder(tmp_path, year) for year in ("2021", "2022")]
    files = [file for folder in folders for file in sorted(folder.iterdir())]

    assert [found.version for found in recognises(files)] == ["2021", "2022"]


def test_a_folder_without_a_year_leaves_the_version_open(tmp_path: Path) -> None:
    (found,) = recognises(sorted(icd_folder(tmp_path, "nya koder").iterdir()))

    assert found.version is None
    assert found.valid_from is None


def test_files_of_other_names_are_not_recognised(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"block.txt": "A00-A09\t\tx", "brev.txt": "hej"})

    assert recognises(sorted(folder.iterdir())) == []


def test_codes_get_their_point_and_their_level(tmp_path: Path) -> None:
    book = read_folder(icd_folder(tmp_path))

    assert book["A00.0"].title == "Kolera, klassisk"
    assert book["A08.3A"].title == "Enterit av coxsackie"
    assert [book[code].level for code in ("01", "A00-A09", "A00", "A00.0", "A08.3A")] == [
        Level.CHAPTER,
        Level.BLOCK,
        Level.CATEGORY,
        Level.SUBCATEGORY,
        Level.EXTENSION,
    ]


def test_white_space_in_titles_is_made_plain(tmp_path: Path) -> None:
    assert read_folder(icd_folder(tmp_path))["A08.3"].title == "Annan virusenterit"


def test_marks_are_read_as_they_stand_and_not_inherited(tmp_path: Path) -> None:
    book = read_folder(icd_folder(tmp_path))

    assert book["A00.0"].mark is Mark.DAGGER
    assert book["A00"].mark is Mark.NONE
    assert book["D63.0"].mark is Mark.ASTERISK
    assert book["D63.0"].marked_code == "D63.0*"


def test_both_forms_of_the_chapter_list_give_the_same_chapters(tmp_path: Path) -> None:
    glued = read_folder(icd_folder(tmp_path, "2022"))
    folder = icd_folder(tmp_path, "2021", chapter=CHAPTERS_2021)
    (folder / "diagnoskapitel.txt").unlink()
    bracketed = read_folder(folder)

    for code in ("01", "03", "20", "22"):
        assert glued[code] == bracketed[code]
        assert glued[code].level is Level.CHAPTER
    assert glued["01"].title == "Infektioner"
    assert glued["01"].description == "A00–B99"


def test_a_block_hangs_on_the_narrowest_block_around_it_and_else_on_its_chapter(
    tmp_path: Path,
) -> None:
    book = read_folder(icd_folder(tmp_path))

    assert book["A00-A04"].parent == "A00-A09"
    assert book["A00-A09"].parent == "01"
    assert book["A00"].parent == "A00-A04"
    assert book["A08"].parent == "A00-A09"
    assert book["X85-Y09"].parent == "20"


def test_a_category_without_block_hangs_on_its_chapter(tmp_path: Path) -> None:
    assert read_folder(icd_folder(tmp_path))["U98"].parent == "22"


def test_a_range_at_the_end_of_a_block_title_is_cut(tmp_path: Path) -> None:
    assert read_folder(icd_folder(tmp_path))["A00-A09"].title == "Tarminfektioner"


def test_unlisted_subcategories_are_derived_from_their_five_character_codes(tmp_path: Path) -> None:
    book = read_folder(icd_folder(tmp_path))

    derived = book["V31.0"]
    assert derived.title == "Trehjuling mot cykel, förare, ej trafik"
    assert derived.level is Level.SUBCATEGORY
    assert derived.parent == "V31"
    assert not derived.is_leaf
    assert book["V31.00"].parent == "V31.0"
    assert book["V31.00"].is_leaf


def test_the_commonest_wording_gives_the_title_and_else_the_common_beginning(
    tmp_path: Path,
) -> None:
    book = read_folder(icd_folder(tmp_path))

    assert book["Y07.1"].title == "Misshandel av förälder"
    assert book["U98.4"].title == "Infarkt, typ 4"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Fall-hemma-idrott", "Fall-hemma-lek"], "Fall-hemma"),
        (["Infarkt, höger", "Infarkt, hjärnan"], "Infarkt"),
        (["Skada (övre)", "Skada (nedre)"], "Skada"),
        (["Typ 41", "Typ 42"], "Typ"),
        (["Enda"], "Enda"),
        (["Alfa", "Beta"], "Alfa"),
    ],
)
def test_a_title_is_cut_at_the_end_of_a_word(titles: list[str], expected: str) -> None:
    assert derive_title(titles) == expected


@given(st.lists(st.text("ab -,4", min_size=1).filter(lambda t: t.strip(" -,(")), min_size=1))
def test_a_derived_title_is_never_empty(titles: list[str]) -> None:
    assert derive_title(titles)


def test_a_folder_that_lacks_a_level_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = icd_folder(tmp_path)
    (folder / "digit4.txt").unlink()
    (folder / "diagnoskapitel.txt").unlink()

    message = error_of(folder)

    assert "diagnoskapitel.txt eller chapter.txt, digit4.txt" in message
    assert "Lägg alla nivåfiler" in message


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"digit3": CATEGORIES + "\nA00\t\tKolera igen"}, "digit3.txt, rad 8: Koden A00 föreko"),
        ({"digit3": CATEGORIES + "\nA00\t\tKolera igen"}, "redan på rad 1 i digit3.txt"),
        ({"digit5": EXTENSIONS + "\nG009A\t\tx"}, "digit5.txt, rad 10: Koden G00.9 har överord"),
        ({"digit3": CATEGORIES + "\nG00\t\tx"}, "digit3.txt, rad 8: Koden G00 ligger inte i"),
        ({"digit3": "A00\t#\tKolera"}, "digit3.txt, rad 1: ”#” är ingen markering"),
        ({"digit4": "A00.0\t\tKolera"}, "digit4.txt, rad 1: ”A00.0” har inte den form"),
        ({"digit4": "A000;;Kolera"}, "digit4.txt, rad 1: Kolumnerna skiljs av semikolon"),
        ({"digit4": "A000\tKolera"}, "digit4.txt, rad 1: Raden har 2 kolumner"),
        ({"block": "A00\t\tKolera"}, "block.txt, rad 1: ”A00” är inget kodintervall"),
        ({"diagnoskapitel": "Infektioner"}, "diagnoskapitel.txt, rad 1: Raden saknar"),
        ({"diagnoskapitel": "A01-B99Infektioner"}, "rad 1: A01-B99 är inget kapitel"),
        ({"digit5": ""}, "Filen digit5.txt är tom"),
    ],
)
def test_a_broken_file_is_refused_with_file_row_and_remedy(
    tmp_path: Path, changed: dict[str, str], expected: str
) -> None:
    message = error_of(icd_folder(tmp_path, **changed))

    assert expected in message
    assert message.endswith(".")
    assert message.count(". ") >= 1
