"""The fictive demonstration events that ship in resources/demo, and the keys to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.domain.care_types import parse_class, parse_type
from app.domain.codes import CodeSystem, format_code, format_icd
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Status, Unit
from app.domain.errors import InputFileError, NotFoundError
from app.domain.identity import read_identity
from app.domain.intake import IncomingEvent
from app.domain.patient import Patient, Protection, Sex
from app.domain.record import CareRecord, Medication, Proposal, RecordDocument

SOURCE = "demo"

_SEX = {"K": Sex.FEMALE, "M": Sex.MALE}
_PROTECTION = {
    "sekretessmarkering": Protection.CONFIDENTIAL,
    "skyddad folkbokföring": Protection.PROTECTED_REGISTRATION,
}


@dataclass(frozen=True, slots=True)
class DemoKey:
    """The coding that a demonstration event should end with."""

    diagnoses: tuple[Diagnosis, ...]
    procedures: tuple[Procedure, ...]
    #: What the case is there to teach, as Swedish sentences.
    teaches: tuple[str, ...] = ()


def read_demo_events(folder: Path) -> list[IncomingEvent]:
    """Read every demonstration event, in the order of the file names.

    Raises:
        InputFileError: a file is not in the form of a demonstration event.

    """
    return [_read(path, data) for path, data in _files(folder)]


def read_demo_key(folder: Path, encounter_id: str) -> DemoKey:
    """Read the key to one demonstration event.

    Raises:
        NotFoundError: no demonstration event has that id.
        InputFileError: a file is not in the form of a demonstration event.

    """
    for path, data in _files(folder):
        if data.get("id") == encounter_id:
            try:
                return _key(data["key"], tuple(data.get("teaches", ())))
            except (KeyError, TypeError, ValueError) as error:
                raise _malformed(path) from error
    raise NotFoundError(f"Det finns ingen demonstrationshändelse {encounter_id}.")


def _files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _malformed(path) from error
        if not isinstance(data, dict):
            raise _malformed(path)
        yield path, data


def _malformed(path: Path) -> InputFileError:
    return InputFileError(
        f"Demonstrationsfilen {path.name} är skadad. Installera om programmet, så återställs den."
    )


def _read(path: Path, data: dict[str, Any]) -> IncomingEvent:
    try:
        return IncomingEvent(_encounter(data), _record(data))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _malformed(path) from error


def _encounter(data: dict[str, Any]) -> Encounter:
    end = _moment(data["end"])
    return Encounter(
        id=data["id"],
        patient=_patient(data["patient"]),
        encounter_class=parse_class(data["class"]),
        encounter_type=parse_type(data["type"]),
        unit=Unit(data["unit"]["id"], data["unit"]["name"]),
        start=_moment(data["start"]),
        end=end,
        contact_form=data["contact_form"] or "",
        legal_form=data["legal_form"] or "",
        discharge_mode=data["discharge_mode"] or "",
        referral=data["referral"] or "",
        professions=tuple(data["professions"]),
        mother_id=data["mother"],
        source=SOURCE,
        status=Status.READY if end else Status.OPEN,
    )


def _patient(data: dict[str, Any]) -> Patient:
    identity = read_identity(data["number"])
    protection = _PROTECTION[data["protection"]] if data["protection"] else Protection.NONE
    return Patient(identity, data["name"], _SEX[data["sex"]], identity.birth_date, protection)


def _record(data: dict[str, Any]) -> CareRecord:
    documents = tuple(
        RecordDocument(
            f"{data['id']}-{number}",
            doc["title"],
            _moment(doc["time"]),
            doc["author_role"],
            doc["text"],
        )
        for number, doc in enumerate(data["documents"], start=1)
    )
    medications = tuple(
        Medication(
            id=f"{data['id']}-m{number}",
            atc=drug["atc"],
            name=drug["name"],
            substance=drug["substance"],
            start=_day(drug["start"]),
            reason=drug["reason"] or "",
        )
        for number, drug in enumerate(data["medications"], start=1)
    )
    return CareRecord(documents, medications, tuple(_proposals(data, documents)))


def _proposals(data: dict[str, Any], documents: tuple[RecordDocument, ...]) -> Iterator[Proposal]:
    for number, item in enumerate(data["proposals"], start=1):
        system = CodeSystem(item["system"])
        code, document = format_code(system, item["code"]), documents[item["document"]]
        yield Proposal(f"{data['id']}-p{number}", system, code, item["text"], document.id)


def _key(data: dict[str, Any], teaches: tuple[str, ...]) -> DemoKey:
    diagnoses = tuple(
        Diagnosis(
            format_icd(row["code"]),
            DiagnosisRole(row["role"]),
            format_icd(row["partner"]) if row["partner"] else None,
            tuple(format_icd(code) for code in row["external_causes"]),
            tuple(row["drugs"]),
            row.get("text", ""),
        )
        for row in data["diagnoses"]
    )
    procedures = tuple(
        Procedure(row["code"], _day(row["date"]), tuple(row["additional"]), tuple(row["drugs"]))
        for row in data["procedures"]
    )
    return DemoKey(diagnoses, procedures, teaches)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
