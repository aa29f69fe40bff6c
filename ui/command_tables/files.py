"""Rows of the file menu."""

from __future__ import annotations

from app.domain.permissions import Act
from ui.action_spec import ActionSpec

FILES: tuple[ActionSpec, ...] = (
    ActionSpec(
        "import_events",
        "&Arkiv",
        "&Läs in händelser …",
        "Läs in vårdhändelser från TakeCare eller CSV",
        "Ctrl+O",
    ),
    ActionSpec(
        "load_demo",
        "&Arkiv",
        "Läs in &demonstrationsdata",
        "Lägg till de tolv påhittade händelserna att öva på",
    ),
    ActionSpec(
        "review_files",
        "&Arkiv",
        "&Granska filer …",
        "Granska filer med kodade händelser (JSONL), och spara svaret",
    ),
    ActionSpec("show_quarantine", "&Arkiv", "Ka&rantän …", "Rader som inte kunde läsas in"),
    ActionSpec(
        "print_summary",
        "&Arkiv",
        "Kodnings&sammanfattning",
        "Förhandsgranska, skriv ut eller spara kodningssammanfattningen",
        "Ctrl+P",
    ),
    ActionSpec(
        "show_access_log",
        "&Arkiv",
        "&Åtkomstlogg",
        "Vem som öppnat vilka händelser",
        act=Act.READ_ACCESS_LOG,
    ),
    ActionSpec(
        "show_people",
        "&Arkiv",
        "&Personer …",
        "Vilka som arbetar här: lägg till, ändra, slutar, är tillbaka",
        act=Act.PEOPLE,
    ),
    ActionSpec("change_person", "&Arkiv", "&Byt person …", "Välj vem som sitter vid programmet"),
    ActionSpec("quit_program", "&Arkiv", "&Avsluta", "Spara och avsluta", "Ctrl+Q"),
)
