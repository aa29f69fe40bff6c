"""The encounter: what it says of itself, and loose external causes folded in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from hypothesis import given

from app.domain.codes import is_external_cause
from app.domain.encounter import (
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Override,
    Procedure,
    Unit,
)
from app.domain.identity import read_identity
from app.domain.patient import Patient
from tests.domain.encounters import encounters

PATIENT = Patient(read_identity("191212121212"), name="Tolvan Tolvansson")
PRINCIPAL = DiagnosisRole.PRINCIPAL


def with_rows(*rows: Diagnosis) -> Encounter:
    return Encounter("e1", PATIENT, diagnoses=rows)


def test_a_cause_on_a_row_of_its_own_joins_the_diagnosis_before() -> None:
    folded = with_rows(
        Diagnosis("T50.9", PRINCIPAL),
        Diagnosis("X44.9", external_causes=("Y57.9",), drugs=("N02BE01",)),
        Diagnosis("W19.9"),
        Diagnosis("I10.9"),
    ).folded()

    assert folded.diagnoses == (
        Diagnosis(
            "T50.9", PRINCIPAL, external_causes=("X44.9", "Y57.9", "W19.9"), drugs=("N02BE01",)
        ),
        Diagnosis("I10.9"),
    )


def test_a_cause_that_comes_first_or_is_principal_stays_for_a_rule_to_object() -> None:
    first = with_rows(Diagnosis("W19.9"), Diagnosis("X44.9"))
    principal = with_rows(Diagnosis("I10.9"), Diagnosis("W19.9", PRINCIPAL))

    assert first.folded() == first
    assert principal.folded() == principal


@given(encounters())
def test_folding_is_idempotent_and_keeps_every_code(encounter: Encounter) -> None:
    folded = encounter.folded()

    assert folded.folded() == folded
    assert Counter(folded.icd_codes()) == Counter(encounter.icd_codes())
    assert Counter(d for row in folded.diagnoses for d in row.drugs) == Counter(
        d for row in encounter.diagnoses for d in row.drugs
    )
    assert folded.principal is None or folded.principal.code == encounter.diagnoses[0].code


@given(encounters())
def test_no_loose_cause_is_left_behind_a_diagnosis(encounter: Encounter) -> None:
    rows = encounter.folded().diagnoses

    assert not any(
        is_external_cause(row.code)
        and row.partner is None
        and not is_external_cause(before.code)
        and not row.is_principal
        for before, row in pairwise(rows)
    )


def test_the_end_picks_the_day_and_an_open_event_its_start() -> None:
    ongoing = Encounter("e1", PATIENT, start=datetime.fromisoformat("2025-12-31T22:00"))
    ended = replace(ongoing, end=datetime.fromisoformat("2026-01-02T08:00"))

    assert (ongoing.day, ongoing.is_closed) == (date(2025, 12, 31), False)
    assert (ended.day, ended.is_closed) == (date(2026, 1, 2), True)
    assert ended.admission_day == date(2025, 12, 31)
    assert (replace(ongoing, start=None).day, replace(ongoing, start=None).admission_day) == (
        None,
        None,
    )


def test_codes_come_in_printing_order() -> None:
    diagnosis = Diagnosis("E10.2", PRINCIPAL, partner="N08.3", external_causes=("Y57.9",))
    procedure = Procedure("NFB09", additional=("ZXA05",))

    assert diagnosis.codes == ("E10.2", "N08.3", "Y57.9")
    assert list(with_rows(diagnosis).icd_codes()) == ["E10.2", "N08.3", "Y57.9"]
    assert (procedure.codes, procedure.side) == (("NFB09", "ZXA05"), "vänster")
    assert Procedure("NFB09").side == ""


def test_principal_and_secondaries_share_the_rows() -> None:
    encounter = with_rows(Diagnosis("I10.9"), Diagnosis("J18.9", PRINCIPAL))

    assert encounter.principal == Diagnosis("J18.9", PRINCIPAL)
    assert encounter.secondaries == (Diagnosis("I10.9"),)
    assert with_rows().principal is None


def test_a_unit_without_a_name_is_shown_by_its_id() -> None:
    assert (Unit("M1").label, Unit("M1", "Medicin").label) == ("M1", "Medicin")


def test_nothing_that_identifies_is_in_a_repr() -> None:
    encounter = Encounter(
        "e1",
        PATIENT,
        referral="Remiss från Tolvan",
        status_reason="Ring Tolvan",
        record_text="Tolvan mår bra",
        diagnoses=(Diagnosis("I10.9", text="Tolvans tryck"),),
        overrides=(Override("HD001", ("I10.9",), "Tolvan vill"),),
    )

    shown = f"{encounter!r} {PATIENT!r}"

    assert "Tolvan" not in shown and "1212" not in shown
    assert "I10.9" in shown
