"""What may be typed after `drg`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.drg_desk_arguments import add_changes, add_regroup
from app.cli.options import Command, add_command, add_json, limit

#: The formats of app.exchange.drg_cases, which would cost every command its import.
_FORMATS = ("nor", "cases", "jsonl")


def add_drg(commands: Any) -> None:
    """Add `drg`: definition tables of NordDRG, and groups by them."""
    group = add_command(commands, "drg", "NordDRG: definitionstabeller och gruppering", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="import|tables|remove|group|explain|regroup", required=True
    )
    read = add_command(acts, "import", "läs in definitionstabeller", Command("drg", "read"))
    read.add_argument(
        "path", type=Path, metavar="PLATS", help="JSON, arbetsbok, zip eller mapp med tabeller"
    )
    add_json(read)
    show = add_command(acts, "tables", "visa inlästa tabeller", Command("drg", "show_tables"))
    add_json(show)
    remove = add_command(acts, "remove", "ta bort tabeller", Command("drg", "remove"))
    remove.add_argument("tables", metavar="ID", help="id eller version, se drg tables")
    _add_group(acts)


def _add_group(acts: Any) -> None:
    group = add_command(acts, "group", "gruppera en fil med kontakter", Command("drg", "group"))
    group.add_argument("--file", type=Path, required=True, metavar="FIL", help="även packad (gzip)")
    group.add_argument("--format", choices=_FORMATS, help="annars efter filens innehåll")
    group.add_argument("--tables", default="", metavar="ID", help="annars de som gäller i dag")
    group.add_argument(
        "--jobs", type=limit, metavar="N", help="så många processer; förvalt en per processor"
    )
    group.add_argument("--explain", action="store_true", help="säg varför")
    add_json(group)
    event = add_command(
        acts, "explain", "gruppera en händelse och säg varför", Command("drg_desk", "explain")
    )
    event.add_argument("event", metavar="HÄNDELSE", help="händelse i arbetslistan")
    event.add_argument("--tables", default="", metavar="ID", help="annars de för händelsens dag")
    add_json(event)
    add_changes(event)
    add_regroup(acts)
