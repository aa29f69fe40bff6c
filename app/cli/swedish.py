"""An argument parser that speaks Swedish: its headings, its help and its refusals."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

#: Exit status of a foreseen error.
FORESEEN = 2

_USAGE = "användning: "
#: What argparse says, and the same in Swedish; the first that fits is used.
_REFUSALS = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"the following arguments are required: (.+)", r"\1 saknas"),
        (r"one of the arguments (.+) is required", r"något av \1 behövs"),
        (r"unrecognized arguments: (.+)", r"\1 är okänt"),
        (
            r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)",
            r"\2 är inget giltigt val för \1, välj bland \3",
        ),
        (r"argument (.+?): expected one argument", r"\1 behöver ett värde"),
        (r"argument (.+?): expected at least one argument", r"\1 behöver minst ett värde"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 går inte ihop med \2"),
        (r"argument (.+?): ignored explicit argument .*", r"\1 tar inget värde"),
        (r"argument (.+?): (.+)", r"\1: \2"),
    )
)


class SwedishParser(argparse.ArgumentParser):
    """Tells what is wrong in one Swedish sentence; options and words may be mixed."""

    def __init__(self, **settings: Any) -> None:
        settings |= {
            "add_help": False,
            "allow_abbrev": False,
            "formatter_class": _SwedishFormatter,
        }
        super().__init__(**settings)
        self._positionals.title = "argument"
        self._optionals.title = "val"
        self._is_mixing = False
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def error(self, message: str) -> NoReturn:
        """Tell the usage error and leave with status 2."""
        self.exit(
            FORESEEN,
            f"Kommandot kunde inte tolkas: {swedish_refusal(message)} (se {self.prog} --help).\n",
        )

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse as argparse does, but let options stand between the words of a command."""
        has_subcommands = any(action.nargs == argparse.PARSER for action in self._actions)
        if self._is_mixing or has_subcommands or "--" in (args or ()):
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        # argparse would otherwise keep a usage line of its own making, cut for an English prefix.
        self.usage = self.format_usage().removeprefix(_USAGE).strip().replace("%", "%%")
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing, self.usage = False, None


class _SwedishFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin the usage line with a Swedish word."""
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


def swedish_refusal(message: str) -> str:
    """Put into Swedish why argparse refuses; general words where its own are not known."""
    for pattern, sentence in _REFUSALS:
        match = pattern.fullmatch(message)
        if match:
            return match.expand(sentence).replace("'", "")
    return "argumenten stämmer inte"
