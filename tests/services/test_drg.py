"""The group of an event: what goes into it, by which tables, and what is said when it cannot be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.drg import GroupingInputError
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.errors import NotFoundError
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.services.context import AppContext
from app.services.drg import group_event, group_stored, regroup, variations
from app.services.drg_tables import choose_tables, import_tables, table_sets
from tests.grouper.small_tables import as_json
from tests.services.small_drg import keep
from tests.services.workday import event, put, stay

PATIENT = Patient(
    read_identity("191212121212"), sex=Sex.MALE, birth_date=date(1970, 1, 1), name="Tolvan"
)
ROWS = (
    Diagnosis("K35.8", DiagnosisRole.PRINCIPAL),
    Diagnosis("J18.9"),
    Diagnosis("N08.3", partner="E10.2", external_causes=("W01.09",)),
)


@pytest.fixture
def tables(app: AppContext, tmp_path: Path) -> Path:
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json()), encoding="utf-8")
    import_tables(app, path)
    return path


@pytest.fixture
def operated() -> Encounter:
    rows = (Procedure("JEA00", additional=("ZXA10",)),)
    return stay(patient=PATIENT, diagnoses=ROWS, procedures=rows)


def test_a_stay_is_grouped_with_its_days_pairs_causes_and_additional_codes(
    app: AppContext, tables: Path, operated: Encounter
) -> None:
    grouping = group_event(app, operated)
    case = grouping.case
    assert (case.age_days, case.stay_days) == (20150, 1)
    assert [each.label for each in case.diagnoses] == ["K358", "J189", "E102†/N083*", "W0109"]
    assert case.procedures == ("JEA00", "ZXA10")
    assert grouping.explanation.outcome.drg == "OPC"
    assert grouping.remarks == (
        "Tabellerna NOR_2015 (NO) är från ett annat land än händelsen.",
        "Tabellerna NOR_2015 (NO) gäller inte 2025-03-03.",
    )


def test_a_visit_has_no_days_and_no_visit_codes_where_the_tables_have_none(
    app: AppContext, tables: Path
) -> None:
    visit = event(patient=PATIENT, diagnoses=ROWS[:1], professions=("Läkare",))
    grouping = group_event(app, visit)
    assert grouping.case.stay_days == 0
    assert not grouping.case.procedures and not grouping.remarks[2:]


def test_an_event_is_grouped_by_the_tables_of_its_country_where_there_are_any(
    app: AppContext, tables: Path, operated: Encounter
) -> None:
    foreign = group_event(app, operated)
    assert foreign.tables.country == "NO" and "ett annat land" in foreign.remarks[0]
    keep(app)
    assert group_event(app, operated).tables.country == "SE"
    home = group_event(app, replace(operated, country="NO"))
    assert home.tables.country == "NO"
    assert not any("land" in remark for remark in home.remarks)


@pytest.mark.parametrize(
    ("mode", "letter"), [("Avliden", "E"), ("Annat sjukhus", "R"), ("Hem", ""), ("", "")]
)
def test_words_for_discharge_become_letters(
    app: AppContext, tables: Path, operated: Encounter, mode: str, letter: str
) -> None:
    case = group_event(app, replace(operated, discharge_mode=mode)).case
    assert case.discharge == letter


def test_without_birth_date_or_end_it_is_said_and_nothing_is_guessed(
    app: AppContext, tables: Path, operated: Encounter
) -> None:
    with pytest.raises(GroupingInputError, match="Födelsedatum"):
        group_event(app, replace(operated, patient=replace(PATIENT, birth_date=None)))
    with pytest.raises(GroupingInputError, match="inte avslutat"):
        group_event(app, replace(operated, end=None))


def test_a_missing_principal_stays_blank(app: AppContext, tables: Path) -> None:
    grouping = group_event(app, stay(patient=PATIENT, diagnoses=ROWS[1:]))
    assert grouping.explanation.outcome.rule == "000"


def test_without_tables_or_event_it_is_said_what_to_do(
    app: AppContext, operated: Encounter
) -> None:
    with pytest.raises(NotFoundError, match="kodklar drg import"):
        group_event(app, operated)
    with pytest.raises(NotFoundError, match="Uppdatera listan"):
        group_stored(app, "none")


def test_a_changed_case_is_grouped_by_the_same_tables(
    app: AppContext, tables: Path, operated: Encounter
) -> None:
    put(app, operated)
    grouping = group_stored(app, "e1")
    told = {each.told: each.outcome.drg for each in variations(app, grouping)}
    assert told["utan bidiagnosen J18.9"] == "OP"
    without = replace(grouping.case, procedures=())
    assert regroup(app, grouping, without).outcome.drg == "SOME"


def test_the_same_tables_from_another_file_are_not_kept_twice(
    app: AppContext, tables: Path, tmp_path: Path
) -> None:
    other = tmp_path / "NOR_2015b.json"
    other.write_bytes(tables.read_bytes())
    _, is_new = import_tables(app, other)
    assert not is_new
    assert len(table_sets(app)) == 1


def test_the_nearest_tables_of_the_country_are_chosen(
    app: AppContext, tables: Path, tmp_path: Path
) -> None:
    changed = as_json()
    changed["drgnames"].append({"drg": "NEW", "mdc": "99"})
    for name in ("SWE_2014.json", "SWE_2016.json"):
        path = tmp_path / name
        changed["drgnames"].append({"drg": name, "mdc": "99"})
        path.write_text(json.dumps(changed), encoding="utf-8")
        import_tables(app, path)
    assert choose_tables(app, day=date(2014, 5, 1)).source == "SWE_2014.json"
    assert choose_tables(app, day=date(2025, 5, 1)).source == "SWE_2016.json"
    assert choose_tables(app, "NOR_2015.json").country == "NO"
    with pytest.raises(NotFoundError, match="kodklar drg tables"):
        choose_tables(app, "nothing")


def test_stays_count_both_days(app: AppContext, tables: Path, operated: Encounter) -> None:
    end = datetime.fromisoformat("2025-03-05T11:00")
    assert group_event(app, replace(operated, end=end)).case.stay_days == 3
