"""The differences of the real years, against the files themselves, and of two invented ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import format_icd
from app.domain.concept import Edition
from app.domain.edition_comparison import compare_codebooks
from app.domain.edition_difference import DifferenceKind, EditionDifference
from app.persistence.readers.file_readers import FileReaders
from tests.data_makers.icd10se_official import SMALL, official_rows, row, write_official_file

pytestmark = pytest.mark.acceptance

REPOSITORY = Path(__file__).resolve().parents[2]
READERS = FileReaders(REPOSITORY / "resources")
Kind = DifferenceKind


def read(path: Path) -> MemoryCodebook:
    (found,) = READERS.recognise([path])
    version = found.version or ""
    return MemoryCodebook(
        Edition(f"icd10se-{version}", found.system, found.name, version), READERS.read(found)
    )


@pytest.fixture(scope="module")
def years(shared_data: Path) -> EditionDifference:
    folder = shared_data / "icd10se"
    return compare_codebooks(read(folder / "2021"), read(folder / "2022"))


def listed(folder: Path) -> dict[str, str]:
    """The codes and titles as the level files list them, read as plainly as can be."""
    found: dict[str, str] = {}
    for name in ("digit3", "digit4", "digit5"):
        for line in (folder / f"{name}.txt").read_text("utf-8-sig").splitlines():
            code, _mark, title = line.split("\t")[:3]
            found[format_icd(code)] = " ".join(title.split())
    return found


def test_24_codes_are_new_and_5_withdrawn_as_the_files_say(
    years: EditionDifference, shared_data: Path
) -> None:
    before, after = (listed(shared_data / "icd10se" / year) for year in ("2021", "2022"))

    assert (len(years.new), len(years.withdrawn)) == (24, 5)
    assert {c.code for c in years.new} == after.keys() - before.keys()
    assert {c.code for c in years.withdrawn} == before.keys() - after.keys()


def test_the_retitled_codes_are_those_whose_titles_differ_in_the_files(
    years: EditionDifference, shared_data: Path
) -> None:
    before, after = (listed(shared_data / "icd10se" / year) for year in ("2021", "2022"))
    differ = {code for code in before.keys() & after.keys() if before[code] != after[code]}

    found = {each.after.code: each for each in years.retitled}

    assert found.keys() >= differ
    assert all(
        found[code].before.title == before[code] and found[code].after.title == after[code]
        for code in differ
    )
    derived = {code for code in found if code not in after}
    assert found.keys() - differ == derived, "the others are not listed, but derived"
    assert {code[:3] for code in derived} == {"Y05"}


def test_between_the_real_years_nothing_else_changed_and_notes_are_said_to_be_missing(
    years: EditionDifference,
) -> None:
    assert {c.kind for c in years.changes} == {Kind.NEW, Kind.WITHDRAWN, Kind.RETITLED}
    assert len(years.remarks) == 1
    assert list(years.chapters()) == ["01", "05", "09", "10", "13", "14", "15", "20", "21", "22"]
    assert years.chapters()["15"] == {Kind.WITHDRAWN: 3}


def changed_rows(rows: Iterator[list[str]], codes: dict[str, str]) -> Iterator[list[str]]:
    """Yield the rows with a note on one code, a flag on another, and a third without title."""
    for each in rows:
        if each[0] == codes["gone"]:
            continue
        yield each
        if each[0] == codes["noted"] and each[3]:
            yield row(each[0], excludes="Något alldeles nytt")
        if each[0] == codes["reserved"] and each[3]:
            yield row(each[0], not_principal="Ska inte användas som huvuddiagnos")


def test_two_official_files_differ_in_notes_and_flags(tmp_path: Path) -> None:
    rows = list(official_rows(SMALL))
    first = read(write_official_file(tmp_path / "icd-10-se-2025-01-01.tsv", rows))
    leaves = [c for c in first.concepts() if c.is_leaf and c.may_be_principal]
    codes = dict(zip(("gone", "noted", "reserved"), (c.code for c in leaves), strict=False))
    changed = changed_rows(iter(rows), codes)

    second = read(write_official_file(tmp_path / "icd-10-se-2026-01-01.tsv", changed))
    found = compare_codebooks(first, second)

    assert [(c.kind, c.code) for c in found.changes] == [
        (Kind.WITHDRAWN, codes["gone"]),
        (Kind.NOTES, codes["noted"]),
        (Kind.NOT_PRINCIPAL, codes["reserved"]),
    ]
    assert found.changes[1].after_text == "Utesluter: Något alldeles nytt"
    assert found.remarks == ()


def test_level_files_against_official_ones_do_not_count_every_note(
    tmp_path: Path, shared_data: Path
) -> None:
    older = read(shared_data / "icd10se" / "2022")
    newer = read(write_official_file(tmp_path / "icd-10-se-2026-01-01.tsv", official_rows(SMALL)))

    found = compare_codebooks(older, newer)

    assert {c.kind for c in found.changes}.isdisjoint({Kind.NOTES, Kind.NOT_PRINCIPAL})
    assert [remark.split(" har ")[0] for remark in found.remarks] == ["ICD-10-SE 2022"]
