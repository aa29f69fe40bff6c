"""One coded encounter as JSON, the form of `kodklar review --file`; see docs/encounter.schema.json.

Reading is tolerant: any reasonable spelling of class, type, sex and role, codes with and
without point, dates with and without time. What is not understood is kept and remarked on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from app.domain.care_types import (
    AUTOMATIC_END,
    EncounterClass,
    EncounterType,
    parse_class,
    parse_type,
    resolve,
)
from app.domain.codes import CodeSystem, format_code, format_icd
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Unit
from app.domain.errors import InputFileError
from app.domain.identity import IdentityNumber
from app.domain.norwegian import parse_country
from app.domain.patient import Patient, Protection, Sex
from app.exchange.age_json import read_birth_date, written_age
from app.exchange.contact_json import (
    PERSON_KEYS,
    read_contact,
    read_identity_kind,
    written_contact,
    written_person,
)
from app.exchange.json_object import JsonObject, JsonReader, Notes
from app.exchange.moments import format_moment
from app.exchange.norwegian_json import read_stay, written_stay

_SEX = {
    Sex.MALE: ("m", "man", "male", "1", "pojke"),
    Sex.FEMALE: ("f", "k", "kvinna", "female", "2", "flicka"),
    Sex.UNKNOWN: ("", "0", "3", "9", "u", "o", "x", "unknown", "okänt", "okänd", "other"),
}
_ROLE = {
    DiagnosisRole.PRINCIPAL: (
        "principal",
        "principal diagnosis",
        "huvuddiagnos",
        "huvud",
        "hd",
        "hdia",
        "main",
        "primary",
    ),
    DiagnosisRole.SECONDARY: (
        "",
        "secondary",
        "secondary diagnosis",
        "bidiagnos",
        "bi",
        "bd",
        "bdia",
        "other",
        "additional",
    ),
}
_PROTECTION = {
    Protection.NONE: ("", "none", "ingen", "false", "0", "nej"),
    Protection.CONFIDENTIAL: ("confidential", "sekretessmarkering", "sekretess", "true", "1", "ja"),
    Protection.PROTECTED_REGISTRATION: (
        "protected_registration",
        "protected registration",
        "skyddad folkbokföring",
    ),
}
_LEGAL_FORM = {
    "lpt": "LPT",
    "lagen om psykiatrisk tvångsvård": "LPT",
    "lrv": "LRV",
    "lagen om rättspsykiatrisk vård": "LRV",
    "hsl": "HSL",
    "hälso- och sjukvårdslagen": "HSL",
    "frivillig": "HSL",
    "voluntary": "HSL",
}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class ReadEncounter:
    """An encounter that was read, with what was kept without being understood."""

    encounter: Encounter
    #: Values by path, for example `diagnoses[0].laterality`; written back as they were.
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)
    remarks: tuple[str, ...] = ()


def read_encounter(content: Any) -> ReadEncounter:
    """Read one encounter from parsed JSON.

    Missing keys and null are tolerated. Where no diagnosis names a role the first one is the
    principal, as it is for the grouper (catalogue 2). A date without a time starts at 00:00 and
    ends 23:59.

    Raises:
        InputFileError: a value has the wrong type, or is no date, role or code list; the text
            names the key and never the value.

    """
    notes = Notes()
    root = JsonReader(content, "", notes)
    encounter_class, encounter_type = _class_and_type(root)
    contact = read_contact(root)
    start, end = root.moment("start", time(0)), root.moment("end", AUTOMATIC_END)
    encounter = Encounter(
        id=root.text("id"),
        patient=_patient(root, start or end),
        encounter_class=encounter_class,
        encounter_type=encounter_type,
        unit=_unit(root),
        start=start,
        end=end,
        contact_form=root.loose_text("contact_form"),
        legal_form=_legal_form(root.loose_text("legal_form")),
        discharge_mode=root.loose_text("discharge"),
        referral=root.loose_text("referral"),
        professions=root.texts("professions"),
        diagnoses=_diagnoses(root),
        procedures=_procedures(root),
        record_text=root.loose_text("record_text"),
        contact=contact,
        country=parse_country(root.loose_text("country")),
        norwegian=read_stay(root),
    )
    root.finish()
    return ReadEncounter(encounter, notes.unknown, tuple(notes.remarks))


def write_encounter(encounter: Encounter, unknown: Mapping[str, Any] | None = None) -> JsonObject:
    """Write an encounter as the object that `read_encounter` reads, unknown values put back.

    Of a protected person the age stands there instead of the birth date.
    """
    written: JsonObject = {
        "id": encounter.id,
        "class": encounter.encounter_class.value,
        "type": encounter.encounter_type.value,
        "start": format_moment(encounter.start) if encounter.start else None,
        "end": format_moment(encounter.end) if encounter.end else None,
        "legal_form": encounter.legal_form or None,
        "patient": {
            **written_age(encounter),
            "sex": encounter.patient.sex.value,
            **written_person(encounter),
        },
        "diagnoses": [_written_diagnosis(diagnosis) for diagnosis in encounter.diagnoses],
        "procedures": [_written_procedure(procedure) for procedure in encounter.procedures],
    }
    written |= _written_extras(encounter)
    for path, value in (unknown or {}).items():
        _put_back(written, path, value)
    return written


def _class_and_type(root: JsonReader) -> tuple[EncounterClass, EncounterType]:
    class_text, type_text = root.loose_text("class"), root.loose_text("type")
    encounter_class, encounter_type = parse_class(class_text), parse_type(type_text)
    if class_text and encounter_class is EncounterClass.UNKNOWN:
        root.notes.remarks.append("Värdet i class är ingen känd vårdhändelseklass.")
    if type_text and encounter_type is EncounterType.UNKNOWN:
        root.notes.remarks.append("Värdet i type är ingen känd vårdhändelsetyp.")
    return resolve(encounter_class, encounter_type)


def _patient(root: JsonReader, moment: datetime | None) -> Patient:
    person = root.object("patient")
    protection = person if person.value("protection") is not None else root
    root.value("protection")
    patient = Patient(
        IdentityNumber("", read_identity_kind(person)),
        sex=_chosen(person, "sex", _SEX, Sex.UNKNOWN),
        birth_date=read_birth_date(person, moment.date() if moment else None),
        protection=_chosen(protection, "protection", _PROTECTION, Protection.CONFIDENTIAL),
    )
    for key in PERSON_KEYS:
        person.value(key)
    person.finish()
    return patient


def _chosen(
    reader: JsonReader, key: str, spellings: Mapping[Any, tuple[str, ...]], odd: Any
) -> Any:
    value = reader.value(key)
    text = str(value).lower() if isinstance(value, bool) else reader.loose_text(key).lower()
    for choice, known in spellings.items():
        if text in known:
            return choice
    reader.notes.remarks.append(f"Värdet i {reader.name(key)} känns inte igen.")
    return odd


def _unit(root: JsonReader) -> Unit:
    if not isinstance(root.value("unit"), dict):
        return Unit(root.text("unit"))
    reader = root.object("unit")
    unit = Unit(reader.text("id"), reader.text("name"))
    reader.finish()
    return unit


def _legal_form(text: str) -> str:
    return _LEGAL_FORM.get(text.lower(), text)


def _diagnoses(root: JsonReader) -> tuple[Diagnosis, ...]:
    readers = root.objects("diagnoses")
    names_roles = any(reader.value("role") for reader in readers)
    read = [(reader, _diagnosis(reader)) for reader in readers]
    rows = [row for reader, row in read if _has_code(reader, row.code)]
    if rows and not names_roles:
        rows[0] = replace(rows[0], role=DiagnosisRole.PRINCIPAL)
        root.notes.remarks.append("Ingen diagnos har role; den första räknas som huvuddiagnos.")
    return tuple(rows)


def _diagnosis(reader: JsonReader) -> Diagnosis:
    partners = reader.codes("partner")
    if len(partners) > 1:
        raise InputFileError(
            f"{reader.name('partner')} ska vara en enda kod. Skriv varje ytterligare *-kod som "
            "en egen rad med samma †-kod som partner."
        )
    diagnosis = Diagnosis(
        code=format_icd(reader.text("code")),
        role=_role(reader),
        partner=format_icd(partners[0]) if partners else None,
        external_causes=tuple(format_icd(code) for code in reader.codes("external_causes")),
        drugs=_formatted(CodeSystem.ATC, reader.codes("drugs")),
        text=reader.loose_text("text"),
    )
    reader.finish()
    return diagnosis


def _role(reader: JsonReader) -> DiagnosisRole:
    text = reader.text("role").lower()
    for role, spellings in _ROLE.items():
        if text in spellings:
            return role
    raise InputFileError(f"{reader.name('role')} ska vara principal eller secondary.")


def _procedures(root: JsonReader) -> tuple[Procedure, ...]:
    rows = [(reader, _procedure(reader)) for reader in root.objects("procedures")]
    return tuple(row for reader, row in rows if _has_code(reader, row.code))


def _procedure(reader: JsonReader) -> Procedure:
    procedure = Procedure(
        code=format_code(CodeSystem.KVA, reader.text("code")),
        date=reader.day("date"),
        additional=_formatted(CodeSystem.KVA, reader.codes("additional")),
        drugs=_formatted(CodeSystem.ATC, reader.codes("drugs")),
        start=reader.moment("start", time(0)),
        end=reader.moment("end", AUTOMATIC_END),
    )
    reader.finish()
    return procedure


def _has_code(reader: JsonReader, code: str) -> bool:
    if not code:
        reader.notes.remarks.append(f"{reader.name('code')} är tom; raden granskas inte.")
    return bool(code)


def _formatted(system: CodeSystem, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(format_code(system, code) for code in codes)


def _written_diagnosis(diagnosis: Diagnosis) -> JsonObject:
    written: JsonObject = {
        "code": diagnosis.code,
        "role": diagnosis.role.value,
        "external_causes": list(diagnosis.external_causes),
        "drugs": list(diagnosis.drugs),
        "partner": diagnosis.partner,
    }
    return written | ({"text": diagnosis.text} if diagnosis.text else {})


def _written_procedure(procedure: Procedure) -> JsonObject:
    written: JsonObject = {
        "code": procedure.code,
        "date": procedure.date.isoformat() if procedure.date else None,
        "additional": list(procedure.additional),
        "drugs": list(procedure.drugs),
    }
    for key, moment in (("start", procedure.start), ("end", procedure.end)):
        if moment:
            written[key] = format_moment(moment)
    return written


def _written_extras(encounter: Encounter) -> JsonObject:
    unit = encounter.unit
    extras: JsonObject = {
        "unit": {"id": unit.id, "name": unit.name} if unit.name else unit.id,
        "contact_form": encounter.contact_form,
        "professions": list(encounter.professions),
        "discharge": encounter.discharge_mode,
        "referral": encounter.referral,
        "record_text": encounter.record_text,
        "protection": encounter.patient.protection.value if encounter.patient.is_protected else "",
    }
    told = {key: value for key, value in extras.items() if value}
    return told | written_contact(encounter.contact) | written_stay(encounter)


def _put_back(written: JsonObject, path: str, value: Any) -> None:
    """Put a value where its path says; a key that has no place any more goes to the top."""
    place: Any = written
    steps = [key or int(index) for key, index in _STEP.findall(path)]
    for step in steps[:-1]:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            place = None
    if steps and isinstance(place, dict) and isinstance(steps[-1], str):
        place[steps[-1]] = value
    else:
        written[path] = value
