"""Another way of telling one event, to see how it would be grouped; nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.codes import CodeSystem, format_code, format_icd
from app.domain.coding_acts import set_principal
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.patient import Sex
from app.domain.row_changes import put_first


class DischargeTo(StrEnum):
    """Where a patient goes, as far as grouping asks; the value is written on the event."""

    HOME = "Hemmet"
    DEAD = "Avliden"
    OTHER_HOSPITAL = "Annat sjukhus"


#: Whole days that may be asked for: an age the tables know, and ten years of stay.
MOST_DAYS_OF_AGE, MOST_DAYS = 45_654, 3_650


@dataclass(frozen=True, slots=True)
class DrgChange:
    """What is otherwise about an event; None leaves a thing as it is."""

    #: Rows that are left out, by their place.
    diagnoses_out: frozenset[int] = frozenset()
    procedures_out: frozenset[int] = frozenset()
    #: The place of the diagnosis that stands first.
    first: int | None = None
    #: Whole days at admission.
    age_days: int | None = None
    sex: Sex | None = None
    #: 0 for a visit.
    stay_days: int | None = None
    discharge: DischargeTo | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is otherwise."""
        return self == DrgChange()


def changed(encounter: Encounter, change: DrgChange) -> Encounter:
    """Return the event as the change tells it; the frame first, then the codes."""
    other = _with_codes(encounter, change)
    if change.sex is not None:
        other = replace(other, patient=replace(other.patient, sex=change.sex))
    if change.stay_days is not None:
        other = _staying(other, change.stay_days)
    if change.age_days is not None and other.admission_day is not None:
        born = other.admission_day - timedelta(days=change.age_days)
        other = replace(other, patient=replace(other.patient, birth_date=born))
    if change.discharge is not None:
        other = replace(other, discharge_mode=change.discharge.value)
    return other


def without_code(encounter: Encounter, code: str, change: DrgChange) -> DrgChange:
    """Leave out the first row that a code leads, whether diagnosis or procedure.

    Raises:
        AppError: no row is led by the code.

    """
    diagnosis, procedure = format_icd(code), format_code(CodeSystem.KVA, code)
    for at, line in enumerate(encounter.diagnoses):
        if line.code == diagnosis and at not in change.diagnoses_out:
            return replace(change, diagnoses_out=change.diagnoses_out | {at})
    for at, row in enumerate(encounter.procedures):
        if row.code == procedure and at not in change.procedures_out:
            return replace(change, procedures_out=change.procedures_out | {at})
    raise AppError(f"Händelsen har ingen kod {code}. Ange en av koderna på händelsen.")


def with_principal(encounter: Encounter, code: str) -> Encounter:
    """Put a diagnosis first; one that is not on the event is added."""
    return set_principal(encounter, format_icd(code))


def _with_codes(encounter: Encounter, change: DrgChange) -> Encounter:
    out = change.diagnoses_out
    first = change.first
    if first is not None and first not in out and first < len(encounter.diagnoses):
        encounter = put_first(encounter, first)
        # The row now stands first, and those before it one place later.
        out = frozenset(at + 1 if at < first else at for at in out)
    diagnoses = tuple(line for at, line in enumerate(encounter.diagnoses) if at not in out)
    procedures = tuple(
        row for at, row in enumerate(encounter.procedures) if at not in change.procedures_out
    )
    return replace(encounter, diagnoses=diagnoses, procedures=procedures)


def _staying(encounter: Encounter, days: int) -> Encounter:
    """Return the event with a stay of so many days counted both ways, or as a visit."""
    if encounter.start is None:
        return encounter
    if days == 0:
        last = encounter.start.date()
        return _as(encounter, EncounterType.SPECIALIST_OUTPATIENT, last)
    last = encounter.start.date() + timedelta(days=days - 1)
    kind = encounter.encounter_type
    inpatient = kind if kind is EncounterType.NEWBORN else EncounterType.INPATIENT
    return _as(encounter, inpatient, last)


def _as(encounter: Encounter, kind: EncounterType, last: date) -> Encounter:
    visit = kind is EncounterType.SPECIALIST_OUTPATIENT
    encounter_class = EncounterClass.OUTPATIENT if visit else EncounterClass.INPATIENT
    is_same = encounter.encounter_class is encounter_class
    begun = encounter.start
    clock = encounter.end.time() if encounter.end is not None else time(23, 59)
    end = datetime.combine(last, clock)
    if begun is not None and end < begun:
        end = datetime.combine(last, time(23, 59))
    return replace(
        encounter,
        encounter_class=encounter_class,
        encounter_type=encounter.encounter_type if is_same else kind,
        end=end,
    )
