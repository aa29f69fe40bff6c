"""What the help sheet says on the screens of DRG."""

from __future__ import annotations

DRG_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "drg_what_if": (
        "Vad händer med gruppen om …",
        (
            "Kryssa av en kod (Mellanslag), sätt en annan diagnos först (Ctrl+Retur), eller ändra "
            "ålder, kön, vårdtid och vart patienten skrevs ut. Inget av det sparas.",
            "Till höger står först de anmärkningar som försvinner och tillkommer, sedan gruppen nu "
            "och då bredvid varandra, och vad som gjorde skillnaden.",
            "Journalen avgör vad som kodas. Esc går tillbaka.",
        ),
    ),
    "drg_tables": (
        "DRG-tabeller",
        (
            "Definitionstabellerna för NordDRG är licensierade och läses in av en administratör: "
            "ur en fil (JSON, zip, Excel), ur en mapp (DBF, TSV), eller släppta på fönstret.",
            "En händelse grupperas med de tabeller som gäller dess sista dag i dess land. Finns "
            "flera går förvalet före. Finns inga används de närmaste bara om rutan är ikryssad, "
            "och då sägs det.",
            "Gruppera om signerade visar vad tabellerna gör av det som är signerat. Inget ändras.",
            "Del tar bort tabellerna; signerade grupper står kvar. Esc går tillbaka.",
        ),
    ),
    "drg_regroup": (
        "Gruppera om signerade",
        (
            "Välj om bara händelser signerade från en viss dag ska med, och tryck Gruppera om. Det "
            "går att avbryta.",
            "Listan visar de händelser som får en annan grupp: vid signeringen och nu. Nedanför "
            "står varför. Retur öppnar händelsen.",
        ),
    ),
}
