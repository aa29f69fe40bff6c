"""Exercises for trainees of coding, the key to each, and what a trainee made of one.

An exercise is a fictive event with its record. Its key is not one coding but what is asked of
a coding: codes that must be there, what may stand instead, what may be added, and what is
wrong with a reason. A trainee's work on an exercise is an attempt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.codes import CodeSystem, has_atc_shape, has_icd_shape, has_kva_shape
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.record import NO_RECORD, CareRecord
from app.domain.training_marks import NO_MARKS, Marks

#: `source` of every event that a trainee codes: persons who do not exist, so that the event
#: may be taken away again even where it was signed.
SOURCE = "demo"
#: What stands across every print of training.
WATERMARK = "ÖVNING"
#: Between codes of a key of which any will do, as files write them.
OR = " | "


class Difficulty(StrEnum):
    """How hard an exercise is; the value is the Swedish text."""

    EASY = "lätt"
    MEDIUM = "medel"
    HARD = "svår"


class Mode(StrEnum):
    """What an attempt is for."""

    DEMONSTRATE = "demonstrate"
    PRACTISE = "practise"
    TEST = "test"


MODE_LABEL = {Mode.DEMONSTRATE: "Visa", Mode.PRACTISE: "Öva", Mode.TEST: "Prov"}


@dataclass(frozen=True, slots=True)
class KeyCode:
    """A code that is asked for, and codes that are as good."""

    code: str
    alternatives: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every code that earns full marks, the preferred one first."""
        return (self.code, *self.alternatives)

    def accepts(self, code: str) -> bool:
        """Whether a code in canonical form earns full marks."""
        return code == self.code or code in self.alternatives

    def __str__(self) -> str:
        return OR.join(self.accepted)


@dataclass(frozen=True, slots=True)
class KeyDiagnosis:
    """A diagnosis of the key with what must hang on it."""

    code: KeyCode
    role: DiagnosisRole = DiagnosisRole.SECONDARY
    partner: KeyCode | None = None
    causes: tuple[KeyCode, ...] = ()
    drugs: tuple[KeyCode, ...] = ()
    #: A row that is not required earns nothing and costs nothing.
    is_required: bool = True
    #: Why it is coded so, a Swedish sentence.
    why: str = ""
    #: Ids of the rules that say so.
    rules: tuple[str, ...] = ()

    @property
    def is_principal(self) -> bool:
        """Whether it is the principal diagnosis."""
        return self.role is DiagnosisRole.PRINCIPAL


@dataclass(frozen=True, slots=True)
class KeyProcedure:
    """A procedure of the key with what must hang on it."""

    code: KeyCode
    date: date | None = None
    addons: tuple[KeyCode, ...] = ()
    drugs: tuple[KeyCode, ...] = ()
    is_required: bool = True
    why: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A code that trainees often choose, and why it is wrong here."""

    system: CodeSystem
    code: str
    reason: str
    #: Ids of rules (`HD002`) and numbers of the catalogue (`katalog 123`).
    cites: tuple[str, ...] = ()
    #: Whether it still earns what the right category earns; it then costs nothing.
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class ExerciseKey:
    """What is asked of the coding of an exercise."""

    diagnoses: tuple[KeyDiagnosis, ...] = ()
    procedures: tuple[KeyProcedure, ...] = ()
    wrong: tuple[WrongCode, ...] = ()
    #: Whether the order of the secondary diagnoses earns marks.
    order_matters: bool = False

    @property
    def principal(self) -> KeyDiagnosis | None:
        """The principal diagnosis of the key."""
        return next((row for row in self.diagnoses if row.is_principal), None)

    def codes(self) -> Iterator[tuple[CodeSystem, KeyCode]]:
        """Every code that is asked for or allowed, in order."""
        for row in self.diagnoses:
            partner = (row.partner,) if row.partner else ()
            yield from ((CodeSystem.ICD10SE, code) for code in (row.code, *partner, *row.causes))
            yield from ((CodeSystem.ATC, code) for code in row.drugs)
        for act in self.procedures:
            yield from ((CodeSystem.KVA, code) for code in (act.code, *act.addons))
            yield from ((CodeSystem.ATC, code) for code in act.drugs)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A fictive event to be coded. The event carries no codes; they are in the key."""

    id: str
    title: str
    event: Encounter
    record: CareRecord = NO_RECORD
    key: ExerciseKey = ExerciseKey()
    #: What a trainee should have learnt, as Swedish sentences.
    goals: tuple[str, ...] = ()
    difficulty: Difficulty = Difficulty.MEDIUM
    topics: tuple[str, ...] = ()
    #: Ids of the rules at play.
    rules: tuple[str, ...] = ()
    author: str = ""

    def coded(self, *, with_optional: bool = False) -> Encounter:
        """Return the event coded as the key prefers."""
        diagnoses = tuple(
            _diagnosis(row) for row in self.key.diagnoses if row.is_required or with_optional
        )
        procedures = tuple(
            _procedure(act, self.event.admission_day)
            for act in self.key.procedures
            if act.is_required or with_optional
        )
        return replace(self.event, diagnoses=diagnoses, procedures=procedures)


@dataclass(frozen=True, slots=True)
class Overrule:
    """A trainer's own judgement of one line of the marks."""

    #: Position of the line in `Marks.lines`, from 0.
    line: int
    points: int
    note: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A trainee's work on an exercise. It is ended once, and then has marks."""

    id: str
    exercise_id: str
    #: As it was then: a collected file may come from another machine.
    exercise_title: str
    trainee: str
    mode: Mode
    started: datetime
    ended: datetime | None = None
    #: Minutes; None for no limit.
    time_limit: int | None = None
    diagnoses: tuple[Diagnosis, ...] = field(default=(), repr=False)
    procedures: tuple[Procedure, ...] = field(default=(), repr=False)
    marks: Marks = NO_MARKS
    overrules: tuple[Overrule, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Whether it has been handed in."""
        return self.ended is not None

    @property
    def deadline(self) -> datetime | None:
        """When a test is over; None where there is no limit."""
        return self.started + timedelta(minutes=self.time_limit) if self.time_limit else None

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after the time had run out."""
        deadline = self.deadline
        return deadline is not None and self.ended is not None and self.ended > deadline

    @property
    def is_overruled(self) -> bool:
        """Whether a trainer has judged any line otherwise."""
        return bool(self.overrules)

    @property
    def final(self) -> Marks:
        """The marks with the trainer's judgements laid over them."""
        latest = {overrule.line: overrule for overrule in self.overrules}
        return self.marks.overruled({line: each.points for line, each in latest.items()})


def seconds_left(attempt: Attempt, now: datetime) -> int | None:
    """Return the time that remains of a test in seconds, at least 0; None without a limit."""
    deadline = attempt.deadline
    return None if deadline is None else max(0, int((deadline - now).total_seconds()))


def system_of(code: str) -> CodeSystem | None:
    """Tell from the shape of a code which system it is of; ICD-10-SE where two would do."""
    if has_kva_shape(code):
        return CodeSystem.KVA
    if has_icd_shape(code):
        return CodeSystem.ICD10SE
    return CodeSystem.ATC if has_atc_shape(code) else None


def _diagnosis(row: KeyDiagnosis) -> Diagnosis:
    return Diagnosis(
        row.code.code,
        row.role,
        row.partner.code if row.partner else None,
        tuple(each.code for each in row.causes),
        tuple(each.code for each in row.drugs),
    )


def _procedure(act: KeyProcedure, day: date | None) -> Procedure:
    return Procedure(
        act.code.code,
        act.date or day,
        tuple(each.code for each in act.addons),
        tuple(each.code for each in act.drugs),
    )
