"""Rows of the desks: which of them is in front."""

from __future__ import annotations

from ui.action_spec import ActionSpec

_MENU = "&Skrivbord"

DESKS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "show_coder_desk", _MENU, "&Kodaren", "Kodarens skrivbord: arbetslistan", "Ctrl+Alt+1"
    ),
    ActionSpec(
        "show_clinician_desk",
        _MENU,
        "K&linikern",
        "Klinikerns skrivbord: egna besök",
        "Ctrl+Alt+2",
    ),
)
