"""Rows of the desks, in the menu of looks: which of them is in front."""

from __future__ import annotations

from ui.action_spec import ActionSpec

_MENU = "&Visa"

DESKS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "show_coder_desk",
        _MENU,
        "Koda&rens skrivbord",
        "Kodarens skrivbord: arbetslistan",
        "Ctrl+Alt+1",
    ),
    ActionSpec(
        "show_clinician_desk",
        _MENU,
        "K&linikerns skrivbord",
        "Klinikerns skrivbord: egna besök",
        "Ctrl+Alt+2",
    ),
)
