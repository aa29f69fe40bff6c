"""The starter edition that ships: its files are in order, and it agrees with the official ones."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import bootstrap
from app.cli import main
from app.domain.codes import CodeSystem, format_icd, has_kva_shape
from app.domain.concept import Concept
from app.persistence.readers.code_links import find_code_links
from app.persistence.readers.starter import read, starter_editions, starter_file
from app.services.codebook_check import CheckReport, SystemCheck, check_starter
from tests.acceptance.conftest import REPOSITORY

CODEBOOKS = REPOSITORY / "codebooks"
STARTER = CODEBOOKS / "starter"
REVIEW = CODEBOOKS / "title-review.tsv"
EXPECTED = {
    CodeSystem.ICD10SE: "ICD-10-SE 2022",
    CodeSystem.KVA: "KVÅ 2021",
    CodeSystem.ATC: "ATC 2020",
}

each_system = pytest.mark.parametrize("system", list(CodeSystem))


def rows(system: CodeSystem) -> list[list[str]]:
    lines = (STARTER / f"{system.value}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def kind(system: CodeSystem, row: list[str]) -> str:
    """What the manifest counts the row as."""
    if system is CodeSystem.ICD10SE:
        return row[1]
    if system is CodeSystem.ATC:
        return f"level{(1, 3, 4, 5, 7).index(len(row[0])) + 1}"
    if not has_kva_shape(row[0]):
        return "heading"
    return "kka" if row[0][2].isalpha() else "kma"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return tomllib.loads((STARTER / "manifest.toml").read_text(encoding="utf-8"))


@each_system
def test_the_manifest_has_the_checksum_of_each_file(
    system: CodeSystem, manifest: dict[str, Any]
) -> None:
    content = (STARTER / manifest[system.value]["file"]).read_bytes()

    assert manifest[system.value]["sha256"] == hashlib.sha256(content).hexdigest()


@each_system
def test_the_manifest_counts_every_row(system: CodeSystem, manifest: dict[str, Any]) -> None:
    assert manifest[system.value]["counts"] == Counter(kind(system, row) for row in rows(system))


@each_system
def test_each_file_is_plain_text_that_can_be_compared_by_line(system: CodeSystem) -> None:
    content = (STARTER / f"{system.value}.tsv").read_bytes()
    codes = [row[0] for row in rows(system)]

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content and content.endswith(b"\n")
    assert codes == sorted(set(codes))


@each_system
def test_no_code_stands_below_one_that_is_missing(system: CodeSystem) -> None:
    codes = {row[0] for row in rows(system)}
    column = {CodeSystem.ICD10SE: 2, CodeSystem.KVA: 1}.get(system)
    cut = {7: 5, 5: 4, 4: 3, 3: 1, 1: 0}
    parents = {row[column] if column else row[0][: cut[len(row[0])]] for row in rows(system)}

    assert parents - codes - {""} == set()


def test_the_review_is_sorted_and_in_plain_text() -> None:
    content = REVIEW.read_bytes()
    keys = [(row[3], row[0]) for row in map(cells, content.decode().splitlines()[1:])]

    assert not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content
    assert keys == sorted(set(keys))


def cells(line: str) -> list[str]:
    return line.split("\t")


def concepts() -> dict[str, Concept]:
    editions = {edition.system: edition for edition in starter_editions(STARTER)}
    book = starter_file(STARTER, editions[CodeSystem.ICD10SE])
    return {concept.code: concept for concept in read(book)}


def test_every_code_that_a_note_names_is_in_the_edition() -> None:
    book = concepts()
    named = {
        (code, end)
        for code, concept in book.items()
        for link in find_code_links(concept.description)
        for end in link.split("-")
    }

    assert len(named) > 500
    assert {pair for pair in named if pair[1] not in book} == set()


def test_the_commonest_diagnoses_have_a_note_that_is_short() -> None:
    notes = {code: c.description for code, c in concepts().items() if c.description}

    assert len(notes) >= 700
    assert all(note.endswith((".", "*.")) and len(note) <= 120 for note in notes.values())
    for code in ("I10.9", "J06.9", "J18.9", "N39.0", "S06.0", "E11.9", "F32.9", "I48.9", "M54.5"):
        assert code in notes


@pytest.mark.acceptance
def test_sex_agrees_with_the_published_list(shared_data: Path) -> None:
    book = concepts()
    sexes = {"Kvinna": "kvinnor", "Man": "män"}
    listed = (shared_data / "icd10se" / "sex-specific-2002.tsv").read_text("utf-8-sig")
    wanted = {
        format_icd(row[0]): sexes[row[1]]
        for row in map(cells, listed.splitlines())
        if row[1] in sexes and format_icd(row[0]) in book
    }

    told = {code: " ".join(note.text for note in book[code].notes) for code in wanted}
    assert len(wanted) > 300
    assert {code for code, sex in wanted.items() if f"Gäller {sex}" not in told[code]} == set()


@pytest.fixture(scope="module")
def report(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    app = bootstrap(tmp_path_factory.mktemp("kodklar"))
    try:
        return check_starter(app, STARTER, [shared_data], REVIEW)
    finally:
        app.close()


def of(report: CheckReport, system: CodeSystem) -> SystemCheck:
    return next(found for found in report.systems if found.system is system)


@pytest.mark.acceptance
@each_system
def test_the_newest_whole_edition_is_compared_with(report: CheckReport, system: CodeSystem) -> None:
    assert of(report, system).official == EXPECTED[system]


@pytest.mark.acceptance
@each_system
def test_nearly_every_code_exists_and_no_mark_or_place_is_wrong(
    report: CheckReport, system: CodeSystem
) -> None:
    found = of(report, system)

    assert found.codes == len(rows(system))
    assert found.share_existing >= 0.995, found.missing
    assert found.wrong_marks == ()
    assert found.misplaced == ()


@pytest.mark.acceptance
@each_system
def test_no_title_is_unjudged_or_copied(report: CheckReport, system: CodeSystem) -> None:
    found = of(report, system)

    assert found.unjudged == ()
    assert found.reworded == ()
    assert found.gone == ()
    assert found.copied == ()
    assert found.judged > 100, "the likeness of titles finds nothing any more"


@pytest.mark.acceptance
def test_the_command_ends_clean(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["codebook", "check", str(CODEBOOKS), "--against", str(shared_data)]

    status = main(["--data-dir", str(tmp_path), *words])

    assert status == 0, capsys.readouterr().out
