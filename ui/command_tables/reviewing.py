"""Rows of findings and rules."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_C = Where.CODING
REVIEWING: tuple[ActionSpec, ...] = (
    ActionSpec("next_finding", "&Granska", "&Nästa anmärkning", "Till nästa anmärkning", "F8", _C),
    ActionSpec(
        "correct_finding",
        "&Granska",
        "&Rätta anmärkningen",
        "Gör det som föreslås för anmärkningen, eller välj bland rättelserna",
        "Ctrl+.",
        _C,
    ),
    ActionSpec(
        "override_finding",
        "&Granska",
        "A&vfärda varning …",
        "Avfärda den valda varningen med ett skäl",
        "F7",
        _C,
    ),
    ActionSpec(
        "show_what_if",
        "&Granska",
        "Vad händer &om …",
        "Se vad som skulle anmärkas om en annan diagnos stod först, eller utelämnades",
        "Ctrl+Shift+W",
        _C,
    ),
    ActionSpec(
        "browse_rules",
        "&Granska",
        "Re&gler …",
        "Regelbläddraren: alla regler, deras källor, och vilka ni oftast avfärdar",
        "Ctrl+Shift+R",
    ),
    ActionSpec(
        "show_candidates",
        "&Granska",
        "&Meningar i KVÅ …",
        "Meningar i KVÅ som kan bli regler: läs, godta eller avböj",
    ),
    ActionSpec(
        "show_statistics",
        "&Granska",
        "S&tatistik …",
        "Vad som signerats, väntetider, anmärkningar och sökningar utan träff",
        "Ctrl+Shift+S",
    ),
    ActionSpec(
        "show_second_review",
        "&Granska",
        "An&dra granskning …",
        "Urval av signerade händelser att koda blint, skillnader och överensstämmelse",
        "Ctrl+Shift+V",
    ),
)
