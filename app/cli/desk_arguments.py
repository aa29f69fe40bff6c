"""What may be typed after `keys`, `second-review` and `statistics`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day


def add_keys(commands: Any) -> None:
    """Add the command to the parser."""
    keys = add_command(commands, "keys", "fönstrets tangenter", Command("keys", "show"))
    keys.add_argument("--person", metavar="NAMN", help="med personens egna tangenter")
    keys.add_argument("--out", type=Path, metavar="FIL.pdf", help="skriv ett kort att ha bredvid")
    add_json(keys)


def add_second_review(commands: Any) -> None:
    """Add the command to the parser."""
    group = add_command(commands, "second-review", "granskning: urval, skillnader, mått", None)
    acts = group.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    draw = add_command(acts, "draw", "dra ett urval", Command("second_review", "draw"))
    draw.add_argument("name", metavar="URVAL", help="vad urvalet ska heta")
    draw.add_argument(
        "--percent", type=int, default=10, metavar="P", help="andel, 10 om inget sägs"
    )
    draw.add_argument("--overridden", action="store_true", help="alla med avfärdade varningar")
    draw.add_argument("--rule", default="", metavar="REGEL", help="alla där regeln anmärkte")
    draw.add_argument("--coder", metavar="NAMN", help="bara vad personen signerat")
    draw.add_argument("--unit", default="", metavar="ENHET", help="bara enhetens händelser")
    draw.add_argument("--since", type=day, metavar="DAG", help="signerade från och med")
    draw.add_argument("--until", type=day, metavar="DAG", help="signerade till och med")
    show = add_command(acts, "list", "visa urvalen", Command("second_review", "show"))
    done = add_command(acts, "done", "skillnader i det klara", Command("second_review", "done"))
    measured = add_command(
        acts, "agreement", "mät överensstämmelsen", Command("second_review", "agreement")
    )
    measured.add_argument("--out", type=Path, metavar="FIL.pdf", help="skriv måtten som PDF")
    for part in (draw, show, done, measured):
        add_json(part)
    for part in (draw, done, measured):
        part.add_argument("--person", required=True, metavar="NAMN", help="vem som frågar")
    for part in (done, measured):
        part.add_argument("--sample", default="", metavar="URVAL", help="bara ett urval")


def add_statistics(commands: Any) -> None:
    """Add the command to the parser."""
    show = add_command(
        commands, "statistics", "vad som signerats under en period", Command("statistics", "show")
    )
    show.add_argument("--since", type=day, metavar="DAG", help="första dagen, annars månadens")
    show.add_argument("--until", type=day, metavar="DAG", help="till och med, annars i dag")
    show.add_argument("--person", metavar="NAMN", help="den som frågar: bara de egna siffrorna")
    show.add_argument("--everybody", action="store_true", help="allas siffror tillsammans")
    show.add_argument("--unit", default="", metavar="ENHET", help="bara enhetens händelser")
    show.add_argument("--csv", type=Path, metavar="FIL.csv", help="skriv siffrorna som CSV")
    show.add_argument("--pdf", type=Path, metavar="FIL.pdf", help="skriv diagram och tabeller")
    add_json(show)
