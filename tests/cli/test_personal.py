"""Favourites and templates from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.access import Role
from app.domain.coding_acts import add_cause
from app.services.access import add_person
from app.services.coding import open_event
from tests.cli.conftest import Kodklar
from tests.services.workday import ANNA, coded, event, put


@pytest.fixture
def kim(sqlite_url: str, tmp_path: Path) -> tuple[str, str]:
    """Kim at the desk; event e1 is coded and e2 is not."""
    app = bootstrap(tmp_path, sqlite_url)
    add_person(app, "Kim Kodare", Role.CODER)
    put(app, add_cause(coded(event("e1")), 0, "W01.09"), event("e2"))
    app.close()
    return ("--person", "kim kodare")


def test_favourites_are_added_listed_and_removed(kodklar: Kodklar, kim: tuple[str, str]) -> None:
    added = kodklar("favourite", "add", "icd10se", "i109", *kim)
    kodklar("favourite", "add", "kva", "ZXA00", *kim)
    listed = kodklar("favourite", "list", *kim, "--json").objects
    table = kodklar("favourite", "list", *kim, "--date", "2025-01-01")
    removed = kodklar("favourite", "remove", "icd10se", "I10.9", *kim, "--json")
    left = kodklar("favourite", "list", *kim, "--json").objects

    assert added.out == "I10.9 är nu favorit.\n"
    assert [(each["system"], each["code"], each["in_use"]) for each in listed] == [
        ("icd10se", "I10.9", True),
        ("kva", "ZXA00", True),
    ]
    assert "ICD-10-SE" in table.out and "I10.9" in table.out
    assert removed.objects == [{"system": "icd10se", "code": "I10.9", "favourite": False}]
    assert [each["code"] for each in left] == ["ZXA00"]


def test_what_cannot_be_done_with_a_favourite_is_one_sentence(
    kodklar: Kodklar, kim: tuple[str, str]
) -> None:
    unknown = kodklar("favourite", "add", "icd10se", "Q99.99", *kim)
    absent = kodklar("favourite", "remove", "atc", "N02BE01", *kim)
    nobody = kodklar("favourite", "list", "--person", "Ingen Alls")

    assert unknown.is_one_sentence() and "Q99.99" in unknown.err
    assert absent.is_one_sentence() and "N02BE01" in absent.err
    assert nobody.is_one_sentence() and "Kim Kodare" in nobody.err


def test_a_template_is_saved_applied_renamed_and_removed(
    kodklar: Kodklar, kim: tuple[str, str]
) -> None:
    saved = kodklar("template", "save", "e1", "Tryck", *kim)
    shared = kodklar("template", "save", "e1", "Delat tryck", "--json")
    applied = kodklar("template", "apply", "e2", "TRYCK", *kim, "--json").objects
    again = kodklar("template", "apply", "e2", "Delat tryck")
    renamed = kodklar("template", "rename", "Tryck", "Högt tryck", *kim)
    listed = kodklar("template", "list", *kim, "--json").objects
    removed = kodklar("template", "remove", "Högt tryck", *kim)
    left = kodklar("template", "list")

    assert saved.out == "Kodmallen Tryck är sparad med 2 koder.\n"
    assert shared.objects[0]["scope"] == "shared"
    assert [each["code"] for each in applied[0]["codes"]] == ["I10.9", "W01.09"]
    assert (applied[0]["added"], applied[0]["left_out"]) == (2, [])
    assert again.out == "Kodmallen Delat tryck: inget att lägga till.\n"
    assert renamed.out == "Kodmallen heter nu Högt tryck.\n"
    assert [(each["name"], each["scope"]) for each in listed] == [
        ("Delat tryck", "shared"),
        ("Högt tryck", "personal"),
    ]
    assert listed[0]["codes"] == [
        {"system": "icd10se", "code": "I10.9", "principal": True, "under": None},
        {"system": "icd10se", "code": "W01.09", "principal": False, "under": "I10.9"},
    ]
    assert removed.out == "Kodmallen Högt tryck är borttagen.\n"
    assert "Delat tryck  delad  I10.9 W01.09" in left.out and "Högt" not in left.out


def test_an_applied_template_is_stored_and_the_event_is_let_go(
    kodklar: Kodklar, kim: tuple[str, str], sqlite_url: str, tmp_path: Path
) -> None:
    kodklar("template", "save", "e1", "Tryck")

    kodklar("template", "apply", "e2", "Tryck", *kim)

    app = bootstrap(tmp_path, sqlite_url)
    with app.unit_of_work() as uow:
        stored, holder = uow.encounters.get("e2"), uow.claims.holder("e2")
    app.close()
    assert stored is not None and stored.principal is not None
    assert stored.principal.external_causes == ("W01.09",)
    assert holder is None


def test_an_event_that_somebody_works_on_is_left_alone(
    kodklar: Kodklar, kim: tuple[str, str], sqlite_url: str, tmp_path: Path
) -> None:
    kodklar("template", "save", "e1", "Tryck")
    app = bootstrap(tmp_path, sqlite_url)
    open_event(app, "e2", ANNA)
    app.close()

    answer = kodklar("template", "apply", "e2", "Tryck", *kim)

    assert answer.is_one_sentence()
    assert "Anna Lind arbetar med händelsen" in answer.err


def test_what_cannot_be_done_with_a_template_is_told(
    kodklar: Kodklar, kim: tuple[str, str]
) -> None:
    unknown = kodklar("template", "apply", "e2", "Finns ej", *kim)
    gone = kodklar("template", "save", "e9", "Namn", *kim)
    empty = kodklar("template", "save", "e2", "Namn", *kim)

    assert unknown.is_one_sentence() and "Finns ej" in unknown.err
    assert gone.status == 2 and "e9" in gone.err
    assert empty.status == 2 and "inga koder" in empty.err


def test_templates_are_looked_over_and_examples_added(
    kodklar: Kodklar, kim: tuple[str, str]
) -> None:
    added = kodklar("template", "examples", "--json").objects
    again = kodklar("template", "examples")
    due = kodklar("template", "review", "normal förlossning", "--on", "2099-01-15", "--json")
    listed = kodklar("template", "list", "--json").objects
    table = kodklar("template", "list").out
    passed = kodklar("template", "review", "normal förlossning", "--on", "2020-01-01")

    assert {"Normal förlossning", "Höftfraktur opererad"} <= {each["name"] for each in added}
    assert again.out == "Exempelmallarna finns redan.\n"
    assert due.objects[0]["review_on"] == "2099-01-15"
    assert all(each["remarks"] == [] and each["scope"] == "shared" for each in listed)
    assert "2099-01-15" in table and "granskas" in table
    assert passed.is_one_sentence()
