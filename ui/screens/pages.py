"""What the sheets say: help for each screen, the keys, about, the log and the quarantine."""

from __future__ import annotations

from html import escape

from app.domain.access import ACCESS_LABEL, AccessEvent
from app.domain.concept import Edition
from app.domain.intake import QuarantineItem
from ui.actions import key_rows

ACCESS_HEADERS = ("Tid", "Person", "Vad", "Händelse", "Patient")
QUARANTINE_HEADERS = ("Inläst", "Fil", "Plats", "Skäl")

_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "work_list": (
        "Arbetslistan",
        (
            "Avslutade händelser som väntar på kodning står först, äldst överst.",
            "Skriv i filtret (Ctrl+F) för att söka på enhet, nummer, namn eller huvuddiagnos.",
            "Retur öppnar den valda händelsen; Ctrl+N hämtar nästa i tur som ingen annan "
            "arbetar med.",
            "Klicka på en kolumnrubrik för att sortera. Spara filter och ordning som en vy.",
            "Ctrl+O läser in händelser; dra annars filerna till fönstret.",
        ),
    ),
    "coding": (
        "Kodningen",
        (
            "Läs journalen till vänster. Skriv i sökfältet (Ctrl+F); bläddra med pilarna.",
            "Ctrl+Retur sätter huvuddiagnos. Retur lägger till: en diagnos som bidiagnos, en "
            "yttre orsak under den valda diagnosen, en tilläggskod under åtgärden, ett "
            "läkemedel under den valda raden.",
            "Koder som står i journalen är förslag: F4 tar över nästa, Del avböjer.",
            "Ctrl+Skift+D gör koden till favorit. Är sökfältet tomt står favoriterna under det: "
            "pil ned väljer, Retur lägger till.",
            "Ctrl+M lägger en kodmall på händelsen i ett steg, Ctrl+Skift+M sparar koderna som en.",
            "F8 går till nästa anmärkning. En varning kan avfärdas med ett skäl (F7), ett fel "
            "måste rättas eller händelsen parkeras (F6).",
            "Allt sparas medan du skriver. F9 signerar; Ctrl+Z ångrar hur långt som helst.",
            "Står något fel i den signerade händelsen öppnas den åter med Ctrl+Skift+O.",
        ),
    ),
    "code_sets": (
        "Kodmallarna",
        (
            "En kodmall är koder som hör ihop, till exempel en höftfraktur med yttre orsak och "
            "operation. Egna kodmallar ser bara du, delade ser alla.",
            "I kodningen lägger Ctrl+M en kodmall på händelsen, och Ctrl+Skift+M sparar "
            "händelsens koder som en ny.",
            "Här byter F2 namn på den valda kodmallen, och Del tar bort den. Händelser som är "
            "kodade med den behåller sina koder.",
            "Koder inom parentes hänger på koden före: yttre orsak, tilläggskod eller läkemedel.",
            "Esc går tillbaka.",
        ),
    ),
    "browser": (
        "Bläddraren",
        (
            "Välj kodverk (Ctrl+2 till Ctrl+4) och utgåva, även äldre och sådana som inte är i "
            "bruk. Utgåvan för händelsens dag, eller dagens, är förvald.",
            "Sök med Ctrl+F. F3 går till nästa träff. Ctrl+Skift+F söker bara inom avsnittet "
            "som koden står i; välj Hela kodverket för att söka överallt igen.",
            "Piltangenterna går i trädet. Alla koder i texten är länkar: Tab och Retur följer "
            "dem, Alt+← går tillbaka och Alt+→ framåt.",
            "Retur lägger till koden i händelsen på skrivbordet, Ctrl+Retur som huvuddiagnos. "
            "Ctrl+C kopierar koden, Ctrl+Skift+C kod och titel, Ctrl+Skift+D gör den till "
            "favorit.",
            "Ctrl+P skriver ut koden med allt som står under den. Esc eller Ctrl+W stänger.",
        ),
    ),
    "preview": (
        "Förhandsgranskningen",
        (
            "Skriv ut genom systemets dialog eller spara som PDF.",
            "Skyddade personuppgifter är maskerade även på papper.",
            "Esc går tillbaka.",
        ),
    ),
    "who": (
        "Vem sitter här?",
        ("Välj ditt namn eller lägg till dig. Namnet följer signaturer och åtkomstlogg.",),
    ),
}


def help_page(screen: str) -> tuple[str, str]:
    """Return the heading and marked-up text of the help for a screen."""
    heading, points = _HELP.get(screen, _HELP["work_list"])
    items = "".join(f"<li style='margin-bottom:6px'>{escape(point)}</li>" for point in points)
    return f"Hjälp: {heading}", f"<ul>{items}</ul><p>Alla tangenter: Skift+F1.</p>"


def key_sheet() -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    """Headers and rows of the key sheet."""
    return ("Tangent", "Vad den gör", "Var"), key_rows()


def about_page(editions: list[Edition], rule_set: str, version: str, data: str) -> str:
    """Return what the program stands on."""
    items = "".join(f"<li>{escape(edition.label)}</li>" for edition in editions)
    return (
        f"<p>Kodklar {escape(version)}, regelverk {escape(rule_set)}.</p>"
        f"<p>Utgåvor av kodverk:</p><ul>{items}</ul>"
        f"<p>Data ligger i {escape(data)}.</p>"
        "<p>Programmet är licensierat under Apache-2.0. Officiella kodverk tillhör sina "
        "utgivare och följer inte med; Övningskodverket är skrivet för programmet.</p>"
    )


def access_rows(events: list[AccessEvent]) -> list[tuple[str, ...]]:
    """Rows of the access log."""
    return [
        (
            event.at.strftime("%Y-%m-%d %H:%M"),
            event.person_name,
            ACCESS_LABEL[event.kind],
            event.encounter_id,
            event.patient_number,
        )
        for event in events
    ]


def quarantine_rows(items: list[QuarantineItem]) -> list[tuple[str, ...]]:
    """Rows of the quarantine."""
    return [
        (
            item.at.strftime("%Y-%m-%d %H:%M"),
            item.rejected.file_name,
            item.rejected.place,
            item.rejected.reason,
        )
        for item in items
    ]
