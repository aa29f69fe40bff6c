"""Writes an exercise as the file that the reader reads: the same exercise, the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from app.domain.record import CareRecord
from app.domain.training import Exercise, KeyCode, KeyDiagnosis, KeyProcedure
from app.exchange.exercise_reader import FORMAT, KIND_WORDS, ROLE_WORDS, SEX_WORDS

E = TypeVar("E", bound=Enum)
Value = str | bool | int | date | datetime | tuple[str, ...] | None
#: The last control character of ASCII but one, and the one that is none of the first 32.
_FIRST_PRINTABLE, _DELETE = 32, 127


def write_exercise(exercise: Exercise) -> str:
    """Return the text of the file."""
    return "\n".join(_lines(exercise)) + "\n"


def _lines(exercise: Exercise) -> Iterator[str]:
    yield "# Övning för Kodklar. Formen beskrivs i docs/training.md."
    yield from _values(
        format=FORMAT,
        id=exercise.id,
        title=exercise.title,
        difficulty=exercise.difficulty.value,
        topics=exercise.topics,
        rules=exercise.rules,
        author=exercise.author,
        order_matters=exercise.key.order_matters or None,
        goals=exercise.goals,
    )
    yield from _event(exercise)
    yield from _record(exercise.record)
    for row in exercise.key.diagnoses:
        yield from _diagnosis(row)
    for act in exercise.key.procedures:
        yield from _procedure(act)
    for wrong in exercise.key.wrong:
        yield from _section(
            "[[wrong]]",
            _values(
                code=wrong.code, reason=wrong.reason, cites=wrong.cites, near=wrong.is_near or None
            ),
        )


def _event(exercise: Exercise) -> Iterator[str]:
    event, patient = exercise.event, exercise.event.patient
    yield from _section(
        "[event]",
        _values(
            **{"class": event.encounter_class.value, "type": event.encounter_type.value},
            unit=event.unit.label,
            start=event.start,
            end=event.end,
            contact_form=event.contact_form,
            legal_form=event.legal_form,
            discharge=event.discharge_mode,
            professions=event.professions,
        ),
    )
    born = patient.birth_date if patient.birth_date != patient.identity.birth_date else None
    yield from _section(
        "[patient]",
        _values(
            number=patient.identity.text,
            name=patient.name,
            sex=_word(SEX_WORDS, patient.sex),
            born=born,
        ),
    )


def _record(record: CareRecord) -> Iterator[str]:
    for note in record.documents:
        values = _values(time=note.time, title=note.title, role=note.author_role)
        yield from _section("[[note]]", [*values, f"text = {_long(note.text)}"])
    for drug in record.medications:
        yield from _section(
            "[[drug]]",
            _values(
                atc=drug.atc,
                name=drug.name,
                substance=drug.substance,
                start=drug.start,
                end=drug.end,
                reason=drug.reason,
                dosage=drug.dosage,
            ),
        )
    for value in record.measurements:
        yield from _section(
            "[[value]]",
            _values(
                kind=_word(KIND_WORDS, value.kind),
                name=value.name,
                value=value.value,
                unit=value.unit,
                time=value.time,
                reference=value.reference,
                outside=value.is_outside or None,
                group=value.group,
                comment=value.comment,
            ),
        )
    yield from _proposals(record)


def _proposals(record: CareRecord) -> Iterator[str]:
    places = {note.id: place for place, note in enumerate(record.documents, start=1)}
    for each in record.proposals:
        yield from _section(
            "[[proposal]]",
            _values(
                system=each.system.value,
                code=each.code,
                text=each.text,
                note=places.get(each.document_id, 1),
            ),
        )


def _diagnosis(row: KeyDiagnosis) -> Iterator[str]:
    yield from _section(
        "[[diagnosis]]",
        _values(
            code=str(row.code),
            role=_word(ROLE_WORDS, row.role),
            partner=str(row.partner) if row.partner else "",
            causes=_codes(row.causes),
            drugs=_codes(row.drugs),
            required=None if row.is_required else False,
            why=row.why,
            rules=row.rules,
        ),
    )


def _procedure(act: KeyProcedure) -> Iterator[str]:
    yield from _section(
        "[[procedure]]",
        _values(
            code=str(act.code),
            date=act.date,
            addons=_codes(act.addons),
            drugs=_codes(act.drugs),
            required=None if act.is_required else False,
            why=act.why,
            rules=act.rules,
        ),
    )


def _codes(codes: Iterable[KeyCode]) -> tuple[str, ...]:
    return tuple(str(code) for code in codes)


def _word(words: dict[str, E], member: E) -> str:
    return next(word for word, each in words.items() if each is member)


def _section(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", head, *lines)


def _values(**values: Value) -> list[str]:
    """Write what is not empty, a value a row; a list of texts a text a row."""
    told = ((key, value) for key, value in values.items() if value not in (None, "", ()))
    return [f"{key} = {_value(value)}" for key, value in told]


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        texts = [_text(item) for item in value]
        row = f"[{', '.join(texts)}]"
        is_short = len(row) <= 90  # noqa: PLR2004 - as long as a row of this project
        return row if is_short else "[\n" + "".join(f"  {text},\n" for text in texts) + "]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    return f'"{_escaped(text, keep="")}"'


def _long(text: str) -> str:
    escaped = _escaped(text, keep="\n")
    return f'"""\n{escaped}\n"""'


def _escaped(text: str, *, keep: str) -> str:
    return "".join(char if char in keep else _character(char) for char in text)


def _character(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    if ord(char) < _FIRST_PRINTABLE or ord(char) == _DELETE:
        return f"\\u{ord(char):04X}"
    return char
