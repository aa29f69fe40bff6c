"""The keys that fields and lists handle themselves; listed on the key sheet beside the commands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A key that a field handles itself; listed on the key sheet beside the commands."""

    keys: str
    text: str
    where: str


FIELD_KEYS: tuple[FieldKey, ...] = (
    FieldKey("Mellanslag", "Markera händelsen, eller ta bort markeringen", "Arbetslistan"),
    FieldKey("Ctrl+A", "Markera alla i listan", "Arbetslistan"),
    FieldKey("Retur", "Lägg till som bidiagnos (åtgärd, orsak, läkemedel)", "Sökfältet"),
    FieldKey("Ctrl+Retur", "Sätt som huvuddiagnos", "Sökfältet"),
    FieldKey("↑ ↓ F3 Skift+F3", "Bläddra bland träffarna och förslagen", "Sökfältet"),
    FieldKey("PgUp PgDn", "Bläddra en sida bland träffarna", "Sökfältet"),
    FieldKey("Alt+1 – Alt+4", "Sök i alla kodverk, ICD-10-SE, KVÅ, ATC", "Sökfältet, hierarkin"),
    FieldKey("Ctrl+I", "Sök vidare bland träffarna", "Sökfältet, hierarkin"),
    FieldKey("Backsteg", "I tomt fält: sök överallt igen", "Sökfältet"),
    FieldKey("Esc", "Tillbaka till det du skrev, eller sök överallt igen", "Sökfältet"),
    FieldKey("Ctrl+Skift+K", "Välj kapitel", "Sökfältet, hierarkin"),
    FieldKey("Ctrl+Skift+H", "Bara koder som får vara huvuddiagnos", "Sökfältet, hierarkin"),
    FieldKey("Ctrl+Skift+G", "Visa även utgångna koder", "Sökfältet, hierarkin"),
    FieldKey("Retur", "Ta över koden", "Från journalen"),
    FieldKey("Ctrl+Tab", "Läkemedel, lab och mätvärden, tidigare kontakter", "Underlaget"),
    FieldKey("Retur", "Gå till frasens kod; Retur igen lägger till den", "Journaltexten"),
    FieldKey("Ctrl+↑ Ctrl+↓", "Föregående och nästa rubrik", "Journaltexten"),
    FieldKey("Retur F3 Skift+F3", "Nästa och föregående träff", "Sök i journalen"),
    FieldKey("Esc", "Tillbaka till texten, vid träffen", "Sök i journalen"),
    FieldKey("Retur", "Lägg till läkemedlets ATC-kod", "Läkemedel"),
    FieldKey("Retur", "Ta över koden", "Tidigare"),
    FieldKey("Ctrl+Retur", "Ta över koden som huvuddiagnos", "Tidigare"),
    FieldKey("Skift+Retur", "Ta över kontaktens alla giltiga koder", "Tidigare"),
    FieldKey("Del", "Ta bort koden (i listan: avböj förslaget)", "Valda koder"),
    FieldKey("Alt+↑ Alt+↓", "Flytta raden", "Valda koder"),
    FieldKey("Ctrl+Retur", "Sätt raden som huvuddiagnos", "Valda koder"),
    FieldKey("1 – 9, Retur", "Välj rättelsen", "Rättelser"),
    FieldKey("↑ ↓", "Pröva ett annat sätt att koda", "Vad händer om"),
    FieldKey("Retur", "Koda så, i ett steg som kan ångras", "Vad händer om"),
    FieldKey("Mellanslag", "Räkna inte med koden, eller räkna med den igen", "DRG, vad händer om"),
    FieldKey("Ctrl+Retur", "Pröva diagnosen som huvuddiagnos", "DRG, vad händer om"),
    FieldKey("Del", "Ta bort tabellerna", "DRG-tabeller"),
    FieldKey("Retur", "Öppna händelsen", "DRG, gruppera om"),
    FieldKey("Retur", "Ta raden eller koden, och gå till nästa fråga", "Komplettering"),
    FieldKey("0 – 9", "Plats, sedan aktivitet", "Komplettering, rutnätet"),
    FieldKey("h v b", "Höger, vänster eller båda sidor", "Komplettering, sida"),
    FieldKey("Backsteg", "I tomt fält och i rutnätet: ett steg tillbaka", "Komplettering"),
    FieldKey("Esc", "Lämna utan att ändra något", "Komplettering"),
    FieldKey("Retur", "Öppna händelsen", "Arbetslistan"),
    FieldKey("Alt+← Alt+→", "Tillbaka och framåt bland visade koder", "Hierarkin, bläddraren"),
    FieldKey("Ctrl+C", "Kopiera koden; med Skift även titeln", "Hierarkin, bläddraren"),
    FieldKey("Ctrl+Skift+F", "Sök bara inom kodens avsnitt", "Hierarkin, bläddraren"),
    FieldKey("F3 Skift+F3", "Nästa och föregående träff", "Bläddraren"),
    FieldKey("Ctrl+P", "Skriv ut koden med allt under den", "Bläddraren"),
    FieldKey("Ctrl+W", "Stäng bläddraren", "Bläddraren"),
    FieldKey("Ctrl+Retur", "Läs in och ta i bruk", "Inläsning av kodverk"),
    FieldKey("Ctrl+Retur", "Ta utgåvan i bruk", "Utgåvor"),
    FieldKey("Retur", "Jämför med utgåvan före, eller de två markerade", "Utgåvor"),
    FieldKey("Del", "Ta bort utgåvan", "Utgåvor"),
    FieldKey("Retur", "Till det som ändringen berör, och därifrån dit", "Skillnader"),
    FieldKey("↓ Retur", "Till listan", "Regler, sökfältet"),
    FieldKey("Mellanslag", "Kryssa för de markerade sökorden", "Lokala sökord"),
    FieldKey("Ctrl+Retur", "Godkänn de förkryssade sökorden", "Lokala sökord"),
    FieldKey("Del", "Avböj förslaget", "Lokala sökord"),
    FieldKey("Insert", "Lägg till en person", "Personer"),
    FieldKey("F2", "Byt skrivbord eller enheter", "Personer"),
    FieldKey("Del", "Personen har slutat", "Personer"),
    FieldKey("Ctrl+Retur", "Godta meningen som regel", "Meningar i KVÅ"),
    FieldKey("Del", "Avböj meningen", "Meningar i KVÅ"),
    FieldKey("Retur", "Öppna besöket", "Klinikerns lista"),
    FieldKey("Retur", "Ta den valda koden, med texten som diagnostext", "Klinikerns fält"),
    FieldKey("Alt+1 – Alt+9", "Ta raden med den siffran", "Klinikerns skrivbord"),
    FieldKey("Del", "Avböj det kroniska tillståndet vid besöket", "Klinikerns skrivbord"),
    FieldKey("Skift+Del", "Avböj det, också vid kommande besök", "Klinikerns skrivbord"),
    FieldKey("Alt+↑", "Gör diagnosen till huvuddiagnos", "Klinikerns skrivbord"),
    FieldKey("↑ ↓, sedan 1 – 9", "Bläddra, eller ta raden med den siffran", "Klinikerns fält"),
    FieldKey("Ctrl+Retur", "Signera besöket", "Klinikerns skrivbord"),
    FieldKey("Del", "Ta bort koden, eller teamets huvuddiagnos", "Besökets koder"),
    FieldKey("Esc", "Töm fältet, eller släpp besöket", "Klinikerns skrivbord"),
    FieldKey("Esc", "Stäng fråga eller ruta", "Överallt"),
)
