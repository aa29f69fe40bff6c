"""How long the statistics of a year take, over 500,000 signatures of forty persons.

    python benchmarks/statistics_speed.py [--events N]

Makes a database of its own with the rows that signing would have written, and prints the median
of five rounds: everybody, one unit, one person, and the charts drawn of it.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.chart import Inks
from app.domain.work_statistics import StatisticsQuery
from app.services.statistics_print import charts_as_svg
from app.services.work_statistics import work_statistics

_YEAR = StatisticsQuery(date(2025, 1, 1), date(2025, 12, 31))
_ROUNDS = 5
_FACT = "INSERT INTO signed_fact VALUES (?,1,?,?,?,?,?,?,?,?)"
_FINDING = "INSERT INTO signed_finding VALUES (?,1,?,?,?,2,'I10.9',?,'')"


def main() -> None:
    """Make the database, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory(prefix="kodklar-statistics-") as folder:
        app = bootstrap(Path(folder))
        _fill(Path(folder) / "kodklar.sqlite", events)
        lead = Person("p1", "Lea", Role.LEAD)
        own = StatisticsQuery(_YEAR.since, _YEAR.until, "p1")
        unit = StatisticsQuery(_YEAR.since, _YEAR.until, "", "Enhet 7")
        for name, query in (("everybody", _YEAR), ("one unit", unit), ("one person", own)):
            seconds = _median(lambda query=query: work_statistics(app, lead, query))
            print(f"{name}: {1000 * seconds:.0f} ms")
        found = work_statistics(app, lead, _YEAR)
        drawn = _median(lambda: charts_as_svg(found, 460, 170, Inks()))
        print(f"charts: {1000 * drawn:.0f} ms; {found.events} events")
        app.close()


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _round in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _fill(path: Path, events: int) -> None:
    chance = random.Random(7)
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(_FACT, _facts(chance, events))
        connection.executemany(_FINDING, _findings(chance, events))
        connection.execute("ANALYZE")
        connection.commit()


def _day(number: int) -> date:
    return _YEAR.since + timedelta(days=number % 365)


def _facts(chance: random.Random, events: int) -> Iterator[tuple[object, ...]]:
    for number in range(events):
        yield (
            f"e{number}",
            f"p{chance.randrange(40)}",
            f"Enhet {chance.randrange(25)}",
            _day(number).isoformat(),
            7 + chance.randrange(10),
            1 + chance.randrange(6),
            chance.randrange(4),
            chance.randrange(2),
            int(chance.expovariate(0.06)),
        )


def _findings(chance: random.Random, events: int) -> Iterator[tuple[object, ...]]:
    for number in range(0, events, 2):
        rule = f"R{chance.randrange(120):03}"
        yield f"e{number}", 0, f"{_day(number):%Y-%m}", rule, chance.random() < 0.2


if __name__ == "__main__":
    main()
