"""The rules of the house that no tool checks: lengths, docstrings, names, one place for a thing."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.rules.registry import ALL_RULES
from app.rules.rule_sets import NORWEGIAN_RULES

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path
    for room in ("app", "ui")
    for path in (ROOT / room).rglob("*.py")
    if "alembic" not in path.parts
)
#: Rule modules that hold no rule but what rules are built from and shown with.
RULE_SUPPORT = {
    "__init__",
    "base",
    "book",
    "case",
    "categories",
    "conditional_rows",
    "coverage",
    "examples",
    "guidance",
    "judgement",
    "needs",
    "page",
    "registry",
    "rule_sets",
    "tables",
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "logic", "misc"}
MAY_PRINT = (ROOT / "app" / "cli", ROOT / "ui" / "demo.py")

Function = ast.FunctionDef | ast.AsyncFunctionDef

ROOMS = sorted({path.parent for path in MODULES})

#: The modules of one folder at a time: a test for each of the thousands would take longer to
#: report than to run.
each_room = pytest.mark.parametrize(
    "room", ROOMS, ids=[room.relative_to(ROOT).as_posix() for room in ROOMS]
)


def modules_in(room: Path) -> list[Path]:
    return [path for path in MODULES if path.parent == room]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@each_room
def test_a_module_is_short_and_says_what_it_is_for(room: Path) -> None:
    lines = {p.name: p.read_text(encoding="utf-8").count("\n") for p in modules_in(room)}

    assert {name: count for name, count in lines.items() if count > 350} == {}
    assert [p.name for p in modules_in(room) if not ast.get_docstring(tree_of(p))] == []


@each_room
def test_a_function_fits_on_a_screen(room: Path) -> None:
    every = ((path.name, f) for path in modules_in(room) for f in functions(path))

    assert [f"{name} {f.name}: {n}" for name, f in every if (n := length(f)) > 45] == []


def length(function: Function) -> int:
    """Lines of a function, its decorators and its docstring not counted."""
    last = function.end_lineno or function.lineno
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if is_text else 0
    return last - function.lineno + 1 - docstring


@each_room
def test_what_is_public_says_what_it_promises(room: Path) -> None:
    # A port's methods are explained where more than the name is needed.
    paths = [path for path in modules_in(room) if path != ROOT / "app" / "domain" / "ports.py"]
    every = ((path.name, node) for path in paths for node in public_parts(path))

    assert [f"{name} {node.name}" for name, node in every if not ast.get_docstring(node)] == []


def public_parts(path: Path) -> Iterator[Function | ast.ClassDef]:
    """Public classes and functions of a module; methods too, but for those that Qt names."""
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_methods(node)


def public_methods(owner: ast.ClassDef) -> Iterator[Function]:
    is_protocol = any(isinstance(base, ast.Name) and base.id == "Protocol" for base in owner.bases)
    for node in owner.body:
        is_public = isinstance(node, Function) and not node.name.startswith("_")
        if is_public and not is_protocol and not is_of_qt(node):
            yield node


def is_of_qt(function: Function) -> bool:
    """Qt's own methods have names in camelCase, or are among the few plain ones."""
    camel = re.search(r"[a-z][A-Z]", function.name) is not None
    return camel or function.name in {"data", "flags", "index", "paint", "parent"}


@each_room
def test_identifiers_are_ascii(room: Path) -> None:
    every = ((path.name, name) for path in modules_in(room) for name in identifiers(path))

    assert sorted(pair for pair in every if not pair[1].isascii()) == []


def identifiers(path: Path) -> set[str]:
    names = {n.id for n in ast.walk(tree_of(path)) if isinstance(n, ast.Name)}
    names |= {n.name for n in ast.walk(tree_of(path)) if isinstance(n, Function | ast.ClassDef)}
    names |= {
        n.arg for n in ast.walk(tree_of(path)) if isinstance(n, ast.arg | ast.keyword) and n.arg
    }
    return names | {n.attr for n in ast.walk(tree_of(path)) if isinstance(n, ast.Attribute)}


def test_only_the_command_line_prints() -> None:
    silent = [p for p in MODULES if not any(p.is_relative_to(place) for place in MAY_PRINT)]
    calls = (
        (path.name, node.func)
        for path in silent
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    )

    assert [n for n, call in calls if isinstance(call, ast.Name) and call.id == "print"] == []


def test_no_module_is_named_for_nothing() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if FORBIDDEN_NAMES & set(path.stem.lower().split("_"))
    ]

    assert named == []


def test_every_rule_module_is_in_the_registry() -> None:
    modules = {path.stem for path in (ROOT / "app" / "rules").glob("*.py")} - RULE_SUPPORT
    registered = set(imports(ROOT / "app" / "rules" / "registry.py"))
    named = {
        alias.name
        for module in ("registry", "rule_sets")
        for node in ast.walk(tree_of(ROOT / "app" / "rules" / f"{module}.py"))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    missing = {
        name for name in modules if f"app.rules.{name}" not in registered and name not in named
    }
    assert modules
    assert missing == set()


def test_every_rule_that_is_written_is_registered() -> None:
    written = {
        keyword.value.value
        for path in (ROOT / "app" / "rules").glob("*.py")
        if path.stem not in RULE_SUPPORT
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "rule_id" and isinstance(keyword.value, ast.Constant)
    }

    assert written <= {rule.rule_id for rule in (*ALL_RULES, *NORWEGIAN_RULES)}
    assert written


def test_qt_stays_in_ui_and_is_loaded_by_the_command_line_only_when_asked_for() -> None:
    lazy = {ROOT / "app" / "__main__.py"} | set((ROOT / "app" / "cli").glob("*.py"))
    offenders = []
    for path in MODULES:
        if not path.is_relative_to(ROOT / "app"):
            continue
        top = {
            name
            for node in tree_of(path).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
            )
        }
        found = top if path in lazy else set(imports(path))
        if any(name.split(".")[0] in ("PySide6", "shiboken6", "ui") for name in found):
            offenders.append(path.relative_to(ROOT).as_posix())

    assert offenders == []


@pytest.mark.parametrize("room", ["delegates", "models", "presenters", "screens"])
def test_screens_know_services_and_domain_only(room: str) -> None:
    allowed = ("app.services", "app.domain", "ui", "PySide6", "shiboken6")
    offenders = {
        f"{path.name}: {name}"
        for path in (ROOT / "ui" / room).glob("*.py")
        for name in imports(path)
        if name.split(".")[0] in ("app", "sqlalchemy", "reportlab", "rapidfuzz")
        and not name.startswith(allowed)
    }

    assert offenders == set()


def test_a_presenter_knows_no_widget() -> None:
    presenters = modules_in(ROOT / "ui" / "presenters")
    every = ((path.name, name) for path in presenters for name in imports(path))

    assert [pair for pair in every if pair[1].endswith(("QtWidgets", "QtGui"))] == []


def test_the_import_directions_are_written_down() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    contracts = settings["tool"]["importlinter"]["contracts"]
    assert len(contracts) >= 5
    assert settings["tool"]["mypy"]["strict"] is True
    assert "error" in settings["tool"]["pytest"]["ini_options"]["filterwarnings"]


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]

    assert found == []
