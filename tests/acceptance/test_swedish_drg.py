"""Swedish events of our own, grouped with the tables of 2014; each group was judged by its name.

`data/swedish_drg_events.tsv` holds what was asked, the group, and whether its name makes medical
sense of the event; the names are the tables' and stand only there. Doubtful ones are told in
docs/drg.md.
"""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.drg import DrgCase, DrgDiagnosis, DrgSex, clean_drg_code, make_case
from app.domain.drg_tables import DefinitionTables
from app.exchange.drg_case_cells import parse_diagnoses
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import read_cases
from app.exchange.drg_files import read_definition_tables
from app.grouper.engine import Grouper
from app.grouper.explanation import explain
from app.grouper.features import derive
from app.grouper.requirements import Requirement, is_met
from app.services.drg_tables import checksum_of
from tests.exchange.drg_workbooks import TABS, drg_workbook

pytestmark = pytest.mark.acceptance

EVENTS = Path(__file__).with_name("data") / "swedish_drg_events.tsv"
#: Events that are wrong on purpose, and the scar that is a doubtful one.
WITHOUT_GROUP_OF_CARE = {"98-1", "99-1", "99-2", "99-3", "99-4", "99-5", "22-3"}


@pytest.fixture(scope="module")
def tables(shared_data: Path) -> DefinitionTables:
    return read_definition_tables(shared_data / "norddrg/swe-2014/original")


@pytest.fixture(scope="module")
def grouper(tables: DefinitionTables) -> Grouper:
    return Grouper(tables)


@pytest.fixture(scope="module")
def events() -> list[dict[str, str]]:
    with EVENTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def case_of(row: dict[str, str]) -> DrgCase:
    return make_case(
        sex=row["sex"],
        age_days=int(row["age_days"]),
        discharge=row["disch"],
        stay_days=int(row["dur"]),
        diagnoses=parse_diagnoses(row["diagnoses"]),
        procedures=tuple(map(clean_drg_code, row["procedures"].split())),
    )


def test_every_event_is_grouped_as_it_was_judged(
    grouper: Grouper, events: list[dict[str, str]]
) -> None:
    assert len(events) >= 80
    assert {row["id"]: grouper.group(case_of(row)).drg for row in events} == {
        row["id"]: row["drg"] for row in events
    }


def test_the_events_cover_every_major_category_and_both_levels(
    grouper: Grouper, events: list[dict[str, str]]
) -> None:
    told = [explain(grouper, case_of(row)) for row in events]
    mdcs = {grouper.mdc_of(each.outcome.drg) for each in told}
    assert mdcs >= {f"{n:02d}" for n in (*range(1, 20), *range(21, 25), 30, 50, 99)}
    asked = {c.cell for each in told for c in each.conditions if c.column == "compl"}
    assert asked == {"1", "2"}
    assert {row["judgement"] for row in events} == {"ok", "doubtful"}
    assert all(bool(row["reason"]) == (row["judgement"] == "doubtful") for row in events)


def test_all_codes_of_the_events_are_known_to_the_tables(
    grouper: Grouper, events: list[dict[str, str]]
) -> None:
    assert {row["id"]: explain(grouper, case_of(row)).unknown for row in events} == {
        row["id"]: () for row in events
    }


def test_only_what_is_meant_to_be_wrong_lands_in_a_problem_group(
    grouper: Grouper, events: list[dict[str, str]]
) -> None:
    wrong = {row["id"] for row in events if grouper.group(case_of(row)).drg.startswith("Z")}
    assert wrong == WITHOUT_GROUP_OF_CARE


def test_the_very_complicated_level_is_asked_before_the_complicated_one(grouper: Grouper) -> None:
    row = {"sex": "F", "age_days": "30000", "disch": "", "dur": "7", "procedures": ""}
    groups = [
        grouper.group(case_of({**row, "diagnoses": f"I500 {codes}"})).drg
        for codes in ("N179 J189", "J189", "", "N179")
    ]
    assert groups == ["E47A", "E47C", "E47E", "E47A"]


def test_the_first_day_beyond_a_limit_of_age_is_another_group(grouper: Grouper) -> None:
    """Limits are strict, so the day that a limit names is still on the younger side."""
    row = {"sex": "F", "disch": "", "dur": "2", "diagnoses": "D509", "procedures": ""}
    child, adult = (
        grouper.group(case_of({**row, "age_days": str(days)})).drg for days in (6574, 6575)
    )
    assert child != adult
    newborn = {**row, "diagnoses": "P220", "dur": "5"}
    days = (0, 7, 8, 365, 366, 45_654, 45_655)
    assert [grouper.group(case_of({**newborn, "age_days": str(n)})).drg for n in days] == [
        "Q50N", "Q50N", "Q10N", "Q10N", "Z76N", "Z76N", "Z77N",
    ]  # fmt: skip


def test_a_stay_of_one_day_is_care_and_of_none_a_visit(grouper: Grouper) -> None:
    visit = {"sex": "F", "age_days": "30000", "disch": "", "diagnoses": "I500"}
    codes = "XS900 XS915"
    one, none = (
        grouper.group(case_of({**visit, "dur": dur, "procedures": codes})).drg for dur in "10"
    )
    assert one.endswith("E")
    assert none.endswith("O")


def test_the_same_tables_from_a_workbook_are_the_same_set_and_group_alike(
    shared_data: Path, tables: DefinitionTables, events: list[dict[str, str]], tmp_path: Path
) -> None:
    folder = shared_data / "norddrg/swe-2014"
    sources = {tab: f"{tab}.tsv" for tab in TABS} | {"rtc": "rtc_name.tsv"}
    sources["proc"] = "proc_no_prop.tsv"
    rows = {tab: _rows(folder / name) for tab, name in sources.items()}
    book = drg_workbook(tmp_path / "bok.xlsx", rows, nat_ver="NordDRG 2014 SWE")

    read = read_definition_tables(book)

    assert checksum_of(read) == checksum_of(tables)
    assert checksum_of(read) == checksum_of(read_definition_tables(folder))
    assert read.texts["rtc"] == tables.texts["rtc"]
    one, other = Grouper(read), Grouper(tables)
    for row in events:
        assert explain(one, case_of(row)) == explain(other, case_of(row))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("year", [2016, 2017])
def test_later_norwegian_tables_group_most_cases_of_2015_alike(
    shared_data: Path, year: int
) -> None:
    folder = shared_data / "norddrg/nor"
    then, later = (
        Grouper(read_definition_tables(folder / f"NOR_{each}.json.gz")) for each in (2015, year)
    )
    cases = [c.case for c in read_cases(folder / "cases_public.csv", CaseFormat.NOR) if c.case]
    same = sum(then.group(case).drg == later.group(case).drg for case in cases)
    assert same / len(cases) > 0.8


def test_cases_of_one_country_run_through_the_tables_of_another(shared_data: Path) -> None:
    folder = shared_data / "norddrg/packages"
    other = Grouper(read_definition_tables(folder / "EST_2009_FULL_PR1.zip"))
    lines = read_cases(folder / "ICE_2012_PL0b.cases.tsv.gz", CaseFormat.CASES)
    grouped = [other.group(line.case) for line in lines if line.case]
    assert len(grouped) == 15_191
    assert all(each.drg in other.tables.names for each in grouped if each.is_grouped)


def test_what_an_unknown_country_leaves_unsaid_does_not_change_the_decisions(
    shared_data: Path, tables: DefinitionTables
) -> None:
    nameless = Grouper(replace(tables, country="", version=""))
    with (shared_data / "norddrg/decision-cases.tsv").open(encoding="utf-8", newline="") as lines:
        mine = [r for r in csv.DictReader(lines, delimiter="\t") if r["tables"] == "SWE_2014"]
    assert mine
    for row in mine:
        assert nameless.group(case_of(row)).rule == row["rule"], row["id"]


def test_contacts_of_any_codes_are_told_as_they_are_grouped(grouper: Grouper) -> None:
    """Codes of the real tables by lot: order means nothing, and what is told is met."""
    lot = random.Random(2014)
    diagnoses, procedures = sorted(grouper.tables.singles), sorted(grouper.tables.procedures)
    rules = {row.ord: row for row in grouper.rules}
    for _ in range(300):
        entries = [DrgDiagnosis(code) for code in lot.sample(diagnoses, lot.randint(1, 6))]
        asked = DrgCase(
            lot.choice(list(DrgSex)),
            lot.choice([0, 7, 8, 6574, 6575, 30_000]),
            lot.choice([0, 1, 9]),
            lot.choice(["", "E", "R"]),
            tuple(entries),
            tuple(lot.sample(procedures, lot.randint(0, 5))),
        )
        told = explain(grouper, asked)
        found = derive(asked, grouper.features)
        row = rules.get(told.outcome.rule)
        assert (row is None) == (not told.conditions)
        assert all(
            is_met(Requirement(c.column, c.cell), row, asked, found) for c in told.conditions if row
        )
        shuffled = replace(
            asked,
            diagnoses=(entries[0], *lot.sample(entries[1:], len(entries) - 1)),
            procedures=tuple(lot.sample(asked.procedures, len(asked.procedures))),
        )
        assert grouper.group(shuffled) == told.outcome
