"""The compact way to write an event as an example of a rule, and to tell it in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TypedDict, Unpack

from app.domain.care_types import EncounterClass, EncounterType, resolve
from app.domain.contact_facts import ContactFacts
from app.domain.drg_problem import ProblemGroup, ProblemKind
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Unit
from app.domain.identity import IdentityKind, IdentityNumber
from app.domain.norwegian import NORWAY
from app.domain.patient import PROTECTION_LABEL, SEX_LABEL, Patient, Sex

#: An inpatient stay of four days; any day does, as long as it is the same for all examples.
FIRST_DAY, LAST_DAY = "2022-03-14", "2022-03-18"
BORN = "1984-06-02"
_IDENTITY_LABEL = {
    IdentityKind.SAMORDNINGSNUMMER: "samordningsnummer",
    IdentityKind.NATIONAL_RESERVE: "reservnummer",
    IdentityKind.LOCAL_RESERVE: "lokalt reservnummer",
    IdentityKind.LMA: "LMA-nummer",
}


class _Facts(TypedDict, total=False):
    """The facts of a contact that examples name; see ContactFacts."""

    reasons: tuple[str, ...]
    outcome: str | None
    is_checked_out: bool | None
    visit_type: str
    rate: str
    team_principals: tuple[str, ...]
    has_address: bool
    has_telephone: bool


def row(
    code: str,
    *causes: str,
    partner: str | None = None,
    drugs: tuple[str, ...] = (),
) -> Diagnosis:
    """Build a diagnosis with its external causes, its pair partner and its drugs."""
    return Diagnosis(code, partner=partner, external_causes=causes, drugs=drugs)


def procedure(
    code: str,
    day: str | None = FIRST_DAY,
    additional: tuple[str, ...] = (),
    start: str | None = None,
) -> Procedure:
    """Build a procedure on a day, with its additional codes; `start` adds the clock time."""
    if start:
        begun = datetime.fromisoformat(start)
        return Procedure(code, begun.date(), additional, start=begun)
    return Procedure(code, date.fromisoformat(day) if day else None, additional)


def example(
    principal: str | Diagnosis | None = None,
    *secondary: str | Diagnosis,
    also_principal: tuple[str, ...] = (),
    procedures: tuple[str | Procedure, ...] = (),
    start: str = FIRST_DAY,
    end: str | None = LAST_DAY,
    born: str = BORN,
    sex: Sex = Sex.FEMALE,
    kind: EncounterType = EncounterType.INPATIENT,
) -> Encounter:
    """Build the event of an example: a principal code, then the secondary ones."""
    rows = [_diagnosis(principal, DiagnosisRole.PRINCIPAL)] if principal else []
    rows += [_diagnosis(code, DiagnosisRole.PRINCIPAL) for code in also_principal]
    rows += [_diagnosis(code, DiagnosisRole.SECONDARY) for code in secondary]
    encounter_class, encounter_type = resolve(EncounterClass.UNKNOWN, kind)
    return Encounter(
        id="exempel",
        patient=Patient(IdentityNumber(""), sex=sex, birth_date=date.fromisoformat(born)),
        encounter_class=encounter_class,
        encounter_type=encounter_type,
        unit=Unit("exempel", "Exempelenheten"),
        start=_moment(start, time(10, 15)),
        end=_moment(end, time(13, 40)) if end else None,
        diagnoses=tuple(rows),
        procedures=tuple(procedure(p) if isinstance(p, str) else p for p in procedures),
    )


def visit(
    principal_code: str | None = None,
    *procedures: str | Procedure,
    kind: EncounterType = EncounterType.SPECIALIST_OUTPATIENT,
) -> Encounter:
    """Build a visit of one hour on the first day."""
    end = f"{FIRST_DAY}T11:15"
    return example(principal_code, procedures=procedures, kind=kind, end=end)


def told_contact(
    encounter: Encounter,
    *,
    contact_form: str = "",
    professions: tuple[str, ...] = (),
    checked_out_at: str = "",
    **facts: Unpack[_Facts],
) -> Encounter:
    """Put on an event what the administrative system tells of the contact."""
    at = datetime.fromisoformat(checked_out_at) if checked_out_at else None
    contact = ContactFacts(checked_out_at=at, **facts)
    return replace(encounter, contact=contact, contact_form=contact_form, professions=professions)


def with_record(encounter: Encounter, text: str) -> Encounter:
    """Put the words of a record on an event."""
    return replace(encounter, record_text=text)


def in_problem_group(drg: str, kind: ProblemKind, encounter: Encounter) -> Encounter:
    """Let imported tables group an event in a problem group."""
    return replace(encounter, problem_group=ProblemGroup(drg, kind))


def with_drugs(line: Procedure, *drugs: str) -> Procedure:
    """Put ATC codes on a procedure."""
    return replace(line, drugs=drugs)


def stay_under(
    legal_form: str,
    *procedures: str | Procedure,
    born: str = BORN,
    principal_code: str = "J18.9",
) -> Encounter:
    """Build a stay with procedures under a law: LPT, LRV or HSL."""
    stay = example(principal_code, procedures=procedures, born=born)
    return replace(stay, legal_form=legal_form)


def format_example(encounter: Encounter) -> str:
    """Tell an example in Swedish; of its frame only what sets it apart from other examples."""
    parts = [*(_told(diagnosis) for diagnosis in encounter.diagnoses)]
    if encounter.principal is None:
        parts.insert(0, "ingen huvuddiagnos")
    parts += [_told_procedure(row) for row in encounter.procedures]
    parts += [*_told_contact(encounter), *_told_stay(encounter)]
    if encounter.problem_group is not None:
        parts.append(f"grupperas i {encounter.problem_group.drg}")
    if encounter.record_text and encounter.country != NORWAY:
        parts.append(f"journalen: ”{encounter.record_text}”")
    return "; ".join([*_told_frame(encounter), *parts])


def _diagnosis(code: str | Diagnosis, role: DiagnosisRole) -> Diagnosis:
    if isinstance(code, str):
        return Diagnosis(code, role)
    return Diagnosis(code.code, role, code.partner, code.external_causes, code.drugs)


def _moment(text: str, clock: time) -> datetime:
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), clock)


def _told_frame(encounter: Encounter) -> list[str]:
    usual = example()
    told = []
    if encounter.encounter_type is not usual.encounter_type:
        told.append(encounter.encounter_type.value)
    if (encounter.start, encounter.end) != (usual.start, usual.end):
        going_on = "" if encounter.end else " (pågår)"
        told.append(f"{_told_moment(encounter.start)} till {_told_moment(encounter.end)}{going_on}")
    if encounter.patient.sex is not usual.patient.sex:
        told.append(SEX_LABEL[encounter.patient.sex].lower())
    if encounter.patient.birth_date != usual.patient.birth_date:
        told.append(f"född {encounter.patient.birth_date}")
    if encounter.legal_form:
        told.append(f"vårdform {encounter.legal_form}")
    return told


def _told_contact(encounter: Encounter) -> list[str]:
    contact = encounter.contact
    checked_out = {None: "", True: "utcheckat", False: "inte utcheckat"}[contact.is_checked_out]
    at = f" {_told_moment(contact.checked_out_at)}" if contact.checked_out_at else ""
    outcome = "saknas" if contact.outcome == "" else contact.outcome
    named = {
        "kontakttyp": encounter.contact_form,
        "yrkeskategori": ", ".join(encounter.professions),
        "vårdkontaktsorsaker": ", ".join(contact.reasons),
        "utfall": outcome or "",
        "besökstyp": contact.visit_type,
        "taxa": contact.rate,
        "huvuddiagnos hos teamet": ", ".join(contact.team_principals),
        "adress": "registrerad" if contact.has_address else "",
        "telefon": "registrerad" if contact.has_telephone else "",
        "identitet": _IDENTITY_LABEL.get(encounter.patient.identity.kind, ""),
        "skydd": PROTECTION_LABEL[encounter.patient.protection].lower(),
    }
    told = [f"{name} {value}" for name, value in named.items() if value]
    return ([checked_out + at] if checked_out else []) + told


def _told_stay(encounter: Encounter) -> list[str]:
    """Tell of a Norwegian stay what it lacks, each part by its Norwegian name."""
    if encounter.country != NORWAY:
        return []
    stay = encounter.norwegian
    named = {
        "henvisning": encounter.referral,
        "behandler": stay.treating_person,
        "hastegrad": stay.urgency,
        "omsorgsnivå": stay.level_of_care,
        "inn fra": stay.admitted_from,
        "ut til": stay.discharged_to,
        "enhet": encounter.unit.label,
        "journaltext": encounter.record_text,
    }
    lacking = [name for name, value in named.items() if not value.strip()]
    return [f"opphold i Norge utan {', '.join(lacking)}" if lacking else "komplett opphold i Norge"]


def _told_moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "okänd tid"


def _told(diagnosis: Diagnosis) -> str:
    name = "huvuddiagnos" if diagnosis.is_principal else "bidiagnos"
    text = f"{name} {diagnosis.code}"
    if diagnosis.partner:
        text += f" med {diagnosis.partner}"
    if diagnosis.external_causes:
        text += f", yttre orsak {' '.join(diagnosis.external_causes)}"
    if diagnosis.drugs:
        text += f", ATC {' '.join(diagnosis.drugs)}"
    return text


def _told_procedure(row: Procedure) -> str:
    text = f"åtgärd {row.code}" + (f" {row.date}" if row.date else " utan datum")
    text += f" kl. {row.start:%H:%M}" if row.start else ""
    text += f", ATC {' '.join(row.drugs)}" if row.drugs else ""
    return text + (f" med tillägg {' '.join(row.additional)}" if row.additional else "")
