"""Bulk updates and deletes pass by the version of the encounter, so clinical tables get none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
#: Editions, lists and tables are imported and removed whole; they are no clinical tables.
ALLOWED = {
    APP / "persistence" / "editions.py": {"ConceptRow", "EditionRow"},
    APP / "persistence" / "local_lists.py": {"LocalCodeRow", "LocalListRow"},
    APP / "persistence" / "imported_tables.py": {"table"},
    APP / "persistence" / "drg_tables.py": {"DrgTableSetRow"},
}
#: Who may hand a table to `imported_tables`, and which.
REPLACED = {
    "kodserver.py": {"KodserverCodeRow", "KodserverCombinationRow"},
    "products.py": {"ProductRow"},
    "regional.py": {
        "RegionalBlockRow",
        "RegionalSwitchRow",
        "PairOrderRow",
        "DeepeningRow",
        "WorkplaceSwitchRow",
    },
}
BULK = {"update", "delete", "bulk_update_mappings", "bulk_save_objects"}
CODE = [path for path in APP.rglob("*.py") if "alembic" not in path.parts]


def bulk_changes(source: str) -> Iterator[str]:
    """What a module changes in bulk: by Core, by a legacy query, or by a statement as text."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in BULK
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _bulk_call(node, imported)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _bulk_text(node.value)


def _bulk_call(node: ast.Call, imported: set[str]) -> Iterator[str]:
    target = ast.unparse(node.args[0]) if node.args else ""
    called = ast.unparse(node.func)
    if called in imported or called in {f"sqlalchemy.{n}" for n in BULK} | {
        f"sa.{n}" for n in BULK
    }:
        yield target
    on_query = {"where", "filter", "filter_by", "query", "__table__"}
    words = set(called.replace("(", ".").replace(")", ".").split("."))
    if isinstance(node.func, ast.Attribute) and node.func.attr in BULK and on_query & words:
        yield called


def _bulk_text(text: str) -> Iterator[str]:
    words = text.upper().split()
    starts = words[:2]
    if starts == ["DELETE", "FROM"] or (starts[:1] == ["UPDATE"] and "SET" in words):
        yield text


def test_no_module_changes_clinical_tables_in_bulk() -> None:
    found = {path: set(bulk_changes(path.read_text("utf-8"))) for path in CODE}
    refused = {path.name: each - ALLOWED.get(path, set()) for path, each in found.items()}

    assert {name: each for name, each in refused.items() if each} == {}


def test_only_tables_that_are_filled_from_files_are_replaced_whole() -> None:
    replaced = [
        (path.name, ast.unparse(node.args[1]))
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("replace_rows")
    ]

    assert [pair for pair in replaced if pair[1] not in REPLACED.get(pair[0], set())] == []


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import update\nsession.execute(update(EncounterRow).values(status='x'))",
        "from sqlalchemy import delete as d\nsession.execute(d(ProposalRow))",
        "import sqlalchemy as sa\nsession.execute(sa.delete(EncounterRow))",
        "session.query(EncounterRow).filter_by(id='1').update({'status': 'x'})",
        "session.execute(EncounterRow.__table__.update())",
        "session.execute(text('DELETE FROM encounter'))",
        "session.execute(text('update encounter set status = 1'))",
    ],
)
def test_every_way_of_changing_in_bulk_is_seen(source: str) -> None:
    assert list(bulk_changes(source))
