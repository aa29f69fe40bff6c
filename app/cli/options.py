"""What commands of the command line share: options that many have, and how values are read."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.swedish import SwedishParser


@dataclass(frozen=True, slots=True)
class Command:
    """A function of a module beside this one, imported when it is run."""

    module: str
    function: str
    #: Whether it takes an opened AppContext before the arguments.
    needs_storage: bool = True

    def load(self) -> Callable[..., int]:
        """Import the function."""
        function: Callable[..., int] = getattr(
            importlib.import_module(f"app.cli.{self.module}"), self.function
        )
        return function


def add_command(commands: Any, name: str, explained: str, command: Command | None) -> SwedishParser:
    """Add a command, or with None a group of them, with the options that all have."""
    parser: SwedishParser = commands.add_parser(name, help=explained, description=explained)
    add_shared(parser)
    if command is not None:
        parser.set_defaults(command=command)
    return parser


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Let the options that all commands have stand anywhere; the last one counts."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="MAPP",
        help="mapp för databas, logg och inställningar",
    )
    parser.add_argument(
        "--database",
        metavar="ADRESS",
        default=argparse.SUPPRESS,
        help="databasens adress; annars KODKLAR_DATABASE_URL eller en SQLite-fil i datamappen",
    )


def add_json(parser: Any) -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help="ett JSON-objekt på varje rad")


def add_file(parser: Any) -> None:
    """Add one CSV file to read, and --json."""
    parser.add_argument("path", type=Path, metavar="FIL", help="en CSV-fil")
    add_json(parser)


def add_day(parser: Any) -> None:
    """Add --date."""
    parser.add_argument("--date", type=day, metavar="DATUM", help="dag som raderna ska gälla")


def limit(text: str) -> int:
    """Read a number of rows, at least 1; anything else raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("skriv ett heltal som är minst 1")
    return int(text)


def day(text: str) -> date:
    """Read a day as ÅÅÅÅ-MM-DD; anything else raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} är inte ett datum, skriv ÅÅÅÅ-MM-DD") from error
