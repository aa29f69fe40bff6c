"""The record of an event: notes, medications, values, and codes that the clinician wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.codes import CodeSystem


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """One note. Patient data: nothing but the id is in its `repr`."""

    id: str
    title: str = field(default="", repr=False)
    time: datetime | None = field(default=None, repr=False)
    author_role: str = field(default="", repr=False)
    text: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """Title and day, as notes are told apart in a list."""
        return f"{self.title}, {self.time:%Y-%m-%d}" if self.time else self.title


@dataclass(frozen=True, slots=True)
class Medication:
    """One drug on the patient's list at the time of the event."""

    id: str
    atc: str = ""
    name: str = field(default="", repr=False)
    substance: str = field(default="", repr=False)
    start: date | None = field(default=None, repr=False)
    end: date | None = field(default=None, repr=False)
    reason: str = field(default="", repr=False)
    dosage: str = field(default="", repr=False)


class MeasurementKind(StrEnum):
    """Where a value was measured."""

    LABORATORY = "laboratory"
    BEDSIDE = "bedside"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value, as it was written: from the laboratory or measured at the bedside."""

    id: str
    name: str = field(default="", repr=False)
    value: str = field(default="", repr=False)
    unit: str = ""
    time: datetime | None = field(default=None, repr=False)
    #: The reference interval as the laboratory wrote it: "3,5-4,4", "<10"; empty: none given.
    reference: str = field(default="", repr=False)
    is_outside: bool = field(default=False, repr=False)
    #: The reply or template that it stood in.
    group: str = ""
    kind: MeasurementKind = MeasurementKind.LABORATORY
    comment: str = field(default="", repr=False)
    #: The reply or occasion that it is part of, which is renewed as a whole.
    document_id: str = ""


class ProposalState(StrEnum):
    """What the coder did with a proposed code."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that stands in the record ("från journalen"); never a code until accepted."""

    id: str
    system: CodeSystem
    code: str
    text: str = field(default="", repr=False)
    document_id: str = ""
    state: ProposalState = ProposalState.OPEN


@dataclass(frozen=True, slots=True)
class CareRecord:
    """Everything the coder reads beside the codes of one event."""

    documents: tuple[RecordDocument, ...] = ()
    medications: tuple[Medication, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    @property
    def text(self) -> str:
        """All notes as one text, for rules and coverage."""
        return "\n\n".join(f"{doc.title}\n{doc.text}" for doc in self.documents)


#: An event of which nothing has been written.
NO_RECORD = CareRecord()
