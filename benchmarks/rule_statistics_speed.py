"""Time the statistics of rules over the findings of half a million signed events, on SQLite.

Run from the repository: `.venv/bin/python benchmarks/rule_statistics_speed.py [events]`. Prints
one JSON object: median milliseconds of five questions, and the memory of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.bootstrap import bootstrap
from app.services.rule_statistics import RuleStatistics, last_year, rule_statistics

EVENTS = 500_000
RUNS = 5
_MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)]
_INSERT = (
    "INSERT INTO signed_finding (encounter_id, number, position, month, rule_id, severity, codes, "
    "is_overridden, reason) VALUES (?, 1, ?, ?, ?, ?, 'I10.9', ?, ?)"
)


def make_rows(events: int, rule_ids: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield one or two findings an event, four in ten of them set aside."""
    chance = random.Random(1)
    for number in range(events):
        month = chance.choice(_MONTHS)
        for position in range(chance.choice((1, 1, 2))):
            is_aside = chance.random() < 0.4
            reason = chance.choice(("Journalen stöder koden", "Eget skäl")) if is_aside else ""
            severity = chance.choice((1, 2))
            rule_id = chance.choice(rule_ids)
            yield f"e{number}", position, month, rule_id, severity, is_aside, reason


def median_ms(ask: Callable[[], RuleStatistics]) -> float:
    """Return the median time of some runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return round(sorted(times)[RUNS // 2] * 1000, 1)


def main(events: int) -> None:
    """Fill a database and time the questions."""
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        # The versions that the findings come from would take minutes to write, and are not read.
        with sqlite3.connect(Path(folder) / "kodklar.sqlite") as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.executemany(_INSERT, make_rows(events, [r.rule_id for r in app.rules]))
        told = {
            "events": events,
            "all_ms": median_ms(lambda: rule_statistics(app)),
            "year_ms": median_ms(lambda: last_year(app)),
            "month_ms": median_ms(lambda: rule_statistics(app, "2025-05", "2025-05")),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        app.close()
    print(json.dumps(told))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("events", type=int, nargs="?", default=EVENTS)
    main(parser.parse_args().events)
