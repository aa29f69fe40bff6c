"""Codes reserved for additional use, for editions whose files do not say so themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.codes import CodeSet
from app.domain.concept import Concept, Level


@dataclass(frozen=True, slots=True)
class ReservedCodes:
    """One row of the table: codes, why they are reserved, and where that is written."""

    codes: CodeSet
    catalogue: tuple[int, ...]
    reason: str
    source: str


def read_reserved_codes(path: Path) -> tuple[ReservedCodes, ...]:
    """Read `resources/rules/not_principal.toml`, which ships with the program."""
    with path.open("rb") as file:
        rows = tomllib.load(file)["row"]
    return tuple(
        ReservedCodes(
            CodeSet.parse(row["codes"]), tuple(row["catalogue"]), row["reason"], row["source"]
        )
        for row in rows
    )


def reserve(concepts: Iterable[Concept], table: Iterable[ReservedCodes]) -> Iterator[Concept]:
    """Yield the concepts, those in the table marked as never principal.

    A range holds everything below its codes; a block is marked when it lies inside whole.
    """
    ranges = tuple(span for row in table for span in row.codes.ranges)
    reserved = CodeSet(tuple(dict.fromkeys(ranges)))
    for concept in concepts:
        if _lies_inside(concept, reserved):
            yield replace(concept, may_be_principal=False)
        else:
            yield concept


def _lies_inside(concept: Concept, reserved: CodeSet) -> bool:
    if concept.level is Level.BLOCK:
        first, last = concept.code.split("-")
        return any(first in span and last in span for span in reserved.ranges)
    return concept.level is not Level.CHAPTER and concept.code in reserved
