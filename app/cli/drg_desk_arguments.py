"""What may be typed after `drg explain` and `drg regroup`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day


def add_changes(event: Any) -> None:
    """Add what is told otherwise about an event that is explained."""
    event.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="KOD",
        help="jämför med händelsen utan koden; kan ges flera gånger",
    )
    event.add_argument(
        "--pdf", type=Path, metavar="FIL", help="skriv förklaringen på papper i stället"
    )
    event.add_argument(
        "--principal",
        default="",
        metavar="KOD",
        help="jämför med händelsen med koden som huvuddiagnos",
    )


def add_regroup(acts: Any) -> None:
    """Add `drg regroup`: signed events grouped again by other tables."""
    again = add_command(
        acts,
        "regroup",
        "gruppera om signerade händelser och visa vad som ändras",
        Command("drg_desk", "regroup"),
    )
    again.add_argument(
        "--tables", default="", metavar="ID", help="annars de som gäller varje händelses dag"
    )
    again.add_argument("--since", type=day, metavar="DAG", help="bara signerade från den dagen")
    add_json(again)
