"""Makes an exercise of an event: another person, other days, the same medicine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from app.domain.contact_facts import NO_CONTACT_FACTS
from app.domain.encounter import Encounter, Status, Unit
from app.domain.identity import IdentityNumber, read_identity
from app.domain.patient import Patient, Protection, Sex
from app.domain.record import CareRecord, Measurement, Medication, Proposal, RecordDocument
from app.domain.training import SOURCE, ExerciseKey, KeyCode, KeyDiagnosis, KeyProcedure
from app.domain.training_days import DayShift
from app.domain.training_disguise import Disguise, Disguiser, Doubt, Replacement
from app.domain.training_identity import IsTest
from app.domain.training_words import GIVEN, OTHER_UNIT, PARTICLES, SURNAMES, TOWNS, UNIT_KINDS

Day = TypeVar("Day", date, datetime)
_WEEK, _MOST_WEEKS = 7, 8
#: So far from the moved birth date an invented number may lie, in days; 0 for small children.
_REACH, _GROWN_UP_YEARS = 250, 10
_LUHN_BASE = 10
#: A value that is a figure and nothing else: no day, and too short for a number of anybody.
_FIGURE = re.compile(r"[<>≤≥=]?\s?[\d.,/ -]{1,8}")


@dataclass(frozen=True, slots=True)
class Anonymous:
    """An event of nobody, with what was replaced and what is left to look at."""

    event: Encounter = field(repr=False)
    record: CareRecord = field(repr=False)
    key: ExerciseKey
    replaced: tuple[Replacement, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def make_anonymous(
    event: Encounter,
    record: CareRecord,
    exercise_id: str,
    secret: str,
    is_test: IsTest,
    today: date,
) -> Anonymous:
    """Replace names, numbers, addresses, places and days of an event.

    `secret` decides the invented person and how far the days move; the same one gives the
    same exercise, and without it neither can be undone.
    """
    person = _Invented(event, secret, is_test)
    known = frozenset(_drug_words(record))
    disguise = Disguise(
        person.names, person.own_numbers, DayShift(person.shift, person.near), is_test, today, known
    )
    disguiser = Disguiser(disguise)
    made = Anonymous(
        _event(event, person, disguiser, exercise_id),
        _record(record, person.shift, disguiser, exercise_id),
        _key(event, person.shift),
    )
    return replace(made, replaced=disguiser.replaced, doubts=disguiser.doubts)


class _Invented:
    """The person who does not exist, and the days on which nothing happened."""

    def __init__(self, event: Encounter, secret: str, is_test: IsTest) -> None:
        self._digest = sha256(secret.encode()).digest()
        self.near = event.day or date(2025, 1, 1)
        self.shift = _shift(self.near, self._digest[0])
        patient = event.patient
        given = self._pick(GIVEN[patient.sex], 1, patient.name)
        surname = self._pick(SURNAMES, 2, patient.name)
        self.names = dict(_name_parts(patient.name, given, surname))
        born = patient.birth_date + self.shift if patient.birth_date else None
        admitted = (event.admission_day or self.near) + self.shift
        number = None
        if born:
            number = find_test_number(born, patient.sex, admitted, is_test, patient.birth_date)
        identity = number or IdentityNumber("")
        birth = identity.birth_date or born
        self.patient = Patient(identity, f"{given} {surname}", patient.sex, birth, Protection.NONE)
        self.own_numbers = dict(_written_numbers(patient.identity.text, identity.text))

    def _pick(self, choices: Sequence[str], place: int, name: str) -> str:
        own = {part.casefold() for part in name.replace(",", " ").replace("-", " ").split()}
        free = [choice for choice in choices if choice.casefold() not in own]
        return free[self._digest[place] % len(free)]


def find_test_number(
    born: date, sex: Sex, admitted: date, is_test: IsTest, real: date | None = None
) -> IdentityNumber | None:
    """Find a test number of somebody of that sex and, on the day, of that age in years.

    Of a child under ten years only one of the very birth date will do. `real` is the day on
    which the patient was born, which nobody invented may share: the days around the moved one
    reach back to it. None where there is none such.
    """
    age = _age(born, admitted)
    reach = _REACH if age >= _GROWN_UP_YEARS else 0
    for days in sorted(range(-reach, reach + 1), key=abs):
        day = born + timedelta(days)
        if day != real and _age(day, admitted) == age:
            found = next(filter(is_test, _numbers_of(day, sex)), None)
            if found is not None:
                return read_identity(found, admitted)
    return None


def _numbers_of(day: date, sex: Sex) -> Iterator[str]:
    born = f"{day:%Y%m%d}"
    begun = _luhn_sum(born[2:])
    first = 1 if sex is Sex.MALE else 2
    for serial in range(first, 1000, 1 if sex is Sex.UNKNOWN else 2):
        yield f"{born}{serial:03}{-(begun + _SERIAL_SUMS[serial]) % _LUHN_BASE}"


def _luhn_sum(digits: str) -> int:
    """Add up digits for their check digit; the first one counts double, then every other."""
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    return sum(map(int, doubled))


#: Of each serial number: it begins at an even place, so its sum is the same after any day.
_SERIAL_SUMS = tuple(_luhn_sum(f"{serial:03}") for serial in range(1000))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _shift(near: date, chance: int) -> timedelta:
    """Move by whole weeks, so that weekdays stay, and within the year, so that editions do."""
    weeks = 1 + chance % _MOST_WEEKS
    back, forth = (near - timedelta(weeks * _WEEK)), near + timedelta(weeks * _WEEK)
    goes_back = back.year == near.year if chance % 2 else forth.year != near.year
    return timedelta(-weeks * _WEEK if goes_back else weeks * _WEEK)


def _name_parts(name: str, given: str, surname: str) -> Iterator[tuple[str, str]]:
    """Yield each part of a name, the longest first, with the invented name for it."""
    before, comma, after = name.partition(",")
    words = (f"{after} {before}" if comma else name).split()
    parts: dict[str, str] = {}
    for place, word in enumerate(words):
        instead = surname if place and place == len(words) - 1 else given
        for part in (word, *word.split("-")):
            if len(part) > 1 and part.lower() not in PARTICLES:
                parts.setdefault(part.lower(), instead)
    yield from sorted(parts.items(), key=lambda item: -len(item[0]))


def _written_numbers(own: str, invented: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which the patient's number may stand in a text, and what comes instead."""
    if len(own) < _LUHN_BASE:
        return
    long, short = invented or "[nummer]", invented[2:] or "[nummer]"
    hyphened = f"{long[:8]}-{long[8:]}" if invented else long
    brief = f"{short[:6]}-{short[6:]}" if invented else short
    day, tail = own[:-4], own[-4:]
    for mark in ("-", "+", " ", " - "):
        yield f"{day}{mark}{tail}", hyphened
        yield f"{day[2:]}{mark}{tail}", brief
    yield own, long
    yield own[2:], short


def _drug_words(record: CareRecord) -> Iterator[str]:
    for drug in record.medications:
        yield from (word for word in f"{drug.name} {drug.substance}".split() if word.istitle())


def _event(
    event: Encounter, person: _Invented, disguiser: Disguiser, exercise_id: str
) -> Encounter:
    unit = _unit(event.unit.label)
    return replace(
        event,
        id=exercise_id,
        patient=person.patient,
        unit=Unit(unit, unit),
        start=_moved(event.start, person.shift),
        end=_moved(event.end, person.shift),
        contact_form=disguiser.text(event.contact_form),
        discharge_mode=disguiser.text(event.discharge_mode),
        referral="",
        mother_id=None,
        source=SOURCE,
        diagnoses=(),
        procedures=(),
        overrides=(),
        status=Status.READY,
        status_reason="",
        record_changed=False,
        record_text="",
        version=0,
        contact=NO_CONTACT_FACTS,
    )


def _unit(label: str) -> str:
    words = [word.lower() for word in label.split() if word not in TOWNS]
    kinds = (
        name for start, name in UNIT_KINDS.items() if any(word.startswith(start) for word in words)
    )
    return next(kinds, OTHER_UNIT)


def _record(
    record: CareRecord, shift: timedelta, disguiser: Disguiser, exercise_id: str
) -> CareRecord:
    ids = {note.id: f"{exercise_id}-{n}" for n, note in enumerate(record.documents, start=1)}
    return CareRecord(
        tuple(_note(each, ids[each.id], shift, disguiser) for each in record.documents),
        tuple(
            _drug(each, f"{exercise_id}-m{n}", shift, disguiser)
            for n, each in enumerate(record.medications, start=1)
        ),
        tuple(
            _proposal(each, f"{exercise_id}-p{n}", ids, disguiser)
            for n, each in enumerate(record.proposals, start=1)
        ),
        tuple(
            _value(each, f"{exercise_id}-v{n}", shift, disguiser)
            for n, each in enumerate(record.measurements, start=1)
        ),
    )


def _note(
    note: RecordDocument, note_id: str, shift: timedelta, disguiser: Disguiser
) -> RecordDocument:
    return RecordDocument(
        note_id,
        disguiser.text(note.title),
        _moved(note.time, shift),
        disguiser.text(note.author_role),
        disguiser.text(note.text),
    )


def _drug(drug: Medication, drug_id: str, shift: timedelta, disguiser: Disguiser) -> Medication:
    return replace(
        drug,
        id=drug_id,
        start=_moved(drug.start, shift),
        end=_moved(drug.end, shift),
        reason=disguiser.text(drug.reason),
        dosage=disguiser.text(drug.dosage),
    )


def _value(
    value: Measurement, value_id: str, shift: timedelta, disguiser: Disguiser
) -> Measurement:
    return replace(
        value,
        id=value_id,
        time=_moved(value.time, shift),
        value=value.value if _FIGURE.fullmatch(value.value) else disguiser.text(value.value),
        group=disguiser.text(value.group),
        comment=disguiser.text(value.comment),
        document_id="",
    )


def _proposal(
    proposal: Proposal, proposal_id: str, ids: Mapping[str, str], disguiser: Disguiser
) -> Proposal:
    return Proposal(
        proposal_id,
        proposal.system,
        proposal.code,
        disguiser.text(proposal.text),
        ids.get(proposal.document_id, ""),
    )


def _key(event: Encounter, shift: timedelta) -> ExerciseKey:
    """Take the coding of the event for the key; its free wordings stay behind."""
    diagnoses = tuple(
        KeyDiagnosis(
            KeyCode(row.code),
            row.role,
            KeyCode(row.partner) if row.partner else None,
            tuple(map(KeyCode, row.external_causes)),
            tuple(map(KeyCode, row.drugs)),
        )
        for row in event.diagnoses
    )
    procedures = tuple(
        KeyProcedure(
            KeyCode(act.code),
            _moved(act.date, shift),
            tuple(map(KeyCode, act.additional)),
            tuple(map(KeyCode, act.drugs)),
        )
        for act in event.procedures
    )
    return ExerciseKey(diagnoses, procedures)


def _moved(moment: Day | None, shift: timedelta) -> Day | None:
    return None if moment is None else moment + shift
