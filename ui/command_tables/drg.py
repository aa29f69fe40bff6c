"""Rows of DRG: the group beside the codes, and the definition tables."""

from __future__ import annotations

from app.domain.permissions import Act
from ui.action_spec import ActionSpec, Where

_C = Where.CODING
DRG: tuple[ActionSpec, ...] = (
    ActionSpec(
        "toggle_drg",
        "&Granska",
        "DRG-&panelen",
        "Visa eller dölj vilken DRG koderna ger, och varför",
        "Ctrl+Shift+N",
        _C,
    ),
    ActionSpec(
        "show_drg_what_if",
        "&Granska",
        "Vad &händer med DRG om …",
        "Pröva utan en kod, med en annan diagnos först, annan ålder eller vårdtid",
        "",
        _C,
    ),
    ActionSpec(
        "print_drg",
        "&Granska",
        "DRG med &förklaring på papper …",
        "Förhandsgranska, skriv ut eller spara vilken DRG händelsen får, och varför",
        "",
        _C,
    ),
    ActionSpec(
        "show_drg_tables",
        "Kodv&erk",
        "&DRG-tabeller …",
        "Definitionstabeller för NordDRG: läs in, välj, ta bort, gruppera om",
    ),
    ActionSpec(
        "import_drg_tables",
        "Kodv&erk",
        "Läs &in DRG-tabeller …",
        "Läs in definitionstabeller för NordDRG ur en fil",
        act=Act.DRG_TABLES,
    ),
)
