"""What may be typed after `rules` and `region`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.cli.options import Command, add_command, add_day, add_json

#: Command, explanation and what may follow, of the acts on a region's decisions.
_REGION_ACTS = "import|list|export"


def add_rules(commands: Any) -> None:
    """Add `rules`: the rule book as text, JSON or PDF, and how often its rules are set aside."""
    rules = add_command(
        commands,
        "rules",
        "skriv regelboken, eller statistik över reglerna",
        Command("rule_book", "write", needs_storage=False),
    )
    form = rules.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="som Markdown (förvalt)")
    form.add_argument("--json", action="store_true", help="som JSON")
    _add_kinds(rules)
    rules.add_argument("--month", metavar="ÅÅÅÅ-MM", help="bara den månaden, med --statistics")


def _add_kinds(rules: argparse.ArgumentParser) -> None:
    what = rules.add_mutually_exclusive_group()
    what.add_argument(
        "--pdf",
        type=Path,
        metavar="FIL.pdf",
        action=_Turns,
        command=Command("rule_book", "write_pdf"),
        help="som en bok att skriva ut, med regionens beslut",
    )
    what.add_argument(
        "--statistics",
        nargs=0,
        action=_Turns,
        command=Command("rule_statistics", "show"),
        help="hur ofta reglerna anmärkte och avfärdades vid signering",
    )
    rules.add_argument(
        "what",
        nargs="?",
        choices=("candidates",),
        action=_TurnsIfNamed,
        command=Command("rule_candidates", "show"),
        help="candidates: meningar i KVÅ som kan bli regler, att godta eller avböja",
    )
    act = rules.add_mutually_exclusive_group()
    act.add_argument(
        "--accept",
        metavar="ID",
        action=_Turns,
        command=Command("rule_candidates", "show"),
        help="gör meningen till en regel, med --reason",
    )
    act.add_argument(
        "--decline",
        metavar="ID",
        action=_Turns,
        command=Command("rule_candidates", "show"),
        help="lägg meningen åt sidan",
    )
    rules.add_argument("--reason", metavar="SKÄL", help="varför")
    rules.add_argument("--person", metavar="NAMN", help="vem som beslutar")


def add_region(commands: Any) -> None:
    """Add `region`: import, list and export of what a region has decided."""
    group = add_command(commands, "region", "regionens spärrlista och beslut om regler", None)
    acts = group.add_subparsers(title="kommandon", metavar=_REGION_ACTS, required=True)
    add = add_command(
        acts, "import", "läs in hela regionens lager (TOML) eller en lista (CSV)",
        Command("regional", "read"),
    )  # fmt: skip
    add.add_argument("path", type=Path, metavar="FIL", help="en TOML- eller CSV-fil")
    add_json(add)
    show = add_command(acts, "list", "visa regionens beslut", Command("regional", "show"))
    add_day(show)
    add_json(show)
    export = add_command(
        acts, "export", "skriv regionens beslut som TOML", Command("regional", "export")
    )
    export.add_argument("path", type=Path, metavar="FIL.toml", help="filen att skriva")


class _Turns(argparse.Action):
    """An option that makes the command another one, and keeps its value if it has one."""

    def __init__(self, *, command: Command, **parts: Any) -> None:
        super().__init__(**parts)
        self._command = command

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - the form that argparse calls
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Remember the value and the command."""
        setattr(namespace, self.dest, values)
        namespace.command = self._command


class _TurnsIfNamed(_Turns):
    """The same for a word that may be left out: argparse asks for it then too."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Remember the word, if there is one, and the command."""
        if values:
            super().__call__(parser, namespace, values, option_string)
