"""The JSON form of a coded encounter: read with patience, written exactly, described truly."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Unit
from app.domain.errors import InputFileError
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient, Protection, Sex
from app.exchange.encounter_json import read_encounter, write_encounter

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "encounter.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def full() -> dict[str, Any]:
    return json.loads(json.dumps(SCHEMA["examples"][0]))


def test_the_schema_is_a_schema_and_describes_its_examples() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    for instance in SCHEMA["examples"]:
        VALIDATOR.validate(instance)
        read_encounter(instance)


def test_the_form_of_the_issue_is_read_whole() -> None:
    read = read_encounter(full())

    encounter = read.encounter
    assert (encounter.id, encounter.encounter_class) == ("A1", EncounterClass.INPATIENT)
    assert (encounter.start, encounter.end) == (
        moment("2022-03-14T10:15"),
        moment("2022-03-18T13:40"),
    )
    assert encounter.patient.sex is Sex.FEMALE
    assert encounter.patient.birth_date == date(1958, 6, 2)
    assert encounter.diagnoses == (
        Diagnosis("S72.00", DiagnosisRole.PRINCIPAL, external_causes=("W01.09",)),
        Diagnosis("E11.3", partner="H36.0"),
    )
    assert encounter.procedures == (Procedure("NFB49", date(2022, 3, 15), ("ZXA00",)),)
    assert read.remarks == ()


def test_an_empty_object_is_an_event_without_anything() -> None:
    encounter = read_encounter({}).encounter

    assert encounter.diagnoses == ()
    assert encounter.encounter_class is EncounterClass.UNKNOWN


@pytest.mark.parametrize(
    ("spelling", "sex"),
    [
        ("M", Sex.MALE),
        ("man", Sex.MALE),
        ("Male", Sex.MALE),
        (1, Sex.MALE),
        ("1", Sex.MALE),
        ("F", Sex.FEMALE),
        ("K", Sex.FEMALE),
        ("KVINNA", Sex.FEMALE),
        ("2", Sex.FEMALE),
        ("female", Sex.FEMALE),
        (None, Sex.UNKNOWN),
        ("", Sex.UNKNOWN),
    ],
)
def test_sex_is_read_as_systems_write_it(spelling: str | int | None, sex: Sex) -> None:
    read = read_encounter({"patient": {"sex": spelling}})

    assert read.encounter.patient.sex is sex
    assert read.remarks == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"class": "Slutenvård"}, (EncounterClass.INPATIENT, EncounterType.INPATIENT)),
        ({"class": "INPATIENT"}, (EncounterClass.INPATIENT, EncounterType.INPATIENT)),
        ({"class": "slutenvard", "type": "nyfodd"}, (EncounterClass.INPATIENT, "Nyfödd")),
        ({"type": "Primärvård"}, (EncounterClass.OUTPATIENT, EncounterType.PRIMARY_CARE)),
        ({"type": "primary_care"}, (EncounterClass.OUTPATIENT, EncounterType.PRIMARY_CARE)),
    ],
)
def test_class_and_type_are_read_in_any_spelling(words: Any, expected: Any) -> None:
    encounter = read_encounter(words).encounter

    assert (encounter.encounter_class, encounter.encounter_type) == expected


def test_a_class_that_is_not_known_is_remarked_on() -> None:
    read = read_encounter({"class": "Rymdvård"})

    assert read.encounter.encounter_class is EncounterClass.UNKNOWN
    assert read.remarks == ("Värdet i class är ingen känd vårdhändelseklass.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-03-14T10:15", "2022-03-14T10:15"),
        ("2022-03-14 10:15:30", "2022-03-14T10:15:30"),
        ("20220314", "2022-03-14T00:00"),
        ("202203141015", "2022-03-14T10:15"),
        ("2022-03-14T10:15:00+01:00", "2022-03-14T10:15"),
        ("2022-03-14T09:15:00Z", "2022-03-14T10:15"),
        ("2022-07-14T09:15:00Z", "2022-07-14T11:15"),
        ("2022-03-27T00:59:59Z", "2022-03-27T01:59:59"),
        ("2022-03-27T01:00:00Z", "2022-03-27T03:00"),
        ("2022-10-30T01:00:00Z", "2022-10-30T02:00"),
    ],
)
def test_times_become_swedish_wall_clock_time(text: str, expected: str) -> None:
    assert read_encounter({"start": text}).encounter.start == moment(expected)


def test_a_date_alone_begins_at_midnight_and_ends_a_minute_before() -> None:
    encounter = read_encounter({"start": "2022-03-14", "end": "2022-03-14"}).encounter

    assert encounter.start == moment("2022-03-14T00:00")
    assert encounter.end == moment("2022-03-14T23:59")


@pytest.mark.parametrize("code", ["i109", "I10.9", " I 10.9 ", "I109"])
def test_codes_are_read_with_and_without_point(code: str) -> None:
    encounter = read_encounter({"diagnoses": [{"code": code}]}).encounter

    assert encounter.diagnoses[0].code == "I10.9"


def test_codes_may_stand_bare_or_in_objects() -> None:
    encounter = read_encounter(
        {
            "diagnoses": ["j189", {"code": "t509", "external_causes": "x4409"}],
            "procedures": [
                {"code": "nfb49", "additional": [{"code": "zxa00"}], "drugs": "n02be01"}
            ],
        }
    ).encounter

    assert [d.codes for d in encounter.diagnoses] == [("J18.9",), ("T50.9", "X44.09")]
    assert encounter.procedures[0].codes == ("NFB49", "ZXA00")
    assert encounter.procedures[0].drugs == ("N02BE01",)


def test_a_row_without_a_code_is_remarked_on_and_the_rest_is_read() -> None:
    rows = [{"role": "principal"}, {"code": "J18.9", "role": "secondary"}]
    read = read_encounter({"diagnoses": rows})

    assert [d.code for d in read.encounter.diagnoses] == ["J18.9"]
    assert read.remarks == ("diagnoses[0].code är tom; raden granskas inte.",)


def test_the_first_is_principal_where_no_diagnosis_names_a_role() -> None:
    read = read_encounter({"diagnoses": ["J18.9", {"code": "I10.9"}]})
    named = read_encounter({"diagnoses": [{"code": "J18.9"}, {"code": "I10.9", "role": "bd"}]})

    assert [d.is_principal for d in read.encounter.diagnoses] == [True, False]
    assert read.remarks == ("Ingen diagnos har role; den första räknas som huvuddiagnos.",)
    assert [d.is_principal for d in named.encounter.diagnoses] == [False, False]


def test_unknown_keys_are_kept_reported_and_written_back() -> None:
    content = full() | {"färg": "blå"}
    content["diagnoses"][1]["laterality"] = {"side": "left"}

    read = read_encounter(content)
    again = write_encounter(read.encounter, read.unknown)

    assert read.unknown == {"färg": "blå", "diagnoses[1].laterality": {"side": "left"}}
    assert len(read.remarks) == 2
    assert again["färg"] == "blå"
    assert again["diagnoses"][1]["laterality"] == {"side": "left"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ([], "Raden"),
        ({"diagnoses": 7}, "diagnoses"),
        ({"diagnoses": [["J18.9"]]}, r"diagnoses\[0\]"),
        ({"diagnoses": [{"code": {"a": 1}}]}, r"diagnoses\[0\]\.code"),
        ({"diagnoses": [{"code": "J18.9", "role": "hemlig"}]}, r"diagnoses\[0\]\.role"),
        ({"diagnoses": [{"code": "A06.5", "partner": ["J99.8", "J17.3"]}]}, "partner"),
        ({"patient": "Kalle"}, "patient"),
        ({"patient": {"birth_date": "hemligt"}}, r"patient\.birth_date"),
        ({"start": "2022-02-30"}, "start"),
        ({"end": ["2022-02-28"]}, "end"),
        ({"procedures": [{"code": "NFB49", "date": True}]}, r"procedures\[0\]\.date"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_key_and_never_quoted(
    content: Any, named: str
) -> None:
    with pytest.raises(InputFileError, match=named) as caught:
        read_encounter(content)

    assert "hemlig" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_half_characters_do_not_come_through() -> None:
    encounter = read_encounter({"id": "a\ud800", "diagnoses": [{"code": "\udfff"}]}).encounter

    encounter.id.encode("utf-8")
    encounter.diagnoses[0].code.encode("utf-8")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
keys = st.sampled_from(
    [
        "id",
        "class",
        "type",
        "start",
        "end",
        "legal_form",
        "patient",
        "diagnoses",
        "procedures",
        "code",
        "role",
        "external_causes",
        "drugs",
        "partner",
        "text",
        "date",
        "additional",
        "birth_date",
        "sex",
        "unit",
        "protection",
        "professions",
        "referral",
        "name",
        "",
    ]
)
near = st.recursive(
    anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)


@given(content=st.dictionaries(keys, near, max_size=6))
def test_any_json_is_read_or_refused_in_a_sentence(content: dict[str, Any]) -> None:
    refusal, read = "", None
    with suppress(InputFileError):
        read = read_encounter(content)
    if read is None:
        with pytest.raises(InputFileError) as caught:
            read_encounter(content)
        refusal = str(caught.value)

    if read is None:
        assert refusal.endswith(".")
    else:
        json.dumps(write_encounter(read.encounter, read.unknown))
        assert len(read.remarks) >= len(read.unknown)


codes = st.sampled_from(["J18.9", "S72.00", "W01.09", "E11.3", "XYZ"])
encounters = st.builds(
    Encounter,
    id=st.text("abc123", min_size=1, max_size=4),
    patient=st.builds(
        Patient,
        st.just(IdentityNumber("")),
        sex=st.sampled_from(Sex),
        birth_date=st.none() | st.dates(),
        protection=st.sampled_from(Protection),
    ),
    encounter_class=st.just(EncounterClass.OUTPATIENT),
    encounter_type=st.sampled_from([EncounterType.PRIMARY_CARE, EncounterType.OUTPATIENT_CONSULT]),
    unit=st.sampled_from([Unit(""), Unit("11"), Unit("11", "Medicin")]),
    start=st.none() | st.datetimes(),
    end=st.none() | st.datetimes(),
    legal_form=st.sampled_from(["", "LPT"]),
    discharge_mode=st.sampled_from(["", "hem"]),
    professions=st.lists(st.sampled_from(["läkare", "sjuksköterska"]), max_size=2).map(tuple),
    diagnoses=st.lists(
        st.builds(
            Diagnosis,
            codes,
            st.sampled_from(DiagnosisRole),
            st.none() | codes,
            st.lists(codes, max_size=2).map(tuple),
            st.lists(st.just("N02BE01"), max_size=1).map(tuple),
            st.sampled_from(["", "egna ord"]),
        ),
        max_size=3,
    ).map(tuple),
    procedures=st.lists(
        st.builds(
            Procedure,
            st.just("NFB49"),
            st.none() | st.dates(),
            st.lists(st.just("ZXA00"), max_size=1).map(tuple),
            start=st.none() | st.datetimes(),
        ),
        max_size=2,
    ).map(tuple),
)


@given(encounter=encounters)
def test_what_is_written_keeps_to_the_schema_and_is_read_back_the_same(
    encounter: Encounter,
) -> None:
    written = json.loads(json.dumps(write_encounter(encounter)))

    VALIDATOR.validate(written)
    read = read_encounter(written)
    assert read.remarks == ()
    hidden = encounter.patient.is_protected
    patient = read.encounter.patient if hidden else encounter.patient
    assert read.encounter == replace(encounter, patient=patient)
    assert not hidden or written["patient"]["birth_date"] is None
