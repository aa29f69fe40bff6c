"""What may be typed after `kodklar term`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_json
from app.domain.codes import CodeSystem

#: Those of app.domain.local_term, which would cost every command its import.
_KINDS = ("synonym", "abbreviation", "latin", "lay", "brand")
_STATES = ("proposed", "approved", "declined", "retired")
_EVERY = "*"


def add_term(commands: Any) -> None:
    """Add the group of commands about local terms."""
    group = add_command(commands, "term", "lokala sökord: föreslå, godkänn, exportera", None)
    acts = group.add_subparsers(
        title="kommandon",
        metavar="propose|list|approve|decline|retire|export|import",
        required=True,
    )
    _propose(acts)
    show = add_command(acts, "list", "visa lokala sökord", Command("local_term", "show"))
    _add_state(show)
    add_json(show)
    _judge(acts)
    export = add_command(
        acts, "export", "spara sökorden för en annan klinik", Command("local_term", "export")
    )
    export.add_argument("--out", type=Path, required=True, metavar="FIL.tsv", help="filen")
    _add_state(export)
    read = add_command(
        acts, "import", "läs in en annan kliniks sökord", Command("local_term", "read")
    )
    read.add_argument("path", type=Path, metavar="FIL.tsv", help="en exporterad lista")
    _add_person(read, "den som läser in")
    add_json(read)


def _propose(acts: Any) -> None:
    propose = add_command(acts, "propose", "föreslå ett sökord", Command("local_term", "propose"))
    propose.add_argument("term", metavar="SÖKORD", help="så som det skrivs i sökfältet")
    propose.add_argument(
        "target", metavar="MÅL", help="kod eller ord; flera skiljs av |, det bästa först"
    )
    propose.add_argument(
        "--system",
        type=str.lower,
        choices=[*(system.value for system in CodeSystem), _EVERY],
        default=_EVERY,
        help="kodverket som koden hör till; * för ord i alla",
    )
    propose.add_argument("--kind", choices=_KINDS, default=_KINDS[0], help="slag av ord")
    propose.add_argument("--note", default="", metavar="TEXT", help="anteckning till kollegan")
    _add_person(propose, "den som föreslår")
    add_json(propose)


def _judge(acts: Any) -> None:
    approve = add_command(
        acts, "approve", "godkänn kollegors sökord", Command("local_term", "approve")
    )
    approve.add_argument(
        "terms", nargs="*", metavar="SÖKORD", help="ordet, eller början på dess id"
    )
    approve.add_argument(
        "--approved-elsewhere",
        action="store_true",
        help="alla inlästa som är godkända där de kommer ifrån",
    )
    _add_person(approve, "den som godkänner")
    add_json(approve)
    for name, explained in (("decline", "avböj ett förslag"), ("retire", "ta ett sökord ur bruk")):
        act = add_command(acts, name, explained, Command("local_term", name))
        act.add_argument("term", metavar="SÖKORD", help="ordet, eller början på dess id")
        act.add_argument("--reason", required=True, metavar="TEXT", help="skälet")
        _add_person(act, "den som beslutar")
        add_json(act)


def _add_state(parser: Any) -> None:
    parser.add_argument("--state", choices=_STATES, help="bara sökord i detta läge")


def _add_person(parser: Any, who: str) -> None:
    parser.add_argument(
        "--person", required=True, metavar="NAMN", help=f"{who}: namnet som i programmet"
    )
