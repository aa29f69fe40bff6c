"""Rows of training: its own menu, which is there only while one is in it, and the way in."""

from __future__ import annotations

from ui.action_spec import ActionSpec, Where

#: Shown in training alone.
TRAINING_MENU = "&Övning"
_T = Where.TRAINING

TRAINING: tuple[ActionSpec, ...] = (
    ActionSpec(
        "show_trainer_desk",
        "&Visa",
        "&Utbildarens skrivbord",
        "Utbildarens skrivbord: övningar och klass",
        "Ctrl+Alt+3",
    ),
    ActionSpec(
        "make_exercise",
        "&Händelse",
        "Gör övning av &händelsen …",
        "Gör en övning av händelsen, med namn, nummer och dagar utbytta",
        "",
        Where.CODING,
    ),
    ActionSpec(
        "demonstrate_exercise", TRAINING_MENU, "&Visa för klassen", "Visa en övning", "F5", _T
    ),
    ActionSpec("practise_exercise", TRAINING_MENU, "&Öva", "Öva, och se sedan facit", "F6", _T),
    ActionSpec("test_exercise", TRAINING_MENU, "&Prov", "Koda utan hjälp, på tid", "F7", _T),
    ActionSpec(
        "edit_exercise",
        TRAINING_MENU,
        "&Redigera …",
        "Redigera övningen; vid resultatet: ändra bedömningen",
        "F2",
        _T,
    ),
    ActionSpec(
        "import_exercises", TRAINING_MENU, "Läs &in övningar …", "Läs in övningsfiler", "", _T
    ),
    ActionSpec(
        "import_exercise_folder",
        TRAINING_MENU,
        "Läs in en &mapp …",
        "Läs in alla övningar i en mapp",
        "",
        _T,
    ),
    ActionSpec(
        "export_exercises",
        TRAINING_MENU,
        "&Spara som fil …",
        "Spara de markerade övningarna som filer",
        "",
        _T,
    ),
    ActionSpec(
        "remove_exercise",
        TRAINING_MENU,
        "&Ta bort övningen …",
        "Ta bort övningen ur listan",
        "",
        _T,
    ),
    ActionSpec(
        "print_key", TRAINING_MENU, "&Facit på papper …", "Facit med regler", "Ctrl+Shift+P", _T
    ),
    ActionSpec(
        "collect_results",
        TRAINING_MENU,
        "Samla i&n resultat …",
        "Läs in deltagarnas resultatfiler",
        "",
        _T,
    ),
    ActionSpec(
        "export_results",
        TRAINING_MENU,
        "&Lämna resultat …",
        "Spara det inlämnade som en resultatfil",
        "",
        _T,
    ),
    ActionSpec(
        "export_class", TRAINING_MENU, "Tabell som &CSV …", "Klassens tabell för Excel", "", _T
    ),
    ActionSpec(
        "export_missed", TRAINING_MENU, "Miss&at som CSV …", "Vad som missades, för Excel", "", _T
    ),
    ActionSpec(
        "print_sheets", TRAINING_MENU, "Resultat&blad …", "Alla deltagares blad på papper", "", _T
    ),
    ActionSpec(
        "reset_class",
        TRAINING_MENU,
        "N&ollställ klassen …",
        "Ta bort alla försök; övningarna finns kvar",
        "",
        _T,
    ),
    ActionSpec(
        "reveal_key",
        TRAINING_MENU,
        "Visa facit, nästa ste&g",
        "Visa facit: ett steg i taget för klassen, bedömningen vid övning",
        "F12",
    ),
    ActionSpec(
        "large_type", TRAINING_MENU, "Stor text &150 %", "Text för storbild, och tillbaka", "F11"
    ),
    ActionSpec(
        "huge_type",
        TRAINING_MENU,
        "Stor text &200 %",
        "Största text för storbild, och tillbaka",
        "Shift+F11",
    ),
    ActionSpec(
        "toggle_hints",
        TRAINING_MENU,
        "Anmär&kningar av eller på",
        "Dölj eller visa anmärkningar, förslag och markeringar i journalen",
        "Ctrl+F8",
    ),
    ActionSpec(
        "freeze_picture",
        TRAINING_MENU,
        "Frys bil&den",
        "Låt bilden stå stilla; samma tangent eller Esc går vidare",
        "Ctrl+F11",
    ),
    ActionSpec(
        "point_out", TRAINING_MENU, "&Utpekad muspekare", "En ring kring muspekaren", "Ctrl+F12"
    ),
    ActionSpec(
        "leave_training", TRAINING_MENU, "L&ämna utbildningen", "Tillbaka dit du var i arbetet"
    ),
)
