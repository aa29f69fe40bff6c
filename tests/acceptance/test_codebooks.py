"""The real code files of 2020–2022: how much is in them, and how two years differ."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook, count_levels, find_tree_fault
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Concept, Edition, Level, Mark, RecognisedCodebook
from app.domain.edition_comparison import compare_codebooks
from app.persistence.readers.file_readers import FileReaders

pytestmark = pytest.mark.acceptance

REPOSITORY = Path(__file__).resolve().parents[2]
READERS = FileReaders(REPOSITORY / "resources")


def load(folder: Path) -> tuple[RecognisedCodebook, MemoryCodebook]:
    (found,) = READERS.recognise([folder])
    edition = Edition(folder.name, found.system, found.name, found.version or "")
    return found, MemoryCodebook(edition, READERS.read(found))


@pytest.fixture(scope="session")
def icd2021(shared_data: Path) -> MemoryCodebook:
    return load(shared_data / "icd10se" / "2021")[1]


@pytest.fixture(scope="session")
def icd2022(shared_data: Path) -> MemoryCodebook:
    return load(shared_data / "icd10se" / "2022")[1]


@pytest.fixture(scope="session")
def kva(shared_data: Path) -> MemoryCodebook:
    return load(shared_data / "kva" / "2021")[1]


@pytest.fixture(scope="session")
def atc(shared_data: Path) -> MemoryCodebook:
    return load(shared_data / "atc")[1]


def codes(concepts: tuple[Concept, ...]) -> list[str]:
    return [concept.code for concept in concepts]


@pytest.mark.parametrize(
    ("folder", "system", "version"),
    [
        ("icd10se/2021", CodeSystem.ICD10SE, "2021"),
        ("icd10se/2022", CodeSystem.ICD10SE, "2022"),
        ("kva/2021", CodeSystem.KVA, "2021"),
        ("atc", CodeSystem.ATC, "2020"),
    ],
)
def test_every_real_folder_is_recognised_with_system_and_year(
    shared_data: Path, folder: str, system: CodeSystem, version: str
) -> None:
    (found,) = READERS.recognise([shared_data / folder])

    assert (found.system, found.version) == (system, version)
    assert found.valid_from == date(int(version), 1, 1)


def test_icd10se_has_the_published_number_of_codes_and_the_derived_ones(
    icd2021: MemoryCodebook, icd2022: MemoryCodebook
) -> None:
    common = {"chapter": 22, "block": 264, "category": 2_056, "subcategory": 9_643 + 2_968 + 1}

    assert count_levels(icd2021.concepts()) == common | {"extension": 23_966}
    assert count_levels(icd2022.concepts()) == common | {"extension": 23_985}


def test_2968_derived_subcategories_are_external_causes_and_one_is_the_infarct_type(
    icd2022: MemoryCodebook, shared_data: Path
) -> None:
    lines = (shared_data / "icd10se/2022/digit4.txt").read_text("utf-8-sig").splitlines()
    listed = {f"{line[:3]}.{line[3]}" for line in lines}

    derived = [
        c for c in icd2022.concepts() if c.level is Level.SUBCATEGORY and c.code not in listed
    ]

    assert Counter(is_external_cause(c.code) for c in derived) == {True: 2_968, False: 1}
    assert [c.code for c in derived if not is_external_cause(c.code)] == ["U98.4"]
    assert all(c.title and not c.is_leaf and icd2022.children(c.code) for c in derived)
    assert all(
        sum(child.title.startswith(c.title) for child in icd2022.children(c.code))
        > len(icd2022.children(c.code)) / 2
        for c in derived
    )


@pytest.mark.parametrize("book", ["icd2021", "icd2022", "kva", "atc"])
def test_every_real_codebook_is_a_tree(book: str, request: pytest.FixtureRequest) -> None:
    concepts = request.getfixturevalue(book).concepts()

    assert find_tree_fault(concepts) is None
    assert all(c.title == " ".join(c.title.split()) != "" for c in concepts)


def test_every_category_reaches_its_own_chapter(icd2022: MemoryCodebook) -> None:
    for concept in icd2022.concepts():
        if concept.level is Level.CHAPTER:
            continue
        chapter = icd2022.ancestors(concept.code)[-1]
        assert chapter.level is Level.CHAPTER
        first, last = chapter.description.split("–")
        assert first <= concept.code[:3] <= last


def test_marks_agree_with_the_files(icd2022: MemoryCodebook) -> None:
    assert Counter(c.mark for c in icd2022.concepts()) == {
        Mark.NONE: 38_939 - 433 - 82,
        Mark.ASTERISK: 433,
        Mark.DAGGER: 82,
    }
    polyneuropathy = icd2022.concept("G63.2")
    assert polyneuropathy is not None
    assert polyneuropathy.mark is Mark.ASTERISK


@pytest.mark.parametrize(
    ("code", "may_be_principal"),
    [
        ("V31.00", False), ("W01.0", False), ("Y57.9", False), ("B95.6", False), ("B90.9", False),
        ("R65.1", False), ("T91.8A", False), ("U82.0", False), ("U98.4A", False), ("U09.9", False),
        ("U07.0", False), ("Z37.0", False), ("Z28.0", False), ("V01-V09", False),
        ("R57.2", True), ("I10.9", True), ("U07.1", True), ("G63.2", True), ("Z38.0", True),
    ],
)  # fmt: skip
def test_codes_reserved_for_additional_use_are_known(
    icd2022: MemoryCodebook, code: str, may_be_principal: bool
) -> None:
    concept = icd2022.concept(code)

    assert concept is not None
    assert concept.may_be_principal is may_be_principal


def test_between_2021_and_2022_there_are_24_new_and_5_withdrawn_codes(
    icd2021: MemoryCodebook, icd2022: MemoryCodebook
) -> None:
    difference = compare_codebooks(icd2021, icd2022)

    assert len(difference.new) == 24
    assert codes(difference.withdrawn) == ["I82.8A", "I82.8W", "O14.1A", "O14.1B", "O14.1X"]
    assert {"A63.8A", "M62.5A", "I71.0A"} <= set(codes(difference.new))
    retitled = {change.after.code for change in difference.retitled}
    assert {"J99", "A04.7", "M16.1", "U09.9", "Z03.4", "Y05.0A"} <= retitled
    assert "E25.0C" not in retitled, "only a blank at its end was added"


def test_kva_has_the_published_number_of_codes_and_descriptions(kva: MemoryCodebook) -> None:
    items = [c for c in kva.concepts() if c.level is Level.ITEM]
    parts = Counter(kva.ancestors(c.code)[-1].code[:3] for c in items)

    assert parts == {"KKÅ": 6_627, "KMÅ": 4_505}
    assert sum(bool(c.description) for c in items) == 1_293
    assert kva.concept("KKÅ:AA") != kva.concept("KMÅ:AA")


def test_atc_has_the_published_number_of_human_codes(atc: MemoryCodebook) -> None:
    # The data's README counts 6,620: the row "-" (unspecified) is among them.
    assert len(atc) == 6_619
    assert not [c.code for c in atc.concepts() if c.code.startswith("Q")]
    assert [c.code for c in atc.ancestors("C07AB02")] == ["C07AB", "C07A", "C07", "C"]
