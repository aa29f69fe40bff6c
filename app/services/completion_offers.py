"""What the codes on an event still ask for: looked for at every change, so it must cost nothing."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeRange, CodeSet, has_icd_shape, is_external_cause
from app.domain.coding_acts import Part, Place
from app.domain.completion import CompletionKind, Offer
from app.domain.concept import Mark
from app.domain.encounter import SIDE_LABEL, Diagnosis, Encounter
from app.services import pairing
from app.services.cause_builder import is_cause_whole
from app.services.completion_tables import read_tables
from app.services.context import AppContext

_INJURIES = CodeSet.parse("S00-T98")
DRUG_POISONING = CodeSet.parse("T36-T50")
#: With ATC a poisoning is T50.9 and nothing else of T36–T50 (section T36–T50).
POISONING_WITH_ATC = "T50.9"
#: Causes of an adverse effect, drugs and vaccines.
TREATMENT_CAUSES = CodeSet.parse("Y40-Y59")
#: The only one of Y40–Y57 that goes with ATC (section Y40–Y59).
ADVERSE_CAUSE = "Y57.9"
_VACCINE_EFFECT = "U12.9"
DELIVERIES = CodeRange("O80", "O84")
OUTCOMES = CodeRange("Z37", "Z37")
#: The rule whose table says which procedures have a side.
_SIDE_RULE = "KV006"


def find_offers(app: AppContext, encounter: Encounter, books: Codebooks) -> list[Offer]:
    """Return what the codes on an event ask for, in the order of the codes."""
    found: list[Offer] = []
    for row in range(len(encounter.diagnoses)):
        found.extend(_of_diagnosis(app, encounter, books, row))
    found.extend(_of_procedures(app, encounter))
    return found


def find_offer(
    app: AppContext,
    encounter: Encounter,
    books: Codebooks,
    kind: CompletionKind,
    place: Place,
) -> Offer | None:
    """Return an offer of a kind for a place, asked for or not; None where it makes no sense.

    What nobody would offer by itself can be asked for: a cause to any diagnosis, a dagger to any
    asterisk, an asterisk to any other code, an adverse effect to any disease.
    """
    offers = find_offers(app, encounter, books)
    ready = next((o for o in offers if o.kind is kind and o.place.row == place.row), None)
    if ready is not None and ready.place.in_diagnosis == place.in_diagnosis:
        return ready
    if place.in_diagnosis != (kind is not CompletionKind.SIDE):
        return None
    if kind is CompletionKind.SIDE:
        code = encounter.procedures[place.row].code
        return Offer(kind, Place(Part.PROCEDURE, place.row), code, "")
    diagnosis = encounter.diagnoses[place.row]
    if not _makes_sense(books, kind, diagnosis.code):
        return None
    return Offer(kind, Place(Part.DIAGNOSIS, place.row), diagnosis.code, "")


def is_adverse_effect(app: AppContext, code: str, *, offered: bool) -> bool:
    """Whether a code is the adverse effect of a drug: always, or, where asked for, at times."""
    rows = read_tables(app.resources).effects
    return any(code in row.codes and (row.is_offered or not offered) for row in rows)


def has_side(app: AppContext, code: str) -> bool:
    """Whether a procedure is on an organ that the rule of sides holds for paired."""
    rule = next((each for each in app.rules if each.rule_id == _SIDE_RULE), None)
    return rule is not None and any(code in row.codes for row in rule.table)


def _makes_sense(books: Codebooks, kind: CompletionKind, code: str) -> bool:
    concept = books.icd10se.concept(code)
    is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
    if kind is CompletionKind.DELIVERY:
        return code in DELIVERIES or code in OUTCOMES
    if kind is CompletionKind.POISONING:
        return has_icd_shape(code) and code in DRUG_POISONING
    if kind is CompletionKind.DAGGER:
        return is_asterisk
    if kind is CompletionKind.CAUSE:
        return True
    return not is_asterisk and not is_external_cause(code)


def _of_diagnosis(
    app: AppContext, encounter: Encounter, books: Codebooks, row: int
) -> Iterator[Offer]:
    diagnosis = encounter.diagnoses[row]
    code, place = diagnosis.code, Place(Part.DIAGNOSIS, row)
    if not has_icd_shape(code):
        return
    short = next(_short_causes(books, diagnosis, row), None)
    if short is not None:
        yield short
    elif is_adverse_effect(app, code, offered=True):
        yield from _of_effect(encounter, diagnosis, place)
    elif code in DRUG_POISONING:
        yield from _of_poisoning(encounter, diagnosis, place)
    elif code in _INJURIES and _lacks_cause(encounter, diagnosis):
        said = f"{code} saknar yttre orsak."
        yield Offer(CompletionKind.CAUSE, place, code, said)
    yield from _of_pair(app, encounter, books, row)
    yield from _of_delivery(encounter, code, place)


def _short_causes(books: Codebooks, diagnosis: Diagnosis, row: int) -> Iterator[Offer]:
    places = [
        (code, Place(Part.CAUSE, row, at)) for at, code in enumerate(diagnosis.external_causes)
    ]
    if is_external_cause(diagnosis.code):
        places.insert(0, (diagnosis.code, Place(Part.DIAGNOSIS, row)))
    for code, place in places:
        if is_external_cause(code) and not is_cause_whole(books.icd10se, code):
            said = f"{code} är inte fullständig."
            yield Offer(CompletionKind.CAUSE, place, code, said)


def _of_effect(encounter: Encounter, diagnosis: Diagnosis, place: Place) -> Iterator[Offer]:
    code, kind = diagnosis.code, CompletionKind.ADVERSE_EFFECT
    causes = [cause for cause in diagnosis.external_causes if cause in TREATMENT_CAUSES]
    if (
        not causes
        and _VACCINE_EFFECT not in encounter.icd_codes()
        and not _next_is_cause(encounter, place.row)
    ):
        yield Offer(kind, place, code, f"{code} är en biverkan: Y57.9 och läkemedlet saknas.")
    elif ADVERSE_CAUSE in causes and not diagnosis.drugs:
        yield Offer(kind, place, code, f"{code}: läkemedlet som gav biverkan saknas.")


def _of_poisoning(encounter: Encounter, diagnosis: Diagnosis, place: Place) -> Iterator[Offer]:
    code, kind = diagnosis.code, CompletionKind.POISONING
    lacks_drug = code == POISONING_WITH_ATC and not diagnosis.drugs
    lacks_cause = _lacks_cause(encounter, diagnosis)
    if lacks_drug and lacks_cause:
        yield Offer(kind, place, code, f"{code} saknar läkemedel och yttre orsak.")
    elif lacks_drug and not _next_is_cause(encounter, place.row):
        yield Offer(kind, place, code, f"{code} saknar läkemedlet som ATC-kod.")
    elif lacks_cause:
        yield Offer(kind, place, code, f"{code} saknar yttre orsak.")


def _of_pair(app: AppContext, encounter: Encounter, books: Codebooks, row: int) -> Iterator[Offer]:
    code, place = encounter.diagnoses[row].code, Place(Part.DIAGNOSIS, row)
    concept = books.icd10se.concept(code)
    if concept is not None and concept.mark is Mark.ASTERISK:
        if pairing.is_without_dagger(encounter, row):
            said = f"{code}* saknar sin grundsjukdom (†)."
            yield Offer(CompletionKind.DAGGER, place, code, said)
    elif pairing.is_without_asterisk(app, encounter, books, row):
        said = f"{code} brukar ha en manifestation (*)."
        yield Offer(CompletionKind.ASTERISK, place, code, said)


def _of_delivery(encounter: Encounter, code: str, place: Place) -> Iterator[Offer]:
    codes, kind = list(encounter.icd_codes()), CompletionKind.DELIVERY
    if code in DELIVERIES and not any(each in OUTCOMES for each in codes):
        yield Offer(kind, place, code, f"{code} saknar utfallet av förlossningen (Z37).")
    elif code in OUTCOMES and not any(each in DELIVERIES for each in codes):
        yield Offer(kind, place, code, f"{code} saknar förlossningssätt (O80–O84).")


def _of_procedures(app: AppContext, encounter: Encounter) -> Iterator[Offer]:
    procedures = encounter.procedures
    for row, procedure in enumerate(procedures):
        after = procedures[row + 1].code if row + 1 < len(procedures) else ""
        is_told = bool(procedure.side) or after in SIDE_LABEL
        if not is_told and has_side(app, procedure.code):
            said = f"{procedure.code} saknar sida."
            place = Place(Part.PROCEDURE, row)
            yield Offer(CompletionKind.SIDE, place, procedure.code, said)


def _lacks_cause(encounter: Encounter, diagnosis: Diagnosis) -> bool:
    """Whether an injury has no cause of its own, as the rule of causes asks."""
    if any(is_external_cause(cause) for cause in diagnosis.external_causes):
        return False
    if _VACCINE_EFFECT in encounter.icd_codes():
        return False
    row = encounter.diagnoses.index(diagnosis)
    return not _next_is_cause(encounter, row)


def _next_is_cause(encounter: Encounter, row: int) -> bool:
    """Whether the cause stands on a row of its own right after, as some records write it."""
    rest = encounter.diagnoses[row + 1 : row + 2]
    return any(is_external_cause(each.code) for each in rest)
