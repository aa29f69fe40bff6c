"""Rows of codebooks and lists."""

from __future__ import annotations

from ui.action_spec import ActionSpec

CODEBOOKS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "browse_codebooks",
        "Kodv&erk",
        "&Bläddra i kodverk",
        "Öppna bläddraren i ett eget fönster, vid koden du ser på",
        "Ctrl+B",
    ),
    ActionSpec(
        "show_editions",
        "Kodv&erk",
        "&Utgåvor …",
        "Utgåvorna av kodverk: ta i bruk, jämför, exportera",
        "Ctrl+U",
    ),
    ActionSpec(
        "import_codebook",
        "Kodv&erk",
        "Läs in från &mapp …",
        "Läs in utgåvor av ICD-10-SE, KVÅ eller ATC ur en mapp",
    ),
    ActionSpec(
        "import_codebook_files",
        "Kodv&erk",
        "Läs in från &fil …",
        "Läs in en utgåva som är en fil: TSV, Excel, zip eller kodverk",
    ),
    ActionSpec(
        "show_differences",
        "Kodv&erk",
        "&Skillnader mellan utgåvor …",
        "Vad som ändrats mellan två utgåvor och vad det berör",
        "Ctrl+Shift+U",
    ),
    ActionSpec(
        "show_kodserver",
        "Kodv&erk",
        "&Kodservertabeller …",
        "Kodservers tabeller, och vilka koder som går ihop",
    ),
    ActionSpec(
        "show_local_lists",
        "Kodv&erk",
        "&Egna listor …",
        "Norska koder och avdelningens egna listor",
    ),
    ActionSpec(
        "show_regional",
        "Kodv&erk",
        "&Regionens listor …",
        "Regionens spärrlista och val om regler",
    ),
    ActionSpec(
        "show_products",
        "Kodv&erk",
        "Läkemedels&namn …",
        "Produktnamn som leder till ATC-koder",
    ),
    ActionSpec(
        "show_local_terms",
        "Kodv&erk",
        "&Lokala sökord …",
        "Sökord som ni själva lagt till: godkänn, exportera, läs in",
    ),
)
