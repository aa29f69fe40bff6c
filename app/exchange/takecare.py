"""TakeCare exports as care events, drugs and values.

Notes and drugs come as XML (CareDocumentationGet, MedicationHistoryGet), laboratory replies and
measurements as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.identity import read_identity
from app.domain.intake import FileReading, PatientMeasurements, Rejected
from app.exchange.takecare_chemistry import read_replies
from app.exchange.takecare_measurements import read_measurements
from app.exchange.takecare_medications import read_medications
from app.exchange.takecare_notes import read_notes
from app.exchange.takecare_visits import group_notes
from app.exchange.takecare_xml import parse_message
from app.exchange.text_file import shown_name


def read_takecare_notes(text: str, path: Path) -> FileReading:
    """Read the text of a CareDocumentationGet message as events with their records.

    `path` names the file in messages. Notes that cannot be placed are set aside; the rest is
    read. Coded keywords become proposals, never codes.

    Raises:
        InputFileError: the message is cut off, unsafe, no TakeCare message or without patient.

    """
    notes, rejected = read_notes(parse_message(text, path), path)
    derived = group_notes(notes)
    name, remarks = shown_name(path), []
    if derived.events and not derived.events[0].encounter.patient.identity.is_valid:
        remarks.append(invalid_identity(name))
    if derived.estimated:
        remarks.append(
            f"{name}: {_stays(derived.estimated)} saknar inskrivningsanteckning; början är "
            "uppskattad efter anteckningarna. Dela händelsen om den är för lång."
        )
    return FileReading(derived.events, rejected=tuple(rejected), remarks=tuple(remarks))


def read_takecare_medications(text: str, path: Path) -> FileReading:
    """Read the text of a MedicationHistoryGet message as the drugs of one patient.

    Raises:
        InputFileError: the message is cut off, unsafe, no TakeCare message or without patient.

    """
    medications, rejected = read_medications(parse_message(text, path), text, path)
    is_valid = read_identity(medications.patient_number).is_valid
    remarks: Sequence[str] = () if is_valid else (invalid_identity(shown_name(path)),)
    return FileReading(medications=(medications,), rejected=tuple(rejected), remarks=tuple(remarks))


def read_takecare_chemistry(text: str, path: Path) -> FileReading:
    """Read the text of a ChemistryReply file as the values of its laboratory replies.

    Raises:
        InputFileError: the file is no JSON, or a reply cannot be placed.

    """
    return _of_values(*read_replies(text, path), path)


def read_takecare_measurements(text: str, path: Path) -> FileReading:
    """Read the text of a Measurements file as the values of its measuring occasions.

    Raises:
        InputFileError: the file is no JSON, its name names nobody, or an occasion cannot be
            placed.

    """
    return _of_values(*read_measurements(text, path), path)


def _of_values(
    found: list[PatientMeasurements], rejected: list[Rejected], path: Path
) -> FileReading:
    is_valid = all(read_identity(each.patient_number).is_valid for each in found)
    remarks = () if is_valid else (invalid_identity(shown_name(path)),)
    return FileReading(measurements=tuple(found), rejected=tuple(rejected), remarks=remarks)


def invalid_identity(place: str) -> str:
    """Tell, without the number, that an identity number is kept although it is wrong."""
    return (
        f"{place}: identitetsnumret är inte giltigt (fel kontrollsiffra, datum eller form). "
        "Händelserna är inlästa; kontrollera numret i journalsystemet."
    )


def _stays(count: int) -> str:
    return "ett vårdtillfälle" if count == 1 else f"{count} vårdtillfällen"
