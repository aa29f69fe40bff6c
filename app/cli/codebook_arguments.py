"""What may be typed after `kodklar codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day
from app.domain.codes import CodeSystem

#: The kinds of app.domain.edition_difference, as they are typed.
_DIFFERENCES = ("new", "withdrawn", "retitled", "notes", "not-principal", "moved", "mark")


def add_codebook(commands: Any) -> None:
    """Add the group of commands."""
    group = add_command(commands, "codebook", "kodverk: läs in, lista, jämför", None)
    acts = group.add_subparsers(
        title="kommandon",
        metavar="activate|browse|changes|check|export|remove|retire|section|show|import|list|diff",
        required=True,
    )
    add = add_command(acts, "import", "läs in utgåvor", Command("codebook", "import_editions"))
    add.add_argument("paths", nargs="+", type=Path, metavar="FIL", help="filer eller mappar")
    add.add_argument("--version", metavar="VERSION", help="utgåvans version, till exempel 2024")
    add.add_argument(
        "--valid-from", type=day, metavar="DATUM", help="första giltighetsdag, ÅÅÅÅ-MM-DD"
    )
    add.add_argument(
        "--state",
        choices=("active", "imported"),
        default="active",
        metavar="LÄGE",
        help="active: i bruk genast (förvalt); imported: bara inläst",
    )
    add.add_argument("--yes", action="store_true", help="svara ja på alla frågor om filerna")
    add_json(add)
    add_json(add_command(acts, "list", "visa inlästa utgåvor", Command("editions", "list_all")))
    _editions(acts)
    _diff(acts)
    _check(acts)
    _changes(acts)
    _browse(acts)
    _section(acts)


def _editions(acts: Any) -> None:
    for name, explained in (
        ("show", "visa en utgåvas filer, och dess koder per nivå och kapitel"),
        ("activate", "ta en utgåva i bruk"),
        ("retire", "ta en utgåva ur bruk"),
        ("remove", "ta bort en utgåva som inget använder"),
        ("export", "skriv en utgåva till en fil som andra arbetsplatser kan läsa in"),
    ):
        act = add_command(acts, name, explained, Command("editions", name))
        act.add_argument("edition", metavar="ID", help="utgåvan, som codebook list skriver den")
        if name == "show":
            add_json(act)
        elif name == "export":
            act.add_argument(
                "--out", type=Path, required=True, metavar="FIL", help="fil eller mapp"
            )


def _diff(acts: Any) -> None:
    diff = add_command(
        acts, "diff", "visa skillnader mellan två utgåvor", Command("codebook_diff", "compare")
    )
    diff.add_argument("a", metavar="A", help="den äldre utgåvan, som codebook list skriver den")
    diff.add_argument("b", metavar="B", help="den nyare utgåvan")
    diff.add_argument(
        "--kind",
        action="append",
        default=[],
        choices=_DIFFERENCES,
        metavar="SLAG",
        help=f"bara ändringar av detta slag, flera går bra: {', '.join(_DIFFERENCES)}",
    )
    diff.add_argument("--chapter", default="", metavar="KAPITEL", help="bara ett kapitel")
    diff.add_argument("--text", default="", metavar="TEXT", help="bara det som nämner orden")
    diff.add_argument("--touched", action="store_true", help="bara koder som används här, och var")
    for option, explained in (("--csv", "en tabell för kalkylprogram"), ("--pdf", "för papper")):
        diff.add_argument(option, type=Path, metavar="FIL", help=f"skriv {explained}")
    add_json(diff)


def _check(acts: Any) -> None:
    check = add_command(
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
    add_json(check)


def _changes(acts: Any) -> None:
    changes = add_command(
        acts,
        "changes",
        "visa utgivarens lista över ändringar, och om utgåvorna i bruk stämmer med den",
        Command("announced_changes", "show"),
    )
    changes.add_argument("file", type=Path, metavar="FIL", help="andringar-ÅÅÅÅ.xlsx")
    add_json(changes)


def _browse(acts: Any) -> None:
    browse = add_command(
        acts, "browse", "visa allt som en utgåva säger om en kod", Command("browse", "browse")
    )
    _add_place(browse)
    add_json(browse)


def _section(acts: Any) -> None:
    section = add_command(
        acts, "section", "skriv en kod och allt under den som PDF", Command("browse", "section")
    )
    _add_place(section)
    section.add_argument("--out", type=Path, required=True, metavar="FIL.pdf", help="filen")


def _add_place(parser: Any) -> None:
    parser.add_argument("code", metavar="KOD", help="en kod, ett avsnitt eller ett kapitel")
    parser.add_argument(
        "--edition", metavar="ID", help="utgåvans id, som codebook list skriver det"
    )
    parser.add_argument("--date", type=day, metavar="DATUM", help="dag som väljer utgåva")
    parser.add_argument(
        "--system",
        type=str.lower,
        choices=[system.value for system in CodeSystem],
        help="kodverk, där koden finns i flera",
    )
