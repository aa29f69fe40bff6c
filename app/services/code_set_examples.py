"""The example templates that the program ships; they are shared once somebody adds them."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from app.domain.code_set import CodeSet, CodeSetItem
from app.domain.codes import CodeSystem
from app.services.context import AppContext

_FILE = ("code_sets", "examples.toml")


def read_examples(app: AppContext) -> list[CodeSet]:
    """Return the shipped templates, with the review day that each was shipped with."""
    path = app.resources.joinpath(*_FILE)
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["set"]
    return [_set(app, row) for row in rows]


def add_examples(app: AppContext) -> list[CodeSet]:
    """Add the examples as shared templates; one whose name is taken is left as it is.

    Returns those that were added.
    """
    examples = read_examples(app)
    with app.unit_of_work() as uow:
        known = {each.name.casefold() for each in uow.code_sets.all() if not each.owner_id}
        added = [each for each in examples if each.name.casefold() not in known]
        for each in added:
            uow.code_sets.save(each)
        uow.commit()
    return added


def _set(app: AppContext, row: dict[str, Any]) -> CodeSet:
    items = tuple(
        CodeSetItem(
            CodeSystem(code["system"]),
            code["code"],
            is_principal=code.get("principal", False),
            under=code.get("under", ""),
        )
        for code in row["codes"]
    )
    day: date = row["review_on"]
    return CodeSet(app.new_id(), row["name"], "", items, app.now(), day)
