"""What may be typed after `kodklar people`."""

from __future__ import annotations

from typing import Any

from app.cli.options import Command, add_command, add_json, day
from app.domain.access import Role

_ROLES = tuple(role.value for role in Role)


def add_people(commands: Any) -> None:
    """Add the group of commands about who works here."""
    group = add_command(commands, "people", "personer: lägg till, ändra, sluta, kom åter", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="list|add|change|leave|return", required=True
    )
    show = add_command(acts, "list", "visa vilka som arbetar här", Command("people", "show"))
    show.add_argument("--all", action="store_true", help="även de som har slutat")
    add = add_command(acts, "add", "lägg till en person", Command("people", "add"))
    add.add_argument("name", metavar="NAMN", help="för- och efternamn")
    change = add_command(acts, "change", "byt roll eller enheter", Command("people", "change"))
    gone = add_command(acts, "leave", "personen har slutat", Command("people", "leave_work"))
    gone.add_argument("--date", type=day, metavar="DATUM", help="dagen, i dag om inget sägs")
    back = add_command(acts, "return", "personen är tillbaka", Command("people", "bring_back"))
    for parser in (change, gone, back):
        parser.add_argument("name", metavar="NAMN", help="personens namn, som i list")
    for parser, role, units in ((add, "coder", "alla"), (change, "som förut", "som förut")):
        parser.add_argument("--role", choices=_ROLES, help=f"skrivbord; annars {role}")
        parser.add_argument(
            "--unit", action="append", metavar="ENHET", help=f"en av enheterna; annars {units}"
        )
    change.add_argument(
        "--all-units", action="store_true", help="alla enheter, vad --unit än säger"
    )
    for parser in (add, change, gone, back):
        parser.add_argument(
            "--person", metavar="NAMN", help="vem som gör det; annars datorns administratör"
        )
    for parser in (show, add, change, gone, back):
        add_json(parser)
