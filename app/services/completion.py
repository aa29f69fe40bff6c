"""Use cases of pair completion: the questions that an offer leads to, and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, is_external_cause
from app.domain.coding_acts import Part, Place
from app.domain.completion import (
    Completion,
    CompletionKind,
    Offer,
    Option,
    Progress,
    Step,
    begin,
)
from app.domain.completion_acts import Role
from app.domain.concept import Level, Mark
from app.domain.encounter import SIDE_LABEL, Diagnosis, Encounter
from app.domain.record import NO_RECORD, CareRecord
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.domain.usable_code import find_usable
from app.services.completion_offers import (
    ADVERSE_CAUSE,
    DELIVERIES,
    OUTCOMES,
    POISONING_WITH_ATC,
    TREATMENT_CAUSES,
)
from app.services.completion_tables import read_tables
from app.services.context import AppContext
from app.services.pairing import asterisk_options, dagger_options

_SINGLE = ("Z37.0", "Z37.1", "Z37.9")
_MULTIPLE = ("Z37.2", "Z37.3", "Z37.4", "Z37.5", "Z37.6", "Z37.7", "Z37.9")
_OF_ONE, _OF_SEVERAL = ("O80", "O81", "O82", "O83"), ("O84",)
#: Operations at delivery: KVÅ MA–MC.
_OBSTETRIC = ("MA", "MB", "MC")
_SIDE_KEYS = {"ZXA00": "h", "ZXA05": "v", "ZXA10": "b"}
_SHOWN_AT_MOST, _ASKED_AT_MOST = 40, 300
#: Where the answers to a step are codes of; ICD-10-SE where nothing is said.
SYSTEM_OF = {
    Role.DRUG: CodeSystem.ATC,
    Role.PROCEDURE: CodeSystem.KVA,
    Role.SIDE: CodeSystem.KVA,
}
_SPANS = {Role.DELIVERY: DELIVERIES, Role.OUTCOME: OUTCOMES}
_DRUG = Step(Role.DRUG, "Vilket läkemedel?", passing="Utan läkemedelskod")
_CAUSE = Step(Role.CAUSE, "Vad hände?")
_STEPS = {
    Role.DAGGER: Step(Role.DAGGER, "Vilken grundsjukdom (†)?"),
    Role.ASTERISK: Step(Role.ASTERISK, "Vilken manifestation (*)?"),
    Role.DELIVERY: Step(Role.DELIVERY, "Hur föddes barnet?"),
    Role.OUTCOME: Step(Role.OUTCOME, "Vad blev utfallet?"),
    Role.PROCEDURE: Step(Role.PROCEDURE, "Vilken åtgärd?", passing="Ingen åtgärd att lägga till"),
    Role.SIDE: Step(Role.SIDE, "Vilken sida?"),
}
_TITLES = {
    CompletionKind.CAUSE: "Yttre orsak till",
    CompletionKind.POISONING: "Förgiftning",
    CompletionKind.ADVERSE_EFFECT: "Biverkan",
    CompletionKind.DAGGER: "Grundsjukdom till",
    CompletionKind.ASTERISK: "Manifestation av",
    CompletionKind.DELIVERY: "Förlossning",
    CompletionKind.SIDE: "Sida för",
}


def begin_completion(
    app: AppContext, encounter: Encounter, books: Codebooks, offer: Offer
) -> Progress:
    """Start what an offer leads to; nothing is changed but the draft that it carries.

    Where everything is given the progress has no step left.
    """
    place = offer.place
    lead = encounter.diagnoses[place.row] if place.in_diagnosis else None
    day = encounter.day or app.now().date()
    is_mended = offer.kind is CompletionKind.CAUSE and is_external_cause(offer.code)
    completion = Completion(
        offer.kind,
        _lead_place(place),
        _title(books, encounter, offer),
        tuple(_steps(encounter, offer, lead)),
        _given(books, day, offer, lead),
        mended=place if is_mended else None,
        drug_step=_DRUG,
    )
    return begin(encounter, completion)


def open_step(
    app: AppContext, progress: Progress, books: Codebooks, record: CareRecord = NO_RECORD
) -> Step | None:
    """Return the step that waits with its ready answers, by what the draft holds now.

    Every code among them is one that the edition of the event's day has in use.
    """
    step = progress.step
    if step is None or step.is_cause:
        return step
    draft, row = progress.draft, progress.place.row
    if step.role is Role.DAGGER:
        options, span = dagger_options(app, draft, books, row)
        return replace(step, options=_usable(app, draft, books, options), span=span)
    options = tuple(_ready(app, step.role, draft, row, books, record))
    return replace(step, options=_usable(app, draft, books, options))


def search_step(
    app: AppContext, step: Step, text: str, day: date | None, books: Codebooks
) -> list[Option]:
    """Find answers to a step by what is typed, ready ones that match first."""
    system = SYSTEM_OF.get(step.role, CodeSystem.ICD10SE)
    found = {o.code: o for o in step.options if o.code and _matches(o, text)}
    if step.is_searched:
        for hit in app.engine.search(SearchQuery(text, (system,), _ASKED_AT_MOST, day)):
            if _is_answer(hit, step, books):
                is_guess = hit.kind is MatchKind.FUZZY
                option = Option(system, hit.code, hit.title, hit.why, is_guess=is_guess)
                found.setdefault(hit.code, option)
    return list(found.values())[:_SHOWN_AT_MOST]


def _steps(encounter: Encounter, offer: Offer, lead: Diagnosis | None) -> Iterator[Step]:
    kind = offer.kind
    has_drug = lead is not None and bool(lead.drugs)
    if kind is CompletionKind.POISONING:
        if offer.code == POISONING_WITH_ATC and not has_drug:
            yield _DRUG
        if lead is not None and not any(map(is_external_cause, lead.external_causes)):
            yield _CAUSE
    elif kind is CompletionKind.ADVERSE_EFFECT:
        if not has_drug:
            yield _DRUG
    elif kind is CompletionKind.CAUSE:
        yield _CAUSE
    elif kind is CompletionKind.DELIVERY:
        yield from _delivery_steps(encounter, offer.code)
    else:
        yield _STEPS[_ROLE_OF[kind]]


def _delivery_steps(encounter: Encounter, code: str) -> Iterator[Step]:
    codes = list(encounter.icd_codes())
    if code in OUTCOMES and not any(each in DELIVERIES for each in codes):
        yield _STEPS[Role.DELIVERY]
    if code in DELIVERIES and not any(each in OUTCOMES for each in codes):
        yield _STEPS[Role.OUTCOME]
    if not any(each.code.startswith(_OBSTETRIC) for each in encounter.procedures):
        yield _STEPS[Role.PROCEDURE]


_ROLE_OF = {
    CompletionKind.DAGGER: Role.DAGGER,
    CompletionKind.ASTERISK: Role.ASTERISK,
    CompletionKind.SIDE: Role.SIDE,
}


def _given(
    books: Codebooks, day: date, offer: Offer, lead: Diagnosis | None
) -> tuple[tuple[Role, str], ...]:
    """Put Y57.9 on an adverse effect without asking, where the edition has it."""
    if offer.kind is not CompletionKind.ADVERSE_EFFECT or lead is None:
        return ()
    if any(cause in TREATMENT_CAUSES for cause in lead.external_causes):
        return ()
    has = find_usable(books, CodeSystem.ICD10SE, ADVERSE_CAUSE, day) is not None
    return ((Role.CAUSE, ADVERSE_CAUSE),) if has else ()


def _lead_place(place: Place) -> Place:
    return Place(Part.DIAGNOSIS if place.in_diagnosis else Part.PROCEDURE, place.row)


def _title(books: Codebooks, encounter: Encounter, offer: Offer) -> str:
    system = CodeSystem.ICD10SE if offer.place.in_diagnosis else CodeSystem.KVA
    rows = encounter.diagnoses if offer.place.in_diagnosis else encounter.procedures
    code = rows[offer.place.row].code
    concept = books.of(system).concept(code)
    said = f"{concept.marked_code} {concept.title}" if concept is not None else code
    return f"{_TITLES[offer.kind]} {said}"


def _ready(
    app: AppContext,
    role: Role,
    draft: Encounter,
    row: int,
    books: Codebooks,
    record: CareRecord,
) -> Iterator[Option]:
    if role is Role.ASTERISK:
        yield from asterisk_options(app, draft, books, row)
    elif role is Role.DRUG:
        yield from _drugs(draft, books, record)
    elif role is Role.OUTCOME:
        is_multiple = any(each.code.startswith(_OF_SEVERAL) for each in draft.diagnoses)
        yield from _named(books, CodeSystem.ICD10SE, _MULTIPLE if is_multiple else _SINGLE)
    elif role is Role.DELIVERY:
        is_multiple = any(each.code in _MULTIPLE[:-1] for each in draft.diagnoses)
        yield from _below(books, _OF_SEVERAL if is_multiple else _OF_ONE)
    elif role is Role.PROCEDURE:
        yield from _named(books, CodeSystem.KVA, _delivery_procedures(app, draft))
    elif role is Role.SIDE:
        for option in _named(books, CodeSystem.KVA, SIDE_LABEL):
            yield replace(option, key=_SIDE_KEYS[option.code])


def _drugs(draft: Encounter, books: Codebooks, record: CareRecord) -> Iterator[Option]:
    """Yield the drugs of the record, then those already on the event."""
    seen: set[str] = set()
    for drug in record.medications:
        if drug.atc and drug.atc not in seen:
            seen.add(drug.atc)
            concept = books.atc.concept(drug.atc)
            title = concept.title if concept is not None else drug.substance or drug.name
            yield Option(CodeSystem.ATC, drug.atc, title, "i journalen")
    rows = (*(each.drugs for each in draft.diagnoses), *(each.drugs for each in draft.procedures))
    coded = dict.fromkeys(chain.from_iterable(rows))
    others = [code for code in coded if code not in seen]
    yield from _named(books, CodeSystem.ATC, others, "på händelsen")


def _delivery_procedures(app: AppContext, draft: Encounter) -> Sequence[str]:
    rows = read_tables(app.resources).deliveries
    modes = [each.code for each in draft.diagnoses if each.code in DELIVERIES]
    return list(
        dict.fromkeys(
            code for mode in modes for row in rows if mode in row.codes for code in row.others
        )
    )


def _named(
    books: Codebooks, system: CodeSystem, codes: Iterable[str], why: str = ""
) -> Iterator[Option]:
    for code in codes:
        concept = books.of(system).concept(code)
        if concept is not None:
            yield Option(system, code, concept.title, why)


def _below(books: Codebooks, categories: Sequence[str]) -> Iterator[Option]:
    for category in categories:
        for concept in books.icd10se.children(category):
            yield Option(CodeSystem.ICD10SE, concept.code, concept.title)


def _usable(
    app: AppContext, draft: Encounter, books: Codebooks, options: Sequence[Option]
) -> tuple[Option, ...]:
    day = draft.day or app.now().date()
    return tuple(o for o in options if find_usable(books, o.system, o.code, day) is not None)


def _matches(option: Option, text: str) -> bool:
    words, said = text.casefold().split(), option.title.casefold()
    bare = option.code.replace(".", "").casefold()
    return all(word in said or bare.startswith(word.replace(".", "")) for word in words)


def _is_answer(hit: SearchHit, step: Step, books: Codebooks) -> bool:
    """Whether a hit can answer a step: of the right kind, within its span, and reportable."""
    concept = books.of(hit.system).concept(hit.code)
    if hit.valid_to is not None or concept is None or concept.is_structural:
        return False
    if hit.system is not CodeSystem.ICD10SE:
        return True
    if concept.level is Level.CATEGORY and not concept.is_leaf:
        return False
    if step.role in _SPANS:
        return hit.code in _SPANS[step.role]
    if is_external_cause(hit.code) or (concept.mark is Mark.ASTERISK) != (
        step.role is Role.ASTERISK
    ):
        return False
    return step.span is None or hit.code in step.span
