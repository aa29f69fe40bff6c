"""`kodklar template`: codes that are put on an event together."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table
from app.cli.person import person_or_terminal
from app.domain.access import Person
from app.domain.code_set import CodeSet, SetScope
from app.domain.coding_acts import assigned_codes
from app.domain.errors import NotFoundError
from app.services.code_set_checks import CheckedSet, check_code_sets
from app.services.code_set_examples import add_examples
from app.services.code_sets import (
    apply_to_stored,
    find_code_set,
    list_code_sets,
    mark_reviewed,
    remove_code_set,
    rename_code_set,
    save_from_stored,
    set_review,
)
from app.services.context import AppContext

_SCOPE_LABEL = {SetScope.PERSONAL: "egen", SetScope.SHARED: "delad"}


_EXAMPLES = "Lägg till exempel med kodklar template examples."


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the shared templates, and with a person that person's own."""
    found = list_code_sets(app, person_or_terminal(app, args.person))
    checked = check_code_sets(app, found)
    if args.json:
        for each in checked:
            told = {"remarks": list(each.remarks), "review_due": each.is_review_due}
            print_json(_as_json(each.code_set) | told)
        return 0
    rows = [_as_row(each) for each in checked]
    headers = ("namn", "vems", "koder", "granskas", "att se över")
    print_table(headers, rows, f"Inga kodmallar ännu. {_EXAMPLES}")
    return 0


def examples(app: AppContext, args: argparse.Namespace) -> int:
    """Add the shipped examples as shared templates."""
    added = add_examples(app)
    if args.json:
        for each in added:
            print_json(_as_json(each))
        return 0
    for each in added:
        print(f"Kodmallen {each.name} är tillagd.")
    if not added:
        print("Exempelmallarna finns redan.")
    return 0


def review(app: AppContext, args: argparse.Namespace) -> int:
    """Say that a template has been looked over, or when it is to be."""
    person = person_or_terminal(app, args.person)
    found = _named(app, person, args.name)
    if args.on is None:
        done = mark_reviewed(app, person, found.id)
    else:
        done = set_review(app, person, found.id, args.on)
    if args.json:
        print_json(_as_json(done))
    else:
        print(f"Kodmallen {done.name} granskas nästa gång {done.review_on}.")
    return 0


def save(app: AppContext, args: argparse.Namespace) -> int:
    """Keep the codes of an event: as the person's own template, without a person shared."""
    person = person_or_terminal(app, args.person)
    scope = SetScope.SHARED if args.person is None else SetScope.PERSONAL
    saved = save_from_stored(app, args.event, args.name, person, shared=scope)
    if args.json:
        print_json(_as_json(saved))
    else:
        print(f"Kodmallen {saved.name} är sparad med {len(saved.items)} koder.")
    return 0


def apply(app: AppContext, args: argparse.Namespace) -> int:
    """Put a template on an event."""
    person = person_or_terminal(app, args.person)
    encounter, done = apply_to_stored(app, args.event, _named(app, person, args.name), person)
    if args.json:
        codes = [{"system": c.system.value, "code": c.code} for c in assigned_codes(encounter)]
        out = {"added": done.added, "left_out": list(done.left_out)}
        print_json({"id": encounter.id, "codes": codes} | out)
    else:
        print(done.sentences)
    return 0


def rename(app: AppContext, args: argparse.Namespace) -> int:
    """Give a template another name."""
    person = person_or_terminal(app, args.person)
    renamed = rename_code_set(app, person, _named(app, person, args.name).id, args.new_name)
    if args.json:
        print_json(_as_json(renamed))
    else:
        print(f"Kodmallen heter nu {renamed.name}.")
    return 0


def remove(app: AppContext, args: argparse.Namespace) -> int:
    """Take a template away."""
    person = person_or_terminal(app, args.person)
    found = _named(app, person, args.name)
    remove_code_set(app, person, found.id)
    if args.json:
        print_json({"id": found.id, "name": found.name, "removed": True})
    else:
        print(f"Kodmallen {found.name} är borttagen.")
    return 0


def _named(app: AppContext, person: Person, name: str) -> CodeSet:
    found = find_code_set(list_code_sets(app, person), name)
    if found is None:
        raise NotFoundError(
            f"Det finns ingen kodmall som heter {name[:60]}. Lista dem med kodklar template list."
        )
    return found


def _as_row(each: CheckedSet) -> tuple[str, ...]:
    made = each.code_set
    codes = " ".join(item.code for item in made.items)
    return (made.name, _SCOPE_LABEL[made.scope], codes, str(made.review_on or ""), each.sentences)


def _as_json(each: CodeSet) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "scope": each.scope.value,
        "codes": [
            {
                "system": item.system.value,
                "code": item.code,
                "principal": item.is_principal,
                "under": item.under or None,
            }
            for item in each.items
        ],
        "changed_at": each.changed_at.isoformat(),
        "review_on": each.review_on.isoformat() if each.review_on else None,
    }
