"""Rows of the lists beside the work list, and of the events that are marked in it.

They stand in the menus of what they do: looking, events, files.
"""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_L = Where.WORK_LIST
_VIEW, _EVENT, _FILE = "&Visa", "&Händelse", "&Arkiv"
WORK_LIST: tuple[ActionSpec, ...] = (
    ActionSpec("go_to_lists", _VIEW, "&Gå till listorna", "Välj lista", "Ctrl+Shift+A", _L),
    ActionSpec("new_list", _VIEW, "&Ny lista …", "Spara en lista, utifrån den som visas", "", _L),
    ActionSpec("change_list", _VIEW, "&Ändra listan …", "Ändra listan som visas", "", _L),
    ActionSpec(
        "sort_list",
        _VIEW,
        "&Sortera efter …",
        "Sortera listan efter en kolumn; samma kolumn igen vänder ordningen",
        "",
        _L,
    ),
    ActionSpec(
        "toggle_always_next",
        _VIEW,
        "&Alltid nästa",
        "Nästa händelse öppnas av sig själv, eller inte",
    ),
    ActionSpec("mark_all", _EVENT, "Markera a&lla", "Markera alla i listan", "", _L),
    ActionSpec("assign_marked", _EVENT, "&Tilldela …", "Ge de markerade till någon", "", _L),
    ActionSpec(
        "park_marked", _EVENT, "Parkera &markerade …", "Lägg de markerade åt sidan", "F6", _L
    ),
    ActionSpec(
        "print_marked", _FILE, "Skriv &ut markerade …", "Sammanfattningar av de markerade", "", _L
    ),
    ActionSpec(
        "export_marked", _FILE, "E&xportera markerade …", "Spara de markerade i en fil", "", _L
    ),
)
