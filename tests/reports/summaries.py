"""Coding summaries for the tests of print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

from pypdf import PdfReader

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
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
from app.domain.summary import CodingSummary, PrintedOverride, Signature

NUMBER = "191212121212"
NAME = "Tolvan Tolvansson"

_TITLES = (
    (CodeSystem.ICD10SE, "S72.00", "Kollumfraktur, sluten", Mark.NONE),
    (CodeSystem.ICD10SE, "W19.99", "Ospecificerat fall, ospecificerad plats", Mark.NONE),
    (CodeSystem.ICD10SE, "E11.4", "Diabetes typ 2 med neurologiska komplikationer", Mark.DAGGER),
    (CodeSystem.ICD10SE, "G63.2", "Diabetespolyneuropati", Mark.ASTERISK),
    (CodeSystem.KVA, "NFB09", "Primär delprotes i höftled utan cement", Mark.NONE),
    (CodeSystem.KVA, "ZXA00", "Höger sida", Mark.NONE),
    (CodeSystem.ATC, "J01DC02", "cefuroxim", Mark.NONE),
    (CodeSystem.ATC, "B01AA03", "warfarin", Mark.NONE),
)
CONCEPTS = {
    (system, code): Concept(system, code, title, Level.SUBCATEGORY, mark=mark)
    for system, code, title, mark in _TITLES
}
WARNING = Finding("YO003", Severity.WARNING, ("S72.00", "W19.99"), "Plats och aktivitet saknas.")
ADVICE = Finding("BD014", Severity.ADVICE, ("E11.4",), "Kontrollera diabetestypen.")
ERROR = Finding("GK001", Severity.ERROR, ("Q99.9X",), "Q99.9X finns inte i utgåvan.")


def patient(protection: Protection = Protection.NONE) -> Patient:
    identity = IdentityNumber(NUMBER, IdentityKind.PERSONNUMMER, is_valid=True)
    return Patient(identity, NAME, Sex.MALE, date(1912, 12, 12), protection)


def hip_fracture(event_id: str = "höft-1") -> Encounter:
    return Encounter(
        id=event_id,
        patient=patient(),
        encounter_class=EncounterClass.INPATIENT,
        encounter_type=EncounterType.INPATIENT,
        unit=Unit("u1", "Ortopedkliniken"),
        start=datetime.fromisoformat("2022-03-01T14:05"),
        end=datetime.fromisoformat("2022-03-09T11:30"),
        diagnoses=(
            Diagnosis(
                "S72.00",
                DiagnosisRole.PRINCIPAL,
                external_causes=("W19.99",),
                text="Höftfraktur efter fall",
            ),
            Diagnosis("E11.4", partner="G63.2", drugs=("B01AA03",)),
            Diagnosis("Q99.9X"),
        ),
        procedures=(Procedure("NFB09", date(2022, 3, 2), ("ZXA00",), ("J01DC02",)),),
        overrides=(
            Override("YO003", ("S72.00", "W19.99"), "Fallet var obevittnat", "p1"),
        ),
        status=Status.SIGNED,
    )  # fmt: skip


def signed_summary(encounter: Encounter | None = None) -> CodingSummary:
    encounter = encounter or hip_fracture()
    return CodingSummary(
        encounter=encounter,
        concepts=CONCEPTS,
        findings=(ADVICE,),
        overrides=tuple(PrintedOverride(o, "Anna Lind", WARNING) for o in encounter.overrides),
        sources={"BD014": "Socialstyrelsen, Anvisningar, avsnitt 3.2"},
        editions=("ICD-10-SE 2022", "KVÅ 2021", "ATC 2020"),
        rule_set="1.0",
        signature=Signature(2, "Anna Lind", datetime.fromisoformat("2022-03-10T09:02")),
        printed_at=datetime.fromisoformat("2022-03-10T09:03"),
    )


def draft_summary() -> CodingSummary:
    encounter = replace(hip_fracture(), status=Status.DRAFT, overrides=())
    return replace(
        signed_summary(encounter),
        findings=(ERROR, WARNING, ADVICE),
        signature=None,
    )


def page_texts(content: bytes) -> list[str]:
    """The text of each page, with line breaks as single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def whole_text(content: bytes) -> str:
    return " ".join(page_texts(content))
