"""`kodklar people`: who works here, who leaves and who comes back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.cli.person import known_person, person_or_administrator
from app.domain.access import ROLE_LABEL, Person, Role
from app.services.access import add_person
from app.services.context import AppContext
from app.services.leaving import (
    PersonAndWork,
    change_person,
    come_back,
    leave,
    people_and_work,
)
from app.services.work_list import list_units

_HEADERS = ("namn", "roll", "enheter", "har slutat", "väntar på personen")
_NOBODY = "Ingen arbetar här än. Lägg till en person med kodklar people add NAMN."


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print who works here, with --all those who have left too."""
    rows = [row for row in people_and_work(app) if args.all or not row.person.has_left]
    if args.json:
        for row in rows:
            print_json(_as_json(row))
    else:
        print_table(_HEADERS, [_cells(row) for row in rows], _NOBODY)
    return 0


def add(app: AppContext, args: argparse.Namespace) -> int:
    """Add a person, a coder unless another role is named."""
    by = person_or_administrator(app, args.person)
    role = Role(args.role) if args.role else Role.CODER
    person = add_person(app, args.name, role, tuple(args.unit or ()), by=by)
    _note_unknown(app, args.unit or ())
    return _told(app, args, person, f"{person.name} är tillagd som {_role(person)}.")


def change(app: AppContext, args: argparse.Namespace) -> int:
    """Give a person another role or other units; what is not named stays."""
    known, by = known_person(app, args.name), person_or_administrator(app, args.person)
    units = () if args.all_units else tuple(args.unit) if args.unit else known.units
    role = Role(args.role) if args.role else known.role
    person = change_person(app, known.id, by, role, units)
    _note_unknown(app, () if args.all_units else args.unit or ())
    where = ", ".join(person.units) or "alla enheter"
    return _told(app, args, person, f"{person.name} är {_role(person)}, {where}.")


def leave_work(app: AppContext, args: argparse.Namespace) -> int:
    """Let a person leave; 1 where something of theirs could not be given back."""
    known, by = known_person(app, args.name), person_or_administrator(app, args.person)
    left = leave(app, known.id, by, args.date, progress())
    _told(app, args, left.person, left.sentences)
    return 1 if left.given_back.refused else 0


def bring_back(app: AppContext, args: argparse.Namespace) -> int:
    """Let a person work here again."""
    known, by = known_person(app, args.name), person_or_administrator(app, args.person)
    person = come_back(app, known.id, by)
    return _told(app, args, person, f"{person.name} är tillbaka som {_role(person)}.")


def _told(app: AppContext, args: argparse.Namespace, person: Person, sentence: str) -> int:
    if args.json:
        (row,) = (row for row in people_and_work(app) if row.person.id == person.id)
        print_json(_as_json(row))
    else:
        print(sentence)
    return 0


def _note_unknown(app: AppContext, units: Sequence[str]) -> None:
    """Say of units that no event has: misspelt they leave a list empty, new ones are let be."""
    known = list_units(app) if units else []
    unknown = ", ".join(unit for unit in units if unit not in known)
    if unknown:
        print(
            f"Ingen händelse har enheten {unknown}. Kontrollera stavningen, eller läs in händelser "
            "därifrån.",
            file=sys.stderr,
        )


def _role(person: Person) -> str:
    return ROLE_LABEL[person.role].lower()


def _cells(row: PersonAndWork) -> tuple[str, ...]:
    person = row.person
    return (
        person.name,
        ROLE_LABEL[person.role],
        ", ".join(person.units) or "alla",
        str(person.left_on or ""),
        row.waiting.sentence,
    )


def _as_json(row: PersonAndWork) -> dict[str, Any]:
    person, waiting = row.person, row.waiting
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "units": list(person.units),
        "left_on": person.left_on.isoformat() if person.left_on else None,
        "assigned": waiting.assigned,
        "questions": waiting.questions,
        "reviews": waiting.reviews,
    }
