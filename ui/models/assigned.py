"""The codes of an encounter as rows: leads with their dependants indented below."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import AssignedCode, Part, Place, assigned_codes
from app.domain.encounter import Encounter
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry

_PART_NOTE = {
    Part.PARTNER: "samband †/*",
    Part.CAUSE: "yttre orsak",
    Part.DIAGNOSIS_DRUG: "läkemedel",
    Part.ADDITIONAL: "tilläggskod",
    Part.PROCEDURE_DRUG: "läkemedel",
}
_MISSING = "Koden finns inte i utgåvan"


def assigned_entries(
    encounter: Encounter,
    books: Codebooks,
    favourites: Collection[tuple[CodeSystem, str]] = (),
) -> list[Entry[AssignedCode]]:
    """Rows for the list of chosen codes, diagnoses first."""
    entries: list[Entry[AssignedCode]] = [Entry(CodeRow(title="Diagnoser"))]
    heading_given = False
    for assigned in assigned_codes(encounter):
        if not assigned.place.in_diagnosis and not heading_given:
            entries.append(Entry(CodeRow(title="Åtgärder")))
            heading_given = True
        row = _row(encounter, books, assigned)
        is_favourite = (assigned.system, assigned.code) in favourites
        entries.append(Entry(replace(row, is_favourite=is_favourite), assigned))
    return entries


def place_row(entries: tuple[Entry[AssignedCode], ...], place: Place) -> int:
    """Return the row in which a place is shown, or -1."""
    for row, entry in enumerate(entries):
        if entry.item is not None and entry.item.place == place:
            return row
    return -1


def _row(encounter: Encounter, books: Codebooks, assigned: AssignedCode) -> CodeRow:
    concept = books.of(assigned.system).concept(assigned.code)
    place = assigned.place
    is_principal = place.part is Part.DIAGNOSIS and encounter.diagnoses[place.row].is_principal
    return CodeRow(
        code=concept.marked_code if concept else assigned.code,
        title=concept.title if concept else _MISSING,
        note=_note(encounter, place),
        aside=_aside(encounter, place),
        icon="principal" if is_principal else "" if concept else "warning",
        indent=0 if place.is_lead else 1,
        is_strong=is_principal,
    )


def _note(encounter: Encounter, place: Place) -> str:
    return encounter.diagnoses[place.row].text if place.part is Part.DIAGNOSIS else ""


def _aside(encounter: Encounter, place: Place) -> str:
    if place.part is Part.DIAGNOSIS:
        return "huvuddiagnos" if encounter.diagnoses[place.row].is_principal else ""
    if place.part is Part.PROCEDURE:
        procedure = encounter.procedures[place.row]
        day = procedure.date.isoformat() if procedure.date else "datum saknas"
        return ", ".join(part for part in (procedure.side, day) if part)
    return _PART_NOTE[place.part]
