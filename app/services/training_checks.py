"""What stands in the way of an exercise: unknown codes and rules, errors, real persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.finding import Severity
from app.domain.training import Exercise, KeyCode
from app.domain.training_identity import TestNumbers, find_numbers
from app.services.context import AppContext
from app.services.review import review
from app.services.training_identity import numbers_of_tests
from app.services.training_quotes import is_known_cite

#: Section of the file, its position among those of its name from 0, and key.
Place = tuple[str, int, str]
#: What stands at the head of the file.
_HEAD = ("", 0)


@dataclass(frozen=True, slots=True)
class ExerciseFault:
    """Something that is wrong with an exercise. Sentences name no identity number."""

    place: Place
    sentences: str
    #: A doubt may be confirmed by the trainer; anything else has to be mended.
    is_doubt: bool = False


def check_exercise(app: AppContext, exercise: Exercise) -> tuple[ExerciseFault, ...]:
    """Return what is wrong with an exercise, in the order of its file; empty for nothing.

    The codebooks are those of the event's day. An exercise without faults that are no doubts
    may be kept.
    """
    books = app.library.for_day(exercise.event.day)
    faults = [
        *_head_faults(app, exercise),
        *_identity_faults(app, exercise),
        *_code_faults(exercise, books),
        *_wrong_faults(app, exercise, books),
        *_cite_faults(app, exercise),
    ]
    return tuple(faults) if faults else tuple(_review_faults(app, exercise))


def texts_of(exercise: Exercise) -> Iterator[tuple[Place, str]]:
    """Yield every text of an exercise with its place in the file."""
    yield (*_HEAD, "title"), exercise.title
    yield (*_HEAD, "author"), exercise.author
    for topic in (*exercise.topics, *exercise.goals):
        yield (*_HEAD, "goals"), topic
    event = exercise.event
    told = (event.unit.label, event.unit.id, event.contact_form, event.discharge_mode)
    yield ("event", 0, "unit"), " | ".join((*told, event.referral, *event.professions))
    yield ("patient", 0, "name"), event.patient.name
    yield from _record_texts(exercise)
    for n, row in enumerate(exercise.key.diagnoses):
        yield ("diagnosis", n, "why"), row.why
    for n, act in enumerate(exercise.key.procedures):
        yield ("procedure", n, "why"), act.why
    for n, wrong in enumerate(exercise.key.wrong):
        yield ("wrong", n, "reason"), wrong.reason


def _record_texts(exercise: Exercise) -> Iterator[tuple[Place, str]]:
    record = exercise.record
    for n, note in enumerate(record.documents):
        yield ("note", n, "title"), f"{note.title} | {note.author_role}"
        yield ("note", n, "text"), note.text
    for n, drug in enumerate(record.medications):
        told = (drug.name, drug.substance, drug.reason, drug.dosage)
        yield ("drug", n, "name"), " | ".join(told)
    for n, value in enumerate(record.measurements):
        said = (value.name, value.value, value.reference, value.group, value.comment)
        yield ("value", n, "name"), " | ".join(said)
    for n, proposal in enumerate(record.proposals):
        yield ("proposal", n, "text"), proposal.text


def _head_faults(app: AppContext, exercise: Exercise) -> Iterator[ExerciseFault]:
    if exercise.key.principal is None:
        yield ExerciseFault(("diagnosis", 0, ""), "Facit saknar huvuddiagnos. Lägg till den.")
    if not exercise.title.strip():
        yield ExerciseFault((*_HEAD, "title"), "Övningen saknar namn. Skriv ett.")
    if not exercise.goals:
        yield ExerciseFault((*_HEAD, "goals"), "Lärandemål saknas. Skriv minst ett.")
    for rule_id in exercise.rules:
        if not is_known_cite(app, rule_id):
            yield ExerciseFault((*_HEAD, "rules"), _unknown_rule(rule_id))


def _identity_faults(app: AppContext, exercise: Exercise) -> Iterator[ExerciseFault]:
    is_test, today = numbers_of_tests(app), app.now().date()
    number = exercise.event.patient.identity
    if number.is_valid and not is_test(number.text):
        yield ExerciseFault(
            ("patient", 0, "number"),
            "Patientens nummer kan tillhöra någon. Skriv ett av Skatteverkets testnummer, eller "
            "ta bort raden och skriv född med born.",
        )
    for place, text in texts_of(exercise):
        yield from _text_faults(place, text, is_test, app)
    if number.text and not number.is_valid:
        near = find_numbers(number.text, is_test, today)
        if any(found.is_valid for found in near):
            yield ExerciseFault(("patient", 0, "number"), "Numret innehåller ett personnummer.")


def _text_faults(
    place: Place, text: str, is_test: TestNumbers, app: AppContext
) -> Iterator[ExerciseFault]:
    found = find_numbers(text, is_test, app.now().date())
    if any(number.is_valid for number in found):
        yield ExerciseFault(
            place,
            "Texten har ett identitetsnummer som kan tillhöra någon. Ta bort det, eller byt det "
            "mot ett av Skatteverkets testnummer.",
        )
    elif found:
        yield ExerciseFault(
            place,
            "Texten har siffror som liknar ett personnummer. Ta bort dem eller bekräfta att de "
            "är något annat.",
            is_doubt=True,
        )


def _code_faults(exercise: Exercise, books: Codebooks) -> Iterator[ExerciseFault]:
    icd, kva, atc = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
    for n, row in enumerate(exercise.key.diagnoses):
        partner = (row.partner,) if row.partner else ()
        parts = (("code", icd, (row.code,)), ("partner", icd, partner),
                 ("causes", icd, row.causes), ("drugs", atc, row.drugs))  # fmt: skip
        for key, system, codes in parts:
            yield from _unknown(books, system, codes, ("diagnosis", n, key))
    for n, act in enumerate(exercise.key.procedures):
        acts = (("code", kva, (act.code,)), ("addons", kva, act.addons), ("drugs", atc, act.drugs))
        for key, system, codes in acts:
            yield from _unknown(books, system, codes, ("procedure", n, key))


def _unknown(
    books: Codebooks, system: CodeSystem, codes: tuple[KeyCode, ...], place: Place
) -> Iterator[ExerciseFault]:
    for code in (each for asked in codes for each in asked.accepted):
        if books.of(system).concept(code) is None:
            yield ExerciseFault(place, _unknown_code(books, system, code))


def _wrong_faults(app: AppContext, exercise: Exercise, books: Codebooks) -> Iterator[ExerciseFault]:
    accepted = {(system, code) for system, each in exercise.key.codes() for code in each.accepted}
    for n, wrong in enumerate(exercise.key.wrong):
        if books.of(wrong.system).concept(wrong.code) is None:
            sentences = _unknown_code(books, wrong.system, wrong.code)
            yield ExerciseFault(("wrong", n, "code"), sentences)
        if (wrong.system, wrong.code) in accepted:
            sentences = f"{wrong.code} är både rätt och fel i facit. Ta bort det ena."
            yield ExerciseFault(("wrong", n, "code"), sentences)
        for cite in wrong.cites:
            if not is_known_cite(app, cite):
                yield ExerciseFault(("wrong", n, "cites"), _unknown_rule(cite))
    yield from _shared_codes(exercise)


def _shared_codes(exercise: Exercise) -> Iterator[ExerciseFault]:
    """Object to a code that two rows of the key would both take as right, but not alike."""
    taken: dict[str, KeyCode] = {}
    leads = [("diagnosis", n, row.code) for n, row in enumerate(exercise.key.diagnoses)]
    leads += [("procedure", n, act.code) for n, act in enumerate(exercise.key.procedures)]
    for section, n, lead in leads:
        for code in lead.accepted:
            other = taken.setdefault(code, lead)
            if set(other.accepted) != set(lead.accepted):
                sentences = f"{code} duger på två rader med olika alternativ. Skriv dem lika."
                yield ExerciseFault((section, n, "code"), sentences)


def _cite_faults(app: AppContext, exercise: Exercise) -> Iterator[ExerciseFault]:
    rows = [("diagnosis", n, row.rules) for n, row in enumerate(exercise.key.diagnoses)]
    rows += [("procedure", n, act.rules) for n, act in enumerate(exercise.key.procedures)]
    for section, n, cites in rows:
        for cite in cites:
            if not is_known_cite(app, cite):
                yield ExerciseFault((section, n, "rules"), _unknown_rule(cite))


def _review_faults(app: AppContext, exercise: Exercise) -> Iterator[ExerciseFault]:
    """Object to a key that could not be signed."""
    for finding in review(app, exercise.coded()):
        if finding.severity is Severity.ERROR:
            yield ExerciseFault(
                ("diagnosis", 0, ""),
                f"Facit granskas med fel enligt {finding.rule_id}: {finding.message} Rätta facit.",
            )


def _unknown_code(books: Codebooks, system: CodeSystem, code: str) -> str:
    label = books.of(system).edition.label
    return (
        f"{code} finns inte i {SYSTEM_LABEL[system]} ({label}). Rätta koden, eller läs in en "
        "utgåva som har den."
    )


def _unknown_rule(cite: str) -> str:
    return (
        f"”{cite[:20]}” är ingen regel. Skriv en regels beteckning, som HD002, eller ett nummer i "
        "regelkatalogen, som katalog 24."
    )
