"""Ten fictive visits of one day for the clinician's desk, with what is known before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.access import Person, Role
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Status, Unit
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.record import NO_RECORD, CareRecord, Medication, RecordDocument
from app.services.context import AppContext

#: The afternoon on which the visits are classified.
NOW = datetime.fromisoformat("2025-11-20T15:00")
TODAY = NOW.date()
_MORNING = datetime.fromisoformat("2025-11-20T08:00")
_CENTRE = Unit("VC7", "Vårdcentralen Ekbacken")
_PSYCHIATRY = Unit("PSY", "Psykiatrimottagningen Norr")
_ORTHOPAEDICS = Unit("ORT", "Ortopedmottagningen")
_EMERGENCY = Unit("AKM", "Akutmottagningen")
_MATERNITY = Unit("BVC", "Barnhälsovården Ekbacken")
UNITS = (_CENTRE, _PSYCHIATRY, _ORTHOPAEDICS, _EMERGENCY, _MATERNITY)


@dataclass(frozen=True, slots=True)
class ScriptedVisit:
    """A visit that waits, and what lay in storage before it."""

    event: Encounter
    record: CareRecord = NO_RECORD
    before: tuple[Encounter, ...] = ()


def clinician() -> Person:
    """Somebody who meets patients at all these units."""
    return Person("dr", "Disa Doktor", Role.CLINICIAN, tuple(unit.label for unit in UNITS))


def put(app: AppContext, *visits: ScriptedVisit) -> None:
    """Store the visits with all that lay before them."""
    with app.unit_of_work() as uow:
        for visit in visits:
            for event in (*visit.before, visit.event):
                uow.encounters.save(event, f"save-{event.id}")
            uow.encounters.put_record(visit.event.id, visit.record)
        uow.commit()


def scripted_visits() -> dict[str, ScriptedVisit]:
    """The ten visits by name, in the order in which they begin."""
    made = (
        _cold(), _team(), _fracture(), _wound(), _diabetes(), _phone(), _ear(), _hypertension(),
        _rash(), _newborn(),
    )  # fmt: skip
    return {visit.event.id: visit for visit in made}


def note(text: str, *drugs: Medication) -> CareRecord:
    """A record of one note."""
    document = RecordDocument("d1", "Mottagningsanteckning", _MORNING, "Läkare", text)
    return CareRecord((document,), drugs)


def person(name: str, born: str, sex: Sex, number: str) -> Patient:
    """A fictive patient; the numbers are the tax agency's test numbers."""
    return Patient(read_identity(number), name, sex, date.fromisoformat(born))


def visit(event_id: str, patient: Patient, unit: Unit, hours: float, **facts: Any) -> Encounter:
    """An ended visit so many hours into the day."""
    start = _MORNING + timedelta(hours=hours)
    told: dict[str, Any] = {
        "encounter_class": EncounterClass.OUTPATIENT,
        "encounter_type": EncounterType.SPECIALIST_OUTPATIENT,
        "start": start,
        "end": start + timedelta(minutes=25),
        "professions": ("Läkare",),
        "contact_form": "Enskilt besök",
        "legal_form": "HSL",
    }
    return Encounter(event_id, patient, unit=unit, **(told | facts))


def earlier(event: Encounter, days: int, *codes: str, text: str = "") -> Encounter:
    """A signed visit of the same patient so many days before."""
    before = Encounter(
        f"{event.id}-{days}",
        event.patient,
        event.encounter_class,
        event.encounter_type,
        event.unit,
        start=NOW - timedelta(days=days),
        end=NOW - timedelta(days=days),
        status=Status.SIGNED,
        professions=event.professions,
    )
    first, *others = codes
    coded = set_principal(before, first, text)
    for code in others:
        coded = add_secondary(coded, code)
    return coded


def _primary(event_id: str, patient: Patient, hours: float, kind: str, reason: str) -> Encounter:
    facts = ContactFacts(reasons=(reason,), visit_type=kind)
    return visit(
        event_id, patient, _CENTRE, hours, encounter_type=EncounterType.PRIMARY_CARE, contact=facts
    )


def _cold() -> ScriptedVisit:
    patient = person("Anders Alm", "1981-03-12", Sex.MALE, "198103129384")
    event = _primary("primary-care", patient, 0, "Pv LÄK Nybesök", "Hosta och snuva")
    return ScriptedVisit(event, note("Hosta och snuva sedan fyra dagar. Förkylning."))


def _team() -> ScriptedVisit:
    patient = person("Beata Björk", "1990-07-01", Sex.FEMALE, "199007012384")
    facts = ContactFacts(("Uppföljning",), visit_type="Psyk KUR Återbesök", team_id="team-41")
    mine = visit(
        "psychiatry-team", patient, _PSYCHIATRY, 0.5, contact_form="Teambesök",
        professions=("Kurator",), contact=facts,
    )  # fmt: skip
    doctors = visit(
        "psychiatry-team-doctor", patient, _PSYCHIATRY, 0.5, contact_form="Teambesök",
        contact=ContactFacts(team_id="team-41"), status=Status.SIGNED,
    )  # fmt: skip
    text = "Återkommande depression, medelsvår"
    before = (set_principal(doctors, "F33.1", text),)
    return ScriptedVisit(mine, note("Teambesök. Stödsamtal med patienten."), before)


def _fracture() -> ScriptedVisit:
    patient = person("Cecilia Ceder", "1958-01-20", Sex.FEMALE, "195801202389")
    facts = ContactFacts(("Gipskontroll",), visit_type="Ort LÄK Återbesök")
    event = visit("ortho-follow-up", patient, _ORTHOPAEDICS, 1, contact=facts)
    return ScriptedVisit(event, note("Fem veckor efter handledsfraktur. Gipset tas bort."))


def _wound() -> ScriptedVisit:
    patient = person("David Dahl", "1997-10-10", Sex.MALE, "199710102392")
    event = visit(
        "emergency-wound", patient, _EMERGENCY, 1.5,
        encounter_class=EncounterClass.EMERGENCY, encounter_type=EncounterType.EMERGENCY,
    )  # fmt: skip
    return ScriptedVisit(event, note("Kontaktorsak: Sår.\n\nSkar sig med kniv i köket hemma."))


def _diabetes() -> ScriptedVisit:
    patient = person("Elsa Ek", "1952-04-04", Sex.FEMALE, "195204042384")
    event = _primary("diabetes-check", patient, 2, "Pv LÄK Återbesök", "Diabetes, årskontroll")
    metformin = Medication("m1", "A10BA02", "Metformin", "metformin", date(2019, 5, 6))
    enalapril = Medication("m2", "C09AA02", "Enalapril", "enalapril", date(2018, 9, 20))
    text = "Årskontroll av diabetes typ 2. Blodtrycket är bra på enalapril."
    before = (earlier(event, 370, "E11.9", "I10.9"),)
    return ScriptedVisit(event, note(text, metformin, enalapril), before)


def _phone() -> ScriptedVisit:
    patient = person("Fatima Flod", "1988-12-24", Sex.FEMALE, "198812242388")
    event = _primary("phone-contact", patient, 2.5, "Pv LÄK Telefon Nybesök", "Sveda")
    return ScriptedVisit(event, note("Telefonkontakt. Sveda vid vattenkastning sedan i går."))


def _ear() -> ScriptedVisit:
    patient = person("Gry Gran", "2021-06-15", Sex.FEMALE, "202106152384")
    event = _primary("child-ear", patient, 3, "Pv LÄK Nybesök", "Ont i örat")
    return ScriptedVisit(event, note("Fyraåring med ont i höger öra. Buktande trumhinna."))


def _hypertension() -> ScriptedVisit:
    patient = person("Hugo Holm", "1960-02-28", Sex.MALE, "196002282392")
    event = _primary("hypertension", patient, 3.5, "Pv LÄK Återbesök", "Blodtryckskontroll")
    return ScriptedVisit(event, note("Kontroll av blodtryck. 150/90 sittande."))


def _rash() -> ScriptedVisit:
    patient = person("Iris Ivarsson", "1968-11-30", Sex.FEMALE, "196811309282")
    event = _primary("side-effect", patient, 4, "Pv LÄK Nybesök", "Utslag")
    drug = Medication("m1", "J01EA01", "Idotrim", "trimetoprim", date(2025, 11, 12))
    return ScriptedVisit(event, note("Utslag på bålen efter sex dagar med trimetoprim.", drug))


def _newborn() -> ScriptedVisit:
    patient = person("Johan Jonsson", "2025-11-13", Sex.MALE, "202511132392")
    facts = ContactFacts(("Nyföddhetsundersökning",), visit_type="BVC LÄK Nybesök")
    event = visit(
        "newborn-check", patient, _MATERNITY, 4.5,
        encounter_type=EncounterType.PRIMARY_CARE, contact=facts,
    )  # fmt: skip
    return ScriptedVisit(event, note("Sju dagar gammal. Mår bra, ammas, går upp i vikt."))
