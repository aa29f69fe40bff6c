"""How quickly a file of events is read in, the first time and once more.

    python benchmarks/intake_speed.py [--events 2500] [--persons N] [--database ADDRESS]

Makes a CSV file of contacts with three diagnoses and a line of record each, reads it into a new
database twice, and prints events a second by the clock and statements an event. With --database
it is an empty database of a PostgreSQL server.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Engine, event

from app.bootstrap import bootstrap
from app.domain.intake import IntakeReport
from app.services.context import AppContext
from app.services.intake import import_events

_NOW = datetime(2025, 12, 1, 9)  # noqa: DTZ001 - local wall clock, as all moments of care
_HEADER = (
    "händelse_id;personnummer;namn;kön;skydd;klass;typ;enhet_id;enhet;start;slut;"
    "huvuddiagnos;bidiagnoser;journaltext"
)
_PRINCIPALS = ("I10.9", "J18.9", "E11.9", "N10.9", "A41.5")
_OTHERS = ("Z95.0 I48.9", "E66.9 K21.9", "F32.1 G43.9")
#: One person in so many is protected.
_PROTECTED = 200


def main() -> None:
    """Make the file, read it in twice, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2_500)
    parser.add_argument("--persons", type=int, help="fewer persons than events")
    parser.add_argument("--database", help="address of an empty database of PostgreSQL")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kodklar-intake-") as folder:
        path = Path(folder, "kontakter.csv")
        path.write_text(_file(arguments.events, arguments.persons or arguments.events), "utf-8")
        statements: list[str] = []
        event.listen(Engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        url = arguments.database or f"sqlite:///{Path(folder, 'kodklar.sqlite')}"
        app = bootstrap(Path(folder), url)
        for name in ("first time", "once more"):
            _read(app, path, name, statements)
        app.close()


def _read(app: AppContext, path: Path, name: str, statements: list[str]) -> None:
    statements.clear()
    begun = perf_counter()
    report: IntakeReport = import_events(app, [path])
    seconds = perf_counter() - begun
    count = report.added + report.updated + report.unchanged
    asked = len(statements) / count
    print(f"{name}: {count} events, {count / seconds:.0f} a second, {asked:.1f} statements each")


def _file(events: int, persons: int) -> str:
    chance = random.Random(1)
    return "\n".join(
        [_HEADER, *(_line(chance, number, number % persons) for number in range(events))]
    )


def _line(chance: random.Random, number: int, person: int) -> str:
    end = _NOW - timedelta(minutes=chance.randrange(500_000))
    start = end - timedelta(hours=chance.randrange(1, 200))
    born = f"19{person % 80 + 10}{person % 12 + 1:02}{person % 28 + 1:02}"
    told = (
        f"b{number}",
        f"{born}{person % 10_000:04}",
        f"Person {person}",
        "K",
        "sekretessmarkering" if person % _PROTECTED == 0 else "",
        "Slutenvård",
        "Slutenvård",
        f"A{person % 40}",
        f"Avdelning {person % 40}",
        f"{start:%Y-%m-%d %H:%M}",
        f"{end:%Y-%m-%d %H:%M}",
        chance.choice(_PRINCIPALS),
        chance.choice(_OTHERS),
        "Patienten sökte för feber och hosta sedan tre dagar. Lungröntgen utan infiltrat.",
    )
    return ";".join(told)


if __name__ == "__main__":
    main()
