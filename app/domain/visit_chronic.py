"""Which of a patient's known chronic conditions have to do with a visit: offers, never set.

Source: seed 001 (Region Skåne), 7.3 Bidiagnos: a chronic condition that is documented is coded
only where it mattered at the contact, and whoever met the patient judges that. The rule here:
it is on the list of chronic conditions, it was signed at an earlier contact, and it is mentioned
in the note, or a drug for it is in use, or it was coded within eighteen months and the note does
not deny it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.codes import CodeSet
from app.domain.encounter import Encounter, Status
from app.domain.record import CareRecord, Medication
from app.domain.said_words import find_said

#: Eighteen months.
RECENT = timedelta(days=548)
_CATEGORY = 3

#: Conditions that are not wanted: the event where each was signed, and its category.
Declined = Collection[tuple[str, str]]


def category(code: str) -> str:
    """Return what two codes of the same condition share: `J44` of `J44.1`."""
    return code[:_CATEGORY]


@dataclass(frozen=True, slots=True)
class ChronicRow:
    """A chronic condition: its codes, the drugs that tell of it, and how notes name it."""

    codes: CodeSet
    #: Beginnings of ATC codes.
    drugs: tuple[str, ...]
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class KnownChronic:
    """A chronic condition of a patient that has to do with the visit, and why."""

    code: str
    text: str
    why: str
    #: The event where it was signed last.
    source: str = ""


def knows_chronic(rows: Sequence[ChronicRow], earlier: Iterable[Encounter]) -> bool:
    """Whether any signed event has a chronic condition; else the note need not be read."""
    return any(
        code in row.codes
        for event in earlier
        if event.status is Status.SIGNED
        for code in event.icd_codes()
        for row in rows
    )


def relevant_chronic(
    rows: Sequence[ChronicRow],
    encounter: Encounter,
    earlier: Iterable[Encounter],
    record: CareRecord,
    mentioned: Collection[str] = (),
    also: Collection[str] = (),
    declined: Declined = (),
) -> tuple[KnownChronic, ...]:
    """Find what to offer: of each condition the code signed last, the best founded first.

    `mentioned` are codes that the note was found to speak of. A category that the event carries
    already, that is among `also`, or that is declined as it was signed last, is left out.
    """
    day = encounter.day
    if day is None:
        return ()
    taken = {code[:_CATEGORY] for code in (*encounter.icd_codes(), *also)}
    found: list[tuple[int, KnownChronic]] = []
    for known_on, source, code, text in _signed_codes(earlier, day):
        row = next((each for each in rows if code in each.codes), None)
        if row is None or code[:_CATEGORY] in taken:
            continue
        if (source, category(code)) in declined:
            taken.add(category(code))
            continue
        reasons = tuple(_reasons(row, code, known_on, day, record, mentioned))
        if reasons:
            taken.add(code[:_CATEGORY])
            found.append((-len(reasons), KnownChronic(code, text, " · ".join(reasons), source)))
    found.sort(key=lambda each: each[0])
    return tuple(known for _count, known in found)


def _signed_codes(earlier: Iterable[Encounter], day: date) -> Iterable[tuple[date, str, str, str]]:
    """Yield the diagnoses of signed events up to a day with the event's id, the latest first."""
    signed = [(each.day, each) for each in earlier if each.status is Status.SIGNED]
    dated = [(on, each) for on, each in signed if on is not None and on <= day]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    for on, event in dated:
        for diagnosis in event.diagnoses:
            yield on, event.id, diagnosis.code, diagnosis.text


def _reasons(
    row: ChronicRow,
    code: str,
    known_on: date,
    day: date,
    record: CareRecord,
    mentioned: Collection[str],
) -> Iterable[str]:
    is_found = any(each[:_CATEGORY] == code[:_CATEGORY] for each in mentioned)
    is_said = is_found or bool(find_said(record.text, row.words))
    if is_said:
        yield "nämns i anteckningen"
    drug = next((each for each in record.medications if _is_for(row, each, day)), None)
    if drug is not None:
        yield f"behandlas: {drug.substance or drug.name or drug.atc}"
    is_denied = not is_said and row.words.search(record.text) is not None
    if day - known_on <= RECENT and (drug is not None or not is_denied):
        yield f"kodad {known_on.isoformat()}"


def _is_for(row: ChronicRow, drug: Medication, day: date) -> bool:
    """Whether a drug is on the list and in use on the day."""
    is_ended = drug.end is not None and drug.end < day
    return bool(row.drugs) and drug.atc.startswith(row.drugs) and not is_ended
