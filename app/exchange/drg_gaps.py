"""What a package of definition tables has twice, which is refused, or lacks, which is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import InputFileError
from app.exchange.drg_versions import SourceTable, other_version_within

#: How the two parts of a table end.
FIRST, SECOND = "_0", "_1"
#: Tables that may be missing beside another, and what is then not known.
_BESIDE = {
    "dg_1": ("dg_0", "Diagnoskoder som bara står där"),
    "dg_feat_1": ("dg_feat_0", "Diagnoskoder som bara står där"),
    "proc1": ("proc0", "Åtgärdskoder utan egenskaper"),
    "proc_feat_1": ("proc_feat_0", "Åtgärdskoder som bara står där"),
}


def refuse_doubles(names: Sequence[str], source: str) -> None:
    """See that the tables of one part are one, or the two halves of one.

    Raises:
        InputFileError: there are several, so that two sets would be mixed.

    """
    stems = {name.removesuffix(FIRST).removesuffix(SECOND) for name in names}
    if len(stems) > 1:
        raise InputFileError(
            f"{source} har mer än en tabell för samma sak ({', '.join(names)}). Ta bort den som "
            "inte hör till uppsättningen, och läs in igen."
        )


def named_once(tables: Mapping[str, SourceTable], source: str) -> dict[str, SourceTable]:
    """Give tables by their names in small letters.

    Raises:
        InputFileError: two tables have one name then.

    """
    named: dict[str, SourceTable] = {}
    for name, table in tables.items():
        plain = name.strip().lower()
        if plain in named:
            raise InputFileError(
                f"{source} har två tabeller som heter {plain}. Ta bort den som inte hör till "
                "uppsättningen, och läs in igen."
            )
        named[plain] = table
    return named


def gaps_in(tables: Mapping[str, SourceTable]) -> list[str]:
    """Give remarks on tables that may be missing, and on those without a single row."""
    missing = [
        f"Tabellen {other} saknas bredvid {name}. {what} är okända."
        for name, (other, what) in _BESIDE.items()
        if name in tables and other not in tables
    ]
    empty = [f"{table.label} har inga rader." for table in tables.values() if not table.rows]
    return [*missing, *empty, *filter(None, map(other_version_within, tables.values()))]
