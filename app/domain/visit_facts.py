"""What a visit was, in words: type, reason, time and who was met; for whoever classifies it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.care_types import EncounterType
from app.domain.encounter import Encounter
from app.domain.record import CareRecord

#: How notes begin the line that says why the patient came.
_REASON = re.compile(
    r"^[ \t]*(?:kontaktorsak|besöksorsak|sökorsak|vårdkontaktsorsak)[ \t]*[:–-][ \t]*(\S[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_REASON = 160


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a visit was. An empty text means that nobody has told."""

    #: `Pv SSK Återbesök`, or the type of event where no visit type is told.
    kind: str
    #: The contact form (`Telefonkontakt`, `Teambesök`) and the professions that were met.
    met: str
    #: Why the patient came, from the administrative system or else from the note.
    reason: str = field(repr=False)
    #: `2026-11-22 09:30`; only the day where the clock is not told.
    time: str

    @property
    def line(self) -> str:
        """Type, whom was met and when, on one line."""
        return " · ".join(part for part in (self.kind, self.met, self.time) if part)


def visit_facts(encounter: Encounter, record: CareRecord) -> VisitFacts:
    """Tell what a visit was, from what the administrative system and the note say."""
    contact = encounter.contact
    is_typed = encounter.encounter_type is not EncounterType.UNKNOWN
    kind = contact.visit_type or (encounter.encounter_type.value if is_typed else "")
    met = ", ".join(part for part in (encounter.contact_form, *encounter.professions) if part)
    reason = ", ".join(contact.reasons) or _noted_reason(record)
    moment = encounter.start or encounter.end
    return VisitFacts(kind, met, reason, f"{moment:%Y-%m-%d %H:%M}" if moment else "")


def words_of_visit(encounter: Encounter) -> str:
    """Give all that tells what sort of visit it was as one text in small letters."""
    contact = encounter.contact
    parts = (
        contact.visit_type,
        encounter.encounter_type.value,
        encounter.encounter_class.value,
        encounter.contact_form,
        *encounter.professions,
        *contact.reasons,
        encounter.unit.label,
    )
    return " · ".join(part for part in parts if part).casefold()


def _noted_reason(record: CareRecord) -> str:
    """Find the line of the first note that has one; a note without it says nothing here."""
    found = (_REASON.search(document.text) for document in record.documents)
    match = next((each for each in found if each is not None), None)
    if match is None:
        return ""
    said = match.group(1).strip().rstrip(".")
    return said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]} …"
