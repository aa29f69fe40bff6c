"""What national tables mean differently: settings of a table set, never code of the engine."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.drg_tables import DefinitionTables, TableLayout

#: From this year on properties of the sex-neutral MDC are recoded by sex.
_RECODED_FROM = 2016
SEX_NEUTRAL = "98"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table set is read where the national versions differ."""

    #: A sleeping complication category is woken by a property of the principal diagnosis too.
    principal_wakes: bool
    #: It is also woken by a property of the very code that carries it (reference grouper:
    #: TEST 16739 and 16740); the decisions for Sweden and Norway say no.
    own_code_wakes: bool
    #: Properties that begin with 98 become those of men or women.
    recodes_properties: bool
    #: The MDC of category 98 when the sex is missing; empty leaves it.
    unknown_sex_mdc: str
    #: A pair is a valid principal diagnosis only where both halves are known.
    needs_both_halves: bool


def dialect_of(tables: DefinitionTables) -> Dialect:
    """Choose the settings by the layout and by what the rules ask for."""
    is_norwegian = tables.layout is TableLayout.NORWEGIAN_JSON
    is_old = tables.layout is TableLayout.NORDIC_DBF or (tables.year or 0) < _RECODED_FROM
    asks_for_98 = any(
        prop.lstrip("-+").startswith(f"{SEX_NEUTRAL}X")
        for row in tables.rules
        for prop in row.dgprops
    )
    has_mdc_98 = any(row.mdc.lstrip("-+") == SEX_NEUTRAL for row in tables.rules)
    return Dialect(
        principal_wakes=not is_norwegian,
        own_code_wakes=tables.layout is TableLayout.NORDIC_DBF and tables.country != "SE",
        recodes_properties=not is_old and not asks_for_98,
        unknown_sex_mdc="" if has_mdc_98 or is_norwegian else "12",
        needs_both_halves=not is_norwegian,
    )
