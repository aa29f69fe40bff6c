"""A table set made ready for grouping: each code with what it yields, and lists by their digits.

Many codes yield the same; they share one object. So the set is small in memory, and quick to write
and to read back (`packed.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, islice, pairwise
from operator import ne, not_
from typing import TypeVar

from app.domain.collector import collector_at_rest
from app.domain.drg import clean_drg_code
from app.domain.drg_tables import DefinitionTables, DrgName, FeatureColumns, LogicRow, columns_of
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
    with collector_at_rest():
        return _compiled(tables)


def _compiled(tables: DefinitionTables) -> CompiledTables:
    diagnoses = columns_of(tables.diagnoses)
    singles, halves = _where(diagnoses, not_), _where(diagnoses, bool)
    pairs = list(zip(*halves.columns[:2], strict=True))
    procedures = columns_of(tables.procedures)
    named = {each: list_of(each) for each in {row.category for row in tables.exclusions}}
    lists = [named[row.category] for row in tables.exclusions]
    codes = _cleaned([row.code for row in tables.exclusions])
    daggers = _cleaned([row.dagger for row in tables.exclusions])
    return CompiledTables(
        dialect_of(tables),
        in_order(tables.rules),
        _by_key(singles.columns[0], singles, _cleaned),
        _by_key(pairs, halves, _cleaned_pairs),
        _by_key(procedures.columns[0], procedures, _cleaned),
        frozenset(_cleaned(tables.plain)),
        _gathered((row.category, row.wakes) for row in tables.categories if row.wakes),
        _gathered(compress(zip(codes, lists, strict=True), map(not_, daggers))),
        _gathered(compress(zip(zip(codes, daggers, strict=True), lists, strict=True), daggers)),
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


def _cleaned(codes: Sequence[str]) -> Sequence[str]:
    """Give codes as they are compared; one look at all together may tell that they are so."""
    joined = "".join(codes)
    if joined.isascii() and joined.isalnum() and joined == joined.upper():
        return codes
    known = {code: clean_drg_code(code) for code in set(codes)}
    return [known[code] for code in codes]


def _cleaned_pairs(pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    return [(clean_drg_code(code), clean_drg_code(dagger)) for code, dagger in pairs]


def _where(rows: FeatureColumns, is_meant: Callable[[str], bool]) -> FeatureColumns:
    """Give the rows whose dagger code is as it is meant to be."""
    chosen = list(map(is_meant, rows.columns[1]))
    return FeatureColumns(*(list(compress(column, chosen)) for column in rows.columns))


def _by_key(
    keys: Sequence[Key],
    rows: FeatureColumns,
    clean: Callable[[Sequence[Key]], Sequence[Key]],
) -> dict[Key, Values]:
    """Give each cleaned key the values of its rows, the same object where they are the same.

    Kinds and values stand in one tuple by turns, which is cut where the next key begins: most
    keys have all their rows in one place, and so little is done for each row.
    """
    listed = [""] * (2 * len(keys))
    _codes, _daggers, listed[::2], listed[1::2] = rows.columns
    flat = tuple(listed)
    starts = [0, *compress(count(1), map(ne, keys, islice(keys, 1, None)))] if keys else []
    found: dict[Key, tuple[str, ...]] = {}
    ends = (*starts[1:], len(keys))
    for key, start, end in zip(clean([keys[at] for at in starts]), starts, ends, strict=False):
        told = flat[2 * start : 2 * end]
        found[key] = found[key] + told if key in found else told
    return _shared(found)


def _shared(found: Mapping[Key, tuple[str, ...]]) -> dict[Key, Values]:
    seen: dict[tuple[str, ...], Values] = {}
    answer: dict[Key, Values] = {}
    for key, told in found.items():
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
    """Give each key the set of its values, the same object where they are the same."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    seen: dict[frozenset[str], frozenset[str]] = {}
    frozen = ((key, frozenset(values)) for key, values in found.items())
    return {key: seen.setdefault(values, values) for key, values in frozen}
