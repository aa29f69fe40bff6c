"""What may be typed after `kodklar exercise` and `kodklar class`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json

_DIFFICULTIES = ("lätt", "medel", "svår")


def add_exercise(commands: Any) -> None:
    """Add the group of commands about exercises."""
    group = add_command(commands, "exercise", "övningar: lista, pröva, läs in, skriv ut", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="list|check|import|export|make|mark|handout|key", required=True
    )
    show = add_command(acts, "list", "visa övningar", Command("training", "show"))
    show.add_argument("text", nargs="*", metavar="TEXT", help="ord i namn, ämne eller mål")
    show.add_argument("--topic", default="", metavar="ÄMNE", help="bara övningar i ett ämne")
    show.add_argument("--difficulty", choices=_DIFFICULTIES, help="bara en svårighet")
    check = add_command(acts, "check", "pröva övningsfiler", Command("training", "check"))
    take_in = add_command(acts, "import", "läs in övningsfiler", Command("training", "take_in"))
    for parser in (check, take_in):
        parser.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer, mappar")
    export = add_command(acts, "export", "skriv övningar till filer", Command("training", "export"))
    export.add_argument("ids", nargs="*", metavar="ÖVNING", help="övningar; annars alla")
    export.add_argument("--out", type=Path, required=True, metavar="MAPP", help="mapp, eller fil")
    _make(acts)
    mark = add_command(acts, "mark", "sätt poäng på en kodning", Command("training", "mark_file"))
    mark.add_argument("id", metavar="ÖVNING", help="övningens id")
    mark.add_argument(
        "--file", type=Path, required=True, metavar="FIL", help="kodad händelse som JSON"
    )
    for parser in (show, check, take_in, mark):
        add_json(parser)
    _papers(acts)


def add_class(commands: Any) -> None:
    """Add the group of commands about a class."""
    group = add_command(commands, "class", "klassen: samla in, tabell, nollställ", None)
    acts = group.add_subparsers(title="kommandon", metavar="collect|table|reset", required=True)
    collect = add_command(
        acts, "collect", "samla in resultatfiler", Command("training_class", "collect")
    )
    collect.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer eller mappar")
    table = add_command(acts, "table", "visa klassens resultat", Command("training_class", "show"))
    for option, explained in (
        ("--csv", "tabellen som CSV"),
        ("--missed", "det som ofta missades som CSV"),
        ("--pdf", "tabellen på papper"),
        ("--results", "resultatblad för var och en på papper"),
    ):
        table.add_argument(option, type=Path, metavar="FIL", help=explained)
    reset = add_command(
        acts, "reset", "ta bort alla försök; övningarna stannar", Command("training_class", "reset")
    )
    for parser in (collect, table, reset):
        add_json(parser)


def _make(acts: Any) -> None:
    make = add_command(
        acts,
        "make",
        "gör en övning av en händelse, avidentifierad",
        Command("training", "make"),
    )
    make.add_argument("event", metavar="HÄNDELSE", help="händelse i arbetslistan")
    make.add_argument("--out", type=Path, required=True, metavar="FIL", help="övningsfilen")
    make.add_argument(
        "--confirm", action="store_true", help="det tveksamma är genomläst och får stå kvar"
    )
    make.add_argument("--person", metavar="NAMN", help="övningens upphovsperson; det loggas")


def _papers(acts: Any) -> None:
    for name, explained in (
        ("handout", "skriv ut övningar utan facit"),
        ("key", "skriv ut facit med regler"),
    ):
        paper = add_command(acts, name, explained, Command("training", f"write_{name}"))
        paper.add_argument("ids", nargs="+", metavar="ÖVNING", help="övningarnas id")
        paper.add_argument("--out", type=Path, required=True, metavar="FIL.pdf", help="filen")
