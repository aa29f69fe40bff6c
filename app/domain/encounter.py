"""One care event and the codes assigned to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.care_types import CareSetting, EncounterClass, EncounterType, setting_of
from app.domain.codes import is_external_cause
from app.domain.contact_facts import NO_CONTACT_FACTS, ContactFacts
from app.domain.drg_problem import ProblemGroup
from app.domain.norwegian import NO_STAY, NorwegianStay
from app.domain.patient import Patient


class DiagnosisRole(StrEnum):
    """What a diagnosis stands for in the encounter."""

    PRINCIPAL = "principal"
    SECONDARY = "secondary"


class Status(StrEnum):
    """Where an event is on its way from imported to signed."""

    OPEN = "open"
    READY = "ready"
    DRAFT = "draft"
    PARKED = "parked"
    REOPENED = "reopened"
    SIGNED = "signed"


STATUS_LABEL = {
    Status.OPEN: "Pågående",
    Status.READY: "Att koda",
    Status.DRAFT: "Påbörjad",
    Status.PARKED: "Parkerad",
    Status.REOPENED: "Öppnad åter",
    Status.SIGNED: "Signerad",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """The care unit where the event took place."""

    id: str
    name: str = ""

    @property
    def label(self) -> str:
        """The name, or the id where no name is known."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A lead code with what hangs on it: partner, external causes and drugs.

    `partner` is the other half of a dagger–asterisk pair. A further asterisk of the same
    dagger is a row of its own that names the dagger as its partner.
    """

    code: str
    role: DiagnosisRole = DiagnosisRole.SECONDARY
    partner: str | None = None
    external_causes: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    #: Free wording; the title of the code is not binding (catalogue 127).
    text: str = field(default="", repr=False)

    @property
    def is_principal(self) -> bool:
        """Whether this row carries the role of principal diagnosis."""
        return self.role is DiagnosisRole.PRINCIPAL

    @property
    def codes(self) -> tuple[str, ...]:
        """Lead, partner and external causes, in printing order."""
        partner = (self.partner,) if self.partner else ()
        return (self.code, *partner, *self.external_causes)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A KVÅ code with its day, its additional codes (side, method …) and its drugs."""

    code: str
    date: date | None = None
    additional: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Lead and additional codes."""
        return (self.code, *self.additional)

    @property
    def side(self) -> str:
        """The side in words, from the additional code, or nothing."""
        return next((SIDE_LABEL[code] for code in self.additional if code in SIDE_LABEL), "")


#: KVÅ additional codes for side.
SIDE_LABEL = {"ZXA00": "höger", "ZXA05": "vänster", "ZXA10": "bilateralt"}


@dataclass(frozen=True, slots=True)
class Override:
    """A warning set aside, with its reason; it lapses when the codes change."""

    rule_id: str
    codes: tuple[str, ...]
    reason: str = field(repr=False)
    person_id: str = ""
    at: datetime | None = None
    #: Labels of the editions that the warning was judged by; empty on what was stored before.
    editions: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """The finding that it answers."""
        return self.rule_id, self.codes


@dataclass(frozen=True, slots=True)
class Assignee:
    """The person that an event is given to, until it is given to somebody else."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """A care event with its coding: immutable, so it crosses threads without a lock.

    `version` is the stored version that it was read at (0 = never stored). The record
    (notes, medications, proposals) is a CareRecord of its own.
    """

    id: str
    patient: Patient = field(repr=False)
    encounter_class: EncounterClass = EncounterClass.UNKNOWN
    encounter_type: EncounterType = EncounterType.UNKNOWN
    unit: Unit = Unit("")
    start: datetime | None = None
    end: datetime | None = None
    contact_form: str = ""
    legal_form: str = ""
    discharge_mode: str = ""
    referral: str = field(default="", repr=False)
    professions: tuple[str, ...] = ()
    #: On a newborn: the id of the mother's event.
    mother_id: str | None = None
    #: Where the event came from, for example `takecare` or `demo`.
    source: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    overrides: tuple[Override, ...] = ()
    status: Status = Status.READY
    status_reason: str = field(default="", repr=False)
    #: The day on which a parked event comes back in the lists; None where nobody said.
    park_until: date | None = None
    #: Who is to code it; unlike a claim it does not run out.
    assigned: Assignee | None = None
    #: The record was changed upstream after the event was signed.
    record_changed: bool = False
    #: The words of the record, for rules that need them; filled where they are at hand.
    record_text: str = field(default="", repr=False)
    version: int = 0
    #: What the administrative system tells beside the codes.
    contact: ContactFacts = field(default=NO_CONTACT_FACTS, repr=False)
    #: `NO` for an event in Norway, which has rules of its own; empty for Sweden.
    country: str = ""
    norwegian: NorwegianStay = field(default=NO_STAY, repr=False)
    #: The problem group that the coding falls in; filled for the review alone, never stored.
    problem_group: ProblemGroup | None = field(default=None, repr=False)

    @property
    def setting(self) -> CareSetting:
        """In- or outpatient."""
        return setting_of(self.encounter_class)

    @property
    def principal(self) -> Diagnosis | None:
        """The principal diagnosis, or None while it is missing."""
        return next((d for d in self.diagnoses if d.is_principal), None)

    @property
    def secondaries(self) -> tuple[Diagnosis, ...]:
        """Every diagnosis that is not principal, in order."""
        return tuple(d for d in self.diagnoses if not d.is_principal)

    @property
    def is_closed(self) -> bool:
        """Whether the event has ended; only then is it coded."""
        return self.end is not None

    @property
    def day(self) -> date | None:
        """The day that picks editions and rules: the end, or the start of an open event."""
        moment = self.end or self.start
        return moment.date() if moment else None

    @property
    def admission_day(self) -> date | None:
        """The day on which age is counted."""
        return self.start.date() if self.start else None

    def icd_codes(self) -> Iterator[str]:
        """Every ICD code on the event: leads, partners and external causes, in order."""
        for diagnosis in self.diagnoses:
            yield from diagnosis.codes

    def folded(self) -> Encounter:
        """Return the same event with V–Y codes on rows of their own moved to the diagnosis before.

        A V–Y row that comes first, or that is principal, stays where it is: a rule objects.
        """
        rows: list[Diagnosis] = []
        for row in self.diagnoses:
            if rows and _is_loose_cause(row) and not is_external_cause(rows[-1].code):
                causes = (*rows[-1].external_causes, row.code, *row.external_causes)
                drugs = (*rows[-1].drugs, *row.drugs)
                rows[-1] = replace(rows[-1], external_causes=causes, drugs=drugs)
            else:
                rows.append(row)
        return self if len(rows) == len(self.diagnoses) else replace(self, diagnoses=tuple(rows))


def _is_loose_cause(row: Diagnosis) -> bool:
    return not row.is_principal and row.partner is None and is_external_cause(row.code)
