"""The command line: the same use cases as the windows, from a terminal.

Exit status: 0 clean, 1 a Fel or Varning, an invalid identity number or a skipped line,
2 a foreseen error told in one Swedish sentence on stderr.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from app.bootstrap import bootstrap
from app.cli import codebook, coding, events, program
from app.domain.errors import AppError, Cancelled
from app.paths import default_data_dir

FORESEEN = 2


class _Parser(argparse.ArgumentParser):
    """An argument parser that tells what is wrong in one Swedish sentence."""

    def error(self, message: str) -> NoReturn:
        """Tell the usage error and leave with status 2."""
        sentence = f"Kommandot kunde inte tolkas ({message}). Se {self.prog} --help."
        self.exit(FORESEEN, f"{sentence}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the process exit status."""
    _speak_utf8()
    try:
        return _run(_parser().parse_args(arguments))
    except AppError as error:
        _tell(str(error))
    except Cancelled:
        _tell("Avbrutet. Inget halvfärdigt lämnades kvar.")
    except KeyboardInterrupt:
        _tell("Avbrutet. Inget halvfärdigt lämnades kvar.")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123 - the reader left
        return 0
    return FORESEEN


def _run(args: argparse.Namespace) -> int:
    if args.needs_no_storage:
        status: int = args.run(args)
        return status
    app = bootstrap(args.data_dir, args.database or os.environ.get("KODKLAR_DATABASE_URL"))
    try:
        status = args.run(app, args)
    finally:
        app.close()
    return status


def _tell(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data-dir",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="mapp för databas, logg och inställningar",
    )
    shared.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="databasens adress; annars KODKLAR_DATABASE_URL eller en SQLite-fil i datamappen",
    )
    parser = _Parser(prog="kodklar", description="Klinisk kodning. Utan kommando öppnas fönstret.")
    parser.set_defaults(data_dir=default_data_dir(), database=None)
    _add_shared(parser)
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO", parser_class=_Parser)
    program.add_default(parser)
    for module in (program, codebook, events, coding):
        module.add_commands(commands, shared)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("--database", metavar="URL", help=argparse.SUPPRESS)
