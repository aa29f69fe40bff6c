"""How long the statistics of a year take, over 500,000 signatures of forty persons.

    python benchmarks/statistics_speed.py [--events N] [--database ADDRESS]

Makes a database of its own with the rows that signing would have written, or fills an empty one
of a PostgreSQL server as its superuser, and prints the median of five rounds by the clock:
everybody, one unit, one person, parts of months, and the charts drawn of it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Connection, FromClause, Table, func, insert, select, text

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.chart import Inks
from app.domain.work_statistics import StatisticsQuery
from app.persistence.engine import make_engine, read_url
from app.persistence.orm_rules import SignedFindingRow
from app.persistence.orm_statistics import SignedFactRow
from app.services.statistics_print import charts_as_svg
from app.services.work_statistics import work_statistics

_YEAR = StatisticsQuery(date(2025, 1, 1), date(2025, 12, 31))
_ROUNDS = 5
_AT_ONCE = 5_000
#: The rows stand alone: the versions that they would belong to are not made.
_UNCHECKED = {
    "sqlite": "PRAGMA foreign_keys=OFF",
    "postgresql": "SET session_replication_role=replica",
}
_TIDY = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE signed_fact, signed_finding"}


def main() -> None:
    """Make the database, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--database", help="address of a database of PostgreSQL to fill or use")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kodklar-statistics-") as folder:
        url = arguments.database or f"sqlite:///{Path(folder, 'kodklar.sqlite')}"
        app = bootstrap(Path(folder), url)
        _fill(url, arguments.events)
        lead = Person("p1", "Lea", Role.LEAD)
        for name, query in _queries().items():
            seconds = _median(lambda query=query: work_statistics(app, lead, query))
            print(f"{name}: {1000 * seconds:.0f} ms")
        found = work_statistics(app, lead, _YEAR)
        drawn = _median(lambda: charts_as_svg(found, 460, 170, Inks()))
        print(f"charts: {1000 * drawn:.0f} ms; {found.events} events")
        app.close()


def _queries() -> dict[str, StatisticsQuery]:
    since, until = _YEAR.since, _YEAR.until
    return {
        "everybody": _YEAR,
        "one unit": StatisticsQuery(since, until, "", "Enhet 7"),
        "one person": StatisticsQuery(since, until, "p1"),
        "all but two days": StatisticsQuery(since + timedelta(1), until - timedelta(1)),
    }


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _round in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _fill(url: str, events: int) -> None:
    """Store the rows, unless they are there from an earlier round."""
    chance = random.Random(7)
    engine = make_engine(read_url(url))
    kind = engine.dialect.name
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(_UNCHECKED[kind]))
        facts, findings = SignedFactRow.__table__, SignedFindingRow.__table__
        if connection.scalar(select(func.count()).select_from(facts)) == 0:
            _store(connection, facts, _facts(chance, events))
            _store(connection, findings, _findings(chance, events))
        connection.execute(text(_TIDY[kind]))
    engine.dispose()


def _store(connection: Connection, into: FromClause, rows: Iterator[tuple[object, ...]]) -> None:
    assert isinstance(into, Table)
    names = into.columns.keys()
    while batch := [dict(zip(names, row, strict=True)) for row in islice(rows, _AT_ONCE)]:
        connection.execute(insert(into), batch)
    connection.commit()


def _day(number: int) -> date:
    return _YEAR.since + timedelta(days=number % 365)


def _facts(chance: random.Random, events: int) -> Iterator[tuple[object, ...]]:
    for number in range(events):
        yield (
            f"e{number}",
            1,
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
        is_aside = chance.random() < 0.2
        yield f"e{number}", 1, 0, f"{_day(number):%Y-%m}", rule, 2, "I10.9", is_aside, ""


if __name__ == "__main__":
    main()
