"""The documents keep to the program: links lead somewhere, what they name exists."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.arguments import build_parser
from ui.actions import ACTIONS, key_rows

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "codebooks").rglob("*.md")),
)
COMMANDS = ("python3 installer/bootstrap.py run", "python3 installer/bootstrap.py test")

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
#: Folders of one machine; the folders that a document may name begin with ~, % or nothing.
MACHINE_PATH = re.compile(r"(?<![\w.~/-])(?:/(?:home|root|Users|work)/\w|[A-Z]:\\Users\\)")
PACKAGE_SOURCE = re.compile(
    r"https?://[^\s\"')]*(?:pypi|pythonhosted|artifactory|nexus|/simple\b)"
    r"|--(?:extra-)?index[-]url[ =]\S+://",
    re.IGNORECASE,
)


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text("utf-8"))


def section(document: str, heading: str) -> str:
    text = (ROOT / document).read_text("utf-8")
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def tracked_texts() -> Iterator[tuple[str, str]]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what is tracked is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            yield name, content.decode("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(prose(document)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        aim = document.parent / name if name else document
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            broken.append(target)

    assert broken == []


def test_the_two_commands_stand_alone_in_the_readme() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)

    assert blocks == ["\n".join(COMMANDS) + "\n"]


def test_the_readme_fits_a_page_and_the_architecture_two_hundred_lines() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 110
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 200


def test_the_readme_names_every_command_of_the_command_line() -> None:
    table = section("README.md", "Command line")
    (commands,) = build_parser()._subparsers._group_actions

    missing = [name for name in commands.choices if f"| `{name}" not in table]
    assert missing == []


def typed_commands(path: Path) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = (line for block in blocks for line in block.splitlines())
    return [shlex.split(line)[1:] for line in lines if line.startswith("kodklar ")]


def test_every_command_that_the_guide_to_codebooks_types_is_understood() -> None:
    commands = typed_commands(ROOT / "docs" / "codebooks.md")

    assert len(commands) > 10
    for words in commands:
        build_parser().parse_args(words)


def test_every_menu_that_the_guide_to_codebooks_names_is_in_the_menus() -> None:
    guide = (ROOT / "docs" / "codebooks.md").read_text("utf-8")
    named = {" ".join(each.split()) for each in re.findall(r"\*Kodverk → ([^*]+)\*", guide)}
    labels = {spec.text.replace("&", "") for spec in ACTIONS}

    assert named and named <= labels


def test_the_guide_to_codebooks_quotes_what_the_program_says() -> None:
    faults = section("docs/codebooks.md", "När något är fel")
    cells = re.findall(r"^\| (\*.*?\*) \|", faults, re.MULTILINE)
    quoted = [quote for cell in cells for quote in re.findall(r"\*([^*]+)\*", cell)]
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "app").rglob("*.py")))

    assert len(quoted) > 10
    for quote in quoted:
        for part in filter(None, map(str.strip, quote.split("…"))):
            assert part in sources, quote


def test_the_code_map_names_only_what_exists_and_every_package() -> None:
    named: set[Path] = set()
    for line in section("ARCHITECTURE.md", "Code map").splitlines():
        if line.startswith("- `"):
            folder, *others = re.findall(r"`([^`]+)`", line)
            inside = [name for name in others if re.fullmatch(r"[\w./]+\.(?:py|qss)|\w+/", name)]
            named |= {ROOT / folder, *(ROOT / folder / name for name in inside)}

    inits = [init for room in ("app", "ui") for init in (ROOT / room).rglob("__init__.py")]
    assert [path for path in named if not path.exists()] == []
    assert {init.parent for init in inits} <= named


def test_every_test_that_the_architecture_names_exists() -> None:
    named = NAMED_TEST.findall(section("ARCHITECTURE.md", "Invariants"))

    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file}::{test}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_ours_that_a_document_names_exists(document: Path) -> None:
    paths = re.findall(
        r"`((?:app|ui|tests|resources|codebooks|installer|docs|benchmarks)/[\w./-]*[\w/])`",
        prose(document),
    )

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_versions_of_dependencies_are_those_pinned() -> None:
    files = ("requirements.txt", "requirements-dev.txt")
    pins = "".join((ROOT / "installer" / file).read_text("utf-8") for file in files)
    pinned = set(re.findall(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)", pins.lower(), re.MULTILINE))
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    told = re.findall(r"^\| ([\w-]+)(?:\[\w+\])? \| (\d[\w.]*)", table, re.MULTILINE)

    assert told
    assert [row for row in told if row not in pinned] == []


def test_every_key_in_the_user_guide_is_a_key_of_the_program() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text("utf-8")
    known = {keys for row in key_rows() for keys in row[0].split()}
    pressed = set(re.findall(r"\b(?:F\d{1,2}|(?:Ctrl|Skift)\+(?:Skift\+|Alt\+)?\w+)\b", guide))

    assert pressed <= known


def test_no_path_of_one_machine_and_no_package_source_is_tracked() -> None:
    found = [
        (name, match.group())
        for name, text in tracked_texts()
        for pattern in (MACHINE_PATH, PACKAGE_SOURCE)
        for match in pattern.finditer(text)
        if name != "tests/test_documents.py"
    ]

    assert found == []
