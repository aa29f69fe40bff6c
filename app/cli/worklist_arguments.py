"""What may be typed after `kodklar worklist`.

The values of options are written out: their enumerations would cost every command the import of
half the domain. A test compares them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json, day

STATES = ("waiting", "unsigned", "returned", "parked", "all")
WHOSE = ("anybody", "mine", "nobody")
ORDERS = ("turn", "oldest", "newest", "easiest", "hardest", "unit")
SIZES = ("few", "middle", "many")
_PERSON = "namnet som i programmet; annars den som sitter vid terminalen"


def add_worklist(commands: Any) -> None:
    """Add the work list, its rules, and what is done with many events at once."""
    show = add_command(commands, "worklist", "visa arbetslistan", Command("worklist", "show"))
    show.add_argument("--list", metavar="NAMN", help="visa en lista, egen, delad eller standard")
    show.add_argument("--counts", action="store_true", help="visa listorna med antal händelser")
    _add_person(show)
    acts = show.add_subparsers(title="kommandon", metavar="rule|assign|park|unpark|print|export")
    _add_rule(acts)
    assign = _add_act(acts, "assign", "tilldela händelser till någon")
    assign.add_argument("--to", required=True, metavar="NAMN", help="vem; ”ingen” tar tillbaka")
    park = _add_act(acts, "park", "parkera händelser")
    park.add_argument("--reason", required=True, metavar="TEXT", help="varför")
    park.add_argument("--until", type=day, metavar="DATUM", help="dagen då de tas upp igen")
    _add_act(acts, "unpark", "ta upp parkerade händelser igen")
    paper = _add_act(acts, "print", "skriv kodningssammanfattningar")
    paper.add_argument(
        "--out", type=Path, required=True, metavar="MÅL", help="en .pdf med alla, eller en mapp"
    )
    export = _add_act(acts, "export", "spara händelser i en fil")
    export.add_argument(
        "--out", type=Path, required=True, metavar="FIL", help=".jsonl för review, eller .csv"
    )


def _add_rule(acts: Any) -> None:
    group = add_command(acts, "rule", "sparade listor: visa, spara, ta bort", None)
    deeds = group.add_subparsers(title="kommandon", metavar="list|save|remove", required=True)
    show = add_command(deeds, "list", "visa sparade listor", Command("worklist", "show_rules"))
    save = add_command(deeds, "save", "spara en lista", Command("worklist", "save_rule"))
    gone = add_command(deeds, "remove", "ta bort en lista", Command("worklist", "remove_rule"))
    for parser in (save, gone):
        parser.add_argument("name", metavar="NAMN", help="listans namn")
    for parser in (show, save, gone):
        parser.add_argument(
            "--person", metavar="NAMN", help="vars egna listor; annars bara de delade"
        )
        add_json(parser)
    for option, explained in (("--unit", "enhet"), ("--class", "klass"), ("--type", "typ")):
        save.add_argument(
            option, action="append", default=[], metavar="TEXT", help=f"{explained}; kan upprepas"
        )
    save.add_argument("--complexity", action="append", default=[], choices=SIZES, help="omfattning")
    for option, explained in (
        ("--min-age", "minst så många dagar sedan slut"),
        ("--max-age", "högst så många dagar sedan slut"),
        ("--min-left", "minst så många dagar kvar att rapportera"),
        ("--max-left", "högst så många dagar kvar; -1 är försenad"),
    ):
        save.add_argument(option, type=int, metavar="N", help=explained)
    save.add_argument("--state", choices=STATES, default=STATES[0], help="hur långt de kommit")
    save.add_argument("--whose", choices=WHOSE, default=WHOSE[0], help="vem de är tilldelade")
    save.add_argument("--order", choices=ORDERS, default=ORDERS[0], help="ordning")
    save.add_argument("--text", default="", metavar="TEXT", help="ord som ska finnas")


def _add_act(acts: Any, name: str, explained: str) -> Any:
    function = "write_summaries" if name == "print" else name
    act = add_command(acts, name, explained, Command("worklist", function))
    act.add_argument("events", nargs="*", metavar="HÄNDELSE", help="händelser i arbetslistan")
    act.add_argument("--list", metavar="NAMN", help="alla i en lista i stället")
    _add_person(act)
    return act


def _add_person(parser: Any) -> None:
    parser.add_argument("--person", metavar="NAMN", help=_PERSON)
    add_json(parser)
