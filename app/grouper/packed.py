"""Compiled tables as bytes and back, so that a program that starts need not build them again.

JSON packed with zlib, under a first line that tells what it is of: the file lies where others may
write, so nothing in it is ever run, as a pickle would be, and no more than text and numbers come
out of it. What does not fit its own checksum is refused.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from app.domain.drg_tables import DrgName, LogicRow
from app.grouper.compiled import CompiledTables, Values
from app.grouper.dialect import Dialect

#: Raised when what is packed, or what is made of tables, changes.
FORMAT: Final = 1
_PARTER = "\n"
_PAIR = "\t"
#: Packing harder takes longer than it saves.
_EFFORT = 1


class UnfitPackError(ValueError):
    """The bytes are of something else, of another version, or damaged."""


def pack(tables: CompiledTables, made_for: str) -> bytes:
    """Write compiled tables; `made_for` tells of what, and is asked for when they are read."""
    profiles = _Profiles()
    document = {
        "dialect": asdict(tables.dialect),
        "rules": tables.rules,
        "singles": profiles.packed(tables.singles),
        "pairs": profiles.packed(_joined(tables.pairs)),
        "procedures": profiles.packed(tables.procedures),
        "plain": _PARTER.join(sorted(tables.plain)),
        "wakes": _sorted(tables.wakes),
        "excluded": _sorted(tables.excluded),
        "excluded_pairs": _sorted(_joined(tables.excluded_pairs)),
        "names": tuple(tables.names.values()),
        "texts": tables.texts,
        "profiles": profiles.seen,
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
        return _tables(json.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UnfitPackError from error


def _heading(made_for: str, body: bytes) -> bytes:
    told = {"format": FORMAT, "for": made_for, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(told).encode() + b"\n"


class _Profiles:
    """What codes yield, each different yield once."""

    def __init__(self) -> None:
        self.seen: list[Values] = []
        self._places: dict[int, int] = {}

    def packed(self, values: Mapping[str, Values]) -> dict[str, Any]:
        """Write codes in one text, and the place of what each yields."""
        return {
            "codes": _PARTER.join(values),
            "at": [self._place(each) for each in values.values()],
        }

    def _place(self, each: Values) -> int:
        place = self._places.get(id(each))
        if place is None:
            place = self._places[id(each)] = len(self.seen)
            self.seen.append(each)
        return place


def _tables(read: Mapping[str, Any]) -> CompiledTables:
    profiles: list[Values] = [
        {kind: tuple(values) for kind, values in profile.items()} for profile in read["profiles"]
    ]
    return CompiledTables(
        dialect=Dialect(**read["dialect"]),
        rules=tuple(map(LogicRow._make, read["rules"])),
        singles=_unpacked(read["singles"], profiles),
        pairs=_parted(_unpacked(read["pairs"], profiles)),
        procedures=_unpacked(read["procedures"], profiles),
        plain=frozenset(_codes(read["plain"])),
        wakes=_sets(read["wakes"]),
        excluded=_sets(read["excluded"]),
        excluded_pairs=_parted(_sets(read["excluded_pairs"])),
        names={name[0]: DrgName._make(name) for name in read["names"]},
        texts=read["texts"],
    )


def _unpacked(packed: Mapping[str, Any], profiles: list[Values]) -> dict[str, Values]:
    return dict(zip(_codes(packed["codes"]), map(profiles.__getitem__, packed["at"]), strict=True))


def _codes(text: str) -> list[str]:
    return text.split(_PARTER) if text else []


def _joined(values: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    return {_PAIR.join(key): value for key, value in values.items()}


def _parted(values: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    return {(key.partition(_PAIR)[0], key.partition(_PAIR)[2]): v for key, v in values.items()}


def _sorted(values: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {key: sorted(each) for key, each in values.items()}


def _sets(values: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    """Give each list as a set, the same object where they are the same."""
    seen: dict[tuple[str, ...], frozenset[str]] = {}
    return {key: seen.setdefault(tuple(each), frozenset(each)) for key, each in values.items()}
