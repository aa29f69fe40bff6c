"""The grouper against the answers of others: Norway 2015, two national packages, our decisions."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from app.domain.drg import DrgCase, clean_drg_code, make_case
from app.exchange.drg_case_cells import parse_diagnoses
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import read_cases
from app.exchange.drg_files import read_definition_tables
from app.grouper.engine import Grouper

pytestmark = pytest.mark.acceptance

#: The file says 9 where the table itself says 1; group and rule agree.
KNOWN_RETURN_CODES = {"826"}


def test_every_norwegian_case_is_grouped_as_its_publisher_grouped_it(shared_data: Path) -> None:
    grouper = Grouper(read_definition_tables(shared_data / "norddrg/nor/NOR_2015.json.gz"))
    path = shared_data / "norddrg/nor/cases_public.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        answers = {row["RegelNr"]: row for row in csv.DictReader(lines, delimiter=";")}

    grouped = {
        line.id: grouper.group(line.case)
        for line in read_cases(path, CaseFormat.NOR)
        if line.case is not None
    }

    assert len(grouped) == len(answers) == 568
    expected = {
        case: (row["DRGKode"].strip(), row["DRGGrupperingsregel"].strip())
        for case, row in answers.items()
    }
    assert {case: (each.drg, each.rule) for case, each in grouped.items()} == expected
    other_codes = {c for c, each in grouped.items() if each.rtc != answers[c]["Returkode"].strip()}
    assert other_codes == KNOWN_RETURN_CODES


@pytest.mark.parametrize(
    ("package", "count"), [("EST_2009_FULL_PR1", 14_313), ("ICE_2012_PL0b", 15_191)]
)
def test_every_case_of_a_package_is_grouped_as_the_reference_grouper_did(
    shared_data: Path, package: str, count: int
) -> None:
    folder = shared_data / "norddrg/packages"
    grouper = Grouper(read_definition_tables(folder / f"{package}.zip"))
    path = folder / f"{package}.cases.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        answers = [(row["drg"], row["rule"]) for row in csv.DictReader(lines, delimiter="\t")]

    grouped = [grouper.group(line.case) for line in read_cases(path, CaseFormat.CASES) if line.case]

    assert len(grouped) == count
    assert [(each.drg, each.rule) for each in grouped] == answers


@pytest.fixture
def decisions(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data / "norddrg/decision-cases.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize(
    ("tables", "files"),
    [
        ("NOR_2015", "nor/NOR_2015.json.gz"),
        ("SWE_2014", "swe-2014"),
        ("SWE_2014", "swe-2014/original"),
    ],
)
def test_every_decision_stands(
    shared_data: Path, decisions: list[dict[str, str]], tables: str, files: str
) -> None:
    grouper = Grouper(read_definition_tables(shared_data / "norddrg" / files))
    mine = [row for row in decisions if row["tables"] == tables]

    got = {row["id"]: grouper.group(_case(row)) for row in mine}

    assert mine
    assert {case: (each.drg, each.rule, each.rtc) for case, each in got.items()} == {
        row["id"]: (row["drg"], row["rule"], row["rtc"]) for row in mine
    }


def _case(row: dict[str, str]) -> DrgCase:
    return make_case(
        sex=row["sex"],
        age_days=int(row["age_days"]),
        discharge=row["disch"],
        stay_days=int(row["dur"]),
        diagnoses=parse_diagnoses(row["diagnoses"]),
        procedures=tuple(clean_drg_code(code) for code in row["procedures"].split()),
    )
