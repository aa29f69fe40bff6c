"""Rows of what happens to an event."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_C = Where.CODING
EVENTS: tuple[ActionSpec, ...] = (
    ActionSpec("sign", "&Händelse", "&Signera", "Signera kodningen", "F9", _C),
    ActionSpec("park", "&Händelse", "&Parkera …", "Lägg åt sidan med ett skäl", "F6", _C),
    ActionSpec(
        "unpark", "&Händelse", "Ta &upp igen", "Ta upp en parkerad händelse igen", "", Where.CODING
    ),
    ActionSpec(
        "reopen", "&Händelse", "Öppna åte&r …", "Öppna en signerad händelse", "Ctrl+Shift+O", _C
    ),
    ActionSpec(
        "next_event", "&Händelse", "&Nästa händelse", "Hämta nästa händelse i tur", "Ctrl+N"
    ),
    ActionSpec(
        "split_event", "&Händelse", "&Dela händelsen …", "Flytta anteckningar till en ny", "", _C
    ),
    ActionSpec(
        "merge_events",
        "&Händelse",
        "Slå &ihop …",
        "Slå ihop de markerade händelserna",
        "",
        Where.WORK_LIST,
    ),
    ActionSpec(
        "show_work_list", "&Händelse", "&Arbetslista", "Tillbaka till arbetslistan", "Ctrl+L"
    ),
)
