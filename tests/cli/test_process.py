"""The command line as a process of its own: pipes, encodings, signals, and what it imports."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
NUMBERS = "191212121212\n" * 20_000


def run(
    *words: str, env: dict[str, str] | None = None, shell_end: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m app WORDS…`, with the end of a shell line after it where one is given."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "KODKLAR"))
    }
    command = [sys.executable, "-m", "app", *words]
    if shell_end:
        command = ["sh", "-c", f'"$@" {shell_end}', "sh", *command]
    return subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"} | (env or {}),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_exit_status_reaches_the_shell() -> None:
    assert run("identity", "191212121212").returncode == 0
    assert run("identity", "191212121213").returncode == 1
    assert run("identity").returncode == 2


@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}],
    ids=["ascii", "lang-c", "posix"],
)
def test_output_is_utf8_whatever_the_terminal_says(env: dict[str, str]) -> None:
    done = run("rules", "--json", env=env)

    assert done.returncode == 0
    assert "Kön och ålder" in {rule["topic"] for rule in json.loads(done.stdout)["rules"]}
    assert "Kön och ålder".encode() in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="sh and head")
def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    numbers = tmp_path / "nummer.txt"
    numbers.write_text(NUMBERS, encoding="utf-8")

    done = run("identity", "--file", str(numbers), shell_end="| head -1")

    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a thing of Linux")
def test_a_full_disk_behind_stdout_is_told() -> None:
    done = run("identity", "191212121212", shell_end="> /dev/full")

    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "disken är full" in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="sh closes the stream")
def test_a_process_without_stdout_still_has_its_status() -> None:
    done = run("identity", "191212121213", shell_end=">&-")

    assert (done.returncode, done.stderr) == (1, b"")


def test_a_database_from_a_newer_program_is_told(sqlite_url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kodklar.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    done = run("worklist", "--data-dir", str(tmp_path))

    assert (done.returncode, done.stdout) == (2, b"")
    assert "nyare version" in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize("words", [("identity", "191212121212"), ("rules",), ("--help",)])
def test_a_small_command_imports_nothing_large(words: tuple[str, ...]) -> None:
    code = (
        "import sys; from app.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*sorted({'sqlalchemy', 'numpy', 'reportlab', 'rapidfuzz', 'PySide6', 'alembic'}"
        " & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=REPOSITORY, capture_output=True, check=True
    )

    assert done.stderr.decode().strip() == ""


def test_the_work_list_needs_neither_search_nor_print(sqlite_url: str, tmp_path: Path) -> None:
    code = (
        "import sys; from app.cli import main; main(sys.argv[1:])\n"
        "print(*sorted({'numpy', 'reportlab', 'rapidfuzz', 'PySide6', 'alembic'}"
        " & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "worklist", "--data-dir", str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )

    assert done.stderr.decode().strip() == ""


def test_a_question_needs_no_print(sqlite_url: str, tmp_path: Path) -> None:
    code = (
        "import sys; from app.cli import main; main(sys.argv[1:])\n"
        "print(*sorted({'reportlab', 'PySide6', 'alembic'} & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "search", "I10", "--data-dir", str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )

    assert done.stderr.decode().strip() == ""
