"""`kodklar` itself, `demo` and `selftest`: what opens the windows or opens everything once."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import Any

from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery
from app.services.context import AppContext


def add_default(parser: argparse.ArgumentParser) -> None:
    """Open the window when no command is given."""
    parser.set_defaults(run=_open, needs_no_storage=False)


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this module."""
    demo = commands.add_parser("demo", parents=[shared], help="gör hela arbetet utan skärm")
    demo.add_argument("--out", type=Path, metavar="DIR", help="mapp för PDF och skärmbilder")
    demo.set_defaults(run=_demo, needs_no_storage=False)
    selftest = commands.add_parser("selftest", parents=[shared], help="pröva att allt öppnas")
    selftest.set_defaults(run=_selftest, needs_no_storage=False)


def _open(app: AppContext, args: argparse.Namespace) -> int:
    if not _has_display():
        args.out = None
        return _demo(app, args)
    status: int = importlib.import_module("ui.main").run(app)
    return status


def _demo(app: AppContext, args: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = args.out or app.data_dir / "demo"
    status: int = importlib.import_module("ui.demo").run(app, out)
    print(f"Klart. PDF och skärmbilder ligger i {out.resolve()}")
    return status


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _selftest(app: AppContext, _args: argparse.Namespace) -> int:
    """Open what the program stands on; anything missing raises its own sentence."""
    with app.unit_of_work() as uow:
        events = sum(uow.encounters.count_by_status().values())
    books = app.library.for_day(None)
    for system in CodeSystem:
        edition = books.of(system).edition
        print(f"{edition.label}: {sum(edition.counts.values())} koder")
    hits = app.engine.search(SearchQuery("I10"))
    print(f"Sökningen svarar: {len(hits)} träffar på I10.")
    print(f"{len(app.rules)} regler, regelverk {app.rule_set}.")
    print(f"{events} händelser i databasen.")
    print("Kodklar är klar att använda.")
    return 0
