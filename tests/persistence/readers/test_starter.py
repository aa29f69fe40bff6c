from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codebook import count_levels
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark, NoteKind
from app.domain.errors import CodebookFileError
from app.domain.period import ALWAYS
from app.persistence.readers.starter import (
    read,
    recognises,
    starter_editions,
    starter_file,
)
from app.persistence.readers.starter_limits import limit_note, read_limits
from app.persistence.readers.text_file import Row

from .made_files import STARTER_FILES, starter_folder

SHIPPED = Path(__file__).resolve().parents[3] / "codebooks" / "starter"


def read_system(folder: Path, system: CodeSystem) -> dict[str, Concept]:
    editions = {edition.system: edition for edition in starter_editions(folder)}
    return {c.code: c for c in read(starter_file(folder, editions[system]))}


def test_the_three_files_beside_a_manifest_are_recognised(tmp_path: Path) -> None:
    folder = starter_folder(tmp_path)

    found = recognises(sorted(folder.iterdir()))

    assert {codebook.system for codebook in found} == set(CodeSystem)
    assert all(codebook.is_starter and codebook.version == "1" for codebook in found)


def test_the_files_without_a_manifest_are_not_recognised(tmp_path: Path) -> None:
    folder = starter_folder(tmp_path)
    (folder / "manifest.toml").unlink()

    assert recognises(sorted(folder.iterdir())) == []


def test_a_starter_edition_is_valid_always_and_marked(tmp_path: Path) -> None:
    editions = starter_editions(starter_folder(tmp_path))

    assert [edition.system for edition in editions] == list(CodeSystem)
    assert all(edition.is_starter and edition.valid == ALWAYS for edition in editions)
    assert editions[0].label == "Övningskodverk icd10se 1"


def test_rows_become_concepts_with_all_their_facts(tmp_path: Path) -> None:
    book = read_system(starter_folder(tmp_path), CodeSystem.ICD10SE)

    concept = book["J17"]
    assert concept.title == "Lunginflammation vid sjukdom"
    assert concept.mark is Mark.ASTERISK
    assert concept.partners == ("A02.2", "B59")
    assert concept.description == "En anmärkning"
    assert concept.level is Level.CATEGORY
    assert book["W01.09"].level is Level.EXTENSION


def test_not_as_principal_is_inherited_down_the_tree(tmp_path: Path) -> None:
    book = read_system(starter_folder(tmp_path), CodeSystem.ICD10SE)

    assert {c.code for c in book.values() if not c.may_be_principal} == {
        "20",
        "W01",
        "W01.0",
        "W01.09",
    }


def test_sex_and_ages_are_inherited_each_for_itself_and_told_in_words(tmp_path: Path) -> None:
    book = read_system(starter_folder(tmp_path), CodeSystem.ICD10SE)

    told = {code: [note.text for note in concept.notes] for code, concept in book.items()}
    assert told["15"] == told["O80"] == ["Gäller kvinnor 11–60 år."]
    assert told["O80.0"] == ["Gäller kvinnor under 18 år."]
    assert told["J17"] == told["W01.0"] == []


def test_procedures_and_drugs_are_read_too(tmp_path: Path) -> None:
    folder = starter_folder(tmp_path)

    kva = read_system(folder, CodeSystem.KVA)
    atc = read_system(folder, CodeSystem.ATC)

    assert (kva["NFB49"].parent, kva["NFB49"].description) == ("KKÅ:N", "Ange sida")
    assert (kva["KKÅ:N"].level, kva["NFB49"].level) == (Level.HEADING, Level.ITEM)
    assert (atc["C07AB02"].parent, atc["C07AB02"].level) == ("C07AB", Level.ITEM)


HEADER = STARTER_FILES["icd10se.tsv"].splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("A\tkapitel\t\tx", "rad 2: ”kapitel” är ingen nivå"),
        ("A00\tcategory\t01\tx", "rad 2: Koden A00 har överordnad kod 01, som saknas"),
        ("01\tchapter\t\tx\n01\tchapter\t\ty", "rad 3: Koden 01 förekommer två gånger"),
        ("01\tchapter\t02\tx\n02\tchapter\t01\ty", "är överordnad sig själv"),
        ("01\tchapter\t\tx\t?", "rad 2: ”?” är ingen markering"),
        ("01\tchapter", "rad 2: Raden har 2 kolumner"),
    ],
)
def test_a_broken_file_is_refused_with_file_row_and_remedy(
    tmp_path: Path, rows: str, expected: str
) -> None:
    folder = starter_folder(tmp_path, icd10se=HEADER + rows)

    with pytest.raises(CodebookFileError) as caught:
        read_system(folder, CodeSystem.ICD10SE)

    assert expected in str(caught.value)
    assert str(caught.value).startswith("Filen icd10se.tsv, rad")


@pytest.mark.parametrize(
    ("sex", "ages", "text"),
    [
        ("M", "", "Gäller män."),
        ("", "-0", "Gäller personer under 1 år."),
        ("K", "14-", "Gäller kvinnor från 14 år."),
    ],
)
def test_limits_are_said_in_words(sex: str, ages: str, text: str) -> None:
    note = limit_note(sex, ages)

    assert note is not None
    assert (note.kind, note.text) == (NoteKind.REMARK, text)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"sex": "F"}, "rad 2: ”F” är inget kön. Skriv K, M"),
        ({"ages": "14"}, "rad 2: ”14” är inga åldrar i hela år"),
        ({"ages": "-"}, "rad 2: ”-” är inga åldrar"),
        ({"ages": "1000-"}, "är inga åldrar"),
    ],
)
def test_limits_that_cannot_be_are_refused(cells: dict[str, str], told: str) -> None:
    with pytest.raises(CodebookFileError, match=told):
        read_limits(Row(Path("icd10se.tsv"), 2, ()), cells)


def test_the_manifest_counts_by_its_own_names_and_the_edition_by_level(tmp_path: Path) -> None:
    folder = starter_folder(tmp_path)
    counts = "[icd10se.counts]\nchapter = 2\nnational = 1\n[kva.counts]\nkka = 3\nkma = 4\n"
    with (folder / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(counts)

    icd10se, kva, atc = (edition.counts for edition in starter_editions(folder))

    assert icd10se == {"chapter": 2, "extension": 1}
    assert kva == {"item": 7}
    assert atc == {}


@pytest.mark.parametrize("system", list(CodeSystem))
def test_the_edition_that_ships_is_a_tree_of_as_many_codes_as_its_manifest_says(
    system: CodeSystem,
) -> None:
    (edition,) = [e for e in starter_editions(SHIPPED) if e.system is system]

    concepts = list(read(starter_file(SHIPPED, edition)))

    assert count_levels(concepts) == edition.counts
    assert all(concept.title for concept in concepts)


def test_a_missing_manifest_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"manifest\.toml med övningskodverket saknas"):
        starter_editions(tmp_path)


@pytest.mark.parametrize("text", ["[icd10se", '[icd10se]\nname = "x"\n', ""])
def test_a_damaged_manifest_is_told_with_a_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")

    with pytest.raises(CodebookFileError, match=r"är skadad\. Installera om"):
        starter_editions(tmp_path)
