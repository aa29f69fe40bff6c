"""`kodklar summary`: one event on paper."""

from __future__ import annotations

import argparse

from app.cli.person import terminal_person
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.reporting import write_summary


def write(app: AppContext, args: argparse.Namespace) -> int:
    """Write the coding summary and print its path."""
    if args.out.is_dir():
        raise AppError(f"{args.out} är en mapp. Ange ett filnamn, till exempel kodning.pdf.")
    print(write_summary(app, args.event, args.out, terminal_person()))
    return 0
