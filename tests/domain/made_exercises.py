"""Exercises for tests: small ones made here, and keys of any shape by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import DiagnosisRole, Encounter, Unit
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.record import CareRecord, RecordDocument
from app.domain.training import Exercise, ExerciseKey, KeyCode, KeyDiagnosis, KeyProcedure

#: One of the tax agency's test numbers.
TEST_NUMBER = "198405262398"
#: Categories that keys are made of; those of wrong codes are others.
_ICD = [f"{letter}{number:02}" for letter in "ABCDEFGHIJKLMN" for number in range(10, 90, 7)]
_KVA = [f"{a}{b}{c}" for a in "ABCDEF" for b in "ABCDEF" for c in "ABCDEF"]
FOREIGN = [f"P{number:02}.{last}" for number in range(10, 90) for last in range(3)]


def made_event(exercise_id: str = "liten") -> Encounter:
    number = read_identity(TEST_NUMBER, date(2026, 1, 1))
    return Encounter(
        exercise_id,
        Patient(number, "Testa Testsson", Sex.MALE, number.birth_date),
        EncounterClass.INPATIENT,
        EncounterType.INPATIENT,
        Unit("Medicinavdelningen", "Medicinavdelningen"),
        datetime.fromisoformat("2025-03-03T10:00"),
        datetime.fromisoformat("2025-03-05T12:00"),
        source="demo",
    )


def made_exercise(key: ExerciseKey, exercise_id: str = "liten", title: str = "Liten") -> Exercise:
    note = RecordDocument(
        f"{exercise_id}-1",
        "Anteckning",
        datetime.fromisoformat("2025-03-03T11:00"),
        "Läkare",
        "Hosta och feber.",
    )
    return Exercise(
        exercise_id, title, made_event(exercise_id), CareRecord((note,)), key, ("Ett mål.",),
        topics=("Sepsis",),
    )  # fmt: skip


def principal(code: str, **rest: Any) -> KeyDiagnosis:
    return replace(KeyDiagnosis(KeyCode(code), DiagnosisRole.PRINCIPAL), **rest)


def secondary(code: str, *alternatives: str, **rest: Any) -> KeyDiagnosis:
    return replace(KeyDiagnosis(KeyCode(code, alternatives)), **rest)


@st.composite
def keys(draw: st.DrawFn) -> ExerciseKey:
    """Any key of categories that all differ, as the check of exercises asks of leads."""
    first = draw(st.integers(0, len(_ICD) - 1))
    icd, kva = iter(_ICD[first:] + _ICD[:first]), iter(_KVA)

    def code() -> KeyCode:
        category = next(icd)
        count = draw(st.integers(1, 3))
        first, *others = [f"{category}.{last}" for last in range(count)]
        return KeyCode(first, tuple(others))

    def row(role: DiagnosisRole) -> KeyDiagnosis:
        numbers = draw(st.sets(st.integers(10, 19), max_size=1))
        return KeyDiagnosis(
            code(),
            role,
            code() if draw(st.booleans()) else None,
            tuple(KeyCode(f"W{number}.09") for number in numbers),
            is_required=role is DiagnosisRole.PRINCIPAL or draw(st.booleans()),
        )

    def act() -> KeyProcedure:
        addons = tuple(KeyCode(each) for each in draw(st.sets(st.sampled_from(["ZXA00", "ZXD00"]))))
        return KeyProcedure(KeyCode(f"{next(kva)}10"), date(2025, 3, 4), addons)

    diagnoses = [row(DiagnosisRole.PRINCIPAL)]
    diagnoses += [row(DiagnosisRole.SECONDARY) for _ in range(draw(st.integers(0, 5)))]
    acts = [act() for _ in range(draw(st.integers(0, 3)))]
    return ExerciseKey(tuple(diagnoses), tuple(acts), order_matters=draw(st.booleans()))
