"""Notes of a TakeCare record: keyword trees as readable text, coded keywords as proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.codes import CodeSystem, format_code, has_icd_shape, has_kva_shape
from app.domain.errors import InputFileError
from app.domain.intake import Rejected
from app.domain.record import Proposal, RecordDocument
from app.exchange.takecare_xml import moment_of, read_moment, rejected_piece, text_of
from app.exchange.text_file import shown_name, stable_id

#: DocCreatedByProfessionId, as far as the exports show which is which.
PROFESSIONS = {"1": "Läkare", "2": "Sjuksköterska"}

_DIAGNOSIS_KEYWORD = re.compile(r"\bICD-?10\b|^(?:huvud|bi)diagnos", re.IGNORECASE)
_PROCEDURE_KEYWORD = re.compile(r"åtgärdskod|\bKVÅ\b", re.IGNORECASE)
_STAY = re.compile(r"(\d{4}-?\d{2}-?\d{2})\s*[-–]\s*(\d{4}-?\d{2}-?\d{2})", re.ASCII)
_BLANK_LINES = re.compile(r"\s*\n(?:\s*\n)+")
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Note:
    """One note, with what decides which care event it belongs to."""

    document: RecordDocument
    patient_number: str = field(repr=False)
    unit_id: str
    time: datetime
    proposals: tuple[Proposal, ...] = ()
    is_admission: bool = False
    is_discharge: bool = False
    is_operation: bool = False
    #: First and last day of the stay, where the note names them (Vårdtid).
    stay: tuple[date, date] | None = None
    discharged_to: str = field(default="", repr=False)


def read_notes(root: Element, path: Path) -> tuple[list[Note], list[Rejected]]:
    """Read the notes of a message, oldest first, and those that cannot be placed.

    Raises:
        InputFileError: the message names no patient.

    """
    patient = text_of(root, "CareDocumentation/PatientId")
    if not patient:
        raise InputFileError(
            f"Filen {shown_name(path)} saknar patientens identitet (PatientId). "
            "Exportera den igen från TakeCare."
        )
    notes: list[Note] = []
    rejected: list[Rejected] = []
    for number, element in enumerate(root.iter("Casenote"), start=1):
        place, moment = f"anteckning {number}", moment_of(element, "EventDateTime")
        if not text_of(element, "DocumentId"):
            reason = "Anteckningen saknar DocumentId."
            rejected.append(rejected_piece(root, element, path, place, reason))
        elif moment is None:
            reason = "Anteckningen saknar en läsbar tid (EventDateTime)."
            rejected.append(rejected_piece(root, element, path, place, reason))
        else:
            notes.append(_read_note(element, patient, moment))
    return sorted(notes, key=lambda note: (note.time, note.document.id)), rejected


def _read_note(element: Element, patient: str, moment: datetime) -> Note:
    title = text_of(element, "DocumentTitle") or text_of(element, "TemplateName")
    profession = text_of(element, "DocCreatedByProfessionId")
    content = element.find("Content")
    keywords = [] if content is None else content.findall("Keyword")
    document = RecordDocument(
        id=stable_id("tc", text_of(element, "DocumentId")),
        title=title,
        time=moment,
        author_role=PROFESSIONS.get(
            profession, f"Yrkeskategori {profession}" if profession else ""
        ),
        text="\n".join(_lines(keywords)),
    )
    header = text_of(element, "HeaderTerm")
    is_admission = title.startswith("Inskrivning") or text_of(element, "DocumentCode") == "INS"
    return Note(
        document,
        patient,
        text_of(element, "DocCreatedAtCareUnitId"),
        moment,
        proposals=tuple(_proposals(element, document.id)),
        is_admission=is_admission,
        is_discharge=title.startswith("Utskrivning") or header.startswith("Utskrivning"),
        is_operation=title.startswith("Operationsberättelse"),
        stay=_stay(element),
        discharged_to=_first_value(element, "Utskriven till"),
    )


def _lines(keywords: list[Element], depth: int = 0) -> Iterator[str]:
    """Write keywords as headings with their values, in reading order."""
    for keyword in keywords:
        heading, values = text_of(keyword, "Name"), list(_values(keyword))
        indent = _INDENT * depth
        if len(values) == 1 and "\n" not in values[0]:
            yield f"{indent}{heading}: {values[0]}"
        else:
            yield f"{indent}{heading}:" if values else f"{indent}{heading}"
            for value in values:
                yield from (f"{indent}{_INDENT}{line}".rstrip() for line in value.split("\n"))
        yield from _lines(keyword.findall("Keyword"), depth + 1)


def _values(keyword: Element) -> Iterator[str]:
    for value in keyword.findall("Value"):
        number = f"{text_of(value, 'NumVal/Val')} {text_of(value, 'NumVal/Unit')}".strip()
        yield from (part for part in (_tidy(text_of(value, "TextVal")), number) if part)
    if comment := _tidy(text_of(keyword, "Comment")):
        yield comment


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n")).strip()


def _proposals(element: Element, document_id: str) -> Iterator[Proposal]:
    """Offer the codes that the author wrote under coded keywords; each code once a note."""
    seen = set()
    for keyword in element.iter("Keyword"):
        system = _system(text_of(keyword, "Name"))
        for value in keyword.findall("Value") if system else ():
            written, _, wording = text_of(value, "TextVal").partition(" ")
            code = format_code(system, written) if system else ""
            if system and code not in seen and _has_shape(system, code):
                seen.add(code)
                identity = stable_id("tc", document_id, system.value, code)
                yield Proposal(identity, system, code, wording.strip(), document_id)


def _system(keyword: str) -> CodeSystem | None:
    if _DIAGNOSIS_KEYWORD.search(keyword):
        return CodeSystem.ICD10SE
    return CodeSystem.KVA if _PROCEDURE_KEYWORD.search(keyword) else None


def _has_shape(system: CodeSystem, code: str) -> bool:
    return has_icd_shape(code) if system is CodeSystem.ICD10SE else has_kva_shape(code)


def _stay(element: Element) -> tuple[date, date] | None:
    found = _STAY.search(_first_value(element, "Vårdtid"))
    if not found:
        return None
    first, last = read_moment(found[1]), read_moment(found[2])
    return (first.date(), last.date()) if first and last and first <= last else None


def _first_value(element: Element, name: str) -> str:
    for keyword in element.iter("Keyword"):
        if text_of(keyword, "Name") == name:
            return next(_values(keyword), "")
    return ""
