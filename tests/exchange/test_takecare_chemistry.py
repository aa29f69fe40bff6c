"""Laboratory replies: each analysis a value; what cannot be read is told by file and row."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.domain.record import Measurement, MeasurementKind
from app.exchange.takecare_chemistry import read_replies
from tests.exchange.takecare_messages import PATIENT, WARD
from tests.exchange.takecare_values import REPLY_PATH, analysis, reply, written

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*reply(), *analysis(), "name"]), inner, max_size=5)
    ),
    max_leaves=12,
)


def only_value(**facts: Any) -> Measurement:
    ((read,), _) = read_replies(written(reply(analysis(**facts))), REPLY_PATH)
    (value,) = read.measurements
    return value


def test_an_analysis_comes_with_unit_interval_time_and_its_reply() -> None:
    ((read,), rejected) = read_replies(written(reply()), REPLY_PATH)

    (value,) = read.measurements
    assert (value.name, value.value, value.unit, value.reference) == (
        "P-CRP", "63", "mg/L", "<8,0",
    )  # fmt: skip
    assert value.time == datetime.fromisoformat("2024-09-18T09:03")
    assert (value.group, value.kind) == ("Kemlab svar", MeasurementKind.LABORATORY)
    assert (read.patient_number, read.unit_id, read.time) == (PATIENT, WARD, value.time)
    assert value.document_id == read.document_id
    assert rejected == []


@pytest.mark.parametrize(
    ("value", "reference", "flag", "is_outside"),
    [
        ("63", "<8,0", False, True),
        ("7,9", "<8,0", False, False),
        ("7,9", "<8,0", True, True),
        ("-4", "-3-3", False, True),
        ("Ikteriskt", "0,45-2,6", False, False),
        ("Ikteriskt", "0,45-2,6", True, True),
    ],
)
def test_outside_is_what_the_laboratory_flags_or_the_interval_says(
    value: str, reference: str, flag: bool, is_outside: bool
) -> None:
    read = only_value(value=value, referenceArea=reference, isDeviating=flag)

    assert read.is_outside is is_outside


def test_a_reply_that_is_not_final_says_so() -> None:
    ((read,), _) = read_replies(written(reply(isFinal=False)), REPLY_PATH)

    assert read.measurements[0].group == "Kemlab svar (preliminärt)"


def test_an_analysis_without_value_is_set_aside_by_its_row_and_the_rest_is_read() -> None:
    text = written(reply(analysis(), analysis(value="")))

    ((read,), (rejected,)) = read_replies(text, REPLY_PATH)

    assert [value.name for value in read.measurements] == ["P-CRP"]
    assert rejected.place == "svar 53, prov 1, analys 2"
    assert rejected.reason == "Analysen saknar namn eller värde."
    assert PATIENT not in repr(rejected)


def test_several_replies_in_one_file_are_all_read() -> None:
    replies, _ = read_replies(written(reply(), reply(id=54)), REPLY_PATH)

    assert len({read.document_id for read in replies}) == 2


def test_the_same_reply_twice_has_the_same_ids() -> None:
    once, again = (read_replies(written(reply()), REPLY_PATH)[0] for _ in range(2))

    assert once == again


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": 1,\n "samples": [', "avklippt eller skadad: JSON går inte att läsa vid rad 2"),
        ("[1, 2]", "inget svar från TakeCare"),
        ('{"samples": NaN}', "tal eller nivåer"),
        ("[" * 100_000, "avklippt|nivåer"),
        (written(reply(samplingDateTime=20241399)), "läsbar provtagningstid"),
        (written(reply(samples=None)), "inga prov"),
        (written(reply(id=None)), "svarets nummer"),
    ],
)
def test_a_file_that_cannot_be_placed_is_told_without_the_patient(text: str, told: str) -> None:
    with pytest.raises(InputFileError, match=told) as caught:
        read_replies(text, REPLY_PATH)

    assert PATIENT not in str(caught.value)


def test_the_patient_is_read_off_the_file_name_where_the_reply_does_not_tell() -> None:
    text = written(reply(attestation=None))

    assert read_replies(text, REPLY_PATH)[0][0].patient_number == PATIENT
    with pytest.raises(InputFileError, match="patientens identitet"):
        read_replies(text, Path("ChemistryReply_1.json"))


@given(JSON)
def test_any_json_is_read_or_refused_and_never_worse(found: object) -> None:
    try:
        replies, _ = read_replies(json.dumps(found), REPLY_PATH)
    except InputFileError:
        return
    for read in replies:
        assert all(value.name and value.value for value in read.measurements)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_become_text_that_a_database_takes(name: str, value: str) -> None:
    ((read,), rejected) = read_replies(written(reply(analysis(name, value))), REPLY_PATH)

    assert len(read.measurements) + len(rejected) == 1
    for measurement in read.measurements:
        (measurement.name + measurement.value).encode("utf-8")
        assert "\0" not in measurement.name + measurement.value
