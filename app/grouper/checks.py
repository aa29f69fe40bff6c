"""What is odd in a set of definition tables: told at import, and no reason to refuse it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from app.domain.drg_tables import DefinitionTables
from app.grouper.compiled import list_of
from app.grouper.features import LEVELS

#: So many values are named; the rest are counted.
_NAMED = 5
_PROPERTY_COLUMNS = (
    ("pdgprop", ("PDGPRO",)),
    ("dgprop1", ("DGPROP", "SDGPRO")),
    ("dgprop2", ("DGPROP", "SDGPRO")),
    ("dgprop3", ("DGPROP", "SDGPRO")),
    ("dgprop4", ("DGPROP", "SDGPRO")),
    ("procpro", ("PROCPR",)),
    ("secpro", ("PROCPR",)),
)


def remarks_on(tables: DefinitionTables) -> Iterator[str]:
    """Yield what is odd in a set of tables, as Swedish sentences."""
    yield from _unknown_properties(tables)
    yield from _nameless_groups(tables)
    yield from _several_categories(tables)
    yield from _other_mdcs(tables)
    yield from _categories_without_list(tables)


def _unknown_properties(tables: DefinitionTables) -> Iterator[str]:
    known: dict[str, set[str]] = defaultdict(set)
    for row in (*tables.diagnoses, *tables.procedures):
        known[row.kind].add(row.value)
    missing: Counter[str] = Counter()
    for rule in tables.rules:
        for column, kinds in _PROPERTY_COLUMNS:
            value = getattr(rule, column).lstrip("+-")
            if value and not any(value in known[kind] for kind in kinds):
                missing[value] += 1
    if missing:
        yield (
            f"Reglerna frågar efter {_listed(missing)}, som ingen kod har. De reglerna kan bara "
            "uppfyllas när egenskapen ska saknas."
        )


def _nameless_groups(tables: DefinitionTables) -> Iterator[str]:
    named = {name.drg for name in tables.names}
    missing = [rule.drg for rule in tables.rules if rule.drg not in named]
    if missing:
        yield f"Namn saknas för {_listed(missing)}. De visas utan text."


def _several_categories(tables: DefinitionTables) -> Iterator[str]:
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tables.diagnoses:
        if row.kind == "DGCAT":
            values[row.code.upper(), row.dagger.upper()].add(row.value)
    several = [code for (code, _), found in values.items() if len(found) > 1]
    if several:
        yield f"{_listed(several)} har mer än en kategori. Den första används."


def _other_mdcs(tables: DefinitionTables) -> Iterator[str]:
    categories = {(r.code, r.dagger): r.value for r in tables.diagnoses if r.kind == "DGCAT"}
    odd = [
        row.code
        for row in tables.diagnoses
        if row.kind == "MDC"
        and (category := categories.get((row.code, row.dagger)))
        and category[:2] != row.value.zfill(2)
    ]
    if odd:
        yield f"{_listed(odd)} har en huvudgrupp som inte är kategorins. Kategorin används."


def _categories_without_list(tables: DefinitionTables) -> Iterator[str]:
    lists = {list_of(row.category) for row in tables.exclusions}
    used = {row.value for row in tables.diagnoses if row.kind == "COMPL"}
    odd = [each for each in used if each[2:3] in LEVELS and list_of(each) not in lists]
    if odd:
        yield f"Komplikationskategorierna {_listed(odd)} saknar lista över undantag."


def _listed(values: Iterable[str]) -> str:
    found = sorted(set(values))
    more = f" och {len(found) - _NAMED} till" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more
