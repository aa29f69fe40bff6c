"""What may be typed after `kodklar coverage`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day


def add_coverage(commands: Any) -> None:
    """Add the command."""
    coverage = add_command(
        commands,
        "coverage",
        "fraser i en journal som leder till koder, och vilka av dem som är kodade",
        Command("coverage", "show"),
    )
    coverage.add_argument("event", nargs="?", metavar="HÄNDELSE", help="händelse i arbetslistan")
    coverage.add_argument("--file", type=Path, metavar="FIL.txt", help="en textfil i stället")
    coverage.add_argument("--date", type=day, metavar="DATUM", help="dag som väljer filens utgåva")
    coverage.add_argument("--person", metavar="NAMN", help="vem som läser; det loggas")
    add_json(coverage)
