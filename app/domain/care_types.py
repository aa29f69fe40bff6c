"""Classes and types of care events (vårdhändelser), after the regional registration rules.

Source: seed 001, section 3.1: the six classes, their types, which of them are classified
(module AccessHIM), and which are ended automatically, always at 23:59.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class CareSetting(StrEnum):
    """In- or outpatient: what rules ask about."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"


class EncounterClass(StrEnum):
    """Class of care event; the value is the Swedish text."""

    EMERGENCY = "Akutsjukvård"
    PREREGISTRATION = "Förhandsregistrering"
    OBSERVATION = "Observation"
    INPATIENT = "Slutenvård"
    OUTPATIENT = "Öppenvård"
    OTHER = "Övriga"
    UNKNOWN = "Okänd klass"


class EncounterType(StrEnum):
    """Type of care event; the value is the Swedish text."""

    EMERGENCY = "Akutsjukvård"
    HIDDEN_PREREGISTERED_VISIT = "Dold förhandsregistrerad öppenvårdskontakt"
    PREREGISTERED_ADMISSION = "Förhandsregistrerad inskrivning"
    PREREGISTERED_VISIT = "Förhandsregistrerad öppenvårdskontakt"
    PREREGISTERED_DIAGNOSTICS = "Förhandsregistrerad diagnostisk kontakt"
    OBSERVATION = "Observation"
    NEWBORN = "Nyfödd"
    INPATIENT = "Slutenvård"
    DIAGNOSTICS = "Diagnostik"
    ONGOING_CLINIC = "Klinisk/LM pågående specialiserad öppenvård"
    CONTACT_WITHOUT_VISIT = "Kontakt utan besök"
    PRIMARY_CARE = "Primärvård"
    SPECIALIST_OUTPATIENT = "Specialiserad öppenvård"
    SPECIALIST_OUTPATIENT_BED = "Specialiserad öppenvård (rum/säng/stol)"
    OUTPATIENT_CONSULT = "Öppenvårds-konsult"
    ADMIN = "Admin"
    CANCELLED = "Annullerad"
    FETUS = "Foster"
    HISTORICAL = "Historisk"
    NO_SHOW = "Utebliven bokad kontakt"
    UNKNOWN = "Okänd typ"


class Ending(StrEnum):
    """How an event of a type gets its end."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    CONVERTED = "converted"
    NOT_APPLICABLE = "not_applicable"


#: The clock time of every automatically ended event.
AUTOMATIC_END = time(23, 59)


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What holds for every event of a type."""

    encounter_class: EncounterClass
    ending: Ending
    is_classified: bool


_C, _E = EncounterClass, Ending

TYPE_FACTS: dict[EncounterType, TypeFacts] = {
    EncounterType.EMERGENCY: TypeFacts(_C.EMERGENCY, _E.MANUAL, is_classified=True),
    EncounterType.HIDDEN_PREREGISTERED_VISIT: TypeFacts(
        _C.PREREGISTRATION, _E.CONVERTED, is_classified=False
    ),
    EncounterType.PREREGISTERED_ADMISSION: TypeFacts(
        _C.PREREGISTRATION, _E.CONVERTED, is_classified=False
    ),
    EncounterType.PREREGISTERED_VISIT: TypeFacts(
        _C.PREREGISTRATION, _E.CONVERTED, is_classified=False
    ),
    EncounterType.PREREGISTERED_DIAGNOSTICS: TypeFacts(
        _C.PREREGISTRATION, _E.CONVERTED, is_classified=False
    ),
    EncounterType.OBSERVATION: TypeFacts(_C.OBSERVATION, _E.MANUAL, is_classified=True),
    EncounterType.NEWBORN: TypeFacts(_C.INPATIENT, _E.MANUAL, is_classified=True),
    EncounterType.INPATIENT: TypeFacts(_C.INPATIENT, _E.MANUAL, is_classified=True),
    EncounterType.DIAGNOSTICS: TypeFacts(_C.OUTPATIENT, _E.AUTOMATIC, is_classified=False),
    EncounterType.ONGOING_CLINIC: TypeFacts(_C.OUTPATIENT, _E.MANUAL, is_classified=True),
    EncounterType.CONTACT_WITHOUT_VISIT: TypeFacts(_C.OUTPATIENT, _E.AUTOMATIC, is_classified=True),
    EncounterType.PRIMARY_CARE: TypeFacts(_C.OUTPATIENT, _E.AUTOMATIC, is_classified=True),
    EncounterType.SPECIALIST_OUTPATIENT: TypeFacts(_C.OUTPATIENT, _E.AUTOMATIC, is_classified=True),
    EncounterType.SPECIALIST_OUTPATIENT_BED: TypeFacts(
        _C.OUTPATIENT, _E.MANUAL, is_classified=True
    ),
    EncounterType.OUTPATIENT_CONSULT: TypeFacts(_C.OUTPATIENT, _E.AUTOMATIC, is_classified=True),
    EncounterType.ADMIN: TypeFacts(_C.OTHER, _E.NOT_APPLICABLE, is_classified=False),
    EncounterType.CANCELLED: TypeFacts(_C.OTHER, _E.MANUAL, is_classified=False),
    EncounterType.FETUS: TypeFacts(_C.OTHER, _E.NOT_APPLICABLE, is_classified=False),
    EncounterType.HISTORICAL: TypeFacts(_C.OTHER, _E.NOT_APPLICABLE, is_classified=False),
    EncounterType.NO_SHOW: TypeFacts(_C.OTHER, _E.AUTOMATIC, is_classified=False),
    EncounterType.UNKNOWN: TypeFacts(_C.UNKNOWN, _E.MANUAL, is_classified=True),
}

#: Other spellings met in files, lower-cased; beside them the enum's value and name count.
_CLASS_ALIASES = {
    "slutenvard": _C.INPATIENT,
    "sluten": _C.INPATIENT,
    "sluten vård": _C.INPATIENT,
    "sv": _C.INPATIENT,
    "imp": _C.INPATIENT,
    "inneliggande": _C.INPATIENT,
    "oppenvard": _C.OUTPATIENT,
    "öppen": _C.OUTPATIENT,
    "öppen vård": _C.OUTPATIENT,
    "öv": _C.OUTPATIENT,
    "amb": _C.OUTPATIENT,
    "ambulatory": _C.OUTPATIENT,
    "emer": _C.EMERGENCY,
    "obs": _C.OBSERVATION,
    "akut": _C.EMERGENCY,
    "akutsjukvard": _C.EMERGENCY,
    "akutmottagning": _C.EMERGENCY,
    "forhandsregistrering": _C.PREREGISTRATION,
    "pre-registration": _C.PREREGISTRATION,
    "ovriga": _C.OTHER,
    "övrig": _C.OTHER,
}
_TYPE_ALIASES = {
    "akut": EncounterType.EMERGENCY,
    "akutmottagning": EncounterType.EMERGENCY,
    "akutsjukvard": EncounterType.EMERGENCY,
    "slutenvard": EncounterType.INPATIENT,
    "nyfodd": EncounterType.NEWBORN,
    "primarvard": EncounterType.PRIMARY_CARE,
    "specialiserad oppenvard": EncounterType.SPECIALIST_OUTPATIENT,
    "specialist": EncounterType.SPECIALIST_OUTPATIENT,
    "oppenvards-konsult": EncounterType.OUTPATIENT_CONSULT,
    "öppenvårdskonsult": EncounterType.OUTPATIENT_CONSULT,
    "annulerad": EncounterType.CANCELLED,
    "gömd förhandsregistrerad öppenvårdskontakt": EncounterType.HIDDEN_PREREGISTERED_VISIT,
}
#: Every way to write a class or a type; of two that a text can mean, the one declared first.
_CLASSES = _CLASS_ALIASES | {
    spelling: member
    for member in reversed(EncounterClass)
    for spelling in (member.value.lower(), member.name.lower().replace("_", " "))
}
_TYPES = _TYPE_ALIASES | {
    spelling: member
    for member in reversed(EncounterType)
    for spelling in (member.value.lower(), member.name.lower().replace("_", " "))
}
_DEFAULT_TYPE = {
    _C.EMERGENCY: EncounterType.EMERGENCY,
    _C.OBSERVATION: EncounterType.OBSERVATION,
    _C.INPATIENT: EncounterType.INPATIENT,
    _C.OUTPATIENT: EncounterType.SPECIALIST_OUTPATIENT,
}


def parse_class(text: str | None) -> EncounterClass:
    """Read a class as files write it; UNKNOWN where the text names none."""
    return _CLASSES.get(_key(text), EncounterClass.UNKNOWN)


def parse_type(text: str | None) -> EncounterType:
    """Read a type as files write it; UNKNOWN where the text names none."""
    return _TYPES.get(_key(text), EncounterType.UNKNOWN)


def resolve(
    encounter_class: EncounterClass, encounter_type: EncounterType
) -> tuple[EncounterClass, EncounterType]:
    """Complete a class from its type, or a type from its class, where one is unknown."""
    if encounter_class is EncounterClass.UNKNOWN:
        encounter_class = TYPE_FACTS[encounter_type].encounter_class
    if encounter_type is EncounterType.UNKNOWN:
        encounter_type = _DEFAULT_TYPE.get(encounter_class, EncounterType.UNKNOWN)
    return encounter_class, encounter_type


def setting_of(encounter_class: EncounterClass) -> CareSetting:
    """Only the class Slutenvård is inpatient; observation and emergency are outpatient."""
    if encounter_class is EncounterClass.INPATIENT:
        return CareSetting.INPATIENT
    return CareSetting.OUTPATIENT


def _key(text: str | None) -> str:
    return " ".join((text or "").lower().replace("_", " ").split())
