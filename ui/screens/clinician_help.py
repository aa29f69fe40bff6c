"""The help page of the clinician's desk."""

from __future__ import annotations

CLINICIAN_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "clinician": (
        "Klinikerns skrivbord",
        (
            "Till vänster står besöken vid dina enheter från i dag och i går som inte är "
            "klassificerade. Retur öppnar ett; Visa fler (Alt+F) tar med de senaste 14 dagarna.",
            "Skriv diagnosen i egna ord. De tre bästa koderna står under fältet, var och en med "
            "skälet: Retur tar den första, Alt+2 och Alt+3 de andra. Det du skrev blir "
            "diagnostexten. En gissning frågas det om en gång.",
            "Kända kroniska tillstånd bjuds när de nämns i anteckningen, behandlas eller kodades "
            "inom 18 månader; koda dem bara om de hade betydelse vid besöket. Åtgärderna är de "
            "som brukar göras vid sådana besök på enheten. Alt och radens siffra tar dem.",
            "Vid ett teambesök har alla samma huvuddiagnos. Har en kollega satt den ligger den "
            "redan på plats, och läggs på när du väljer en kod eller signerar; Del tar bort den.",
            "Längst ned står det viktigaste som saknas. Ctrl+. gör det som föreslås, till exempel "
            "frågar efter den yttre orsaken; F7 avfärdar en varning med ett skäl.",
            "Ctrl+Retur signerar, och listan visar nästa besök. Ctrl+Z ångrar, Del tar bort en "
            "kod, F6 lägger besöket åt sidan.",
            "Ctrl+H öppnar samma besök i kodarens vy, med hela kodverket och dess träd; Ctrl+Alt+2 "
            "går tillbaka. Frågor från kodarna står överst till vänster när det finns några.",
        ),
    ),
}
