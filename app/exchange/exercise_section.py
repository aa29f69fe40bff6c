"""Asks a section of an exercise file for what it should hold; everything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from app.domain.codes import (
    CodeSystem,
    format_code,
    has_atc_shape,
    has_icd_shape,
    has_kva_shape,
)
from app.domain.errors import InputFileError
from app.domain.training import KeyCode
from app.exchange.exercise_lines import Place

T = TypeVar("T")

_HAS_SHAPE = {
    CodeSystem.ICD10SE: has_icd_shape,
    CodeSystem.KVA: has_kva_shape,
    CodeSystem.ATC: has_atc_shape,
}
_SAMPLE = {CodeSystem.ICD10SE: "S72.00", CodeSystem.KVA: "NFB19", CodeSystem.ATC: "N02BE01"}


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """A parsed file: its name, for faults, and where everything stands in it."""

    name: str
    lines: Mapping[Place, int] = field(repr=False)

    def fault(self, place: Place, sentences: str) -> InputFileError:
        """Make the error that names file and row; the caller raises it."""
        section, position, _key = place
        row = self.lines.get(place) or self.lines.get((section, position, "")) or 1
        return InputFileError(f"{self.name}, rad {row}: {sentences}")


class Section:
    """One section. Every question notes its key, so that unknown ones can be refused."""

    def __init__(
        self, file: ExerciseFile, data: Mapping[str, Any], name: str = "", position: int = 0
    ) -> None:
        self._file, self._data = file, data
        self._name, self._position = name, position
        self._asked: set[str] = set()

    def fault(self, key: str, sentences: str) -> InputFileError:
        """Make the error that names file and row of a key."""
        return self._file.fault((self._name, self._position, key), sentences)

    def text(self, key: str, *, is_needed: bool = False) -> str:
        """Return a text without blanks around it; empty where it is absent and not needed."""
        value = self._value(key)
        if value is not None and not isinstance(value, str):
            raise self.fault(key, f"{key} ska vara en text inom citattecken.")
        text = (value or "").strip()
        if is_needed and not text:
            raise self.fault(key, f"{self._called(key)} saknas. Lägg till raden {key} = ”…”.")
        return text

    def texts(self, key: str, *, is_needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._value(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.fault(key, f"{key} ska vara en lista, som [”…”, ”…”].")
        texts = tuple(item.strip() for item in items if item.strip())
        if is_needed and not texts:
            raise self.fault(key, f"{self._called(key)} saknas. Lägg till raden {key} = [”…”].")
        return texts

    def flag(self, key: str, *, otherwise: bool) -> bool:
        """Return true or false."""
        value = self._value(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, f"{key} ska vara true eller false, utan citattecken.")
        return otherwise if value is None else value

    def moment(self, key: str) -> datetime | None:
        """Return a day with a time, without zone; None where it is absent."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, datetime):
            if isinstance(value, date):
                return datetime.combine(value, time(0))
            raise self.fault(key, f"{key} ska vara en tid som 2025-03-14T10:30:00.")
        if value.tzinfo is not None:
            raise self.fault(key, f"{key} ska stå utan tidszon, som 2025-03-14T10:30:00.")
        return value

    def needed_moment(self, key: str) -> datetime:
        """Return a day with a time that must be there."""
        moment = self.moment(key)
        if moment is None:
            raise self.fault(key, f"{self._called(key)} saknas. Skriv {key} = 2025-03-14T10:30:00.")
        return moment

    def day(self, key: str) -> date | None:
        """Return a day; None where it is absent."""
        value = self._value(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.fault(key, f"{key} ska vara en dag som 2025-03-14, utan citattecken.")

    def number(self, key: str) -> int | None:
        """Return a whole number; None where it is absent."""
        value = self._value(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.fault(key, f"{key} ska vara ett heltal, utan citattecken.")

    def choice(self, key: str, choices: Mapping[str, T]) -> T:
        """Return what a word stands for; it must be one of those known."""
        text = self.text(key, is_needed=True).lower()
        if text not in choices:
            known = ", ".join(choices)
            raise self.fault(key, f"{key} är ”{text[:40]}”. Skriv något av: {known}.")
        return choices[text]

    def code(self, key: str, system: CodeSystem) -> KeyCode:
        """Return a code with its alternatives, which must be there."""
        return self._read_code(key, self.text(key, is_needed=True), system)

    def loose_code(self, key: str, system: CodeSystem) -> KeyCode | None:
        """Return a code with its alternatives, or None where it is absent."""
        text = self.text(key)
        return self._read_code(key, text, system) if text else None

    def codes(self, key: str, system: CodeSystem) -> tuple[KeyCode, ...]:
        """Return a list of codes, each with its alternatives."""
        return tuple(self._read_code(key, text, system) for text in self.texts(key))

    def finish(self) -> None:
        """Refuse what was not asked for.

        Raises:
            InputFileError: there is a key that exercises do not have.

        """
        for key in self._data:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(
                    key, f"{key[:40]} känns inte igen{self._where()}. Här kan stå: {known}."
                )

    def sections(self, name: str) -> tuple[Section, ...]:
        """Return the sections of a name that are written [[so]], in order."""
        value = self._value(name)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self._file.fault((name, 0, ""), f"Skriv avsnittet som [[{name}]].")
        return tuple(Section(self._file, item, name, n) for n, item in enumerate(items))

    def section(self, name: str) -> Section:
        """Return a section that must be there once, written [so]."""
        value = self._value(name)
        if not isinstance(value, dict):
            raise self._file.fault((name, 0, ""), f"Avsnittet [{name}] saknas. Lägg till det.")
        return Section(self._file, value, name)

    def _value(self, key: str) -> Any:
        self._asked.add(key)
        return self._data.get(key)

    def _read_code(self, key: str, text: str, system: CodeSystem) -> KeyCode:
        codes = tuple(self._shaped(key, part.strip(), system) for part in text.split("|"))
        return KeyCode(codes[0], codes[1:])

    def _shaped(self, key: str, text: str, system: CodeSystem) -> str:
        code = format_code(system, text)
        if not _HAS_SHAPE[system](code):
            raise self.fault(
                key,
                f"”{text[:20]}” är ingen kod. Skriv som {_SAMPLE[system]}, och flera som duger "
                "med | emellan.",
            )
        return code

    def _called(self, key: str) -> str:
        return f"{key}{self._where()}"

    def _where(self) -> str:
        return f" i [{self._name}]" if self._name else ""
