"""`kodklar keys`: every key of the window, with a person's own, on screen or as a card."""

from __future__ import annotations

import argparse
import importlib

from app.cli.output import print_json, print_table
from app.cli.person import known_person
from app.services.context import AppContext
from app.services.desk_memory import read_keys


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the keys by where they work, or write the card."""
    own = read_keys(app, known_person(app, args.person)) if args.person else {}
    bindings, actions = map(importlib.import_module, ("ui.key_bindings", "ui.actions"))
    rows = actions.key_rows(bindings.sound_keys(own))
    if args.out:
        from app.services.key_card import write_key_card  # noqa: PLC0415 - ReportLab is slow

        print(f"Tangentkortet ligger i {write_key_card(app, rows, args.out)}")
    elif args.json:
        for keys, what, where in rows:
            print_json({"keys": keys, "what": what, "where": where})
    else:
        print_table(("tangent", "vad den gör", "var"), rows, "Inga tangenter.")
    return 0
