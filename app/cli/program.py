"""`kodklar` itself, `demo` and `selftest`: what opens the windows or opens everything once."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery
from app.services.context import AppContext


def open_window(app: AppContext, args: argparse.Namespace) -> int:
    """Open the window; do the same job offscreen where there is no display."""
    if not _has_display():
        args.out = None
        return play_demonstration(app, args)
    status: int = importlib.import_module("ui.main").run(app)
    return status


def play_demonstration(app: AppContext, args: argparse.Namespace) -> int:
    """Code, sign and print a demonstration event without a screen.

    Where every demonstration event is begun, or none is there, a workstation for the moment
    takes its place: nobody's work is touched.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = args.out or app.data_dir / "demo"
    demo = importlib.import_module("ui.demo")
    if demo.has_waiting_event(app):
        status: int = demo.run(app, out)
    else:
        with TemporaryDirectory(prefix="kodklar-") as folder:
            status = _play_apart(demo, Path(folder), out)
    print(f"Klart. PDF och skärmbilder ligger i {out.resolve()}")
    return status


def _play_apart(demo: ModuleType, folder: Path, out: Path) -> int:
    practice = bootstrap(folder)
    try:
        status: int = demo.run(practice, out)
    finally:
        practice.close()
    return status


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_everything(app: AppContext, _args: argparse.Namespace) -> int:
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
