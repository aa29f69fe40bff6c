"""The command line on the real files: what the customer will type first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

pytestmark = pytest.mark.acceptance

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which the full codebooks were imported, three in one command."""
    data_dir = tmp_path_factory.mktemp("kodklar")
    three = [shared_data / "icd10se" / "2022", shared_data / "kva" / "2021"]
    three.append(shared_data / "atc" / "atc-sv-2020.tsv")
    for paths in (three, [shared_data / "icd10se" / "2021"]):
        assert main(["--data-dir", str(data_dir), "codebook", "import", *map(str, paths)]) == 0
    return data_dir


@pytest.fixture
def kodklar(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    def run(*words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--data-dir", str(folder), *map(str, words)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_editions_are_there_with_all_their_codes(kodklar: Typed) -> None:
    status, out, _err = kodklar("codebook", "list", "--json")

    counts = {each["id"]: sum(each["counts"].values()) for each in objects(out)}
    assert status == 0
    assert {"icd10se-2021", "icd10se-2022", "kva-2021", "atc-2020"} <= set(counts)
    assert counts["icd10se-2022"] > 38_000
    assert counts["kva-2021"] > 11_000


def test_two_years_are_compared(kodklar: Typed) -> None:
    status, out, _err = kodklar("codebook", "diff", "icd10se-2021", "icd10se-2022", "--json")

    (change,) = objects(out)
    assert status == 0
    assert (len(change["new"]), len(change["withdrawn"])) == (24, 5)
    assert change["retitled"]


def test_the_same_folder_again_changes_nothing(kodklar: Typed, shared_data: Path) -> None:
    status, out, _err = kodklar("codebook", "import", shared_data / "icd10se" / "2022", "--json")

    assert status == 0
    assert objects(out)[0]["already_imported"]


def test_a_code_of_one_year_is_found_on_its_days_alone(kodklar: Typed) -> None:
    new = ("search", "F11.2C", "--system", "icd10se", "--json")

    _status, after, _err = kodklar(*new, "--date", "2022-06-01")
    _status, before, _err = kodklar(*new, "--date", "2021-06-01")

    assert objects(after)[0]["hits"][0]["tier"] == "exact_code"
    assert all(hit["code"] != "F11.2C" for hit in objects(before)[0]["hits"])


def test_typed_questions_are_answered_line_by_line(kodklar: Typed, shared_data: Path) -> None:
    questions = shared_data / "search" / "queries_dev.tsv"

    status, out, _err = kodklar("search", "--batch", questions, "--limit", "5")

    answers = objects(out)
    assert status == 0
    assert len(answers) == len(questions.read_text(encoding="utf-8").splitlines()) - 1
    assert all(set(each) == {"query", "system", "hits", "ms"} for each in answers)
    assert all(len(each["hits"]) <= 5 for each in answers)


def test_takecare_exports_become_events_once(kodklar: Typed, shared_data: Path) -> None:
    exports = [shared_data / "takecare" / name for name in ("CareDocumentation", "Medication")]

    first_status, first, _err = kodklar("intake", *exports, "--json")
    _status, again, _err = kodklar("intake", *exports, "--json")
    _status, rows, _err = kodklar("worklist", "--json")

    (told,), (repeated,) = objects(first), objects(again)
    assert first_status == 0
    assert told["added"] > 0 and told["rejected"] == []
    assert (repeated["added"], repeated["unchanged"]) == (0, told["added"])
    assert {row["id"] for row in objects(rows)} >= set(told["events"])
    assert kodklar("review", told["events"][0], "--json")[0] in (0, 1)


def test_a_summary_of_a_real_event_is_written(
    kodklar: Typed, shared_data: Path, tmp_path: Path
) -> None:
    kodklar("intake", shared_data / "takecare" / "CareDocumentation")
    event = objects(kodklar("worklist", "--json")[1])[0]["id"]

    status, _out, err = kodklar("summary", event, "--out", tmp_path / "kodning.pdf")

    assert (status, err) == (0, "")
    assert (tmp_path / "kodning.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["test-personnummer.txt", "test-samordningsnummer.txt"])
def test_every_test_number_of_the_tax_agency_is_valid(
    kodklar: Typed, shared_data: Path, name: str
) -> None:
    path = shared_data / "identity" / name

    status, out, _err = kodklar("identity", "--file", path)

    invalid = [each["number"] for each in objects(out) if not each["valid"]]
    assert (status, invalid) == (0, [])


@pytest.mark.parametrize(
    "words",
    [
        ("codebook", "import", "takecare"),
        ("codebook", "import", "identity/test-personnummer.txt"),
        ("intake", "identity/validity-cases.json"),
        ("review", "--file", "icd10se"),
        ("search", "--batch", "identity/test-personnummer.txt"),
    ],
    ids=" ".join,
)
def test_files_of_another_kind_are_refused_by_name(
    kodklar: Typed, shared_data: Path, words: tuple[str, ...]
) -> None:
    *command, path = words

    status, out, err = kodklar(*command, shared_data / path)

    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and Path(path).name in err
