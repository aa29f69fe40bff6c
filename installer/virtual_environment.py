"""Make .venv hold exactly what the requirement files say, or leave no stamp that claims it does."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from progress import Progress

WINDOWS = os.name == "nt"
PYTHON_TAG = f"{sys.implementation.cache_tag} {sys.platform}"
REQUIREMENTS = {
    "runtime": ("requirements.txt",),
    "dev": ("requirements.txt", "requirements-dev.txt"),
}
PIP_INSTALL = (
    *("install", "--require-hashes", "--no-deps", "--only-binary", ":all:"),
    *("--no-input", "--disable-pip-version-check", "--retries", "2", "--progress-bar", "off"),
)
#: "Collecting name==1.2" from an index, "Processing …/name-1.2-py3-none-any.whl" from a folder.
PACKAGE_LINE = re.compile(
    r"(?:Collecting (?=[\w.-]+==)|Processing .*[/\\](?=\w+-))([\w.-]+?)(?:==|-(?=\d))([\w.+]+)"
)

#: What the output of a failed step tells, most specific first, and the remedy.
FAILURES = (
    (
        r"No space left|not enough space|Errno 28\b|Errno 122\b|WinError 112\b",
        "Disken är full. Frigör minst 2 GB och kör samma kommando igen.",
    ),
    (
        r"Permission denied|Read-only file system|Errno 13\b|Errno 1\b|Errno 30\b|WinError 5\b",
        "Det går inte att skriva i Kodklars mapp. Ge dig själv skrivrätt dit, eller lägg Kodklar "
        "i en mapp som är din, och kör samma kommando igen.",
    ),
    (
        r"DO NOT MATCH THE HASHES|PackageHashMismatch|hash mismatch",
        "Ett hämtat paket är inte det som Kodklar är provat med, och har inte installerats. Töm "
        "pips mellanlager med ”python3 -m pip cache purge” och kör samma kommando igen.",
    ),
    (
        r"NewConnectionError|NameResolutionError|name resolution|getaddrinfo|Connection refused"
        r"|ConnectTimeout|ReadTimeout|timed out|Network is unreachable|ProxyError|SSLError"
        r"|Temporary failure|Connection (was )?reset|Failed to establish|ConnectionError",
        "Paketen kan inte hämtas, eftersom nätet inte svarar. Kontrollera anslutningen (och "
        "proxyn, om ni har en) och kör samma kommando igen.",
    ),
    (
        r"No matching distribution|not a supported wheel",
        "Ett av paketen finns inte för denna dator och denna Python. Det som behövs är Python 3.11 "
        "till 3.14 på 64-bitars Windows, macOS 13 eller Linux med glibc 2.34 (Debian 12, Ubuntu "
        "22.04) eller nyare.",
    ),
)

SHELL_ENTRY = """\
#!/bin/sh
# Starts Kodklar from any folder. Written by installer/bootstrap.py.
bin=$(dirname -- "$(readlink -f -- "$0")")
PYTHONPATH=$(dirname -- "$(dirname -- "$bin")")${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
fi
exec "$bin/python" -P -m app "$@"
"""
WINDOWS_ENTRY = """\
@echo off\r
rem Starts Kodklar from any folder. Written by installer/bootstrap.py.\r
setlocal\r
set "PYTHONPATH=%~dp0..\\..;%PYTHONPATH%"\r
"%~dp0python.exe" -P -m app %*\r
"""

#: Runs a program to its end, hands each line of its output on, and raises if it fails.
Runner = Callable[[Sequence[str], Callable[[str], None]], None]


class PreparationError(Exception):
    """A foreseen failure; its text is the sentence that the user reads."""


@dataclass(frozen=True)
class House:
    """Where things stand in one copy of the repository."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        """Where the environment keeps its programs."""
        return self.venv / ("Scripts" if WINDOWS else "bin")

    @property
    def python(self) -> Path:
        """The Python that everything runs in."""
        return self.programs / ("python.exe" if WINDOWS else "python")

    @property
    def entry(self) -> Path:
        """The program kodklar."""
        return self.programs / ("kodklar.cmd" if WINDOWS else "kodklar")

    @property
    def stamp(self) -> Path:
        """The file that says what is completely installed."""
        return self.venv / "kodklar-stamp"

    def requirements(self, kind: str) -> list[Path]:
        """Return the requirement files of a kind, the one that holds all of them last."""
        return [self.root / "installer" / name for name in REQUIREMENTS[kind]]


def run_program(command: Sequence[str], on_line: Callable[[str], None]) -> None:
    """Run a program without input; raise with the remedy if it fails."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        close_fds=False,  # it keeps the lock of one_at_a_time, should this process be killed
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            on_line(line)
    if process.returncode:
        raise PreparationError(explain("\n".join(lines)))


def ignore(line: str) -> None:
    """Take in a line of output that nobody needs to see."""


def explain(output: str) -> str:
    """Turn the output of what failed into one sentence with the remedy."""
    for pattern, sentence in FAILURES:
        if re.search(pattern, output):
            return sentence
    lines = [line for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.lower().startswith(("error", "e:"))] or lines
    return f"Förberedelsen misslyckades och kan göras om: {told[-1] if told else 'okänt fel'}"


def digest(house: House, kind: str) -> str:
    """Sum up all that decides what stands in .venv."""
    parts = [PYTHON_TAG, SHELL_ENTRY, WINDOWS_ENTRY]
    parts += [path.read_text(encoding="utf-8") for path in house.requirements(kind)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp(house: House) -> list[str]:
    """Return the Python of a finished .venv and what is installed in it, or nothing."""
    try:
        return house.stamp.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def is_prepared(house: House, kind: str) -> bool:
    """Tell whether a start has nothing to install."""
    return house.python.exists() and f"{kind} {digest(house, kind)}" in read_stamp(house)


def prepare(house: House, kind: str, progress: Progress, run: Runner) -> bool:
    """Make .venv hold what the requirement files say; return whether there was work to do.

    The stamp goes first and comes back last. Where it is missing, an installation was
    interrupted, and .venv is made anew.
    """
    if is_prepared(house, kind):
        return False
    with one_at_a_time(progress):
        if is_prepared(house, kind):
            return False
        stamp = read_stamp(house)
        house.stamp.unlink(missing_ok=True)
        if stamp[:1] != [PYTHON_TAG] or not house.python.exists():
            make_venv(house, progress, run)
        install(house, kind, progress, run)
        write_entry(house)
        write_stamp(house, kind)
    return True


@contextlib.contextmanager
def one_at_a_time(progress: Progress) -> Iterator[None]:
    """Let a second start wait for the first. The system lets go when its processes are gone."""
    with Path(__file__).open("rb") as file:
        os.set_inheritable(file.fileno(), True)
        if not lock(file, wait=False):
            progress.step("Väntar: Kodklar förbereds redan i ett annat fönster")
            lock(file, wait=True)
        yield


def lock(file: BinaryIO, *, wait: bool) -> bool:
    """Lock a file; a disk that knows no locks counts as locked by us."""
    try:
        if WINDOWS:
            msvcrt = importlib.import_module("msvcrt")
            file.seek(2**30)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
    return True


def make_venv(house: House, progress: Progress, run: Runner) -> None:
    """Make an empty .venv with pip in it."""
    if package := missing_venv_package():
        raise PreparationError(
            "Pythons modul venv saknas. Installera den med ”sudo apt-get install "
            f"{package}” (Debian och Ubuntu; annars: installera om Python) och kör igen."
        )
    progress.step(f"Gör {house.venv}")
    run([sys.executable, "-m", "venv", "--clear", str(house.venv)], ignore)


def missing_venv_package() -> str | None:
    """Return the Debian package that this Python lacks for making environments, or None."""
    importlib.invalidate_caches()
    if all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        return None
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def install(house: House, kind: str, progress: Progress, run: Runner) -> None:
    """Install the pinned packages, each checked against its hash."""
    path = house.requirements(kind)[-1]
    names = re.findall(r"^([\w.-]+)==", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    progress.step(f"Installerar paketen i {path.name}")
    command = [str(house.python), "-m", "pip", *PIP_INSTALL, "--requirement", str(path)]
    with progress.clock():
        run(command, PackageCount(len(names), progress).read_line)
    progress.step("Paketen är installerade")


class PackageCount:
    """Follows pip through the list, and says which package it has come to."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._done = 0
        self._progress = progress

    def read_line(self, line: str) -> None:
        """Take in one line of what pip says."""
        if line.startswith("Ignoring "):
            self._total -= 1
        elif line.startswith("Requirement already satisfied"):
            self._done += 1
        elif found := PACKAGE_LINE.match(line):
            self._done += 1
            self._progress.status(f"{self._done}/{self._total} {found[1]} {found[2]}")
        elif line.startswith("Installing collected packages"):
            self._progress.status("packar upp")


def write_entry(house: House) -> None:
    """Write the program kodklar into .venv."""
    house.entry.write_bytes((WINDOWS_ENTRY if WINDOWS else SHELL_ENTRY).encode())
    house.entry.chmod(0o755)


def write_stamp(house: House, kind: str) -> None:
    """Note, in one motion, what is now installed."""
    kinds = ("runtime",) if kind == "runtime" else ("runtime", "dev")
    lines = [PYTHON_TAG, *(f"{each} {digest(house, each)}" for each in kinds)]
    fresh = house.stamp.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(house.stamp)
