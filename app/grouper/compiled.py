"""A table set made ready for grouping: each code with what it yields, and lists by their digits.

Many codes yield the same; they share one object. So the set is small in memory, and quick to write
and to read back (`packed.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from app.domain.drg import clean_drg_code
from app.domain.drg_tables import DefinitionTables, DrgName, FeatureRow, LogicRow
from app.domain.errors import InputFileError
from app.grouper.dialect import Dialect, dialect_of

#: What a code yields: its values of each kind, in the order of the tables.
Values = Mapping[str, tuple[str, ...]]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class CompiledTables:
    """A table set by code. Codes are cleaned; rules stand in the order they are tried."""

    dialect: Dialect
    rules: tuple[LogicRow, ...] = field(repr=False)
    singles: Mapping[str, Values] = field(repr=False)
    #: By asterisk code and dagger code.
    pairs: Mapping[tuple[str, str], Values] = field(repr=False)
    procedures: Mapping[str, Values] = field(repr=False)
    #: Codes that are listed without any property.
    plain: frozenset[str] = field(repr=False)
    #: Properties that wake a sleeping complication category.
    wakes: Mapping[str, frozenset[str]] = field(repr=False)
    #: Exclusion lists, by their digits, that a principal diagnosis stands on.
    excluded: Mapping[str, frozenset[str]] = field(repr=False)
    #: The same by asterisk code and dagger code.
    excluded_pairs: Mapping[tuple[str, str], frozenset[str]] = field(repr=False)
    names: Mapping[str, DrgName] = field(repr=False)
    #: Texts by the kind of value and the value.
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)


def compile_tables(tables: DefinitionTables) -> CompiledTables:
    """Make a table set ready for grouping.

    Raises:
        InputFileError: two rules have the same number.

    """
    clean = _Cleaner()
    singles = _by_code((row for row in tables.diagnoses if not row[1]), clean)
    pairs = _by_pair((row for row in tables.diagnoses if row[1]), clean)
    procedures = _by_code(tables.procedures, clean)
    lists = [(clean[r.code], clean[r.dagger], list_of(r.category)) for r in tables.exclusions]
    return CompiledTables(
        dialect_of(tables),
        in_order(tables.rules),
        singles,
        pairs,
        procedures,
        frozenset(clean[code] for code in tables.plain),
        _gathered((row.category, row.wakes) for row in tables.categories if row.wakes),
        _gathered((code, name) for code, dagger, name in lists if not dagger),
        _gathered(((code, dagger), name) for code, dagger, name in lists if dagger),
        {each.drg: each for each in tables.names},
        tables.texts,
    )


def in_order(rules: Sequence[LogicRow]) -> tuple[LogicRow, ...]:
    """Sort rules by their number as text, which is the order they are tried in.

    Raises:
        InputFileError: two rules have the same number.

    """
    ordered = tuple(sorted(rules, key=lambda row: row.ord))
    for one, next_one in pairwise(ordered):
        if one.ord == next_one.ord:
            raise InputFileError(
                f"Regeln {one.ord} finns två gånger i drglogic. Läs in tabellerna i den form som "
                "utgivaren lämnade dem."
            )
    return ordered


def list_of(category: str) -> str:
    """Name the exclusion list of a complication category: by its digits, without the letter."""
    return category[:2] + category[3:]


class _Cleaner(dict[str, str]):
    """Codes as they are compared, each cleaned once."""

    def __missing__(self, code: str) -> str:
        found = self[code] = clean_drg_code(code)
        return found


def _by_code(rows: Iterable[FeatureRow], clean: _Cleaner) -> dict[str, Values]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, _dagger, kind, value in rows:
        found[clean[code]] += kind, value
    return _shared(found)


def _by_pair(rows: Iterable[FeatureRow], clean: _Cleaner) -> dict[tuple[str, str], Values]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, dagger, kind, value in rows:
        found[clean[code], clean[dagger]] += kind, value
    return _shared(found)


def _shared(found: Mapping[Key, list[str]]) -> dict[Key, Values]:
    """Give each code its values, the same object where they are the same.

    Kinds and values stand in one list by turns: a flat list is made and compared much faster.
    """
    seen: dict[tuple[str, ...], Values] = {}
    answer: dict[Key, Values] = {}
    for key, listed in found.items():
        told = tuple(listed)
        values = seen.get(told)
        if values is None:
            values = seen[told] = _values(zip(told[::2], told[1::2], strict=True))
        answer[key] = values
    return answer


def _values(told: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, value in told:
        found[kind] = (*found.get(kind, ()), value)
    return found


def _gathered(rows: Iterable[tuple[Key, str]]) -> dict[Key, frozenset[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}
