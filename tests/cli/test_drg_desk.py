"""`kodklar drg explain` with a change, and `kodklar drg regroup`, as somebody types them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.cli import drg_desk_arguments as arguments
from app.domain.access import Person, Role
from app.domain.drg_change import MOST_DAYS, MOST_DAYS_OF_AGE, DischargeTo
from app.domain.drg_tables import LogicRow
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure
from app.services import access
from app.services.coding import open_event
from app.services.drg_desk import desk_group
from app.services.signing import sign_event
from tests.cli.conftest import Kodklar
from tests.services.small_drg import PATIENT, SWEDISH, keep
from tests.services.workday import coded, event, put, stay

ROWS = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"), Diagnosis("R57.2"))


@pytest.fixture
def events(sqlite_url: str, tmp_path: Path) -> str:
    """An event and a signed one beside it, grouped by small tables; the id of the tables."""
    app = bootstrap(tmp_path, sqlite_url)
    operated = (Procedure("JEA00"),)
    put(app, stay("e1", patient=PATIENT, diagnoses=ROWS, procedures=operated))
    put(app, coded(stay("s1", patient=PATIENT)))
    person: Person = access.add_person(app, "Kim", Role.CODER)
    sign_event(app, open_event(app, "s1", person).encounter, person, "sign")
    tables = keep(app)
    app.close()
    return tables.id


def test_a_code_left_out_gives_both_groups_the_reason_and_the_findings(
    kodklar: Kodklar, events: str
) -> None:
    (told,) = kodklar("drg", "explain", "e1", "--without", "J18.9", "--json").objects

    assert (told["now"]["drg"], told["then"]["drg"]) == ("OPC", "OP")
    assert told["now"]["product"] == "K" and told["now"]["tables"] == events
    assert told["reasons"][0].startswith("Regeln för OPC uppfylls inte längre.")
    assert set(told["findings"]) == {"rises", "falls", "stays"}
    out = kodklar("drg", "explain", "e1", "--without", "J18.9").out
    assert out.index("Tillkommer:") < out.index("Nu: OPC") < out.index("Då: OP")


def test_another_principal_tells_the_problem_group_after_the_findings(
    kodklar: Kodklar, events: str
) -> None:
    out = kodklar("drg", "explain", "e1", "--principal", "R57.2").out

    assert "DG001" in out and "HD004" in out
    assert "Anmärkning: Koden godtas inte som huvuddiagnos." in out


def test_without_a_change_the_event_is_explained_as_before(kodklar: Kodklar, events: str) -> None:
    (told,) = kodklar("drg", "explain", "e1", "--json").objects

    assert told["drg"] == "OPC" and "variations" in told


def test_an_event_is_told_in_the_words_of_the_panel(
    kodklar: Kodklar, events: str, sqlite_url: str, tmp_path: Path
) -> None:
    out = kodklar("drg", "explain", "e1").out

    app = bootstrap(tmp_path, sqlite_url)
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get("e1")
    assert encounter is not None
    told = desk_group(app, encounter).told
    app.close()
    assert told is not None
    said = [*(line.spoken for line in told.conditions), *told.complications, *told.near]
    assert said
    assert [sentence for sentence in said if f"  - {sentence}\n" not in out] == []
    assert "J18.9" in out


def test_a_visit_that_tells_no_profession_is_warned_of(
    kodklar: Kodklar, events: str, sqlite_url: str, tmp_path: Path
) -> None:
    app = bootstrap(tmp_path, sqlite_url)
    rows = (Diagnosis("I10.9", DiagnosisRole.PRINCIPAL),)
    put(app, event("v1", patient=PATIENT, diagnoses=rows))
    app.close()

    out = kodklar("drg", "explain", "v1").out

    assert "Z80O" in out and "Yrkeskategorin är okänd" in out
    assert "Problemgrupp: Besökets form eller yrkeskategori saknas." in out


@pytest.mark.parametrize(
    ("told", "drg"),
    [
        (("--age", "6"), "NEW"),
        (("--age", "7"), "OPC"),
        (("--stay", "31"), "LONG"),
        (("--stay", "30"), "OPC"),
        (("--discharge", "avliden"), "DEAD"),
        (("--discharge", "hem"), "OPC"),
        (("--sex", "kvinna", "--principal", "A56.0"), "HERS"),
        (("--sex", "man", "--principal", "A56.0"), "SOME"),
    ],
)
def test_age_sex_stay_and_discharge_are_told_otherwise(
    kodklar: Kodklar, events: str, sqlite_url: str, tmp_path: Path, told: tuple[str, ...], drg: str
) -> None:
    first = (
        LogicRow("002", "NEW", "0", icd="+", agelim="<7"),
        LogicRow("003", "LONG", "0", icd="+", dur=">30"),
        LogicRow("004", "DEAD", "0", icd="+", disch="E"),
        LogicRow("005", "HERS", "0", mdc="13"),
    )
    app = bootstrap(tmp_path, sqlite_url)
    tables = keep(app, replace(SWEDISH, rules=(*first, *SWEDISH.rules)), "2026-01-02T08:00")
    app.close()

    (answer,) = kodklar("drg", "explain", "e1", "--tables", tables.id, *told, "--json").objects

    assert (answer["now"]["drg"], answer["then"]["drg"]) == ("OPC", drg)


def test_what_cannot_be_told_otherwise_is_refused(kodklar: Kodklar, events: str) -> None:
    for wrong in ("-1", "45655", "ett år"):
        assert kodklar("drg", "explain", "e1", "--age", wrong).status == 2
    assert kodklar("drg", "explain", "e1", "--stay", "3651").status == 2


def test_the_words_of_a_change_are_those_of_the_domain() -> None:
    assert len(arguments.DISCHARGES) == len(DischargeTo)
    assert (arguments.MOST_DAYS_OF_AGE, arguments.MOST_DAYS) == (MOST_DAYS_OF_AGE, MOST_DAYS)


def test_a_code_that_is_not_there_is_refused(kodklar: Kodklar, events: str) -> None:
    answer = kodklar("drg", "explain", "e1", "--without", "Z99")

    assert answer.status == 2


def test_regrouping_tells_what_changes_and_since_when(kodklar: Kodklar, events: str) -> None:
    answer = kodklar("drg", "regroup", "--tables", events, "--json")

    assert answer.status == 1
    (told,) = answer.objects
    assert told["changed"] and told["old"] is None and told["new"]["drg"] == "REST"
    text = kodklar("drg", "regroup").out
    assert "s1: ingen grupp → REST" in text and "1 av 1 signerade" in text
    assert kodklar("drg", "regroup", "--since", "2100-01-01").status == 0


def test_an_explanation_goes_to_paper_as_the_event_is_and_not_as_it_might_be(
    kodklar: Kodklar, events: str, tmp_path: Path
) -> None:
    target = tmp_path / "förklaring.pdf"

    assert kodklar("drg", "explain", "e1", "--pdf", target).out.strip() == str(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert "utan bidiagnosen J18.9: OP" in kodklar("drg", "explain", "e1").out
    refused = kodklar("drg", "explain", "e1", "--pdf", target, "--without", "J18.9")
    assert refused.is_one_sentence() and "Ta bort det som skulle vara annorlunda" in refused.err
