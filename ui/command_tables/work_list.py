"""Rows of the lists beside the work list, and of the events that are marked in it."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_L = Where.WORK_LIST
_M = "&Listor"
WORK_LIST: tuple[ActionSpec, ...] = (
    ActionSpec("go_to_lists", _M, "&Gå till listorna", "Välj lista", "Ctrl+Shift+A", _L),
    ActionSpec("new_list", _M, "&Ny lista …", "Spara en lista, utifrån den som visas", "", _L),
    ActionSpec("change_list", _M, "&Ändra listan …", "Ändra listan som visas", "", _L),
    ActionSpec(
        "toggle_always_next",
        _M,
        "A&lltid nästa",
        "Nästa händelse öppnas av sig själv, eller inte",
    ),
    ActionSpec("mark_all", _M, "&Markera alla", "Markera alla i listan", "", _L),
    ActionSpec("assign_marked", _M, "&Tilldela …", "Ge de markerade till någon", "", _L),
    ActionSpec("park_marked", _M, "&Parkera …", "Lägg de markerade åt sidan", "F6", _L),
    ActionSpec("print_marked", _M, "Skriv &ut …", "Sammanfattningar av de markerade", "", _L),
    ActionSpec("export_marked", _M, "E&xportera …", "Spara de markerade i en fil", "", _L),
)
