"""What national tables mean differently: settings of a table set, never code of the engine.

Chosen by what the tables hold, never by the name of a file or of a country.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.drg_tables import DefinitionTables, TableLayout

SEX_NEUTRAL = "98"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table set is read where the national versions differ."""

    #: A sleeping complication category is woken by a property of the principal diagnosis too.
    principal_wakes: bool
    #: It is also woken by a property of the very code that carries it (reference grouper:
    #: TEST 16739 and 16740); the decisions for tables with two levels and for Norway say no.
    own_code_wakes: bool
    #: Properties that begin with 98 become those of men or women, as from 2016; tables of before
    #: have rules that ask for such properties as they are.
    recodes_properties: bool
    #: The MDC of category 98 when the sex is missing; empty leaves it.
    unknown_sex_mdc: str
    #: A pair is a valid principal diagnosis only where both halves are known.
    needs_both_halves: bool


def dialect_of(tables: DefinitionTables) -> Dialect:
    """Choose the settings by the family of the tables and by what their rules ask for."""
    is_norwegian = tables.layout is TableLayout.NORWEGIAN_JSON
    is_dbase = tables.layout is TableLayout.NORDIC_DBF
    has_mdc_98 = any(row.mdc.lstrip("-+") == SEX_NEUTRAL for row in tables.rules)
    return Dialect(
        principal_wakes=not is_norwegian,
        own_code_wakes=is_dbase and not _has_two_levels(tables),
        recodes_properties=not is_dbase and not _asks_for_98(tables),
        unknown_sex_mdc="" if has_mdc_98 or is_norwegian else "12",
        needs_both_halves=not is_norwegian,
    )


def _has_two_levels(tables: DefinitionTables) -> bool:
    """Whether rules tell very complicated from complicated, as Sweden's do."""
    return any(row.compl.lstrip("-<>") == "2" for row in tables.rules)


def _asks_for_98(tables: DefinitionTables) -> bool:
    """Whether a rule asks for a sex-neutral property, which must then stay as it is."""
    return any(
        prop.lstrip("-+").startswith(f"{SEX_NEUTRAL}X")
        for row in tables.rules
        for prop in row.dgprops
    )
