"""Which known chronic conditions have to do with a visit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.codes import CodeSet
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.encounter import Encounter, Status
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.record import NO_RECORD, CareRecord, Medication, RecordDocument
from app.domain.visit_chronic import RECENT, ChronicRow, category, relevant_chronic

DAY = date(2025, 11, 20)
ROWS = (
    ChronicRow(CodeSet.parse("E10-E14"), ("A10",), re.compile("diabetes", re.IGNORECASE)),
    ChronicRow(CodeSet.parse("I10-I15"), ("C09", "C08"), re.compile("hypertoni", re.IGNORECASE)),
)


def visit(event_id: str, on: date) -> Encounter:
    moment = datetime.fromisoformat(f"{on}T09:00")
    return Encounter(event_id, Patient(IdentityNumber("191212121212")), start=moment, end=moment)


NOW = visit("now", DAY)


def signed(code: str, days: int, *others: str, text: str = "") -> Encounter:
    event = set_principal(visit(f"{code}-{days}", DAY - timedelta(days=days)), code, text)
    for other in others:
        event = add_secondary(event, other)
    return replace(event, status=Status.SIGNED)


def note(text: str, *drugs: Medication) -> CareRecord:
    return CareRecord((RecordDocument("d", text=text),), drugs)


def offered(*earlier: Encounter, record: CareRecord = NO_RECORD, now: Encounter = NOW) -> list[str]:
    return [known.code for known in relevant_chronic(ROWS, now, earlier, record)]


def test_what_was_coded_within_eighteen_months_is_offered() -> None:
    assert offered(signed("E11.9", 30)) == ["E11.9"]
    assert offered(signed("E11.9", RECENT.days)) == ["E11.9"]
    assert offered(signed("E11.9", RECENT.days + 1)) == []


def test_older_codes_need_a_mention_or_a_drug_in_use() -> None:
    old = signed("I10.9", 2000)
    drug = Medication("m", "C09AA02", substance="enalapril", start=date(2018, 1, 1))

    assert offered(old) == []
    assert offered(old, record=note("Kontroll av hypertoni.")) == ["I10.9"]
    assert offered(old, record=note("Ingen hypertoni.")) == []
    assert offered(old, record=note("", drug)) == ["I10.9"]
    assert offered(old, record=note("", replace(drug, end=date(2025, 1, 1)))) == []


def test_every_reason_is_told_and_the_best_founded_comes_first() -> None:
    metformin = Medication("m", "A10BA02", substance="metformin")

    found = relevant_chronic(
        ROWS, NOW, [signed("I10.9", 5), signed("E11.9", 40)], note("Diabetes.", metformin)
    )

    assert [known.code for known in found] == ["E11.9", "I10.9"]
    assert found[0].why == "nämns i anteckningen · behandlas: metformin · kodad 2025-10-11"


def test_codes_that_the_note_was_found_to_speak_of_count_as_mentioned() -> None:
    old = signed("E11.9", 2000)

    (known,) = relevant_chronic(ROWS, NOW, [old], NO_RECORD, mentioned=("E11.4",))

    assert known.why == "nämns i anteckningen"


@pytest.mark.parametrize(
    "earlier",
    [
        replace(signed("E11.9", 30), status=Status.DRAFT),
        signed("E11.9", -3),
        signed("J18.9", 30),
    ],
)
def test_drafts_later_events_and_passing_illness_are_not_offered(earlier: Encounter) -> None:
    assert offered(earlier) == []


def test_the_latest_code_of_a_category_is_offered_once_with_its_words() -> None:
    both = (signed("E11.9", 300), signed("E11.4", 20, "I10.9", text="Nervskada"))

    found = relevant_chronic(ROWS, NOW, both, NO_RECORD)

    assert [(known.code, known.text) for known in found] == [("E11.4", "Nervskada"), ("I10.9", "")]


def test_a_category_that_stands_on_the_visit_is_left_out() -> None:
    assert offered(signed("E11.9", 30), now=set_principal(NOW, "E11.0")) == []
    assert relevant_chronic(ROWS, NOW, [signed("E11.9", 3)], NO_RECORD, also=("E11.9",)) == ()


def test_what_was_declined_is_offered_again_once_it_is_signed_anew() -> None:
    first, again = signed("I10.9", 90), signed("I10.9", 30)
    (known,) = relevant_chronic(ROWS, NOW, [first], NO_RECORD)
    declined = frozenset({(known.source, category(known.code))})

    assert relevant_chronic(ROWS, NOW, [first], NO_RECORD, declined=declined) == ()
    assert len(relevant_chronic(ROWS, NOW, [first, again], NO_RECORD, declined=declined)) == 1


def test_what_the_note_denies_is_not_offered_for_having_been_coded() -> None:
    recent = signed("I10.9", 30)
    drug = Medication("m", "C09AA02", substance="enalapril", start=date(2018, 1, 1))

    assert offered(recent, record=note("Hypertoni är utesluten.")) == []
    assert offered(recent, record=note("Hypertoni är utesluten.", drug)) == ["I10.9"]
    assert offered(recent, record=note("Ingen huvudvärk.")) == ["I10.9"]
