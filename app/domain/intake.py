"""What comes out of an import: events with their records, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.encounter import Encounter
from app.domain.record import NO_RECORD, CareRecord, Measurement, Medication


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """One event read from a file, not yet stored."""

    encounter: Encounter
    record: CareRecord = NO_RECORD


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or message that could not be read. `content` is patient data, kept for retrying."""

    file_name: str
    place: str
    reason: str
    content: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PatientMedications:
    """The drugs of one patient, not yet laid on the events that they cover."""

    patient_number: str = field(repr=False)
    medications: tuple[Medication, ...] = ()
    #: What to read again if the patient has no event yet.
    origin: Rejected | None = None


@dataclass(frozen=True, slots=True)
class PatientMeasurements:
    """A laboratory reply or bedside occasion of one patient, not yet laid on its event."""

    patient_number: str = field(repr=False)
    document_id: str
    time: datetime
    #: The care unit that saved it; empty where the file does not tell.
    unit_id: str = ""
    #: None at all takes away what was shown of it: it was cancelled.
    measurements: tuple[Measurement, ...] = ()
    #: What to read again if the patient has no event yet.
    origin: Rejected | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """Everything that one file, or one quarantined piece of a file, held."""

    events: tuple[IncomingEvent, ...] = ()
    medications: tuple[PatientMedications, ...] = ()
    measurements: tuple[PatientMeasurements, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    #: Things kept but worth telling, as Swedish sentences without patient data.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuarantineItem:
    """A rejected row in storage."""

    id: int
    kind: str
    rejected: Rejected
    at: datetime


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an import did. Counts are events."""

    files: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    #: Events whose record changed after they were signed.
    changed_after_signing: int = 0
    encounter_ids: tuple[str, ...] = ()
    #: Things kept but worth telling, as Swedish sentences without patient data.
    remarks: tuple[str, ...] = ()
