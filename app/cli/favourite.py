"""`kodklar favourite`: the codes that a person keeps at hand."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table
from app.cli.person import named_person
from app.domain.codes import SYSTEM_LABEL, CodeSystem, format_code
from app.services.context import AppContext
from app.services.favourites import (
    FavouriteConcept,
    add_favourite,
    list_favourites,
    remove_favourite,
)


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print a person's favourites, oldest first."""
    found = list_favourites(app, named_person(app, args.person), args.date)
    if args.json:
        for each in found:
            print_json(_as_json(each))
        return 0
    rows = [
        (
            SYSTEM_LABEL[each.favourite.system],
            each.favourite.code,
            each.concept.title if each.concept else each.remark,
        )
        for each in found
    ]
    print_table(("kodverk", "kod", "titel"), rows, "Inga favoriter ännu.")
    return 0


def add(app: AppContext, args: argparse.Namespace) -> int:
    """Keep a code."""
    person, system = named_person(app, args.person), CodeSystem(args.system)
    kept = add_favourite(app, person, system, args.code)
    return _tell(args, system, kept.code, is_kept=True)


def remove(app: AppContext, args: argparse.Namespace) -> int:
    """Keep a code no longer."""
    person, system = named_person(app, args.person), CodeSystem(args.system)
    remove_favourite(app, person, system, args.code)
    return _tell(args, system, format_code(system, args.code), is_kept=False)


def _tell(args: argparse.Namespace, system: CodeSystem, code: str, *, is_kept: bool) -> int:
    if args.json:
        print_json({"system": system.value, "code": code, "favourite": is_kept})
    else:
        print(f"{code} är {'nu' if is_kept else 'inte längre'} favorit.")
    return 0


def _as_json(each: FavouriteConcept) -> dict[str, Any]:
    return {
        "system": each.favourite.system.value,
        "code": each.favourite.code,
        "title": each.concept.title if each.concept else None,
        "in_use": each.concept is not None,
        "added_at": each.favourite.added_at.isoformat(),
    }
