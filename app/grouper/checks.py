"""What is odd in a set of definition tables: told at import, and no reason to refuse it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.domain.drg_tables import DefinitionTables
from app.grouper.compiled import list_of
from app.grouper.features import LEVELS, SLEEPING

#: So many values are named; the rest are counted.
_NAMED = 5
#: What å, ä and ö become when UTF-8 is read byte by byte, and what a lost letter leaves.
_SPOILT = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "\ufffd")
_PROPERTY_COLUMNS = (
    ("pdgprop", ("PDGPRO",)),
    ("dgprop1", ("DGPROP", "SDGPRO")),
    ("dgprop2", ("DGPROP", "SDGPRO")),
    ("dgprop3", ("DGPROP", "SDGPRO")),
    ("dgprop4", ("DGPROP", "SDGPRO")),
    ("procpro", ("PROCPR",)),
    ("secpro", ("PROCPR",)),
)

#: What the cells of these columns hold but for a sign.
_CELLS = (("icd", ("",)), ("or_proc", ("", "S", "P", "N", "Z")), ("sex", ("", "M", "F")))


def remarks_on(tables: DefinitionTables) -> Iterator[str]:
    """Yield what is odd in a set of tables and in its files, as Swedish sentences."""
    yield from tables.remarks
    yield from _unknown_properties(tables)
    yield from _unknown_cells(tables)
    yield from _nameless_groups(tables)
    yield from _several_categories(tables)
    yield from _other_mdcs(tables)
    yield from _categories_without_level(tables)
    yield from _categories_without_list(tables)
    yield from _never_woken(tables)
    yield from _guessed_letters(tables)


def _unknown_properties(tables: DefinitionTables) -> Iterator[str]:
    known: dict[str, set[str]] = defaultdict(set)
    for row in (*tables.diagnoses, *tables.procedures):
        known[row.kind].add(row.value)
    missing: dict[str, str] = {}
    for number, rule in enumerate(tables.rules, tables.rows_above + 1):
        for column, kinds in _PROPERTY_COLUMNS:
            value = getattr(rule, column).lstrip("+-")
            if value and value not in missing and not any(value in known[kind] for kind in kinds):
                missing[value] = f"{value} (drglogic, rad {number}, regel {rule.ord})"
    if missing:
        yield (
            f"Reglerna frågar efter {_listed(missing.values())}, som ingen kod har. De reglerna "
            "kan bara uppfyllas när egenskapen ska saknas."
        )


def _unknown_cells(tables: DefinitionTables) -> Iterator[str]:
    """Tell of rules that ask for something else than these columns hold."""
    odd = [
        f"”{cell}” i kolumnen {column} (drglogic, rad {number}, regel {rule.ord})"
        for number, rule in enumerate(tables.rules, tables.rows_above + 1)
        for column, known in _CELLS
        if (cell := getattr(rule, column)) and cell.lstrip("+-") not in known
    ]
    if odd:
        yield (
            f"Reglerna har {_listed(odd)}, som grupperingen inte känner. Fråga utgivaren innan "
            "tabellerna används."
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


def _categories_without_level(tables: DefinitionTables) -> Iterator[str]:
    used = {row.value for row in tables.diagnoses if row.kind == "COMPL"}
    odd = [f"”{each}”" for each in used if each[2:3] not in LEVELS]
    if odd:
        yield (
            f"Komplikationskategorierna {_listed(odd)} saknar bokstaven C, G, I eller J som tredje "
            "tecken. De räknas inte."
        )


def _categories_without_list(tables: DefinitionTables) -> Iterator[str]:
    lists = {list_of(row.category) for row in tables.exclusions}
    used = {row.value for row in tables.diagnoses if row.kind == "COMPL"}
    odd = [each for each in used if each[2:3] in LEVELS and list_of(each) not in lists]
    if odd:
        yield f"Komplikationskategorierna {_listed(odd)} saknar lista över undantag."


def _never_woken(tables: DefinitionTables) -> Iterator[str]:
    wakes = {row.category for row in tables.categories if row.wakes}
    used = {row.value for row in tables.diagnoses if row.kind == "COMPL"}
    odd = [each for each in used - wakes if each[2:3] in SLEEPING]
    if odd:
        yield f"De vilande komplikationskategorierna {_listed(odd)} väcks av ingen egenskap."


def _guessed_letters(tables: DefinitionTables) -> Iterator[str]:
    odd = [row.code for row in (*tables.diagnoses, *tables.procedures) if not row.code.isascii()]
    if odd:
        yield (
            f"Koderna {_listed(odd)} innehåller tecken som koder inte har. Filen kan vara läst med "
            "fel teckentabell."
        )
    spoilt = [text for kind in tables.texts.values() for text in kind.values() if _is_spoilt(text)]
    spoilt += [name.text for name in tables.names if _is_spoilt(name.text)]
    if spoilt:
        yield (
            f"Texter som ”{spoilt[0][:40]}” är lästa med fel teckentabell ({len(spoilt)} texter). "
            "De visas så; grupperingen påverkas inte."
        )


def _is_spoilt(text: str) -> bool:
    """Whether letters show that UTF-8 was read as something else, or that one was lost."""
    return any(each in text for each in _SPOILT)


def _listed(values: Iterable[str]) -> str:
    found = sorted(set(values))
    more = f" och {len(found) - _NAMED} till" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more
