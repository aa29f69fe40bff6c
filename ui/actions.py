"""Every command of the program in one table: menus, shortcuts and the key sheet come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.field_keys import FIELD_KEYS


class Where(StrEnum):
    """On which screen a command works."""

    EVERYWHERE = "Överallt"
    CODING = "Kodning"
    WORK_LIST = "Arbetslista"
    PREVIEW = "Förhandsgranskning"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. Its slot is the method of the same name in one of ui/commands."""

    name: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    where: Where = Where.EVERYWHERE


_C = Where.CODING
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "import_events",
        "&Arkiv",
        "&Läs in händelser …",
        "Läs in vårdhändelser från TakeCare eller CSV",
        "Ctrl+O",
    ),
    ActionSpec(
        "load_demo",
        "&Arkiv",
        "Läs in &demonstrationsdata",
        "Lägg till de tolv påhittade händelserna att öva på",
    ),
    ActionSpec(
        "review_files",
        "&Arkiv",
        "&Granska filer …",
        "Granska filer med kodade händelser (JSONL), och spara svaret",
    ),
    ActionSpec("show_quarantine", "&Arkiv", "Ka&rantän …", "Rader som inte kunde läsas in"),
    ActionSpec(
        "print_summary",
        "&Arkiv",
        "Kodnings&sammanfattning",
        "Förhandsgranska, skriv ut eller spara kodningssammanfattningen",
        "Ctrl+P",
    ),
    ActionSpec("show_access_log", "&Arkiv", "&Åtkomstlogg", "Vem som öppnat vilka händelser"),
    ActionSpec("change_person", "&Arkiv", "&Byt person …", "Välj vem som sitter vid programmet"),
    ActionSpec("quit_program", "&Arkiv", "&Avsluta", "Spara och avsluta", "Ctrl+Q"),
    ActionSpec("undo", "&Redigera", "&Ångra", "Ta tillbaka den senaste ändringen", "Ctrl+Z", _C),
    ActionSpec("redo", "&Redigera", "&Gör om", "Gör om det som ångrades", "Ctrl+Y", _C),
    ActionSpec(
        "find_code", "&Koda", "&Sök kod", "Till sökfältet (i arbetslistan: filtret)", "Ctrl+F"
    ),
    ActionSpec("go_to_record", "&Koda", "&Journal", "Till journaltexten", "Ctrl+J", _C),
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
        "Ctrl+K",
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
    ActionSpec("sign", "&Händelse", "&Signera", "Signera kodningen", "F9", _C),
    ActionSpec("park", "&Händelse", "&Parkera …", "Lägg åt sidan med ett skäl", "F6", _C),
    ActionSpec(
        "reopen", "&Händelse", "Öppna å&ter …", "Öppna en signerad händelse", "Ctrl+Shift+O", _C
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
    ActionSpec(
        "browse_codebooks",
        "Kodv&erk",
        "&Bläddra i kodverk",
        "Öppna bläddraren i ett eget fönster, vid koden du ser på",
        "Ctrl+B",
    ),
    ActionSpec(
        "show_editions",
        "Kodv&erk",
        "&Utgåvor …",
        "Utgåvorna av kodverk: ta i bruk, jämför, exportera",
        "Ctrl+U",
    ),
    ActionSpec(
        "import_codebook",
        "Kodv&erk",
        "Läs in från &mapp …",
        "Läs in utgåvor av ICD-10-SE, KVÅ eller ATC ur en mapp",
    ),
    ActionSpec(
        "import_codebook_files",
        "Kodv&erk",
        "Läs in från &fil …",
        "Läs in en utgåva som är en fil: TSV, Excel, zip eller kodverk",
    ),
    ActionSpec(
        "show_differences",
        "Kodv&erk",
        "&Skillnader mellan utgåvor …",
        "Vad som ändrats mellan två utgåvor och vad det berör",
        "Ctrl+Shift+U",
    ),
    ActionSpec(
        "show_kodserver",
        "Kodv&erk",
        "&Kodservertabeller …",
        "Kodservers tabeller, och vilka koder som går ihop",
    ),
    ActionSpec(
        "show_local_lists",
        "Kodv&erk",
        "&Egna listor …",
        "Norska koder och avdelningens egna listor",
    ),
    ActionSpec(
        "show_regional",
        "Kodv&erk",
        "&Regionens listor …",
        "Regionens spärrlista och val om regler",
    ),
    ActionSpec(
        "show_products",
        "Kodv&erk",
        "Läkemedels&namn …",
        "Produktnamn som leder till ATC-koder",
    ),
    ActionSpec(
        "show_local_terms",
        "Kodv&erk",
        "&Lokala sökord …",
        "Sökord som ni själva lagt till: godkänn, exportera, läs in",
    ),
    ActionSpec(
        "toggle_theme", "&Visa", "Mörkt &tema", "Växla mellan ljust och mörkt tema", "Ctrl+T"
    ),
    ActionSpec("larger", "&Visa", "St&örre text", "Förstora texten", "Ctrl++"),
    ActionSpec("smaller", "&Visa", "&Mindre text", "Förminska texten", "Ctrl+-"),
    ActionSpec("show_help", "Hjäl&p", "&Hjälp för skärmen", "Vad man kan göra här", "F1"),
    ActionSpec("show_keys", "Hjäl&p", "&Tangenter", "Alla kortkommandon i en tabell", "Shift+F1"),
    ActionSpec("show_about", "Hjäl&p", "&Om Kodklar", "Version, utgåvor av kodverk och licenser"),
)


def install(
    window: QMainWindow, handlers: Sequence[QObject], specs: Sequence[ActionSpec] = ACTIONS
) -> Mapping[str, QAction]:
    """Create the actions, connect each to its handler and build the window's menus."""
    actions: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    for spec in specs:
        if spec.menu not in menus:
            menus[spec.menu] = window.menuBar().addMenu(spec.menu)
        action = QAction(spec.text, window)
        action.setObjectName(spec.name)
        action.setStatusTip(spec.tip)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        handler = next(h for h in handlers if hasattr(h, spec.name))
        action.triggered.connect(partial(_call, getattr(handler, spec.name)))
        menus[spec.menu].addAction(action)
        actions[spec.name] = action
    return actions


def _call(slot: Callable[[], None], *_checked: object) -> None:
    slot()


def key_rows() -> list[tuple[str, str, str]]:
    """Rows (keys, what, where) of the key sheet, commands first."""
    commands = [
        (spec.shortcut.replace("Shift", "Skift"), spec.tip, str(spec.where))
        for spec in ACTIONS
        if spec.shortcut
    ]
    return commands + [(key.keys, key.text, key.where) for key in FIELD_KEYS]


def shortcuts_markdown() -> str:
    """Return the key table for docs/shortcuts.md."""
    lines = ["# Keys", "", "| keys | what | where |", "|---|---|---|"]
    lines += [f"| {keys} | {what} | {where} |" for keys, what, where in key_rows()]
    return "\n".join(lines) + "\n"
