"""An event told otherwise keeps everything that the change says nothing of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import CareSetting, EncounterType
from app.domain.drg_change import DischargeTo, DrgChange, changed, with_principal, without_code
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure
from app.domain.errors import AppError
from app.domain.patient import Sex
from tests.services.small_drg import PATIENT
from tests.services.workday import event, stay

ROWS = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"), Diagnosis("I10.9"))
EVENT = stay(patient=PATIENT, diagnoses=ROWS, procedures=(Procedure("JEA00"), Procedure("AA001")))


def test_no_change_is_no_change() -> None:
    assert DrgChange().is_empty
    assert changed(EVENT, DrgChange()) == EVENT


@given(
    out=st.frozensets(st.integers(0, 2)),
    first=st.none() | st.integers(0, 2),
    procedures_out=st.frozensets(st.integers(0, 1)),
)
def test_rows_left_out_are_those_named_whatever_stands_first(
    out: frozenset[int], first: int | None, procedures_out: frozenset[int]
) -> None:
    other = changed(EVENT, DrgChange(out, procedures_out, first))

    left = {row.code for row in other.diagnoses}
    assert left == {row.code for at, row in enumerate(ROWS) if at not in out}
    if first is not None and first not in out:
        assert other.principal is not None and other.principal.code == ROWS[first].code
    assert len(other.procedures) == 2 - len(procedures_out)


def test_a_stay_can_be_told_as_a_visit_and_back() -> None:
    visit = changed(EVENT, DrgChange(stay_days=0))
    again = changed(visit, DrgChange(stay_days=1))

    assert visit.setting is CareSetting.OUTPATIENT
    assert again.encounter_type is EncounterType.INPATIENT
    assert again.end is not None and again.start is not None
    assert again.end.date() == again.start.date()


def test_a_newborn_stays_a_newborn_and_a_visit_of_another_type_keeps_its_type() -> None:
    newborn = stay(encounter_type=EncounterType.NEWBORN)
    primary = event(encounter_type=EncounterType.PRIMARY_CARE)

    assert changed(newborn, DrgChange(stay_days=3)).encounter_type is EncounterType.NEWBORN
    assert changed(primary, DrgChange(stay_days=0)).encounter_type is EncounterType.PRIMARY_CARE


def test_age_sex_and_discharge_are_told_otherwise() -> None:
    change = DrgChange(age_days=10, sex=Sex.FEMALE, discharge=DischargeTo.OTHER_HOSPITAL)
    other = changed(EVENT, change)

    assert other.admission_day is not None
    assert other.patient.age_days(other.admission_day) == 10
    assert (other.patient.sex, other.discharge_mode) == (Sex.FEMALE, "Annat sjukhus")


def test_codes_are_found_as_they_are_typed_and_twice_means_the_next_row() -> None:
    once = without_code(EVENT, "j189", DrgChange())
    both = without_code(EVENT, "jea00", once)

    assert (both.diagnoses_out, both.procedures_out) == ({1}, {0})
    with pytest.raises(AppError, match="ingen kod J189"):
        without_code(EVENT, "J189", once)
    principal = with_principal(EVENT, "i109").principal
    assert principal is not None and principal.code == "I10.9"
