"""The group at the desk on the Swedish tables of 2014: told in words, and as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.care_types import EncounterType
from app.domain.drg_change import DrgChange
from app.domain.drg_told import GroupState, ToldGroup
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.patient import Sex
from app.rules.examples import example
from app.services.context import AppContext
from app.services.drg_choice import fitting_tables, take_nearest
from app.services.drg_desk import desk_group
from app.services.drg_tables import import_tables
from app.services.drg_what_if import drg_what_if
from app.services.review import review

_PROPERTY_ID = re.compile(r"\b\d\d[A-Z]\d\d\b")


@pytest.fixture(scope="module")
def app(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("drg")
    opened = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    import_tables(opened, shared_data / "norddrg" / "swe-2014" / "original")
    yield opened
    opened.close()


def stay(
    principal: str | None,
    *secondary: str,
    procedures: tuple[str, ...] = (),
    days: int = 4,
    born: str = "1950-05-05",
    sex: Sex = Sex.FEMALE,
    kind: EncounterType = EncounterType.INPATIENT,
) -> Encounter:
    start = datetime.fromisoformat("2014-03-14T10:15")
    end = (start + timedelta(days=max(days - 1, 0))).date().isoformat()
    event = example(
        principal, *secondary, start="2014-03-14", end=end, born=born, sex=sex, kind=kind
    )
    rows = tuple(Procedure(code, start.date()) for code in procedures)
    return replace(event, procedures=rows)


def visit(*professions: str, principal: str = "I10.9") -> Encounter:
    event = stay(principal, days=0, kind=EncounterType.SPECIALIST_OUTPATIENT)
    return replace(event, professions=professions)


def told(app: AppContext, encounter: Encounter) -> ToldGroup:
    group = desk_group(app, encounter)
    assert group.state is GroupState.GROUPED and group.told is not None, group.sentence
    return group.told


EVENTS = {
    "F30C": stay("K35.8", "A41.9", procedures=("JEA01",)),
    "F30E": stay("K35.8", "K65.0", procedures=("JEA01",)),
    "M31C": stay("N18.9", "J18.9"),
    "Z71N": stay("R57.2", "A41.5"),
    "Z60N": stay("I10.9", procedures=("JEA01",)),
    "E99O": visit("Läkare"),
    "Z80O": visit(),
    "Q30N": stay("Z38.0", "P07.3", days=3, born="2014-03-14", kind=EncounterType.NEWBORN),
    "H02C": stay("S72.00", "I50.9", procedures=("NFB29",), born="1934-01-01"),
    "P05E": stay("O80.0", "Z37.0", born="1985-01-01"),
}


@pytest.mark.parametrize("drg", EVENTS, ids=str)
def test_events_of_ten_kinds_get_the_group_they_should(app: AppContext, drg: str) -> None:
    assert told(app, EVENTS[drg]).drg == drg


def test_the_sentences_name_every_property_and_no_column(app: AppContext) -> None:
    groups = [told(app, event) for event in EVENTS.values()]

    lines = [line.text for group in groups for line in group.conditions]
    said = " ".join((*lines, *(each for g in groups for each in (*g.complications, *g.near))))

    assert not _PROPERTY_ID.search(said), "the tables have a name for each of these"
    assert not re.search(r"dgprop|procpro|pdgprop|dgcat|compl\b|agelim|major CC", said)
    assert "”Appendectomy”" in said and "”Newborn, birthweight 1500 - 2499 g”" in said


def test_an_excluded_complication_and_what_separates_are_told(app: AppContext) -> None:
    group = told(app, EVENTS["F30E"])

    assert "räknas inte när K35.8 är huvuddiagnos" in group.complications[0]
    assert "F30C Appendektomi, komplicerat: där krävs minst ett komplicerande tillstånd." in (
        group.near
    )


@pytest.mark.parametrize(("drg", "rule", "number"), [("Z71N", "DG001", 35), ("Z60N", "DG002", 146)])
def test_problem_groups_are_findings(app: AppContext, drg: str, rule: str, number: int) -> None:
    (finding,) = [f for f in review(app, EVENTS[drg]) if f.rule_id == rule]

    assert finding.catalogue == (number,) and drg in finding.message


def test_ordinary_groups_are_no_findings(app: AppContext) -> None:
    ordinary = [drg for drg in EVENTS if not drg.startswith("Z")]

    for drg in ordinary:
        assert not [f for f in review(app, EVENTS[drg]) if f.rule_id.startswith("DG")]


def test_what_if_says_which_condition_made_the_difference(app: AppContext) -> None:
    event = EVENTS["F30C"]
    fit = fitting_tables(app, event)
    assert fit.tables is not None

    outcome = drg_what_if(app, event, DrgChange(diagnoses_out=frozenset({1})), fit.tables)

    assert outcome.then.told is not None and outcome.then.told.drg == "F30E"
    assert outcome.reasons == (
        "Regeln för F30C uppfylls inte längre. Den kräver: minst ett komplicerande tillstånd.",
    )


def test_tables_of_2014_do_for_another_year_only_where_it_is_said(app: AppContext) -> None:
    later = replace(
        EVENTS["E99O"],
        start=datetime.fromisoformat("2026-03-14T10:15"),
        end=datetime.fromisoformat("2026-03-14T11:15"),
    )
    assert later.day == date(2026, 3, 14)

    assert desk_group(app, later).state is GroupState.NONE_FITS
    take_nearest(app, is_on=True)
    group = desk_group(app, later)
    take_nearest(app, is_on=False)

    assert group.told is not None and "gäller inte 2026-03-14" in group.remarks[0]


def test_a_pair_is_one_diagnosis_in_the_words(app: AppContext) -> None:
    pair = Diagnosis("N08.3", DiagnosisRole.PRINCIPAL, partner="E10.2")

    group = told(app, replace(stay("N08.3"), diagnoses=(pair,)))

    assert "E10.2†" in group.conditions[0].spoken and "N08.3*" in group.conditions[0].spoken
