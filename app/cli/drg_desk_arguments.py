"""What may be typed after `drg explain` and `drg regroup`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day

#: Written out: taking them from the domain would cost every command its import. A test compares.
SEXES = ("man", "kvinna")
DISCHARGES = ("hem", "avliden", "sjukhus")
MOST_DAYS_OF_AGE, MOST_DAYS = 45_654, 3_650


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
    event.add_argument(
        "--age",
        type=_days_up_to(MOST_DAYS_OF_AGE),
        metavar="DAGAR",
        help="med åldern vid inskrivningen",
    )
    event.add_argument("--sex", choices=SEXES, help="med könet")
    event.add_argument(
        "--stay", type=_days_up_to(MOST_DAYS), metavar="DAGAR", help="med vårdtiden; 0 är ett besök"
    )
    event.add_argument("--discharge", choices=DISCHARGES, help="utskriven till")


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


def _days_up_to(most: int) -> Callable[[str], int]:
    def days(text: str) -> int:
        if not text.isdecimal() or int(text) > most:
            raise argparse.ArgumentTypeError(f"{text} är inte hela dagar från 0 till {most}")
        return int(text)

    return days
