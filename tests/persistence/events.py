"""Events for the tests of persistence."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import (
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Override,
    Procedure,
    Status,
    Unit,
)
from app.domain.finding import Finding, Severity
from app.domain.identity import IdentityKind, IdentityNumber
from app.domain.patient import Patient, Protection, Sex
from app.domain.version import SignedVersion

NUMBER = "198501012384"

#: Wall clock of care, without zone, as records and files write it.
moment = datetime.fromisoformat


def patient(
    name: str = "Tolvan Tolvansson",
    number: str = NUMBER,
    protection: Protection = Protection.NONE,
) -> Patient:
    identity = IdentityNumber(number, IdentityKind.PERSONNUMMER, is_valid=True)
    return Patient(identity, name, Sex.FEMALE, date(1985, 1, 1), protection)


def event(event_id: str = "händelse-1", **changes: object) -> Encounter:
    """A closed event that nobody has coded."""
    facts: dict[str, object] = {
        "patient": patient(),
        "encounter_class": EncounterClass.INPATIENT,
        "encounter_type": EncounterType.INPATIENT,
        "unit": Unit("SE-1", "Ögonkliniken"),
        "start": moment("2026-03-01T08:30"),
        "end": moment("2026-03-04T11:00"),
    }
    return Encounter(id=event_id, **(facts | changes))


def coded(event_id: str = "händelse-1", **changes: object) -> Encounter:
    """An event with a code in every place that holds one."""
    return event(
        event_id,
        status=Status.DRAFT,
        diagnoses=(
            Diagnosis("E11.3", DiagnosisRole.PRINCIPAL, "H36.0", text="diabetesöga"),
            Diagnosis("S52.5", external_causes=("W01.0", "Y92.0"), drugs=("N02BE01",)),
        ),
        procedures=(
            Procedure(
                "CKC10",
                date(2026, 3, 2),
                additional=("ZXA05",),
                drugs=("S01LA04",),
                start=moment("2026-03-02T09:00"),
                end=moment("2026-03-02T10:15"),
            ),
        ),
        overrides=(
            Override(
                "YO001",
                ("S52.5",),
                "Uppgift saknas",
                "anna",
                moment("2026-03-05T08:00"),
                ("ICD-10-SE 2026", "KVÅ 2026", "ATC 2026"),
            ),
        ),
        **changes,
    )


def signed_version(encounter: Encounter, number: int = 1) -> SignedVersion:
    return SignedVersion(
        encounter_id=encounter.id,
        number=number,
        encounter=encounter,
        findings=(Finding("HD001", Severity.ADVICE, ("E11.3",), "Se över.", (1, 2)),),
        editions=("icd10se-2026",),
        rule_set="1",
        signer_id="anna",
        signer_name="Anna Ek",
        signed_at=moment("2026-03-05T09:30"),
    )
