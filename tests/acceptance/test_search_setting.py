"""The table of unusual settings, held against the official code lists it rests on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.patient import Sex
from app.domain.search import Setting
from app.persistence.readers.file_readers import FileReaders
from app.search.code_table import CodeOrder, bare_code
from app.search.narrowing import between
from app.search.setting import unusual_rows, usual_settings

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
FILES = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
#: Single codes of categories that are for both, which the table leaves out.
LEFT_OUT = ("A54", "A56", "N99.4", "Q56", "Z30", "Z41", "Z43", "Z64.1")


@pytest.fixture(scope="module")
def concepts(shared_data: Path) -> dict[CodeSystem, list[Concept]]:
    readers = FileReaders(ROOT / "resources")
    found = readers.recognise([shared_data / name for name in FILES])
    return {codebook.system: list(readers.read(codebook)) for codebook in found}


def test_every_range_of_the_table_holds_codes(concepts: dict[CodeSystem, list[Concept]]) -> None:
    for row in usual_settings():
        codes = CodeOrder.of(concepts[row.system]).codes
        for span in row.codes:
            place = between(codes, span)
            assert place.stop > place.start, f"{row.system} {span}"


def _unusual(icd: list[Concept], setting: Setting) -> dict[str, bool]:
    flags = unusual_rows(usual_settings(), setting, CodeOrder.of(icd), CodeSystem.ICD10SE)
    assert flags is not None
    return {bare_code(c.code): bool(flag) for c, flag in zip(icd, flags, strict=True)}


def _rows(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "icd10se" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_what_the_grouper_binds_to_a_sex_is_unusual_for_the_other(
    concepts: dict[CodeSystem, list[Concept]], shared_data: Path
) -> None:
    icd = concepts[CodeSystem.ICD10SE]
    for_man, for_woman = (_unusual(icd, Setting(sex)) for sex in (Sex.MALE, Sex.FEMALE))
    left_out = tuple(bare_code(code) for code in LEFT_OUT)
    for row in _rows(shared_data, "norddrg2014-sex-by-mdc.tsv"):
        code, is_female = row["code"], row["rule"].startswith("female")
        if code in for_man and not code.startswith(left_out):
            assert (for_man if is_female else for_woman)[code], code
            assert not (for_woman if is_female else for_man)[code], code


@pytest.mark.parametrize(
    ("name", "age", "left_out"),
    [
        ("norddrg2014-newborn-mdc15.tsv", 2, ()),
        ("norddrg2014-child-only-00P02.tsv", 40, ("Q00", "Q41")),
        ("norddrg2014-adult-only-00P01.tsv", 9, ("I98",)),
    ],
)
def test_what_the_grouper_binds_to_an_age_is_unusual_for_others(
    concepts: dict[CodeSystem, list[Concept]],
    shared_data: Path,
    name: str,
    age: int,
    left_out: tuple[str, ...],
) -> None:
    unusual = _unusual(concepts[CodeSystem.ICD10SE], Setting(age_years=age))
    listed = {row["code"] for row in _rows(shared_data, name)} & unusual.keys()
    assert listed
    assert all(unusual[code] or code.startswith(left_out or ("-",)) for code in listed)
