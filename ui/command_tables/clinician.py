"""Rows of the clinician's desk, in the menu of events."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_MENU, _C = "&Händelse", Where.CLINICIAN
CLINICIAN: tuple[ActionSpec, ...] = (
    ActionSpec("sign_visit", _MENU, "Signera bes&öket", "Signera besöket", "F9", _C),
    ActionSpec("mend_visit", _MENU, "R&ätta det som saknas", "Gör det som föreslås", "Ctrl+.", _C),
    ActionSpec(
        "override_visit",
        _MENU,
        "Avfärda varning&en …",
        "Avfärda varningen med ett skäl",
        "F7",
        _C,
    ),
    ActionSpec(
        "park_visit", _MENU, "Par&kera besöket …", "Lägg besöket åt sidan med ett skäl", "F6", _C
    ),
    ActionSpec("undo_visit", _MENU, "&Ångra", "Ta tillbaka den senaste ändringen", "Ctrl+Z", _C),
    ActionSpec("redo_visit", _MENU, "&Gör om", "Gör om det som ångrades", "Ctrl+Y", _C),
    ActionSpec(
        "open_in_coder_view",
        _MENU,
        "Öppna i kodarens v&y",
        "Samma besök med hela kodverket och dess träd",
        "Ctrl+H",
        _C,
    ),
)
