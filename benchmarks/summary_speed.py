"""How long a coding summary takes: cold in a new process, warm, with 60 diagnoses, in a batch.

Usage: python benchmarks/summary_speed.py [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Unit
from app.domain.finding import Finding, Severity
from app.domain.identity import IdentityKind, IdentityNumber
from app.domain.patient import Patient, Sex
from app.domain.summary import CodingSummary, Signature

TARGET_MS = 200
COLD = "--cold"


class Unhurried:
    """A batch that nobody watches."""

    def step(self, done: int, total: int, text: str) -> None:
        """Take no note."""


def main() -> None:
    if COLD in sys.argv:
        _build_cold()
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    from app.reports.coding_summary import build_batch, build_coding_summary

    _tell_cold()
    typical, long = build_event(5), build_event(60)
    _tell("warm, 5 diagnoses", lambda: build_coding_summary(typical), rounds)
    _tell("warm, 60 diagnoses", lambda: build_coding_summary(long), max(rounds // 5, 3))
    _tell("batch of 100 events", lambda: build_batch([typical] * 100, Unhurried()), 3)
    print(f"target: one summary at most {TARGET_MS} ms")


def build_event(diagnoses: int) -> CodingSummary:
    """Build an event with that many diagnoses, and a little of everything else."""
    pair = Diagnosis("E11.4", partner="G63.2", text="klinikerns egna ord om diagnosen")
    injury = Diagnosis("S72.00", external_causes=("W19.99",))
    rows = [injury if number % 2 else pair for number in range(diagnoses)]
    rows[0] = replace(rows[0], role=DiagnosisRole.PRINCIPAL)
    identity = IdentityNumber("191212121212", IdentityKind.PERSONNUMMER, is_valid=True)
    procedure = Procedure("NFB09", date(2022, 3, 2), ("ZXA00",), ("J01DC02",))
    encounter = Encounter(
        id="0b8f7a6e-3c1d-4f4e-9d2a-5b7c8e9f0001",
        patient=Patient(identity, "Tolvan Tolvansson", Sex.MALE, date(1912, 12, 12)),
        encounter_class=EncounterClass.INPATIENT,
        encounter_type=EncounterType.INPATIENT,
        unit=Unit("u1", "Ortopedkliniken, vårdavdelning 41"),
        start=datetime.fromisoformat("2022-03-01T14:05"),
        end=datetime.fromisoformat("2022-03-09T11:30"),
        diagnoses=tuple(rows),
        procedures=(procedure, procedure),
    )
    finding = Finding(
        "BD014", Severity.ADVICE, ("E11.4",), "Kontrollera diabetestypen i journalen."
    )
    signature = Signature(1, "Anna Lind", datetime.fromisoformat("2022-03-10T09:02"))
    editions = ("ICD-10-SE 2022", "KVÅ 2021", "ATC 2020")
    return CodingSummary(
        encounter, _concepts(), (finding,) * 3, editions=editions, rule_set="1", signature=signature
    )


def _concepts() -> dict[tuple[CodeSystem, str], Concept]:
    titles = (
        (CodeSystem.ICD10SE, "S72.00", "Kollumfraktur, sluten", Mark.NONE),
        (CodeSystem.ICD10SE, "W19.99", "Ospecificerat fall, ospecificerad plats", Mark.NONE),
        (
            CodeSystem.ICD10SE,
            "E11.4",
            "Diabetes typ 2 med neurologiska komplikationer",
            Mark.DAGGER,
        ),
        (CodeSystem.ICD10SE, "G63.2", "Diabetespolyneuropati", Mark.ASTERISK),
        (CodeSystem.KVA, "NFB09", "Primär delprotes i höftled utan cement", Mark.NONE),
        (CodeSystem.KVA, "ZXA00", "Höger sida", Mark.NONE),
        (CodeSystem.ATC, "J01DC02", "cefuroxim", Mark.NONE),
    )
    return {
        (system, code): Concept(system, code, title, Level.SUBCATEGORY, mark=mark)
        for system, code, title, mark in titles
    }


def _build_cold() -> None:
    event = build_event(5)
    start = time.perf_counter()
    from app.reports.coding_summary import build_coding_summary

    imported = time.perf_counter()
    build_coding_summary(event)
    done = time.perf_counter()
    print(f"{(imported - start) * 1000:.0f} {(done - imported) * 1000:.0f}")


def _tell_cold() -> None:
    command = [sys.executable, __file__, COLD]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    pairs = [tuple(map(int, run.stdout.split())) for run in runs]
    imports, first = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"cold: import of ReportLab {imports:.0f} ms, first summary with fonts {first:.0f} ms")


def _tell(name: str, work: Callable[[], bytes], rounds: int) -> None:
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"{name}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
