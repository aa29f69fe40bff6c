"""Pair completion without an event at hand: codes in, questions and rows out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem, format_code
from app.domain.coding_acts import AssignedCode, assigned_codes
from app.domain.completion import CompletionKind, Offer, Option, Progress, Step
from app.domain.completion_acts import Role
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotFoundError
from app.domain.identity import read_identity
from app.domain.patient import Patient
from app.domain.usable_code import find_usable
from app.services.cause_builder import CauseMemory, is_cause_whole, usual_mechanisms
from app.services.coding import assign_code
from app.services.completion import SYSTEM_OF, begin_completion, open_step
from app.services.completion_offers import find_offer, find_offers
from app.services.context import AppContext

#: An answer that passes a step over.
PASSED = "-"


@dataclass(frozen=True, slots=True)
class CodeCompletion:
    """What a code asks for among others, and how far the answers have come."""

    offers: tuple[Offer, ...]
    #: What is being completed; None where nothing is.
    offer: Offer | None
    #: The question that waits with its ready answers, None when all are answered.
    step: Step | None
    encounter: Encounter


def complete_by_code(
    app: AppContext,
    codes: Sequence[str],
    answers: Sequence[str] = (),
    kind: CompletionKind | None = None,
    day: date | None = None,
) -> CodeCompletion:
    """Complete the first of some codes, as if they stood on an event of a day (None = today).

    Raises:
        NotFoundError: no codebook of the day has a code.
        AppError: a kind makes no sense for the code, or an answer cannot be one.

    """
    day = day or app.now().date()
    books = app.library.for_day(day)
    encounter, first = _event(books, codes, day), format_code(CodeSystem.ICD10SE, codes[0])
    place = next(each.place for each in assigned_codes(encounter) if _is(each, first, codes[0]))
    found = find_offers(app, encounter, books)
    offers = tuple(offer for offer in found if offer.place.row == place.row)
    offer = offers[0] if offers else None
    if kind is not None:
        offer = find_offer(app, encounter, books, kind, place)
        if offer is None:
            raise AppError(f"{codes[0]} kan inte kompletteras så. Se vad den saknar utan --kind.")
    if offer is None:
        return CodeCompletion(offers, None, None, encounter)
    progress = begin_completion(app, encounter, books, offer)
    for answer in answers:
        progress = _answered(progress, books, answer, day)
    return CodeCompletion(offers, offer, _opened(app, progress, books), progress.draft)


def _event(books: Codebooks, codes: Sequence[str], day: date) -> Encounter:
    moment = datetime.combine(day, time(12))
    event = Encounter("rad", Patient(read_identity("")), start=moment, end=moment)
    for written in codes:
        system, code = _known(books, written, day)
        event = assign_code(event, books, system, code)
    return event


def _known(books: Codebooks, written: str, day: date) -> tuple[CodeSystem, str]:
    for system in CodeSystem:
        code = format_code(system, written)
        if find_usable(books, system, code, day) is not None:
            return system, code
    raise NotFoundError(f"Koden {written[:20]} finns inte i de kodverk som gäller den {day}.")


def _answered(progress: Progress, books: Codebooks, answer: str, day: date) -> Progress:
    step = progress.step
    if step is None:
        raise AppError(f"Allt är besvarat: svaret {answer[:20]} hör till ingen fråga.")
    if answer == PASSED:
        if not step.passing:
            raise AppError(f"Frågan ”{step.question}” kan inte gås förbi. Ange en kod.")
        return progress.answer("")
    system = SYSTEM_OF.get(step.role, CodeSystem.ICD10SE)
    code = format_code(system, answer)
    if find_usable(books, system, code, day) is None:
        raise NotFoundError(f"{answer[:20]} finns inte i {SYSTEM_LABEL[system]} den {day}.")
    if step.role is Role.CAUSE and not is_cause_whole(books.icd10se, code):
        raise AppError(f"{code} är inte fullständig. Se resten med kodklar cause {code}.")
    return progress.answer(code)


def _opened(app: AppContext, progress: Progress, books: Codebooks) -> Step | None:
    """Open the step that waits; of a cause the usual mechanisms are its ready answers."""
    step = open_step(app, progress, books)
    if step is None or step.role is not Role.CAUSE:
        return step
    lead = progress.draft.diagnoses[progress.place.row].code
    return Step(step.role, step.question, tuple(_usual(app, lead, books)))


def _usual(app: AppContext, lead: str, books: Codebooks) -> Iterator[Option]:
    for each in usual_mechanisms(app, lead, books, CauseMemory()):
        yield Option(CodeSystem.ICD10SE, each.concept.code, each.concept.title, each.why)


def _is(assigned: AssignedCode, icd: str, written: str) -> bool:
    return assigned.code in (icd, format_code(CodeSystem.KVA, written))
