"""Prepare the machine and start Kodklar or its tests; needs nothing but the standard library."""

# No "from __future__ import annotations" here, and nothing newer than Python 3.6 in the grammar:
# an old Python must come as far as the sentence that says it is too old.
import sys

OLDEST = (3, 11)


def old_python_message(version: tuple) -> "str | None":
    """Return the sentence for a Python that is too old, or None."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        f"Kodklar behöver Python {OLDEST[0]}.{OLDEST[1]} eller nyare, men detta är Python "
        f"{version[0]}.{version[1]}. Installera en nyare Python och kör samma kommando med den, "
        "till exempel python3.11."
    )


if old_python_message(sys.version_info):
    sys.stderr.write(old_python_message(sys.version_info) + "\n")
    sys.exit(2)

import os  # noqa: E402 - after the version check, see above
import subprocess  # noqa: E402
from collections.abc import Mapping, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "installer"))
import qt_libraries  # noqa: E402
from progress import Progress  # noqa: E402
from virtual_environment import (  # noqa: E402
    WINDOWS,
    House,
    PreparationError,
    explain,
    missing_venv_package,
    prepare,
    run_program,
)

USAGE = f"""\
Användning: python3 installer/bootstrap.py KOMMANDO

  setup             förbered: gör .venv och installera det som behövs
  run [ARGUMENT …]  förbered och starta Kodklar
  test [ARGUMENT …] förbered och kör testerna; argumenten går till pytest

setup och test tar också {qt_libraries.INSTALL_FLAG} (Debian och Ubuntu, som root)."""


def pytest_arguments(arguments: Sequence[str], processors: int) -> list[str]:
    """Spread the tests over the processors, unless the user has decided or asks for one file."""
    decided = ("-n", "--numprocesses", "--pdb", "no:xdist")
    one_file = any(argument.split("::")[0].endswith(".py") for argument in arguments)
    if processors == 1 or one_file or any(a.startswith(decided) for a in arguments):
        return list(arguments)
    return ["-n", str(processors), *arguments]


def processor_count() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_environment(house: House, environment: Mapping[str, str]) -> dict[str, str]:
    """Let Python find app and ui, and Qt do without a display where there is none."""
    result = dict(environment)
    paths = [str(house.root), result.get("PYTHONPATH", "")]
    result["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    if sys.platform == "linux" and qt_libraries.platform_of(result) == "offscreen":
        result.setdefault("QT_QPA_PLATFORM", "offscreen")
    return result


def start(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Become the program, or on Windows wait for it; return its exit status."""
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted
    return subprocess.call(command, env=environment)


def start_app(house: House, arguments: Sequence[str]) -> int:
    """Start the program, from whatever folder the user stands in."""
    command = [str(house.python), "-P", "-m", "app", *arguments]
    return start(command, run_environment(house, os.environ))


def start_tests(house: House, arguments: Sequence[str]) -> int:
    """Start pytest at the root of the repository, without a display."""
    os.chdir(house.root)
    arguments = pytest_arguments(arguments, processor_count())
    command = [str(house.python), "-m", "pytest", *arguments]
    return start(command, environment_of_tests(os.environ))


def environment_of_tests(environment: Mapping[str, str]) -> "dict[str, str]":
    """Do without a display, and keep what is compiled: the tests start Python very many times."""
    kept = {name: environment[name] for name in environment if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def carry_out(house: House, command: str, arguments: Sequence[str]) -> int:
    """Do what one command asks for; raise PreparationError with a sentence if it cannot be done."""
    progress = Progress()
    prepare_system(command, arguments, progress)
    worked = prepare(house, "dev" if command == "test" else "runtime", progress, run_program)
    if command == "run":
        return start_app(house, arguments)
    if command == "test":
        return start_tests(house, [a for a in arguments if a != qt_libraries.INSTALL_FLAG])
    done = "Klart." if worked else "Allt är redan förberett."
    progress.step(f"{done} Starta med: python3 installer/bootstrap.py run")
    return 0


def prepare_system(command: str, arguments: Sequence[str], progress: Progress) -> None:
    """See to what has to come from the operating system."""
    platform = "offscreen" if command == "test" else qt_libraries.platform_of(os.environ)
    may_install = command != "run" and qt_libraries.may_install(arguments, os.environ)
    qt_libraries.ensure(platform, may_install, progress.step, run_program)
    package = missing_venv_package()
    if package and may_install:
        qt_libraries.install_packages([package], progress.step, run_program)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status: 2 for a failure told in one sentence."""
    settle_streams()
    if not arguments or arguments[0] not in {"setup", "run", "test"}:
        print(USAGE)
        return 0 if arguments and arguments[0] in {"-h", "--help"} else 2
    try:
        return carry_out(House(ROOT), arguments[0], arguments[1:])
    except (PreparationError, qt_libraries.MissingLibrariesError) as error:
        sentence = str(error)
    except OSError as error:
        sentence = explain(str(error))
    except KeyboardInterrupt:
        sentence = "Avbrutet. Kör samma kommando igen, så görs förberedelsen om."
    print(f"\n{sentence}", file=sys.stderr)
    return 2


def settle_streams() -> None:
    """Make up for a closed standard input, and for a console that cannot write å, ä, ö."""
    if sys.stdin is None:
        os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
