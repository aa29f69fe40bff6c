"""What the sheets say: help for each screen, the keys, about, the log and the quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.domain.access import ACCESS_LABEL, AccessEvent
from app.domain.concept import Edition
from app.domain.intake import QuarantineItem
from app.services.guidance import guidance_of_screen
from ui.actions import key_rows
from ui.screens.clinician_help import CLINICIAN_HELP
from ui.screens.drg_help import DRG_HELP

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
            "Klicka på en kolumnrubrik för att sortera. Listorna till vänster (Ctrl+Skift+A) har "
            "sina antal; Ny … sparar en egen lista, eller en som delas av alla.",
            "Mellanslag markerar, Ctrl+A markerar alla i listan. Det markerade tilldelas, "
            "parkeras (F6), skrivs ut (Ctrl+P) eller exporteras; det som inte gick sägs med skäl.",
            "Alltid nästa öppnar nästa händelse i listan av sig själv efter signering och "
            "parkering. En parkerad händelse kommer tillbaka den dag du valde.",
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
            "Bland orden kan du skriva kap:9 (bara det kapitlet), kod:I2* (bara de koderna), "
            '"exakt fras" och -ord (utan ordet). Ctrl+I söker vidare bland träffarna; Backsteg '
            "i tomt fält söker överallt igen.",
            "Hittas inget, eller bara gissningar, står förslag under träffarna: pil ned och Retur "
            "söker dem, och Esc går tillbaka till det du skrev. Retur på den första gissningen "
            "frågar en gång innan den läggs till, och på en treställig kategori går den till "
            "bästa koden under den.",
            "Ctrl+Skift+D gör koden till favorit. Är sökfältet tomt står dina, enhetens och "
            "patientens koder under det: pil ned väljer, Retur lägger till.",
            "Ctrl+M lägger en kodmall på händelsen i ett steg, Ctrl+Skift+M sparar koderna som en.",
            "Saknar en kod något står det på en rad under koderna. Ctrl+E bygger den yttre orsaken "
            "till den valda diagnosen: skriv vad som hände, tryck Retur, en siffra för platsen, en "
            "för aktiviteten, och Retur. Vid förgiftning och biverkan frågas först efter "
            "läkemedlet. Ctrl+Skift+E lägger till det som hör ihop med den valda koden: † eller *, "
            "förlossningens utfall och åtgärd, sidan (h, v eller b). Allt blir ett steg som Ctrl+Z "
            "tar tillbaka; Esc lämnar utan att ändra.",
            "F8 går till nästa anmärkning. Ctrl+. gör det som föreslås för den; är rättelserna "
            "flera väljer pilarna och Retur, eller siffran. En varning kan avfärdas med ett skäl "
            "(F7), ett fel måste rättas eller händelsen parkeras (F6).",
            "Under anmärkningarna står varför den valda kommer just nu, källan, exempel och vad "
            "regionen har bestämt. Ctrl+Skift+W visar vad som skulle anmärkas om en annan diagnos "
            "stod först, eller utelämnades.",
            "Ctrl+Skift+N visar eller döljer DRG-panelen: gruppen, och vad som gav den.",
            "Allt sparas medan du skriver. F9 signerar; Ctrl+Z ångrar hur långt som helst.",
            "Står något fel i den signerade händelsen öppnas den åter med Ctrl+Skift+O.",
        ),
    ),
    **CLINICIAN_HELP,
    "what_if": (
        "Vad händer om …",
        (
            "Varje rad är ett annat sätt att koda händelsen: en annan diagnos först, eller en "
            "utelämnad. Inget ändras förrän du väljer.",
            "Pilarna byter rad. Nedanför står de anmärkningar som då försvinner och de som "
            "tillkommer, bredvid varandra.",
            "Retur kodar så, i ett steg som Ctrl+Z tar tillbaka. Esc går tillbaka utan att ändra.",
        ),
    ),
    **DRG_HELP,
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
    "clinician_questions": (
        "Frågor till behandlare",
        (
            "Kodaren frågar med Ctrl+R om det markerade i journalen eller om en anmärkning. "
            "Händelsen parkeras, och kommer först i kodarens lista när svaret har kommit.",
            "Välj en fråga, tryck Retur och skriv svaret; Ctrl+Retur svarar. Det skrivna finns "
            "kvar om du går till en annan fråga. Den som svarar först gäller.",
            "Koder i svaret, och en diagnos i ord, är förslag som kodaren kan ta över.",
            "Obesvarade frågor visas enhet för enhet: F2 ställer frågan till någon annan, Del tar "
            "tillbaka den. En triangel säger att den är försenad eller att mottagaren har slutat.",
        ),
    ),
    "second_review": (
        "Andra granskning",
        (
            "Kodningsansvarig drar ett urval ur det som är signerat: en andel av en persons eller "
            "en enhets händelser, alla med avfärdade varningar, eller alla där en regel anmärkte.",
            "Retur på ett urval, eller Granska nästa, öppnar en händelse utan koder. Koda den som "
            "om ingen hade gjort det. F9 avslutar, Ctrl+L lägger den åt sidan med det du hunnit.",
            "Under Klara står vad bara den ena har kodat. Skriv vad ni kom överens om.",
            "Under Överensstämmelse står hur lika ni kodar, per person, kapitel och regel. Andra "
            "än ansvarig ser bara sin egen rad.",
            "Händelsen och det som är signerat ändras aldrig av en granskning. Esc går tillbaka.",
        ),
    ),
    "key_table": (
        "Egna tangenter",
        (
            "Skriv i filtret för att hitta kommandot. Retur på raden går till fältet för ny "
            "tangent: tryck den, och den gäller genast.",
            "En tangent som redan används nekas, och det står av vad. Ge det kommandot en annan "
            "först.",
            "Återställ ger kommandot sin vanliga tangent, Återställ alla ger alla sina.",
            "Tangenterna är dina egna och följer dig till en annan arbetsplats med samma databas.",
            "Skriv ut ger ett kort att ha bredvid sig. Esc går tillbaka.",
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
    "editions": (
        "Utgåvor av kodverk",
        (
            "En utgåva i bruk gäller från sin första dag tills nästa börjar. Händelsens slutdag "
            "avgör vilken som används.",
            "Ctrl+Retur tar den valda utgåvan i bruk. En annan av samma kodverk och från samma "
            "dag går då ur bruk.",
            "Retur visar vad som skiljer från utgåvan före. Markera två med Skift och pilarna, "
            "så jämförs de med varandra.",
            "Exportera sparar utgåvan som en fil som en annan arbetsplats läser in.",
            "Del tar bort en utgåva som inte är i bruk och som ingen signerad händelse är bedömd "
            "efter.",
        ),
    ),
    "import_report": (
        "Inläsning av kodverk",
        (
            "Det här är vad filerna innehåller, bredvid utgåvan före. Inget är sparat ännu.",
            "Svara på varje fråga med Ja eller Nej. Ett Nej gör att det kodverket inte läses in.",
            "Stämmer inte versionen eller den första dagen: Ändra utgåva, Ändra första dag.",
            "Visa skillnaderna visar varje ny, utgången och ändrad kod, och vad det berör hos er.",
            "Ctrl+Retur läser in och tar i bruk. Läs in sparar utgåvan utan att den används.",
            "Esc avbryter, och inget sparas. Går du någon annan väg väntar rapporten: Ctrl+U visar "
            "den igen, och Ctrl+Skift+U skillnaderna.",
        ),
    ),
    "differences": (
        "Skillnader mellan utgåvor",
        (
            "Välj två utgåvor överst. Den nyaste jämförs med sin föregångare från början.",
            "Välj slag av ändring och kapitel till vänster. Ctrl+F söker på kod eller ord.",
            "Bara det som berör oss visar koder som en favorit, kodmall, synonym, spärr eller "
            "vårdhändelse använder.",
            "Nedanför listan står texten före och efter: det strukna är borta, det understrukna "
            "nytt.",
            "Retur på en ändring går till det som berörs, Retur där öppnar händelsen, kodmallen "
            "eller koden.",
            "Ctrl+P förhandsgranskar det som visas på papper. CSV sparar samma rader som tabell.",
        ),
    ),
    "kodserver": (
        "Kodservertabeller",
        (
            "Till vänster står tabellerna och vad som följer med programmet. Pilarna byter "
            "tabell; till höger står raderna och varifrån de kommer.",
            "Läs in fil ersätter hela tabellen med en CSV-fil. Filens kolumner beskrivs i "
            "docs/kodserver.md. Stämmer inte en rad ändras inget, och det sägs vilken.",
            "Skriv en dag i Gäller den, till exempel 2024-01-31, för att bara se vad som gällde "
            "då.",
            "Under Taxa × besökstyp × yrkeskategori kan tre koder prövas. Retur svarar om de går "
            "ihop och varför, den valda dagen eller i dag.",
            "Esc går tillbaka.",
        ),
    ),
    "local_lists": (
        "Egna listor",
        (
            "Norska ICD-10, prosedyrekoder och avdelningens egna koder: varje lista är en egen "
            "utgåva och blandas aldrig med ICD-10-SE, KVÅ eller ATC.",
            "Läs in ny lista tar en fil med kod och text, och gärna första dag. På nästa skärm "
            "säger du vilken kolumn som är vad.",
            "Filtret söker i kod och text, utan skillnad på stora och små bokstäver och punkter.",
            "Ta bort tar bort den valda listan med alla dess koder, efter en fråga.",
        ),
    ),
    "list_mapping": (
        "Läs in egen lista",
        (
            "Välj ovanför varje kolumn om den är Kod, Text, Gäller från eller inte används. "
            "Programmet gissar först; kontrollera gissningen.",
            "Till höger står hur raderna läses. Rader som inte kan läsas visas med felet, även "
            "de som står långt ner i filen.",
            "Skriv listans namn, vilket kodverk koderna hör till, version och första dag. Ett namn "
            "som redan finns tar över kolumnvalet från den listan.",
            "Knappen Läs in listan går att trycka på när inget hindrar; bredvid den står annars "
            "vad som saknas. Esc avbryter utan att läsa in.",
        ),
    ),
    "regional": (
        "Regionens listor",
        (
            "Spärrlistan säger vilka koder som inte får vara huvuddiagnos, bidiagnos eller stå "
            "tillsammans med en annan. Regelvalen stänger av regler eller ändrar deras grad. De "
            "andra listorna säger vilken kod i ett par som står först, och var fördjupningskod "
            "krävs.",
            "Läs in fil tar en TOML-fil, som är regionens alla beslut, eller en CSV-fil med en av "
            "de två första listorna. Spara i fil skriver allt som gäller som TOML.",
            "Vid varje regelval står vad regeln säger i regelboken och vad valet gör med den. "
            "En regel som inte finns i regelboken ändrar inget.",
            "Granskningen följer listorna från nästa ändring av en händelse, på alla arbetsplatser "
            "med samma databas. En ändrad anmärkning säger vad regionen har bestämt och varför. "
            "En regel som är ej verifierad kan inte bli Fel.",
        ),
    ),
    "rules": (
        "Regelbläddraren",
        (
            "Alla regler, som de gäller hos er. Sök på ord, på regelns id (HD002), på nummer i "
            "regelkatalogen (39) eller på en kod (S72.0): då visas de regler vars tabell eller "
            "exempel handlar om koden.",
            "Valen under sökfältet begränsar listan: ämne, grad, vilken ställning källan har, om "
            "den är läst, vad regionen bestämt, och vilken dag regeln ska gälla. Rensa tömmer "
            "allt.",
            "Oftast avfärdade lägger de regler först som ni avfärdat flest gånger vid signering "
            "de senaste tolv månaderna. På regelns sida står varje månad och de vanligaste skälen.",
            "En regel som är ej verifierad kan kodningsansvarig stänga av på arbetsplatsen, med "
            "ett skäl. Andra regler stänger bara regionen av (Kodverk → Regionens listor).",
            "Från kodningen öppnas bläddraren vid den anmärkning som är vald.",
        ),
    ),
    "candidates": (
        "Meningar i KVÅ",
        (
            "Här står varje mening i KVÅ:s beskrivningar som kunde bli en regel, ordagrant. Ingen "
            "prövas innan någon har läst och godtagit den.",
            "Pilarna väljer. Under listan står hela meningen, och vad som är bestämt om den.",
            "Ctrl+Retur godtar, med ett skäl: från nästa granskning är meningen en varning som "
            "citerar den. Del avböjer, också en som var godtagen.",
            "Bara kodningsansvarig kan godta och avböja. Ctrl+F filtrerar på kod eller ord.",
            "En mening som inte nämner någon kod kan inte prövas; den visas vid koden ändå.",
        ),
    ),
    "products": (
        "Läkemedelsnamn",
        (
            "Produktnamnen leder till ATC-koder: sökningen hittar koden på namnet.",
            "Läs in fil ersätter hela listan. Filen heter product… och har kolumnerna product, "
            "atc, substances, strength och form, skilda av tabb.",
            "Filtret söker på produkt, ATC-kod, substans, styrka och form.",
        ),
    ),
    "local_terms": (
        "Lokala sökord",
        (
            "Ord som sökningen saknade och som ni själva lagt till. Ett förslag söks först när en "
            "kollega har godkänt det; ingen godkänner sitt eget.",
            "Mellanslag kryssar för de markerade raderna. Ctrl+Retur godkänner de förkryssade, "
            "eller annars den valda raden.",
            "Del avböjer ett förslag, med ett skäl som alla ser. Ta ur bruk gör att ett godkänt "
            "sökord inte söks längre.",
            "Exportera sparar det som visas, eller alla, som en TSV-fil. Läs in tar emot en annan "
            "kliniks fil: sökorden blir förslag, även de som är godkända där. Markera godkända på "
            "annan klinik kryssar för dem alla.",
        ),
    ),
    "propose_term": (
        "Föreslå ett sökord",
        (
            "Skriv ordet som du skrev det i sökningen. Sök sedan koden det ska leda till: pilarna "
            "väljer, Retur tar den, och Retur en gång till föreslår.",
            "Ett ord kan också leda till andra ord, till exempel en förkortning till det hela "
            "ordet: välj raden Orden … sist bland träffarna.",
            "Betyder ordet flera saker, föreslå det en gång för varje betydelse.",
            "Skriv aldrig något som pekar ut en patient. Esc går tillbaka till sökningen.",
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
    page = f"<ul>{items}</ul>{_guidance(screen)}<p>Alla tangenter: Skift+F1.</p>"
    return f"Hjälp: {heading}", page


def _guidance(screen: str) -> str:
    """Return the facts about coding that belong to the screen, with their sources."""
    told = [
        f"<li style='margin-bottom:6px'>{escape(each.text)} ({escape(each.source)})</li>"
        for each in guidance_of_screen(screen)
    ]
    return f"<p><b>Bra att veta</b></p><ul>{''.join(told)}</ul>" if told else ""


def key_sheet(own: Mapping[str, str]) -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    """Headers and rows of the key sheet, with the keys that a person has bound."""
    return ("Tangent", "Vad den gör", "Var"), key_rows(own)


def about_page(editions: Sequence[Edition], rule_set: str, version: str, data: str) -> str:
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
