"""The key of an exercise a step at a time, with titles and with the rules in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.training import Exercise, KeyCode, KeyDiagnosis, KeyProcedure
from app.domain.training_marks import RuleQuote
from app.services.context import AppContext
from app.services.training_quotes import quotes_for


@dataclass(frozen=True, slots=True)
class KeyStep:
    """One thing of the key: what it is, the codes that will do, and why."""

    heading: str
    #: Code and title, the preferred one first.
    codes: tuple[tuple[str, str], ...]
    why: str = ""
    quotes: tuple[RuleQuote, ...] = ()


def key_steps(app: AppContext, exercise: Exercise) -> tuple[KeyStep, ...]:
    """Return the key in the order in which it is told: principal first, what is wrong last."""
    books = app.library.for_day(exercise.event.day)
    rows = sorted(exercise.key.diagnoses, key=lambda row: not row.is_principal)
    steps = [step for row in rows for step in _diagnosis(app, books, row)]
    for act in exercise.key.procedures:
        steps += _procedure(app, books, act)
    for wrong in exercise.key.wrong:
        title = _titled(books, wrong.system, KeyCode(wrong.code))
        cites = quotes_for(app, wrong.cites)
        steps.append(KeyStep("Vanligt fel", title, wrong.reason, cites))
    return tuple(steps)


def _diagnosis(app: AppContext, books: Codebooks, row: KeyDiagnosis) -> Iterator[KeyStep]:
    icd, atc = CodeSystem.ICD10SE, CodeSystem.ATC
    kind = "Huvuddiagnos" if row.is_principal else "Bidiagnos"
    yield KeyStep(
        kind if row.is_required else f"{kind}, får finnas med",
        _titled(books, icd, row.code),
        row.why,
        quotes_for(app, row.rules),
    )
    if row.partner is not None:
        yield KeyStep(f"Parets andra halva till {row.code.code}", _titled(books, icd, row.partner))
    for cause in row.causes:
        yield KeyStep(f"Yttre orsak till {row.code.code}", _titled(books, icd, cause))
    for drug in row.drugs:
        yield KeyStep(f"Läkemedel till {row.code.code}", _titled(books, atc, drug))


def _procedure(app: AppContext, books: Codebooks, act: KeyProcedure) -> Iterator[KeyStep]:
    kva, atc = CodeSystem.KVA, CodeSystem.ATC
    yield KeyStep(
        "Åtgärd" if act.is_required else "Åtgärd, får finnas med",
        _titled(books, kva, act.code),
        act.why,
        quotes_for(app, act.rules),
    )
    for addon in act.addons:
        yield KeyStep(f"Tilläggskod till {act.code.code}", _titled(books, kva, addon))
    for drug in act.drugs:
        yield KeyStep(f"Läkemedel till {act.code.code}", _titled(books, atc, drug))


def _titled(books: Codebooks, system: CodeSystem, code: KeyCode) -> tuple[tuple[str, str], ...]:
    found = ((each, books.of(system).concept(each)) for each in code.accepted)
    return tuple((each, concept.title if concept else "") for each, concept in found)
