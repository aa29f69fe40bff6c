"""`kodklar visit`: what a clinician is offered for a visit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.coding_acts import set_principal
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Status
from tests.cli.conftest import Kodklar
from tests.services.workday import event, put


@pytest.fixture(autouse=True)
def visits(sqlite_url: str, tmp_path: Path) -> None:
    """A visit for diabetes, one of a team whose doctor has signed, and a wound without cause."""
    app = bootstrap(tmp_path, sqlite_url)
    facts = ContactFacts(("Diabetes, årskontroll",), visit_type="Pv LÄK Återbesök")
    team = ContactFacts(team_id="t1")
    doctor = set_principal(event("doctor", contact=team, professions=("Läkare",)), "F33.1")
    put(
        app,
        event("check", contact=facts),
        event("member", contact=team),
        replace(doctor, status=Status.SIGNED),
        set_principal(event("wound"), "S61.0"),
    )
    app.close()


def test_everything_that_is_offered_is_told(kodklar: Kodklar) -> None:
    answer = kodklar("visit", "check", "--text", "diabetes typ 2", "--json")

    (told,) = answer.objects
    assert answer.status == 0
    assert told["visit"]["type"] == "Pv LÄK Återbesök"
    assert told["visit"]["reason"] == "Diabetes, årskontroll"
    assert told["codes"][0]["code"] == "E11.9"
    assert told["codes"][0]["why"]
    assert len(told["codes"]) == 3
    assert [each["code"] for each in told["procedures"]] == ["AF015", "DV142", "DV132"]
    assert (told["team"], told["missing"]) == (None, None)


def test_people_are_told_the_same(kodklar: Kodklar) -> None:
    answer = kodklar("visit", "check", "--text", "diabetes typ 2")

    assert "Orsak: Diabetes, årskontroll" in answer.out
    assert "Diabetes typ 2 utan komplikation" in answer.out
    assert "Inget saknas." in answer.out


def test_the_diagnosis_of_the_team_is_told_with_where_it_comes_from(kodklar: Kodklar) -> None:
    (told,) = kodklar("visit", "member", "--json").objects

    assert told["team"]["code"] == "F33.1"
    assert told["team"]["from"].startswith("Läkare")


def test_what_hinders_signing_gives_status_one(kodklar: Kodklar) -> None:
    answer = kodklar("visit", "wound", "--json")

    assert answer.status == 1
    assert answer.objects[0]["missing"]["mend"] == "complete"
    assert "Saknas: Varning: S61.0" in kodklar("visit", "wound").out


def test_a_visit_that_is_not_there_is_named(kodklar: Kodklar) -> None:
    assert kodklar("visit", "gone").is_one_sentence()
