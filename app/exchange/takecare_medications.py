"""Drugs of a TakeCare medication history, one Medication for each drug of a prescription."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.errors import InputFileError
from app.domain.intake import PatientMedications, Rejected
from app.domain.record import Medication
from app.exchange.quarantined import piece_content
from app.exchange.takecare_xml import moment_of, rejected_piece, text_of
from app.exchange.text_file import shown_name, stable_id

#: Ids of drugs from TakeCare begin so; only these are laid on events by their dates.
ID_PREFIX = "tcm"

_START = ("ExternalStartDate", "Prescription/FirstDoseDate", "Dosages/Dosage/StartDate")
_UNSPECIFIED = "Ospecificerad"
WAITING = (
    "Patienten har ännu ingen vårdhändelse. Läkemedlen läggs till när patientens "
    "anteckningar läses in."
)


def read_medications(
    root: Element, text: str, path: Path
) -> tuple[PatientMedications, list[Rejected]]:
    """Read the drugs of a message, in file order, and prescriptions that cannot be told apart.

    Raises:
        InputFileError: the message names no patient.

    """
    patient = text_of(root, "PatientID/ID") or text_of(root, "PatientID")
    if not patient:
        raise InputFileError(
            f"Filen {shown_name(path)} saknar patientens identitet (PatientID). "
            "Exportera den igen från TakeCare."
        )
    found: list[Medication] = []
    rejected: list[Rejected] = []
    for number, element in enumerate(root.iter("Medication"), start=1):
        drugs = list(_read_prescription(element))
        found += drugs
        if not drugs:
            reason = "Ordinationen saknar DocumentID eller läkemedel."
            place = f"ordination {number}"
            rejected.append(rejected_piece(root, element, path, place, reason))
    origin = Rejected(shown_name(path), "läkemedelslistan", WAITING, piece_content(path, text))
    return PatientMedications(patient, tuple(found), origin), rejected


def _read_prescription(element: Element) -> Iterator[Medication]:
    document = text_of(element, "DocumentID")
    if not document:
        return
    for drug in element.findall("Drugs/Drug"):
        row = text_of(drug, "Row")
        yield Medication(
            id=stable_id(ID_PREFIX, document, row),
            atc=text_of(drug, "ATCCode").upper(),
            name=_name(drug),
            substance=text_of(drug, "ATCName"),
            start=_first_day(element),
            end=_day(element, "Prescription/LastDoseDate"),
            reason=text_of(element, "Prescription/TreatmentReason"),
            dosage=_dosage(element, row),
        )


def _name(drug: Element) -> str:
    parts = [text_of(drug, tag) for tag in ("PreparationText", "DoseForm")]
    strength = text_of(drug, "InternalArticleStrength")
    return " ".join(part for part in (*parts, strength) if part and part != _UNSPECIFIED)


def _dosage(element: Element, row: str) -> str:
    told = [text_of(day, "DosageInstruction").strip("<> ") for day in element.findall("Days/Day")]
    if not any(told):
        doses = element.findall("Dosages/Dosage/DosageDrugs/DosageDrug")
        told = [text_of(dose, "DoseText") for dose in doses if text_of(dose, "DrugRow") == row]
    told.append(text_of(element, "Prescription/Instruction"))
    return "; ".join(dict.fromkeys(part for part in told if part))


def _first_day(element: Element) -> date | None:
    days = (_day(element, path) for path in _START)
    return next((day for day in days if day), None)


def _day(element: Element, path: str) -> date | None:
    moment = moment_of(element, path)
    return moment.date() if moment else None
