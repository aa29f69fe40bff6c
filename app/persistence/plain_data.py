"""Frozen dataclasses as JSON and back, driven by their own type hints.

A field that an older snapshot lacks takes its default; a field that is no longer known is
passed over, so that signed versions stay readable when the domain grows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]


def to_plain(value: object) -> Any:
    """Turn a domain object into what JSON can hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """Build a domain object from what `to_plain` made of it."""
    return cast("T", _reader(cast("Any", kind))(data))


def tuple_from_plain(kind: type[T], data: Any) -> tuple[T, ...]:
    """Build a tuple of domain objects from a JSON list."""
    read = _reader(cast("Any", kind))
    return tuple(read(item) for item in data)


@cache
def _reader(kind: Any) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(_reader(next(part for part in get_args(kind) if part is not NoneType)))
    if origin is tuple:
        return _tuple(_reader(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, date):
        return cast("Reader", kind.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return _dataclass(kind)
    return _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


def _optional(read: Reader) -> Reader:
    return lambda data: None if data is None else read(data)


def _tuple(read: Reader) -> Reader:
    return lambda data: tuple(read(item) for item in data)


def _dataclass(kind: Any) -> Reader:
    # An empty local namespace: a field may be named as its own type, as `date: date` is.
    hints = get_type_hints(kind, localns={})
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(data: Any) -> Any:
        return kind(**{name: readers[name](part) for name, part in data.items() if name in readers})

    return read
