"""What may be typed: every command with its options, and where its work is done.

Nothing of the program is imported here but the names of code systems: a command costs what
it uses, and `kodklar --help` nothing.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.swedish import SwedishParser
from app.domain.codes import CodeSystem

_LIMIT = 20
#: The tables of app.domain.kodserver, which would cost every command the import of half the domain.
_TABLES = (
    "BTYP", "VDG", "TAXA", "AKUT", "IKOD", "UKOD", "DIAGNOS", "OPKOD", "ATC", "PRODUKT",
)  # fmt: skip


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


def build_parser() -> SwedishParser:
    """Return the parser of the whole command line."""
    parser = SwedishParser(
        prog="kodklar", description="Klinisk kodning. Utan kommando öppnas fönstret."
    )
    parser.set_defaults(command=Command("program", "open_window"))
    _add_shared(parser)
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO")
    for add in _GROUPS:
        add(commands)
    return parser


def _add(commands: Any, name: str, explained: str, command: Command | None) -> SwedishParser:
    parser: SwedishParser = commands.add_parser(name, help=explained, description=explained)
    _add_shared(parser)
    if command is not None:
        parser.set_defaults(command=command)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
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


def _add_json(parser: Any) -> None:
    parser.add_argument("--json", action="store_true", help="ett JSON-objekt på varje rad")


def _program(commands: Any) -> None:
    demo = _add(
        commands, "demo", "gör hela arbetet utan skärm", Command("program", "play_demonstration")
    )
    demo.add_argument("--out", type=Path, metavar="MAPP", help="mapp för PDF och skärmbilder")
    _add(commands, "selftest", "pröva att allt öppnas", Command("program", "open_everything"))


def _codebook(commands: Any) -> None:
    group = _add(commands, "codebook", "kodverk: läs in, lista, jämför", None)
    acts = group.add_subparsers(title="kommandon", metavar="check|import|list|diff", required=True)
    add = _add(acts, "import", "läs in utgåvor", Command("codebook", "import_editions"))
    add.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer eller mappar")
    add.add_argument("--version", metavar="VERSION", help="utgåvans version, till exempel 2024")
    add.add_argument(
        "--valid-from", type=_day, metavar="DATUM", help="första giltighetsdag, ÅÅÅÅ-MM-DD"
    )
    _add_json(add)
    _add_json(_add(acts, "list", "visa inlästa utgåvor", Command("codebook", "list_all")))
    diff = _add(acts, "diff", "visa skillnader mellan två utgåvor", Command("codebook", "compare"))
    diff.add_argument("a", metavar="A", help="den äldre utgåvan, som codebook list skriver den")
    diff.add_argument("b", metavar="B", help="den nyare utgåvan")
    _add_json(diff)
    check = _add(
        acts, "check", "jämför övningskodverket med officiella", Command("codebook", "check")
    )
    check.add_argument("folder", type=Path, metavar="MAPP", help="mappen codebooks")
    check.add_argument(
        "--against",
        nargs="+",
        type=Path,
        required=True,
        metavar="MAPP",
        help="mapp med officiella kodverk",
    )
    _add_json(check)


def _kodserver(commands: Any) -> None:
    group = _add(commands, "kodserver", "Kodservers tabeller: läs in, lista, pröva", None)
    acts = group.add_subparsers(title="kommandon", metavar="import|list|combination", required=True)
    add = _add(acts, "import", "läs in en tabell", Command("kodserver", "import_table"))
    add.add_argument(
        "table", type=str.upper, choices=_TABLES, metavar="TABELL", help=", ".join(_TABLES)
    )
    _add_file(add)
    show = _add(
        acts, "list", "visa tabellerna, eller en tabells koder", Command("kodserver", "show")
    )
    show.add_argument(
        "table", nargs="?", type=str.upper, choices=_TABLES, metavar="TABELL", help="en tabell"
    )
    _add_day(show)
    _add_json(show)
    _combination(acts)


def _combination(acts: Any) -> None:
    group = _add(acts, "combination", "taxa, besökstyp och yrkeskategori tillsammans", None)
    deeds = group.add_subparsers(title="kommandon", metavar="import|list|check", required=True)
    _add_file(
        _add(deeds, "import", "läs in kombinationer", Command("kodserver", "import_combined"))
    )
    show = _add(deeds, "list", "visa kombinationer", Command("kodserver", "show_combined"))
    check = _add(deeds, "check", "pröva en kombination", Command("kodserver", "check_combined"))
    for name, explained in (("rate", "taxa"), ("visit_type", "besökstyp"), ("profession", "yrke")):
        check.add_argument(name, metavar=explained.upper(), help=f"kod för {explained}")
    for parser in (show, check):
        _add_day(parser)
        _add_json(parser)


def _region(commands: Any) -> None:
    group = _add(commands, "region", "regionens spärrlista och regelval", None)
    acts = group.add_subparsers(title="kommandon", metavar="import|list", required=True)
    _add_file(_add(acts, "import", "läs in spärrlista eller regelval", Command("regional", "read")))
    show = _add(acts, "list", "visa spärrlista och regelval", Command("regional", "show"))
    _add_day(show)
    _add_json(show)


def _local_list(commands: Any) -> None:
    group = _add(commands, "local-list", "egna kodlistor: granska, läs in, sök", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="preview|import|list|remove", required=True
    )
    _add_file(_add(acts, "preview", "visa hur en fil ser ut", Command("local_list", "preview")))
    add = _add(acts, "import", "läs in en lista", Command("local_list", "read"))
    _add_file(add)
    for option, explained in (
        ("--name", "listans namn"),
        ("--system", "vad koderna är, till exempel ”ICD-10 Norge”"),
        ("--version", "listans version, till exempel 2024"),
    ):
        add.add_argument(option, required=True, metavar="TEXT", help=explained)
    add.add_argument("--valid-from", type=_day, required=True, metavar="DATUM", help="första dag")
    for option, explained in (("--code", "koden"), ("--text", "texten"), ("--day", "första dagen")):
        add.add_argument(option, type=_limit, metavar="N", help=f"kolumn som {explained} står i")
    show = _add(acts, "list", "visa listor, eller koder i en lista", Command("local_list", "show"))
    show.add_argument("list_id", nargs="?", metavar="LISTA", help="listans id")
    show.add_argument(
        "text", nargs="?", default="", metavar="TEXT", help="början av kod, eller ord"
    )
    show.add_argument("--limit", type=_limit, default=200, metavar="N", help="högst så många koder")
    _add_json(show)
    gone = _add(acts, "remove", "ta bort en lista", Command("local_list", "remove"))
    gone.add_argument("list_id", metavar="LISTA", help="listans id")


def _add_file(parser: Any) -> None:
    parser.add_argument("path", type=Path, metavar="FIL", help="en CSV-fil")
    _add_json(parser)


def _add_day(parser: Any) -> None:
    parser.add_argument("--date", type=_day, metavar="DATUM", help="dag som raderna ska gälla")


def _events(commands: Any) -> None:
    intake = _add(commands, "intake", "läs in vårdhändelser", Command("events", "take_in"))
    intake.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer eller mappar")
    _add_json(intake)
    _add_json(_add(commands, "worklist", "visa arbetslistan", Command("events", "show_work_list")))


def _search(commands: Any) -> None:
    search = _add(commands, "search", "sök kod", Command("search", "search"))
    search.add_argument("text", nargs="*", metavar="TEXT", help="ord, förkortning eller kod")
    search.add_argument(
        "--batch",
        type=Path,
        metavar="FIL.tsv",
        help="ställ frågorna i en fil: kolumner query och system, åtskilda med tabb",
    )
    search.add_argument(
        "--system",
        type=str.lower,
        choices=[system.value for system in CodeSystem],
        help="sök bara i ett kodverk",
    )
    search.add_argument(
        "--limit", type=_limit, default=_LIMIT, metavar="N", help="högst så många träffar"
    )
    search.add_argument("--date", type=_day, metavar="DATUM", help="dag som väljer utgåva")
    _add_json(search)


def _review(commands: Any) -> None:
    review = _add(commands, "review", "granska kodning", Command("review", "review"))
    review.add_argument("events", nargs="*", metavar="HÄNDELSE", help="händelser i arbetslistan")
    review.add_argument("--all", action="store_true", help="hela arbetslistan")
    review.add_argument(
        "--file", type=Path, metavar="FIL.jsonl", help="en fil med en kodad händelse på varje rad"
    )
    _add_json(review)


def _summary(commands: Any) -> None:
    summary = _add(commands, "summary", "skriv kodningssammanfattning", Command("summary", "write"))
    summary.add_argument("event", metavar="HÄNDELSE", help="händelse i arbetslistan")
    summary.add_argument("--out", type=Path, required=True, metavar="FIL.pdf", help="filen")


def _rules(commands: Any) -> None:
    rules = _add(
        commands,
        "rules",
        "skriv regelboken",
        Command("rule_book", "write", needs_storage=False),
    )
    form = rules.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="som Markdown (förvalt)")
    form.add_argument("--json", action="store_true", help="som ett JSON-objekt")


def _identity(commands: Any) -> None:
    identity = _add(
        commands,
        "identity",
        "granska personnummer",
        Command("identity", "describe", needs_storage=False),
    )
    identity.add_argument("numbers", nargs="*", metavar="NUMMER", help="nummer att granska")
    identity.add_argument("--file", type=Path, metavar="FIL", help="ett nummer på varje rad")
    identity.add_argument("--json", action="store_true", help="så skrivs svaret alltid")


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("skriv ett heltal som är minst 1")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} är inte ett datum, skriv ÅÅÅÅ-MM-DD") from error


#: The groups of commands, in the order of the help.
_GROUPS = (
    _program, _codebook, _kodserver, _local_list, _region, _events, _search, _review, _summary,
    _rules, _identity,
)  # fmt: skip
