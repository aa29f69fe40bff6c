"""What may be typed: every command with its options, and where its work is done.

Nothing of the program is imported here but the names of code systems: a command costs what
it uses, and `kodklar --help` nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.codebook_arguments import add_codebook
from app.cli.completion_arguments import add_cause, add_complete
from app.cli.coverage_arguments import add_coverage
from app.cli.desk_arguments import add_keys, add_second_review, add_statistics
from app.cli.drg_arguments import add_drg
from app.cli.options import (
    Command,
    add_command,
    add_day,
    add_file,
    add_json,
    add_shared,
    day,
    limit,
)
from app.cli.people_arguments import add_people
from app.cli.personal_arguments import add_favourite, add_template
from app.cli.query_arguments import add_query
from app.cli.rule_arguments import add_region, add_rules
from app.cli.swedish import SwedishParser
from app.cli.term_arguments import add_term
from app.cli.training_arguments import add_class, add_exercise
from app.cli.visit_arguments import add_visit
from app.cli.worklist_arguments import add_worklist
from app.domain.codes import CodeSystem

_LIMIT = 20
#: The tables of app.domain.kodserver, which would cost every command the import of half the domain.
_TABLES = (
    "BTYP", "VDG", "TAXA", "AKUT", "IKOD", "UKOD", "DIAGNOS", "OPKOD", "ATC", "PRODUKT",
)  # fmt: skip


def build_parser() -> SwedishParser:
    """Return the parser of the whole command line."""
    parser = SwedishParser(
        prog="kodklar", description="Klinisk kodning. Utan kommando öppnas fönstret."
    )
    parser.set_defaults(command=Command("program", "open_window"))
    add_shared(parser)
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO")
    for add in _GROUPS:
        add(commands)
    return parser


def _program(commands: Any) -> None:
    demo = add_command(
        commands, "demo", "gör hela arbetet utan skärm", Command("program", "play_demonstration")
    )
    demo.add_argument("--out", type=Path, metavar="MAPP", help="mapp för PDF och skärmbilder")
    add_command(
        commands, "selftest", "pröva att allt öppnas", Command("program", "open_everything")
    )


def _kodserver(commands: Any) -> None:
    group = add_command(commands, "kodserver", "Kodservers tabeller: läs in, lista, pröva", None)
    acts = group.add_subparsers(title="kommandon", metavar="import|list|combination", required=True)
    add = add_command(acts, "import", "läs in en tabell", Command("kodserver", "import_table"))
    add.add_argument(
        "table", type=str.upper, choices=_TABLES, metavar="TABELL", help=", ".join(_TABLES)
    )
    add_file(add)
    show = add_command(
        acts, "list", "visa tabellerna, eller en tabells koder", Command("kodserver", "show")
    )
    show.add_argument(
        "table", nargs="?", type=str.upper, choices=_TABLES, metavar="TABELL", help="en tabell"
    )
    add_day(show)
    add_json(show)
    _combination(acts)


def _combination(acts: Any) -> None:
    group = add_command(acts, "combination", "taxa, besökstyp och yrkeskategori tillsammans", None)
    deeds = group.add_subparsers(title="kommandon", metavar="import|list|check", required=True)
    add_file(
        add_command(
            deeds, "import", "läs in kombinationer", Command("kodserver", "import_combined")
        )
    )
    show = add_command(deeds, "list", "visa kombinationer", Command("kodserver", "show_combined"))
    check = add_command(
        deeds, "check", "pröva en kombination", Command("kodserver", "check_combined")
    )
    for name, explained in (("rate", "taxa"), ("visit_type", "besökstyp"), ("profession", "yrke")):
        check.add_argument(name, metavar=explained.upper(), help=f"kod för {explained}")
    for parser in (show, check):
        add_day(parser)
        add_json(parser)


def _product(commands: Any) -> None:
    group = add_command(commands, "product", "läkemedelsnamn som leder till ATC-koder", None)
    acts = group.add_subparsers(title="kommandon", metavar="import|list", required=True)
    add = add_command(acts, "import", "läs in en lista", Command("product", "read"))
    add.add_argument("path", type=Path, metavar="FIL", help="en lista som products-sv-2026.tsv")
    show = add_command(acts, "list", "visa läkemedel med en kod", Command("product", "show"))
    show.add_argument("atc", metavar="ATC", help="ATC-kod, till exempel N02BE01")
    add_json(add)
    add_json(show)


def _local_list(commands: Any) -> None:
    group = add_command(commands, "local-list", "egna kodlistor: granska, läs in, sök", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="preview|import|list|remove", required=True
    )
    add_file(
        add_command(acts, "preview", "visa hur en fil ser ut", Command("local_list", "preview"))
    )
    add = add_command(acts, "import", "läs in en lista", Command("local_list", "read"))
    add_file(add)
    for option, explained in (
        ("--name", "listans namn"),
        ("--system", "vad koderna är, till exempel ”ICD-10 Norge”"),
        ("--version", "listans version, till exempel 2024"),
    ):
        add.add_argument(option, required=True, metavar="TEXT", help=explained)
    add.add_argument("--valid-from", type=day, required=True, metavar="DATUM", help="första dag")
    for option, explained in (("--code", "koden"), ("--text", "texten"), ("--day", "första dagen")):
        add.add_argument(option, type=limit, metavar="N", help=f"kolumn som {explained} står i")
    show = add_command(
        acts, "list", "visa listor, eller koder i en lista", Command("local_list", "show")
    )
    show.add_argument("list_id", nargs="?", metavar="LISTA", help="listans id")
    show.add_argument(
        "text", nargs="?", default="", metavar="TEXT", help="början av kod, eller ord"
    )
    show.add_argument("--limit", type=limit, default=200, metavar="N", help="högst så många koder")
    add_json(show)
    gone = add_command(acts, "remove", "ta bort en lista", Command("local_list", "remove"))
    gone.add_argument("list_id", metavar="LISTA", help="listans id")


def _events(commands: Any) -> None:
    intake = add_command(commands, "intake", "läs in vårdhändelser", Command("events", "take_in"))
    intake.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer eller mappar")
    add_json(intake)


def _search(commands: Any) -> None:
    search = add_command(commands, "search", "sök kod", Command("search", "search"))
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
        "--within", metavar="KOD", help="sök bara under ett kapitel, ett avsnitt eller en kod"
    )
    search.add_argument(
        "--chapter",
        default="",
        metavar="KAPITEL",
        help="sök bara i ett kapitel: 9 eller IX i ICD-10-SE, en bokstav i KVÅ och ATC",
    )
    search.add_argument(
        "--principal-only", action="store_true", help="bara koder som får vara huvuddiagnos"
    )
    search.add_argument(
        "--show-retired", action="store_true", help="visa även utgångna koder, med sista dagen"
    )
    search.add_argument(
        "--limit", type=limit, default=_LIMIT, metavar="N", help="högst så många träffar"
    )
    search.add_argument("--date", type=day, metavar="DATUM", help="dag som väljer utgåva")
    search.add_argument("--person", metavar="NAMN", help="vars favoriter och senaste koder")
    search.add_argument(
        "--event",
        metavar="HÄNDELSE",
        help="för en händelse: dess dag, patientens tidigare koder och enhetens vanliga; loggas",
    )
    add_json(search)


def _review(commands: Any) -> None:
    review = add_command(commands, "review", "granska kodning", Command("review", "review"))
    review.add_argument("events", nargs="*", metavar="HÄNDELSE", help="händelser i arbetslistan")
    review.add_argument("--all", action="store_true", help="hela arbetslistan")
    review.add_argument(
        "--file",
        type=Path,
        nargs="+",
        metavar="FIL.jsonl",
        help="filer med en kodad händelse på varje rad, även .gz och mönster som 'del-*.jsonl'",
    )
    review.add_argument(
        "--jobs", type=limit, metavar="N", help="så många processer; förvalt en per processor"
    )
    review.add_argument(
        "--scheduler", metavar="ADRESS", help="granska filerna på ett dask-kluster i stället"
    )
    review.add_argument(
        "--rule-set",
        choices=("swedish", "norwegian"),
        metavar="NAMN",
        help="swedish eller norwegian (gyldig opphold); annars efter händelsens land",
    )
    review.add_argument(
        "--what-if",
        metavar="ÄNDRING",
        help="vad som skulle anmärkas om first=KOD stod först, eller without=KOD utelämnades",
    )
    add_json(review)


def _summary(commands: Any) -> None:
    summary = add_command(
        commands, "summary", "skriv kodningssammanfattning", Command("summary", "write")
    )
    summary.add_argument("event", metavar="HÄNDELSE", help="händelse i arbetslistan")
    summary.add_argument("--out", type=Path, required=True, metavar="FIL.pdf", help="filen")


def _identity(commands: Any) -> None:
    identity = add_command(
        commands,
        "identity",
        "granska personnummer",
        Command("identity", "describe", needs_storage=False),
    )
    identity.add_argument("numbers", nargs="*", metavar="NUMMER", help="nummer att granska")
    identity.add_argument("--file", type=Path, metavar="FIL", help="ett nummer på varje rad")
    identity.add_argument("--json", action="store_true", help="så skrivs svaret alltid")


#: The groups of commands, in the order of the help.
_GROUPS = (
    _program, add_codebook, _kodserver, _local_list, add_region, _product, _events,
    add_worklist, _search, add_cause, add_complete, _review, add_visit, _summary, add_coverage,
    add_favourite, add_template, add_query, add_term, add_rules, add_drg, _identity, add_keys,
    add_second_review, add_statistics, add_people, add_exercise, add_class,
)  # fmt: skip
