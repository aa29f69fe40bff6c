"""One command prepares the environment, and costs nothing the second time."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "installer"


def load(name: str) -> ModuleType:
    """Load one of the installer's scripts by its path, as python3 itself would."""
    spec = importlib.util.spec_from_file_location(f"kodklar_{name}", INSTALLER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bootstrap = load("bootstrap")
environment = sys.modules["virtual_environment"]


class FakeMachine:
    """Runs nothing; writes down the commands and makes the folders that venv would make."""

    def __init__(self, house: environment.House) -> None:
        self.house = house
        self.commands: list[Sequence[str]] = []
        self.output: Sequence[str] = ()
        self.fails_at = ""

    def run(self, command: Sequence[str], on_line: Callable[[str], None]) -> None:
        self.commands.append(command)
        if "venv" in command:
            self.house.programs.mkdir(parents=True, exist_ok=True)
            self.house.python.touch()
        for line in self.output:
            on_line(line)
        if self.fails_at and self.fails_at in command:
            raise environment.PreparationError("Disken är full.")

    def made_venv(self) -> int:
        return sum("venv" in command for command in self.commands)

    def installed(self) -> list[str]:
        return [Path(command[-1]).name for command in self.commands if "pip" in command]


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    (tmp_path / "installer").mkdir()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / "installer" / name).write_text("pypdf==1.0 \\\n    --hash=sha256:00\n")
    return FakeMachine(environment.House(tmp_path))


def prepare(machine: FakeMachine, kind: str = "runtime") -> bool:
    return environment.prepare(machine.house, kind, bootstrap.Progress(), machine.run)


# -- the stamp


def test_first_start_makes_the_environment_and_installs_by_hash(machine: FakeMachine) -> None:
    assert prepare(machine)

    assert machine.made_venv() == 1
    assert machine.installed() == ["requirements.txt"]
    assert "--require-hashes" in machine.commands[-1]


def test_second_start_installs_nothing(machine: FakeMachine) -> None:
    prepare(machine)
    machine.commands.clear()

    assert not prepare(machine)
    assert machine.commands == []


def test_the_tests_need_more_than_the_program_does(machine: FakeMachine) -> None:
    prepare(machine, "runtime")
    assert prepare(machine, "dev")
    assert machine.installed() == ["requirements.txt", "requirements-dev.txt"]
    assert machine.made_venv() == 1

    assert not prepare(machine, "runtime")


def test_a_changed_requirement_is_installed_without_starting_over(machine: FakeMachine) -> None:
    prepare(machine)
    machine.house.requirements("runtime")[0].write_text("pypdf==2.0\n")

    assert prepare(machine)
    assert machine.made_venv() == 1


def test_an_interrupted_installation_is_redone_from_the_beginning(machine: FakeMachine) -> None:
    machine.fails_at = "pip"
    with pytest.raises(environment.PreparationError):
        prepare(machine)
    assert not environment.is_prepared(machine.house, "runtime")

    machine.fails_at = ""
    assert prepare(machine)
    assert machine.made_venv() == 2


def test_an_interrupted_change_leaves_no_stamp(machine: FakeMachine) -> None:
    prepare(machine)
    machine.fails_at = "pip"

    with pytest.raises(environment.PreparationError):
        prepare(machine, "dev")

    assert not environment.is_prepared(machine.house, "runtime")


def test_another_python_makes_another_environment(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(machine)
    monkeypatch.setattr(environment, "PYTHON_TAG", "cpython-399 linux")

    assert prepare(machine)
    assert machine.made_venv() == 2


def test_a_lost_python_makes_a_new_environment(machine: FakeMachine) -> None:
    prepare(machine)
    machine.house.python.unlink()

    assert prepare(machine)
    assert machine.made_venv() == 2


def test_the_installation_counts_its_packages(
    machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.output = [
        "Collecting pypdf==1.0 (from -r requirements.txt (line 1))",
        "  Downloading pypdf-1.0-py3-none-any.whl (300 kB)",
    ]
    prepare(machine)

    said = capsys.readouterr().out
    assert said.count("pypdf 1.0") == 1
    assert "1/1 pypdf 1.0" in said
    assert re.match(r"\[ +\d+ s\] ", said)


def test_a_wheel_in_a_folder_is_counted_too() -> None:
    line = "Processing /srv/wheels/typing_extensions-4.16.0-py3-none-any.whl (from -r x)"

    assert environment.PACKAGE_LINE.match(line).groups() == ("typing_extensions", "4.16.0")


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_program_kodklar_runs_from_any_folder(machine: FakeMachine, tmp_path: Path) -> None:
    prepare(machine)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("import sys; print('started', *sys.argv[1:])")
    machine.house.python.unlink()
    machine.house.python.symlink_to(sys.executable)

    done = subprocess.run(
        [machine.house.entry, "search", "akut buk"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "started search akut buk\n"


# -- failures told in one sentence


def test_an_old_python_is_told_what_to_do() -> None:
    sentence = bootstrap.old_python_message((3, 9, 2))

    assert "3.11 eller nyare" in sentence
    assert "3.9" in sentence
    assert bootstrap.old_python_message((3, 11, 0)) is None


def test_an_old_python_can_read_as_far_as_the_sentence() -> None:
    source = (INSTALLER / "bootstrap.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 7))
    assert "from __future__" not in source.replace('"from __future__', "")


@pytest.mark.parametrize(
    ("output", "remedy"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "Disken är full"),
        ("Error: [Errno 13] Permission denied: '/opt/kodklar/.venv'", "skrivrätt"),
        ("[Errno 30] Read-only file system", "skrivrätt"),
        ("NewConnectionError('... [Errno -3] Temporary failure in name resolution')", "nätet"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "cache purge"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "finns inte för denna dator"),
        ("noise\nERROR: something new", "ERROR: something new"),
        ("", "okänt fel"),
    ],
)
def test_a_failure_names_its_remedy(output: str, remedy: str) -> None:
    assert remedy in environment.explain(output)


def test_no_network_outranks_the_package_that_could_not_be_found() -> None:
    output = "WARNING: Retrying after NewConnectionError\nERROR: No matching distribution found"

    assert "nätet" in environment.explain(output)


def test_a_missing_venv_module_names_its_package(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "missing_venv_package", lambda: "python3.11-venv")

    with pytest.raises(environment.PreparationError, match=r"apt-get install python3\.11-venv"):
        prepare(machine)


def test_a_foreseen_failure_is_one_sentence_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bootstrap, "carry_out", fail)
    monkeypatch.setattr(bootstrap, "settle_streams", lambda: None)

    assert bootstrap.main(["setup"]) == 2
    assert capsys.readouterr().err.strip().startswith("Det går inte att skriva")


def test_a_program_that_fails_is_explained() -> None:
    code = "import sys; print('ERROR: [Errno 28] No space left on device'); sys.exit(1)"
    lines: list[str] = []

    with pytest.raises(environment.PreparationError, match="Disken är full"):
        environment.run_program([sys.executable, "-c", code], lines.append)

    assert len(lines) == 1


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), ([], 2), (["dance"], 2)])
def test_usage_is_shown(
    arguments: list[str],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap, "settle_streams", lambda: None)

    assert bootstrap.main(arguments) == status
    assert "setup" in capsys.readouterr().out


# -- what is started


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["-n", "4"]),
        (["-k", "search"], ["-n", "4", "-k", "search"]),
        (["-n0"], ["-n0"]),
        (["tests/test_a.py::test_b"], ["tests/test_a.py::test_b"]),
    ],
)
def test_tests_are_spread_unless_the_user_decided(given: list[str], passed: list[str]) -> None:
    assert bootstrap.pytest_arguments(given, 4) == passed


def test_one_processor_needs_no_spreading() -> None:
    assert bootstrap.pytest_arguments([], 1) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_a_start_without_display_is_offscreen(tmp_path: Path) -> None:
    house = environment.House(tmp_path)

    assert bootstrap.run_environment(house, {})["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in bootstrap.run_environment(house, {"DISPLAY": ":0"})
    assert bootstrap.run_environment(house, {})["PYTHONPATH"] == str(tmp_path)


def test_the_tests_keep_what_is_compiled_whatever_is_said_elsewhere() -> None:
    said = {"PYTHONDONTWRITEBYTECODE": "1", "DISPLAY": ":0", "LANG": "sv_SE"}

    environment = bootstrap.environment_of_tests(said)

    assert environment == {"DISPLAY": ":0", "LANG": "sv_SE", "QT_QPA_PLATFORM": "offscreen"}
