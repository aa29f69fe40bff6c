"""Compiled tables as bytes and back, so that a program that starts need not build them again.

JSON packed with zlib, under a first line that tells what it is of: the file lies where others may
write, so nothing in it is ever run, as a pickle would be, and no more than text and numbers come
out of it. What does not fit its own checksum is refused.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Generic, TypeVar

from app.domain.collector import collector_at_rest
from app.domain.drg_tables import DrgName, LogicRow
from app.grouper.compiled import CompiledTables, Values
from app.grouper.dialect import Dialect

#: Raised when what is packed, or what is made of tables, changes.
FORMAT: Final = 2
Yield = TypeVar("Yield")
_PARTER = "\n"
_PAIR = "\t"
#: Packing harder takes longer than it saves.
_EFFORT = 1


class UnfitPackError(ValueError):
    """The bytes are of something else, of another version, or damaged."""


def pack(tables: CompiledTables, made_for: str) -> bytes:
    """Write compiled tables; `made_for` tells of what, and is asked for when they are read."""
    profiles: _Shared[Values] = _Shared()
    lists: _Shared[frozenset[str]] = _Shared()
    document = {
        "dialect": asdict(tables.dialect),
        "rules": _columns(tables.rules),
        "singles": profiles.packed(tables.singles),
        "pairs": profiles.packed(_joined(tables.pairs)),
        "procedures": profiles.packed(tables.procedures),
        "plain": _text(sorted(tables.plain)),
        "wakes": {key: sorted(each) for key, each in tables.wakes.items()},
        "excluded": lists.packed(tables.excluded),
        "excluded_pairs": lists.packed(_joined(tables.excluded_pairs)),
        "names": _columns(tuple(tables.names.values())),
        "texts": tables.texts,
        "profiles": profiles.seen,
        "lists": list(map(sorted, lists.seen)),
    }
    body = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), _EFFORT)
    return _heading(made_for, body) + body


def unpack(content: bytes, made_for: str) -> CompiledTables:
    """Read what `pack` wrote.

    Raises:
        UnfitPackError: it was made for something else, or it is damaged.

    """
    first, _, body = content.partition(b"\n")
    if first + b"\n" != _heading(made_for, body):
        raise UnfitPackError
    try:
        with collector_at_rest():
            return _tables(json.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UnfitPackError from error


def _heading(made_for: str, body: bytes) -> bytes:
    told = {"format": FORMAT, "for": made_for, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(told).encode() + b"\n"


class _Shared(Generic[Yield]):
    """What codes yield, each object once."""

    def __init__(self) -> None:
        self.seen: list[Yield] = []
        self._places: dict[int, int] = {}

    def packed(self, values: Mapping[str, Yield]) -> dict[str, Any]:
        """Write codes in one text, and the place of what each yields."""
        return {"codes": _text(values), "at": [self._place(each) for each in values.values()]}

    def _place(self, each: Yield) -> int:
        place = self._places.get(id(each))
        if place is None:
            place = self._places[id(each)] = len(self.seen)
            self.seen.append(each)
        return place


def _tables(read: Mapping[str, Any]) -> CompiledTables:
    profiles: list[Values] = [
        {kind: tuple(values) for kind, values in profile.items()} for profile in read["profiles"]
    ]
    lists: list[frozenset[str]] = list(map(frozenset, read["lists"]))
    return CompiledTables(
        dialect=Dialect(**read["dialect"]),
        rules=tuple(map(LogicRow._make, _rows(read["rules"]))),
        singles=_unpacked(read["singles"], profiles),
        pairs=_parted(_unpacked(read["pairs"], profiles)),
        procedures=_unpacked(read["procedures"], profiles),
        plain=frozenset(_cells(read["plain"])),
        wakes={key: frozenset(each) for key, each in read["wakes"].items()},
        excluded=_unpacked(read["excluded"], lists),
        excluded_pairs=_parted(_unpacked(read["excluded_pairs"], lists)),
        names={name[0]: DrgName._make(name) for name in _rows(read["names"])},
        texts=read["texts"],
    )


def _unpacked(packed: Mapping[str, Any], yields: list[Yield]) -> dict[str, Yield]:
    return dict(zip(_cells(packed["codes"]), map(yields.__getitem__, packed["at"]), strict=True))


def _columns(rows: Sequence[Sequence[str]]) -> list[str | list[str]]:
    return list(map(_text, zip(*rows, strict=True)))


def _rows(columns: Iterable[str | list[str]]) -> Iterable[tuple[str, ...]]:
    return zip(*map(_cells, columns), strict=True)


def _text(cells: Collection[str]) -> str | list[str]:
    """Write cells as one text, which is read much faster than a list; else as they are."""
    text = _PARTER.join(cells)
    return text if text.count(_PARTER) == len(cells) - 1 else list(cells)


def _cells(text: str | list[str]) -> list[str]:
    return text.split(_PARTER) if isinstance(text, str) else text


def _joined(values: Mapping[tuple[str, str], Yield]) -> dict[str, Yield]:
    return {_PAIR.join(key): value for key, value in values.items()}


def _parted(values: Mapping[str, Yield]) -> dict[tuple[str, str], Yield]:
    return {(key.partition(_PAIR)[0], key.partition(_PAIR)[2]): v for key, v in values.items()}
