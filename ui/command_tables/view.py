"""Rows of looks and help."""

from __future__ import annotations

from ui.action_spec import ActionSpec

VIEW: tuple[ActionSpec, ...] = (
    ActionSpec(
        "show_palette",
        "&Visa",
        "&Kommandopalett …",
        "Sök bland kommandon, händelser och koder",
        "Ctrl+K",
    ),
    ActionSpec(
        "toggle_theme", "&Visa", "Mörkt &tema", "Växla mellan ljust och mörkt tema", "Ctrl+T"
    ),
    ActionSpec(
        "toggle_contrast",
        "&Visa",
        "&Hög kontrast",
        "Växla mellan vanlig och hög kontrast",
        "Ctrl+Shift+T",
    ),
    ActionSpec("larger", "&Visa", "St&örre text", "Förstora texten", "Ctrl++"),
    ActionSpec("smaller", "&Visa", "&Mindre text", "Förminska texten", "Ctrl+-"),
    ActionSpec("show_help", "Hjäl&p", "&Hjälp för skärmen", "Vad man kan göra här", "F1"),
    ActionSpec("start_tour", "Hjäl&p", "&Rundtur", "Fem steg genom skrivbordet, på påhittade data"),
    ActionSpec("show_keys", "Hjäl&p", "&Tangenter", "Alla kortkommandon i en tabell", "Shift+F1"),
    ActionSpec("show_own_keys", "Hjäl&p", "&Egna tangenter …", "Byt tangenter, bara för dig själv"),
    ActionSpec(
        "print_key_card", "Hjäl&p", "Tangent&kort …", "Alla tangenter på papper, att ha bredvid sig"
    ),
    ActionSpec("show_about", "Hjäl&p", "&Om Kodklar", "Version, utgåvor av kodverk och licenser"),
)
