"""What may be typed after `kodklar visit`."""

from __future__ import annotations

from typing import Any

from app.cli.options import Command, add_command, add_json


def add_visit(commands: Any) -> None:
    """Add `kodklar visit HÄNDELSE`."""
    visit = add_command(
        commands, "visit", "vad klinikern erbjuds för ett besök", Command("visit", "show_visit")
    )
    visit.add_argument("event", metavar="HÄNDELSE", help="händelse i arbetslistan; loggas")
    visit.add_argument("--text", default="", metavar="TEXT", help="diagnosen i egna ord")
    visit.add_argument("--person", metavar="NAMN", help="vars favoriter och senaste koder")
    add_json(visit)
