"""Asks a JSON object for what it should hold, and keeps account of what nobody asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from app.domain.errors import InputFileError
from app.exchange.moments import parse_day, parse_moment

JsonObject = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class Notes:
    """What was kept without being understood: values by path, and remarks in Swedish."""

    unknown: JsonObject = field(default_factory=dict, repr=False)
    remarks: list[str] = field(default_factory=list)


class JsonReader:
    """One JSON object. Missing keys and null are nothing; the wrong type is an error.

    Error texts name keys and never values, which may be patient data.
    """

    def __init__(self, content: Any, path: str, notes: Notes) -> None:
        if not isinstance(content, dict):
            place = path or "Raden"
            raise InputFileError(f"{place} ska vara ett JSON-objekt med nycklar och värden.")
        self._content = content
        self._path = path
        self._asked: set[str] = set()
        self.notes = notes

    def name(self, key: str) -> str:
        """Return the key with the path to it, as error texts and remarks write it."""
        return f"{self._path}.{key}" if self._path else key

    def value(self, key: str) -> Any:
        """Return the value as it stands, or None."""
        self._asked.add(key)
        return self._content.get(key)

    def text(self, key: str) -> str:
        """Return a text; numbers are turned into one."""
        value = self.value(key)
        if value is None:
            return ""
        return clean(value).strip() if type(value) is str else _text(value, self.name(key))

    def loose_text(self, key: str) -> str:
        """Return a text; an object or a list is kept as JSON."""
        value = self.value(key)
        if value is None:
            return ""
        return _json(value) if isinstance(value, dict | list) else _text(value, self.name(key))

    def codes(self, key: str) -> tuple[str, ...]:
        """Return codes: texts, or objects with the key `code`; empty ones are left out."""
        value = self.value(key)
        if value is None or value == []:
            return ()
        name = self.name(key)
        codes = [
            _text(item.get("code") if isinstance(item, dict) else item, f"{name}[{i}]")
            for i, item in enumerate(_as_list(value, name))
        ]
        return tuple(filter(None, codes))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return texts; objects and lists are kept as JSON."""
        items = _as_list(self.value(key), self.name(key))
        texts = [_json(i) if isinstance(i, dict | list) else _text(i, key) for i in items]
        return tuple(text for text in texts if text)

    def objects(self, key: str) -> list[JsonReader]:
        """Return a list of objects; a bare text stands for an object with that code."""
        name = self.name(key)
        rows = _as_list(self.value(key), name)
        full = [{"code": item} if isinstance(item, str) else item for item in rows]
        return [JsonReader(item, f"{name}[{i}]", self.notes) for i, item in enumerate(full)]

    def object(self, key: str) -> JsonReader:
        """Return an object, empty where it is missing."""
        value = self.value(key)
        return JsonReader({} if value is None else value, self.name(key), self.notes)

    def moment(self, key: str, clock: time) -> datetime | None:
        """Return a moment; a date alone is given the clock time."""
        return self._parsed(key, lambda text: parse_moment(text, clock))

    def day(self, key: str) -> date | None:
        """Return the day of a date or a moment."""
        return self._parsed(key, parse_day)

    def finish(self) -> None:
        """Put what nobody asked for into the notes."""
        if self._content.keys() <= self._asked:
            return
        for key, value in self._content.items():
            if key not in self._asked:
                name = clean(self.name(key))
                self.notes.unknown[name] = value
                self.notes.remarks.append(
                    f"Nyckeln {name} känns inte igen; värdet behålls men granskas inte."
                )

    def _parsed(self, key: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            raise InputFileError(
                f"{self.name(key)} är inget datum. Skriv ÅÅÅÅ-MM-DD, eventuellt med klockslag."
            ) from None


def clean(text: str) -> str:
    """Replace half characters (lone surrogates), which no file can be written with."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _text(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputFileError(f"{name} ska vara en text.")
    return clean(str(value)).strip()


def _as_list(value: Any, name: str) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise InputFileError(f"{name} ska vara en lista.")
    return [item for item in value if item is not None]


def _json(value: Any) -> str:
    return clean(json.dumps(value, ensure_ascii=False))
