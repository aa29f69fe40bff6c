"""What may be typed after `kodklar cause` and `kodklar complete`."""

from __future__ import annotations

from typing import Any

from app.cli.options import Command, add_command, add_day, add_json

#: The kinds of app.domain.completion, which would cost every command its import.
_KINDS = ("cause", "poisoning", "adverse-effect", "dagger", "asterisk", "delivery", "side")


def add_cause(commands: Any) -> None:
    """Add the builder of external causes."""
    cause = add_command(
        commands, "cause", "bygg en yttre orsak", Command("completion", "build_cause")
    )
    cause.add_argument(
        "text", nargs="*", metavar="TEXT", help="vad som hände, eller en kod: halkat, W01, W01.09"
    )
    cause.add_argument(
        "--place", default="", metavar="TECKEN", help="fjärde tecknet: plats, eller roll i trafiken"
    )
    cause.add_argument("--activity", default="", metavar="TECKEN", help="femte tecknet: aktivitet")
    cause.add_argument(
        "--for", dest="diagnosis", default="", metavar="KOD", help="vanliga orsaker till diagnosen"
    )
    add_day(cause)
    add_json(cause)


def add_complete(commands: Any) -> None:
    """Add the completion of a code."""
    complete = add_command(
        commands,
        "complete",
        "visa vad en kod saknar, och komplettera den",
        Command("completion", "complete"),
    )
    complete.add_argument("code", metavar="KOD", help="diagnos eller åtgärd")
    complete.add_argument(
        "--with",
        dest="others",
        action="append",
        default=[],
        metavar="KOD",
        help="en annan kod på händelsen; kan anges flera gånger",
    )
    complete.add_argument("--kind", choices=_KINDS, help="det som ska kompletteras")
    complete.add_argument(
        "--answer",
        dest="answers",
        action="append",
        default=[],
        metavar="KOD",
        help="svar på nästa fråga; - går förbi den",
    )
    add_day(complete)
    add_json(complete)
