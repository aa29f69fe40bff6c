"""From notes to care events: which notes of a TakeCare record are one visit or one stay.

The exports carry no contact id and no end, so events are derived, one care unit at a time:

* An admission note opens a stay and the next discharge note closes it; several discharge notes
  of one day (doctor and nurse) close it together, at the last of them. All notes of the unit
  between belong to it, and operation notes of other units that fall inside its days.
* A discharge note without an admission note still ends a stay. It began on the first day of
  Vårdtid where the note names it; otherwise with the earliest earlier note of the unit that is
  reached without a silence of more than seven days, and the report says that this is estimated.
* A stay without discharge note is open. It takes the unit's notes until a silence of thirty
  days; an admission note more than two days after its beginning opens the next stay.
* Whatever is left is a visit: patient, unit and day, ended 23:59.

Ids are derived from patient, unit and first day: the same export gives the same events, and
nothing of the patient can be read off an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from app.domain.care_types import AUTOMATIC_END, EncounterClass, EncounterType
from app.domain.encounter import Encounter, Status, Unit
from app.domain.identity import read_identity
from app.domain.intake import IncomingEvent
from app.domain.patient import Patient, Sex
from app.domain.record import CareRecord
from app.exchange.takecare_notes import Note
from app.exchange.text_file import stable_id

SOURCE = "takecare"

#: Notes further apart than this do not prove one and the same stay.
LONGEST_SILENCE = timedelta(days=7)
#: An open stay ends being one after so long without a note.
LONGEST_OPEN_SILENCE = timedelta(days=30)
#: Doctor and nurse may write admission notes on different days of one and the same stay.
ADMISSION_SPREAD = timedelta(days=2)


@dataclass(slots=True)
class _Stay:
    start: datetime
    end: datetime | None = None
    is_estimated: bool = False
    #: The discharge notes that closed it, by id.
    closed_by: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    def covers(self, moment: datetime) -> bool:
        """Whether the moment falls on a day of the stay, as far as it is known."""
        if moment.date() < self.start.date():
            return False
        if self.end is not None:
            return moment.date() <= self.end.date()
        latest = self.notes[-1].time if self.notes else self.start
        return moment - latest <= LONGEST_OPEN_SILENCE


@dataclass(frozen=True, slots=True)
class DerivedEvents:
    """The events of a file, and how many stays have an estimated beginning."""

    events: tuple[IncomingEvent, ...]
    estimated: int = 0


def group_notes(notes: Iterable[Note]) -> DerivedEvents:
    """Derive the care events of notes, oldest first."""
    by_unit: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: (note.time, note.document.id)):
        by_unit[note.patient_number, note.unit_id].append(note)
    stays = {key: _find_stays(of_unit) for key, of_unit in by_unit.items()}
    loose = [note for key, of_unit in by_unit.items() for note in _place(of_unit, stays[key])]
    loose = [note for note in loose if not _belongs_elsewhere(note, stays)]
    events = [
        _build_event(key, stay.notes, _stay_facts(stay))
        for key, of_unit in stays.items()
        for stay in of_unit
        if stay.notes
    ]
    events += [_build_event(key, of_day, _visit_facts(of_day)) for key, of_day in _days(loose)]
    events.sort(key=lambda event: (str(event.encounter.start), event.encounter.id))
    estimated = sum(stay.is_estimated for of_unit in stays.values() for stay in of_unit)
    return DerivedEvents(tuple(_with_distinct_ids(events)), estimated)


def _find_stays(notes: list[Note]) -> list[_Stay]:
    stays: list[_Stay] = []
    for position, note in enumerate(notes):
        last = stays[-1] if stays else None
        if note.is_discharge:
            before = notes[: position + 1]
            if last is None or not _is_closed_by(last, before):
                last = _stay_before(before, last)
                stays.append(last)
            _close(last, note)
        elif note.is_admission and not (last and _is_admitted_by(last, note)):
            stays.append(_Stay(note.time))
    return stays


def _is_closed_by(stay: _Stay, notes: list[Note]) -> bool:
    """Whether the discharge note that ends the list can be the end of the stay."""
    discharge = notes[-1]
    if discharge.stay and discharge.stay[0] > stay.start.date():
        return False
    if stay.end is not None:
        return stay.end.date() >= discharge.time.date()
    times = [stay.start, *(note.time for note in notes if note.time >= stay.start)]
    return all(after - before <= LONGEST_OPEN_SILENCE for before, after in pairwise(times))


def _is_admitted_by(stay: _Stay, note: Note) -> bool:
    return note.time <= (stay.end or stay.start + ADMISSION_SPREAD)


def _close(stay: _Stay, note: Note) -> None:
    stay.end = max(stay.end, _end(note)) if stay.end else _end(note)
    stay.closed_by.add(note.document.id)
    if stay.is_estimated and note.stay:
        stay.start, stay.is_estimated = _first_moment(note), False


def _stay_before(notes: list[Note], previous: _Stay | None) -> _Stay:
    """Find where a stay began whose discharge note, the last of the notes, stands alone."""
    discharge = notes[-1]
    if discharge.stay:
        return _Stay(_first_moment(discharge))
    start = discharge.time
    for note in reversed(notes[:-1]):
        is_taken = previous is not None and previous.end is not None and note.time <= previous.end
        if is_taken or start - note.time > LONGEST_SILENCE:
            break
        start = note.time
    return _Stay(start, is_estimated=True)


def _first_moment(discharge: Note) -> datetime:
    first = discharge.stay[0] if discharge.stay else discharge.time.date()
    return datetime.combine(first, time())


def _end(discharge: Note) -> datetime:
    """Take the note's own time, unless Vårdtid says that the stay ended on an earlier day."""
    if discharge.stay and discharge.stay[1] < discharge.time.date():
        return datetime.combine(discharge.stay[1], AUTOMATIC_END)
    return discharge.time


def _place(notes: list[Note], stays: list[_Stay]) -> Iterator[Note]:
    """Give each note of a unit to its stay; yield those that belong to none."""
    for note in notes:
        closed = [stay for stay in stays if note.document.id in stay.closed_by]
        covering = [stay for stay in stays if stay.covers(note.time)]
        begun = [stay for stay in covering if stay.start <= note.time]
        chosen = closed or begun[-1:] or covering[:1]
        if chosen:
            chosen[0].notes.append(note)
        else:
            yield note


def _belongs_elsewhere(note: Note, stays: dict[tuple[str, str], list[_Stay]]) -> bool:
    """Give an operation note of another unit to the one stay that covers its day."""
    if not note.is_operation:
        return False
    covering = [
        stay
        for (patient, _), of_unit in stays.items()
        for stay in of_unit
        if patient == note.patient_number and stay.covers(note.time)
    ]
    if len(covering) != 1:
        return False
    covering[0].notes.append(note)
    covering[0].notes.sort(key=lambda note: (note.time, note.document.id))
    return True


def _days(notes: list[Note]) -> Iterator[tuple[tuple[str, str], list[Note]]]:
    days: dict[tuple[str, str, str], list[Note]] = defaultdict(list)
    for note in notes:
        days[note.patient_number, note.unit_id, f"{note.time:%Y%m%d}"].append(note)
    for (patient, unit, _), of_day in days.items():
        yield (patient, unit), of_day


@dataclass(frozen=True, slots=True)
class _Facts:
    encounter_class: EncounterClass
    encounter_type: EncounterType
    start: datetime
    end: datetime | None


def _stay_facts(stay: _Stay) -> _Facts:
    return _Facts(EncounterClass.INPATIENT, EncounterType.INPATIENT, stay.start, stay.end)


def _visit_facts(notes: list[Note]) -> _Facts:
    kind = EncounterType.SPECIALIST_OUTPATIENT
    titles = [note.document.title.lower() for note in notes]
    if all("utan besök" in title for title in titles):
        kind = EncounterType.CONTACT_WITHOUT_VISIT
    elif any("vårdcentral" in title for title in titles):
        kind = EncounterType.PRIMARY_CARE
    start = notes[0].time
    end = datetime.combine(start.date(), AUTOMATIC_END)
    return _Facts(EncounterClass.OUTPATIENT, kind, start, end)


def _build_event(key: tuple[str, str], notes: list[Note], facts: _Facts) -> IncomingEvent:
    patient, unit = key
    encounter = Encounter(
        id=stable_id("tc", patient, unit, f"{facts.start:%Y%m%d}"),
        patient=read_patient(patient),
        encounter_class=facts.encounter_class,
        encounter_type=facts.encounter_type,
        unit=Unit(unit),
        start=facts.start,
        end=facts.end,
        discharge_mode=next((n.discharged_to for n in reversed(notes) if n.discharged_to), ""),
        source=SOURCE,
        status=Status.READY if facts.end else Status.OPEN,
    )
    documents = tuple(note.document for note in notes)
    proposals = tuple(proposal for note in notes for proposal in note.proposals)
    return IncomingEvent(encounter, CareRecord(documents, proposals=proposals))


def read_patient(number: str) -> Patient:
    """Make a patient of an identity number alone: sex and birth date are read off it."""
    identity = read_identity(number)
    sex = Sex(identity.sex) if identity.sex else Sex.UNKNOWN
    return Patient(identity, sex=sex, birth_date=identity.birth_date)


def _with_distinct_ids(events: list[IncomingEvent]) -> Iterator[IncomingEvent]:
    """Add a number to a second stay that began on the day on which a short first one did."""
    seen: dict[str, int] = defaultdict(int)
    for event in events:
        identity = event.encounter.id
        seen[identity] += 1
        number = f"-{seen[identity]}" if seen[identity] > 1 else ""
        yield replace(event, encounter=replace(event.encounter, id=identity + number))
