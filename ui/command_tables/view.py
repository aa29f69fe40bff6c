"""Rows of looks and help."""

from __future__ import annotations

from ui.action_spec import ActionSpec

VIEW: tuple[ActionSpec, ...] = (
    ActionSpec(
        "toggle_theme", "&Visa", "Mörkt &tema", "Växla mellan ljust och mörkt tema", "Ctrl+T"
    ),
    ActionSpec("larger", "&Visa", "St&örre text", "Förstora texten", "Ctrl++"),
    ActionSpec("smaller", "&Visa", "&Mindre text", "Förminska texten", "Ctrl+-"),
    ActionSpec("show_help", "Hjäl&p", "&Hjälp för skärmen", "Vad man kan göra här", "F1"),
    ActionSpec("show_keys", "Hjäl&p", "&Tangenter", "Alla kortkommandon i en tabell", "Shift+F1"),
    ActionSpec("show_about", "Hjäl&p", "&Om Kodklar", "Version, utgåvor av kodverk och licenser"),
)
