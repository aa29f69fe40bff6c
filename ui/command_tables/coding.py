"""Rows of coding, with undo."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

_C = Where.CODING
CODING: tuple[ActionSpec, ...] = (
    ActionSpec("undo", "&Koda", "&Ångra", "Ta tillbaka den senaste ändringen", "Ctrl+Z", _C),
    ActionSpec("redo", "&Koda", "&Gör om", "Gör om det som ångrades", "Ctrl+Y", _C),
    ActionSpec(
        "find_code", "&Koda", "&Sök kod", "Till sökfältet (i arbetslistan: filtret)", "Ctrl+F"
    ),
    ActionSpec("go_to_record", "&Koda", "&Journal", "Till journaltexten", "Ctrl+J", _C),
    ActionSpec(
        "find_in_record",
        "&Koda",
        "Sök i jo&urnalen …",
        "Sök ord i journaltexten; F3 går till nästa träff",
        "Ctrl+Shift+J",
        _C,
    ),
    ActionSpec(
        "next_uncoded",
        "&Koda",
        "&Nästa okodade fras",
        "Gå till nästa fras i journalen som inte har någon kod",
        "Ctrl+G",
        _C,
    ),
    ActionSpec("go_to_codes", "&Koda", "&Valda koder", "Till de valda koderna", "Ctrl+D", _C),
    ActionSpec("go_to_tree", "&Koda", "&Hierarki", "Till kodens plats i kodverket", "Ctrl+H", _C),
    ActionSpec(
        "accept_proposal",
        "&Koda",
        "&Ta över från journalen",
        "Ta över nästa kod som står i journalen",
        "F4",
        _C,
    ),
    ActionSpec(
        "edit_text",
        "&Koda",
        "Te&xt eller datum",
        "Skriv diagnostext, eller åtgärdens datum",
        "F2",
        _C,
    ),
    ActionSpec(
        "build_cause",
        "&Koda",
        "&Yttre orsak …",
        "Bygg den yttre orsaken till den valda diagnosen",
        "Ctrl+E",
        _C,
    ),
    ActionSpec(
        "complete_code",
        "&Koda",
        "Kompl&ettera …",
        "Lägg till det som hör ihop med den valda koden: †, *, sida, utfall",
        "Ctrl+Shift+E",
        _C,
    ),
    ActionSpec(
        "toggle_offers",
        "&Koda",
        "Komplette&ringsförslag",
        "Visa eller dölj raden som säger vad en kod saknar",
        "",
        _C,
    ),
    ActionSpec("all_systems", "&Koda", "Sök i a&lla kodverk", "Sök i alla kodverk", "Ctrl+1", _C),
    ActionSpec("only_icd", "&Koda", "Bara &ICD-10-SE", "Sök bara diagnoser", "Ctrl+2", _C),
    ActionSpec("only_kva", "&Koda", "Bara &KVÅ", "Sök bara åtgärder", "Ctrl+3", _C),
    ActionSpec("only_atc", "&Koda", "Bara &ATC", "Sök bara läkemedel", "Ctrl+4", _C),
    ActionSpec(
        "toggle_favourite",
        "&Koda",
        "&Favorit av eller på",
        "Gör koden till favorit, eller ta bort den bland favoriterna",
        "Ctrl+Shift+D",
        _C,
    ),
    ActionSpec(
        "apply_code_set",
        "&Koda",
        "Använd kod&mall …",
        "Lägg en kodmalls koder på händelsen",
        "Ctrl+M",
        _C,
    ),
    ActionSpec(
        "save_code_set",
        "&Koda",
        "S&para som kodmall …",
        "Spara händelsens koder som kodmall",
        "Ctrl+Shift+M",
        _C,
    ),
    ActionSpec(
        "show_code_sets", "&Koda", "K&odmallar …", "Byt namn på kodmallar, eller ta bort dem"
    ),
    ActionSpec(
        "propose_term",
        "&Koda",
        "Föreslå sökor&d …",
        "Föreslå ett sökord som sökningen saknar",
        "Ctrl+Shift+L",
    ),
)
