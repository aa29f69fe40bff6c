"""Reads an exercise from its file: TOML, one exercise a file. The form is in docs/training.md.

The reader is strict. What is missing, misspelt or not understood is refused with file, row and
remedy, and nothing of the file is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.care_types import EncounterClass, EncounterType, parse_class, parse_type
from app.domain.codes import CodeSystem, format_code
from app.domain.encounter import DiagnosisRole, Encounter, Status, Unit
from app.domain.errors import InputFileError
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.record import (
    CareRecord,
    Measurement,
    MeasurementKind,
    Medication,
    Proposal,
    RecordDocument,
)
from app.domain.training import (
    SOURCE,
    Difficulty,
    Exercise,
    ExerciseKey,
    KeyDiagnosis,
    KeyProcedure,
    WrongCode,
    system_of,
)
from app.exchange.exercise_lines import Place, find_lines
from app.exchange.exercise_section import ExerciseFile, Section

#: What an exercise file is called by.
SUFFIX = ".toml"
FORMAT = 1
SEX_WORDS = {"kvinna": Sex.FEMALE, "man": Sex.MALE, "okänt": Sex.UNKNOWN}
ROLE_WORDS = {
    "huvuddiagnos": DiagnosisRole.PRINCIPAL,
    "bidiagnos": DiagnosisRole.SECONDARY,
}
KIND_WORDS = {
    "laboratorium": MeasurementKind.LABORATORY,
    "mätning": MeasurementKind.BEDSIDE,
}
_DIFFICULTIES = {each.value: each for each in Difficulty}
_SYSTEMS = {each.value: each for each in CodeSystem}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
#: No exercise is larger; a bigger file is something else.
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadExercise:
    """An exercise with the row on which each part of it stands, for faults found later."""

    exercise: Exercise
    file: ExerciseFile
    lines: Mapping[Place, int] = field(repr=False)


def read_exercise(path: Path) -> ReadExercise:
    """Read the exercise in a file.

    Raises:
        InputFileError: the file cannot be read, or anything in it is not as it should be.

    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputFileError(f"{path.name} är för stor för en övning. Välj en övningsfil.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError(f"{path.name} är inte UTF-8. Spara filen som UTF-8.") from error
    except OSError as error:
        raise InputFileError(f"{path.name} kan inte läsas. Kontrollera filen.") from error
    return parse_exercise(text, path.name)


def parse_exercise(text: str, name: str) -> ReadExercise:
    """Read an exercise from the text of its file.

    Raises:
        InputFileError: anything in it is not as it should be; names file, row and remedy.

    """
    file = ExerciseFile(name, find_lines(text))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"line (\d+)", str(error))
        where = f"rad {row[1]}" if row else "sista raden"
        raise InputFileError(
            f"{name}, {where}: raden går inte att läsa. Kontrollera citattecken, hakparenteser "
            "och likhetstecken; formen står i docs/training.md."
        ) from error
    return ReadExercise(_exercise(Section(file, data)), file, file.lines)


def _exercise(root: Section) -> Exercise:
    if root.number("format") != FORMAT:
        raise root.fault("format", f"Filens första rad ska vara format = {FORMAT}.")
    exercise_id = root.text("id", is_needed=True)
    if not _ID.fullmatch(exercise_id):
        raise root.fault("id", "id ska vara små bokstäver a–z, siffror och bindestreck.")
    exercise = Exercise(
        id=exercise_id,
        title=root.text("title", is_needed=True),
        event=_event(root, exercise_id),
        record=_record(root, exercise_id),
        key=_key(root),
        goals=root.texts("goals", is_needed=True),
        difficulty=root.choice("difficulty", _DIFFICULTIES),
        topics=root.texts("topics", is_needed=True),
        rules=root.texts("rules"),
        author=root.text("author"),
    )
    root.finish()
    return exercise


def _event(root: Section, exercise_id: str) -> Encounter:
    section = root.section("event")
    start, end = section.needed_moment("start"), section.needed_moment("end")
    if end < start:
        raise section.fault("end", "end är före start. Rätta tiderna.")
    encounter_class = parse_class(section.text("class", is_needed=True))
    if encounter_class is EncounterClass.UNKNOWN:
        raise section.fault(
            "class", "class är ingen vårdhändelseklass. Skriv till exempel Slutenvård."
        )
    encounter_type = parse_type(section.text("type", is_needed=True))
    if encounter_type is EncounterType.UNKNOWN:
        raise section.fault("type", "type är ingen vårdhändelsetyp. Skriv till exempel Primärvård.")
    unit = section.text("unit", is_needed=True)
    event = Encounter(
        id=exercise_id,
        patient=_patient(root),
        encounter_class=encounter_class,
        encounter_type=encounter_type,
        unit=Unit(unit, unit),
        start=start,
        end=end,
        contact_form=section.text("contact_form"),
        legal_form=section.text("legal_form"),
        discharge_mode=section.text("discharge"),
        professions=section.texts("professions"),
        source=SOURCE,
        status=Status.READY,
    )
    section.finish()
    return event


def _patient(root: Section) -> Patient:
    section = root.section("patient")
    number = read_identity(section.text("number"))
    born = section.day("born")
    patient = Patient(
        number,
        section.text("name", is_needed=True),
        section.choice("sex", SEX_WORDS),
        born or number.birth_date,
    )
    if patient.birth_date is None:
        raise section.fault("born", "Födelsedagen saknas. Skriv born = 1960-05-17.")
    section.finish()
    return patient


def _record(root: Section, exercise_id: str) -> CareRecord:
    documents = tuple(
        _note(s, f"{exercise_id}-{n}") for n, s in enumerate(root.sections("note"), 1)
    )
    if not documents:
        raise root.fault("note", "Journalen saknas. Lägg till minst en anteckning, [[note]].")
    return CareRecord(
        documents,
        tuple(_drug(s, f"{exercise_id}-m{n}") for n, s in enumerate(root.sections("drug"), 1)),
        tuple(
            _proposal(s, f"{exercise_id}-p{n}", documents)
            for n, s in enumerate(root.sections("proposal"), 1)
        ),
        tuple(_value(s, f"{exercise_id}-v{n}") for n, s in enumerate(root.sections("value"), 1)),
    )


def _note(section: Section, document_id: str) -> RecordDocument:
    note = RecordDocument(
        document_id,
        section.text("title", is_needed=True),
        section.needed_moment("time"),
        section.text("role"),
        section.text("text", is_needed=True),
    )
    section.finish()
    return note


def _drug(section: Section, drug_id: str) -> Medication:
    atc = section.loose_code("atc", CodeSystem.ATC)
    drug = Medication(
        id=drug_id,
        atc=atc.code if atc else "",
        name=section.text("name", is_needed=True),
        substance=section.text("substance"),
        start=section.day("start"),
        end=section.day("end"),
        reason=section.text("reason"),
        dosage=section.text("dosage"),
    )
    section.finish()
    return drug


def _value(section: Section, value_id: str) -> Measurement:
    value = Measurement(
        id=value_id,
        name=section.text("name", is_needed=True),
        value=section.text("value", is_needed=True),
        unit=section.text("unit"),
        time=section.moment("time"),
        reference=section.text("reference"),
        is_outside=section.flag("outside", otherwise=False),
        group=section.text("group"),
        kind=section.choice("kind", KIND_WORDS),
        comment=section.text("comment"),
    )
    section.finish()
    return value


def _proposal(
    section: Section, proposal_id: str, documents: tuple[RecordDocument, ...]
) -> Proposal:
    system = section.choice("system", _SYSTEMS)
    note = section.number("note") or 1
    if not 1 <= note <= len(documents):
        raise section.fault("note", f"note ska vara en anteckning från 1 till {len(documents)}.")
    code = section.code("code", system).code
    proposal = Proposal(proposal_id, system, code, section.text("text"), documents[note - 1].id)
    section.finish()
    return proposal


def _key(root: Section) -> ExerciseKey:
    diagnoses = tuple(_diagnosis(section) for section in root.sections("diagnosis"))
    principals = [row for row in diagnoses if row.is_principal]
    if len(principals) != 1:
        raise root.fault(
            "diagnosis",
            f"Facit ska ha en huvuddiagnos och har {len(principals)}. Skriv "
            "role = ”huvuddiagnos” i ett av avsnitten [[diagnosis]].",
        )
    return ExerciseKey(
        diagnoses,
        tuple(_procedure(section) for section in root.sections("procedure")),
        tuple(_wrong(section) for section in root.sections("wrong")),
        order_matters=root.flag("order_matters", otherwise=False),
    )


def _diagnosis(section: Section) -> KeyDiagnosis:
    icd, atc = CodeSystem.ICD10SE, CodeSystem.ATC
    row = KeyDiagnosis(
        section.code("code", icd),
        section.choice("role", ROLE_WORDS),
        section.loose_code("partner", icd),
        section.codes("causes", icd),
        section.codes("drugs", atc),
        is_required=section.flag("required", otherwise=True),
        why=section.text("why"),
        rules=section.texts("rules"),
    )
    if row.is_principal and not row.is_required:
        raise section.fault("required", "Huvuddiagnosen måste krävas. Ta bort required.")
    section.finish()
    return row


def _procedure(section: Section) -> KeyProcedure:
    kva, atc = CodeSystem.KVA, CodeSystem.ATC
    row = KeyProcedure(
        section.code("code", kva),
        section.day("date"),
        section.codes("addons", kva),
        section.codes("drugs", atc),
        is_required=section.flag("required", otherwise=True),
        why=section.text("why"),
        rules=section.texts("rules"),
    )
    section.finish()
    return row


def _wrong(section: Section) -> WrongCode:
    text = section.text("code", is_needed=True)
    system = system_of(text.upper())
    if system is None:
        raise section.fault("code", f"”{text[:20]}” är ingen kod. Skriv som S72.00 eller NFB19.")
    wrong = WrongCode(
        system,
        format_code(system, text),
        section.text("reason", is_needed=True),
        section.texts("cites"),
        section.flag("near", otherwise=False),
    )
    section.finish()
    return wrong
