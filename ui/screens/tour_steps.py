"""The five steps of each desk's tour: what is said, how one gets there, what is pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.access import Role

#: The ways of getting to a step that are no commands of the menus.
HOME, EVENT = "home", "event"


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step. `go` is HOME, EVENT, the name of a command, or empty: stay where one is.

    `at` is the widget that is framed, by attributes from the window; `screen` is what is in front.
    """

    heading: str
    text: str
    go: str
    at: str


#: The demonstration event that each desk looks at.
TOUR_EVENT: Mapping[Role, str] = {
    Role.CODER: "demo-hip-fracture",
    Role.CLINICIAN: "demo-primary-care-drug-rash",
}

TOURS: Mapping[Role, tuple[TourStep, ...]] = {
    Role.CODER: (
        TourStep(
            "Arbetslistan",
            "Här väntar händelserna på kodning, den äldsta överst. Retur öppnar den valda; "
            "Ctrl+N hämtar nästa i tur som ingen annan arbetar med.",
            HOME,
            "work_list.table",
        ),
        TourStep(
            "Journalen",
            "Läs här. Understrukna fraser kan bli koder: klicka på en, eller ta över nästa med F4. "
            "Inget kodas av sig självt.",
            EVENT,
            "coding.record",
        ),
        TourStep(
            "Sökningen",
            "Skriv ord eller en kod. Ctrl+Retur sätter huvuddiagnos, Retur lägger till. Varje "
            "träff säger varför den är med.",
            EVENT,
            "coding.search.field",
        ),
        TourStep(
            "Valda koder",
            "Koderna i ordning. Alt+pil flyttar, Del tar bort, F2 skriver egen diagnostext, och "
            "Ctrl+Z ångrar hur långt som helst.",
            EVENT,
            "coding.codes",
        ),
        TourStep(
            "Anmärkningar",
            "F8 går till nästa anmärkning, Ctrl+. gör det som föreslås och F7 avfärdar en varning "
            "med ett skäl. Sedan signerar F9.",
            EVENT,
            "coding.findings",
        ),
    ),
    Role.CLINICIAN: (
        TourStep(
            "Dina besök",
            "Här står besöken från i dag och i går som inte är klassificerade. Retur öppnar ett. "
            "Rundturen visar ett påhittat besök.",
            HOME,
            "screen.visits",
        ),
        TourStep(
            "Diagnosen i egna ord",
            "Skriv som du skulle skriva i journalen. Orden blir diagnostexten bredvid koden.",
            EVENT,
            "screen.column.field",
        ),
        TourStep(
            "De bästa koderna",
            "De tre bästa står under fältet, med skälet. Retur tar den första, Alt+2 och Alt+3 de "
            "andra. Kroniska tillstånd och vanliga åtgärder står under dem.",
            EVENT,
            "screen.column.place",
        ),
        TourStep(
            "Det som saknas",
            "Bara det viktigaste står här. Ctrl+. gör det som föreslås.",
            EVENT,
            "screen.column.missing",
        ),
        TourStep(
            "Signera",
            "Ctrl+Retur signerar, och nästa besök står i tur. Ctrl+H öppnar samma besök i "
            "kodarens vy, med hela kodverket.",
            EVENT,
            "screen.column.sign",
        ),
    ),
    Role.TRAINER: (
        TourStep(
            "Övningarna",
            "Påhittade händelser med facit, i en egen databas: inget blandas med riktiga "
            "händelser, och allt på papper är märkt ÖVNING.",
            HOME,
            "screen.exercises.table",
        ),
        TourStep(
            "Vad övningen går ut på",
            "Målen och händelsen. Facit syns inte här, så sidan kan visas för klassen.",
            "",
            "screen.exercises.preview",
        ),
        TourStep(
            "Visa, öva eller prov",
            "F5 visar för klassen med facit steg för steg, F6 låter någon öva, och F7 ger ett prov "
            "på tid. Välj först vem som deltar.",
            "",
            "screen.exercises._show",
        ),
        TourStep(
            "Klassen",
            "Under Klassen står allas resultat i en tabell, och vad som ofta missades. Nollställ "
            "klassen börjar om; övningarna finns kvar.",
            "",
            "screen.tabs",
        ),
        TourStep(
            "Egna övningar",
            "F2 redigerar den valda övningen. Händelse → Gör övning av händelsen gör en ny av en "
            "händelse, med namn, nummer och dagar utbytta.",
            "",
            "screen._edit",
        ),
    ),
    Role.LEAD: (
        TourStep(
            "Listorna",
            "Varje lista har sitt antal. Ny … sparar en lista som delas av alla, och markerade "
            "händelser kan tilldelas, parkeras och exporteras på en gång.",
            HOME,
            "work_list.lists",
        ),
        TourStep(
            "Andra granskning",
            "Dra ett urval av signerade händelser, koda det blint och se var ni skiljer er åt.",
            "show_second_review",
            "screen.form",
        ),
        TourStep(
            "Statistik",
            "Vad som signerats, hur länge det väntat, vanliga anmärkningar och sökningar utan "
            "träff. Skriv ut eller spara som CSV.",
            "show_statistics",
            "screen",
        ),
        TourStep(
            "Regelbläddraren",
            "Alla regler med källa, och vilka som oftast avfärdas. En regel som är ej verifierad "
            "kan du stänga av på arbetsplatsen.",
            "browse_rules",
            "screen.table",
        ),
        TourStep(
            "Åtkomstloggen",
            "Vem som öppnat, signerat och skrivit ut vilka händelser. Alt+A och Åtkomstlogg visar "
            "den när som helst.",
            "show_access_log",
            "screen",
        ),
    ),
}


def steps_of(role: Role) -> tuple[TourStep, ...]:
    """Return the steps of a desk's tour."""
    return TOURS.get(role, TOURS[Role.CODER])
