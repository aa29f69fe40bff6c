"""Use cases of earlier contacts: their codes are shown, and taken over, by today's editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain import coding_acts as acts
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Part
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.usable_code import find_usable, is_bare_category


@dataclass(frozen=True, slots=True)
class EarlierCode:
    """One code of an earlier contact, as the editions of the event on the desk know it."""

    system: CodeSystem
    code: str
    title: str
    is_principal: bool = False
    #: It hangs on the code above it: partner, cause, additional code or drug.
    is_dependent: bool = False
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The event with the codes of an earlier contact, and what became of each of them."""

    encounter: Encounter
    taken: tuple[str, ...] = ()
    #: Codes that cannot be put on the event by the editions of its day, and what hangs on them.
    left: tuple[str, ...] = ()
    #: Codes that the event has already.
    present: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Tell what was taken over and what was not."""
        told = [_counted(len(self.taken))]
        if self.left:
            told.append(f"Gäller inte på händelsens dag: {', '.join(self.left)}.")
        if self.present:
            told.append(f"Fanns redan: {', '.join(self.present)}.")
        return " ".join(told)


def earlier_codes(
    contact: Encounter, books: Codebooks, day: date | None
) -> tuple[EarlierCode, ...]:
    """List the codes of a contact, the principal diagnosis first, dependants below their lead.

    Titles and validity are those of `books` on `day`; a code that they do not have is not valid.
    """
    ordered = replace(
        contact, diagnoses=tuple(sorted(contact.diagnoses, key=lambda d: not d.is_principal))
    )
    return tuple(
        _described(assigned, ordered, books, day) for assigned in acts.assigned_codes(ordered)
    )


def take_over_all(
    encounter: Encounter, contact: Encounter, books: Codebooks, day: date | None
) -> TakenOver:
    """Put every code of an earlier contact on an event that is valid on its day.

    What hangs on a code comes with it. The contact's principal diagnosis becomes that of the
    event where it has none. Free wording, and the days of procedures, are not taken over: they
    belong to the contact.
    """
    known = {assigned.code for assigned in acts.assigned_codes(encounter)}
    codes = earlier_codes(contact, books, day)
    valid = {code.code for code in codes if code.is_valid}
    result = encounter
    for diagnosis in contact.diagnoses:
        if diagnosis.code in valid - known:
            result = _with_diagnosis(result, diagnosis, books, valid)
    for procedure in contact.procedures:
        if procedure.code in valid - known:
            result = _with_procedure(result, procedure, valid)
    held = {assigned.code for assigned in acts.assigned_codes(result)}
    names = dict.fromkeys(code.code for code in codes)
    return TakenOver(
        result,
        tuple(name for name in names if name in held - known),
        tuple(name for name in names if name not in held),
        tuple(name for name in names if name in known),
    )


def _described(
    assigned: acts.AssignedCode, contact: Encounter, books: Codebooks, day: date | None
) -> EarlierCode:
    place, system = assigned.place, assigned.system
    concept = books.of(system).concept(assigned.code)
    is_lead = place.part in (Part.DIAGNOSIS, Part.PROCEDURE)
    is_principal = place.part is Part.DIAGNOSIS and contact.diagnoses[place.row].is_principal
    return EarlierCode(
        system,
        assigned.code,
        concept.title if concept else "",
        is_principal,
        not is_lead,
        is_valid_code(books, system, assigned.code, day),
    )


def is_valid_code(books: Codebooks, system: CodeSystem, code: str, day: date | None) -> bool:
    """Whether a code can be put on an event of a day."""
    concept = books.of(system).concept(code)
    if concept is None or concept.is_structural:
        return False
    if is_bare_category(system, code, is_leaf=concept.is_leaf):
        return False
    return day is None or find_usable(books, system, code, day) is not None


def _with_diagnosis(
    encounter: Encounter, earlier: Diagnosis, books: Codebooks, valid: set[str]
) -> Encounter:
    concept = books.icd10se.concept(earlier.code)
    may_lead = concept is not None and concept.may_be_principal
    becomes_principal = earlier.is_principal and encounter.principal is None and may_lead
    copied = Diagnosis(
        earlier.code,
        DiagnosisRole.PRINCIPAL if becomes_principal else DiagnosisRole.SECONDARY,
        earlier.partner if earlier.partner in valid else None,
        tuple(code for code in earlier.external_causes if code in valid),
        tuple(code for code in earlier.drugs if code in valid),
    )
    rows = encounter.diagnoses
    ordered = (copied, *rows) if becomes_principal else (*rows, copied)
    return replace(encounter, diagnoses=ordered)


def _with_procedure(encounter: Encounter, earlier: Procedure, valid: set[str]) -> Encounter:
    copied = Procedure(
        earlier.code,
        encounter.admission_day,
        tuple(code for code in earlier.additional if code in valid),
        tuple(code for code in earlier.drugs if code in valid),
    )
    return replace(encounter, procedures=(*encounter.procedures, copied))


def _counted(count: int) -> str:
    if count == 0:
        return "Inga koder togs över."
    return "En kod togs över." if count == 1 else f"{count} koder togs över."
