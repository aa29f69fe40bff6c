"""`kodklar worklist`: lists by rule, and what is done with many events at once."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import bootstrap
from app.cli import worklist_arguments as arguments
from app.domain.complexity import Complexity
from app.domain.encounter import Status, Unit
from app.domain.work_list_rule import ListOrder, ListState, Whose
from tests.cli.conftest import Kodklar
from tests.services.workday import ANNA, BO, event, put


@pytest.fixture
def folder(tmp_path: Path, sqlite_url: str) -> Path:
    """Three events: one waits at Medicin, one at Kirurgi, one is signed; Anna and Bo work here."""
    app = bootstrap(tmp_path, sqlite_url)
    units = {"e1": Unit("M", "Medicin"), "e2": Unit("K", "Kirurgi"), "e3": Unit("M", "Medicin")}
    put(app, *(event(key, unit=unit) for key, unit in list(units.items())[:2]))
    put(app, event("e3", unit=units["e3"], status=Status.SIGNED))
    with app.unit_of_work() as uow:
        uow.people.save(ANNA)
        uow.people.save(BO)
        uow.commit()
    app.close()
    return tmp_path


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.objects]


def test_the_written_out_values_are_those_of_the_rules() -> None:
    assert tuple(ListState) == arguments.STATES
    assert tuple(Whose) == arguments.WHOSE
    assert tuple(ListOrder) == arguments.ORDERS
    assert tuple(size.name.lower() for size in Complexity) == arguments.SIZES


@pytest.mark.usefixtures("folder")
def test_a_list_is_saved_shown_counted_and_removed(kodklar: Kodklar) -> None:
    saved = kodklar(
        "worklist", "rule", "save", "Medicin gamla", "--unit", "Medicin", "--class", "öppenvård",
        "--min-age", "3", "--max-left", "-1", "--complexity", "few", "--order", "oldest",
        "--person", "anna lind",
    )  # fmt: skip
    assert saved.status == 0

    assert ids(
        kodklar("worklist", "--list", "medicin GAMLA", "--person", "Anna Lind", "--json")
    ) == ["e1"]
    counts = kodklar("worklist", "--counts", "--person", "Anna Lind", "--json").objects
    assert {"name": "Medicin gamla", "kind": "egen", "count": 1} in counts
    assert {"name": "Försenade", "kind": "standard", "count": 2} in counts
    rules = kodklar("worklist", "rule", "list", "--person", "Anna Lind", "--json").objects
    assert rules[-1]["max_left"] == -1
    assert "Medicin gamla" not in kodklar("worklist", "rule", "list").out
    gone = kodklar("worklist", "rule", "remove", "Medicin gamla", "--person", "Anna Lind")
    assert gone.status == 0
    assert kodklar("worklist", "--list", "Medicin gamla").is_one_sentence()


@pytest.mark.usefixtures("folder")
def test_a_rule_with_an_unknown_class_names_those_there_are(kodklar: Kodklar) -> None:
    answer = kodklar("worklist", "rule", "save", "A", "--class", "Sluten")

    assert answer.status != 0
    assert "Slutenvård" in answer.err


@pytest.mark.usefixtures("folder")
def test_events_are_assigned_and_what_is_signed_is_refused(kodklar: Kodklar) -> None:
    answer = kodklar("worklist", "assign", "e1", "e3", "--to", "Bo Ek", "--json")

    assert answer.status == 1
    (told,) = answer.objects
    assert told["done"] == ["e1"]
    assert told["refused"][0]["event"] == "e3"
    assert ids(kodklar("worklist", "--list", "Tilldelade mig", "--person", "Bo Ek", "--json")) == [
        "e1"
    ]
    assert kodklar("worklist", "assign", "e1", "--to", "ingen").status == 0
    assert kodklar("worklist", "--json").objects[0]["assigned_to"] is None


def test_a_whole_list_is_parked_until_a_day(kodklar: Kodklar, folder: Path) -> None:
    app = bootstrap(folder)
    day = app.now().date() + timedelta(days=9)
    app.close()

    answer = kodklar(
        "worklist", "park", "--list", "Väntar på kodning", "--reason", "Väntar", "--until", day
    )

    assert answer.status == 0
    assert f"2 händelser parkerade till {day}" in answer.out
    rows = kodklar("worklist", "--json").objects
    assert {row["park_until"] for row in rows if row["id"] != "e3"} == {day.isoformat()}
    assert kodklar("worklist", "--list", "Väntar på kodning", "--json").objects == []
    assert kodklar("worklist", "unpark", "e1").status == 0
    assert ids(kodklar("worklist", "--list", "Väntar på kodning", "--json")) == ["e1"]


def test_events_are_printed_and_exported(kodklar: Kodklar, folder: Path) -> None:
    assert kodklar("worklist", "print", "e1", "e2", "--out", folder / "alla.pdf").status == 0
    assert (folder / "alla.pdf").read_bytes().startswith(b"%PDF")

    kodklar("worklist", "export", "e1", "--out", folder / "ut.csv")
    text = (folder / "ut.csv").read_text("utf-8-sig")
    assert next(csv.DictReader(text.splitlines(), delimiter=";"))["Händelse"] == "e1"
    kodklar("worklist", "export", "e1", "e2", "--out", folder / "ut.jsonl")
    assert len(kodklar("review", "--file", folder / "ut.jsonl", "--json").objects) >= 1


@pytest.mark.usefixtures("folder")
def test_an_act_without_events_says_what_to_name(kodklar: Kodklar) -> None:
    answer = kodklar("worklist", "park", "--reason", "Väntar")

    assert answer.status != 0
    assert "--list" in answer.err
