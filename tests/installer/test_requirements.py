"""The installer's files: standard library only, every package pinned, no address anywhere."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
OWN_MODULES = {"progress", "qt_libraries", "virtual_environment"}


@pytest.mark.parametrize("name", ["bootstrap", *sorted(OWN_MODULES)])
def test_the_installer_needs_only_the_standard_library(name: str) -> None:
    assert imports_of(INSTALLER / f"{name}.py") <= sys.stdlib_module_names | OWN_MODULES


def imports_of(path: Path) -> set[str]:
    """Return the first part of every module that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | named}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-distributed.txt", "requirements-dev.txt"]
)
def test_every_package_is_pinned_by_hash(name: str) -> None:
    text = (INSTALLER / name).read_text(encoding="utf-8").replace("\\\n", " ")

    for line in filter(None, text.splitlines()):
        assert re.match(r"[a-z0-9._-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *$", line)


@pytest.mark.parametrize("path", sorted(INSTALLER.glob("requirements*")), ids=lambda p: p.name)
def test_no_address_stands_in_a_requirement_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"--(extra-)?index[-]url|--find[-]links|--trusted-host| @ ", text)


def test_the_requirement_files_agree() -> None:
    runtime, distributed, dev = (
        set(re.findall(r"^\S+==.*?(?= *\\$)", (INSTALLER / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-distributed.txt", "requirements-dev.txt")
    )

    assert runtime and distributed
    assert runtime | distributed <= dev


def test_every_direct_dependency_is_explained() -> None:
    table = (INSTALLER.parent / "docs" / "dependencies.md").read_text(encoding="utf-8")
    pinned = (INSTALLER / "requirements-dev.txt").read_text(encoding="utf-8")
    direct = [
        line.split(">")[0].split("=")[0]
        for name in ("requirements.in", "requirements-distributed.in", "requirements-dev.in")
        for line in (INSTALLER / name).read_text(encoding="utf-8").splitlines()
        if line[:1].isalpha()
    ]

    for package in direct:
        name = re.escape(package.lower().split("[")[0])
        version = re.search(rf"^{name}==(\S+)", pinned, re.MULTILINE)[1]
        assert f"| {package} | {version} " in table
