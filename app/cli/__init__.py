"""The command line: the same use cases as the windows, from a terminal.

Exit status: 0 clean, 1 a Fel or Varning, an invalid identity number or a skipped line,
2 an error told in one Swedish sentence on stderr.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import sys
from typing import Any

from app.cli.arguments import build_parser
from app.cli.options import Command
from app.cli.swedish import FORESEEN
from app.domain.errors import AppError, Cancelled

_CANCELLED = "Avbrutet. Inget halvfärdigt lämnades kvar."
log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the process exit status."""
    _speak_utf8()
    try:
        status = _run(build_parser().parse_args(arguments))
        sys.stdout.flush()
    except (Cancelled, KeyboardInterrupt):
        _tell(_CANCELLED)
    except AppError as error:
        _tell(f"{error} {error.on_terminal}".strip())
    except BrokenPipeError:
        _stop_writing()
        return 0
    except OSError as error:
        _stop_writing()
        _tell(_unwritable(error))
    else:
        return status
    return FORESEEN


def _run(args: argparse.Namespace) -> int:
    command: Command = args.command
    if not command.needs_storage:
        return command.load()(args)
    from app.bootstrap import bootstrap  # noqa: PLC0415 - most of the start-up time
    from app.paths import default_data_dir  # noqa: PLC0415

    data_dir = getattr(args, "data_dir", None) or default_data_dir()
    url = getattr(args, "database", None) or os.environ.get("KODKLAR_DATABASE_URL")
    app = bootstrap(data_dir, url or None)
    try:
        return _with_app(app, args)
    finally:
        app.close()


def _with_app(app: Any, args: argparse.Namespace) -> int:
    try:
        command: Command = args.command
        return command.load()(app, args)
    except (AppError, OSError):
        raise
    except Exception as error:
        log.exception("unforeseen error in a command")
        raise AppError(
            f"Något oväntat gick fel ({type(error).__name__}). Felet står i kodklar.log i mappen "
            f"{app.data_dir}. Skicka med den när du anmäler felet."
        ) from error


def _tell(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)


def _unwritable(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "Svaret kunde inte skrivas: disken är full. Frigör utrymme och försök igen."
    return (
        "En fil eller svaret kunde inte läsas eller skrivas. Kontrollera sökvägen och försök igen."
    )


def _stop_writing() -> None:
    """Let what is still buffered go nowhere, also when the interpreter ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123


def _speak_utf8() -> None:
    if sys.stdout is None:
        _stop_writing()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
