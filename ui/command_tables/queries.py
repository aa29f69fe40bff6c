"""Rows of questions to clinicians, in the menu of events."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_MENU = "&Händelse"

QUERIES: tuple[ActionSpec, ...] = (
    ActionSpec(
        "ask_clinician",
        _MENU,
        "Fråga &behandlaren …",
        "Fråga behandlaren om det markerade i journalen, eller om den valda anmärkningen",
        "Ctrl+R",
        Where.CODING,
    ),
    ActionSpec(
        "show_answers",
        _MENU,
        "S&var från behandlare",
        "Frågor och svar om händelsen, med det som ändrats sedan dess",
        "",
        Where.CODING,
    ),
    ActionSpec("show_questions", _MENU, "&Frågor …", "Frågor från kodarna som väntar på ditt svar"),
    ActionSpec(
        "show_unanswered",
        _MENU,
        "&Obesvarade frågor …",
        "Frågor till behandlare som ingen har besvarat, enhet för enhet",
    ),
)
