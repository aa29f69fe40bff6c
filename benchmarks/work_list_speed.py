"""How quickly lists of the work list are counted and shown among 1,000,000 events.

    .venv/bin/python benchmarks/work_list_speed.py [--events 1000000] [--unsigned 0.1]
        [--runs 9] [--keep FILE] [--database ADDRESS]

Makes the events with the program's own rows in a temporary file, or with --database in an empty
database elsewhere, and prints medians in milliseconds: the first page and the exact count of
every kind of list rule, the first page in every order, of all events and of a list that holds
few, and every count that stands beside the names of the lists together.

SQLite works in this process, so its processor time is measured: a busy machine makes the clock
wait for others. With --database it is the clock.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sqlalchemy import Connection, Engine, Table, insert, inspect, text  # noqa: E402

from app.bootstrap import bootstrap  # noqa: E402
from app.domain.access import Person  # noqa: E402
from app.domain.care_types import EncounterClass, EncounterType  # noqa: E402
from app.domain.complexity import Complexity  # noqa: E402
from app.domain.encounter import (  # noqa: E402
    Assignee,
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Status,
    Unit,
)
from app.domain.identity import IdentityNumber  # noqa: E402
from app.domain.patient import Patient, Sex  # noqa: E402
from app.domain.work_list import SortKey  # noqa: E402
from app.domain.work_list_rule import ListState, Whose, WorkListRule  # noqa: E402
from app.persistence.encounter_rows import fill_row  # noqa: E402
from app.persistence.engine import make_engine, read_url  # noqa: E402
from app.persistence.orm_encounters import EncounterRow  # noqa: E402
from app.services import work_list, worklist_rules  # noqa: E402
from app.services.context import AppContext  # noqa: E402

PAGE = 200
WORD_INDEXES = (
    "SELECT indexdef FROM pg_indexes"
    " WHERE indexname IN ('ix_encounter_letters', 'ix_encounter_filter_text')"
)
#: What is read before and after: the processor's time, or that of the wall.
CLOCK: list[Callable[[], float]] = [process_time]
AT_ONCE = 5_000
NOW = datetime(2025, 12, 1, 9)  # noqa: DTZ001 - local wall clock, as all moments of care
TODAY = NOW.date()
ME = Person("p0", "Kim Kodare")
FIRST = ("Anna", "Björn", "Cecilia", "David", "Eva", "Folke", "Gunilla", "Håkan", "Inga", "Johan")
LAST = ("Andersson", "Berg", "Carlsson", "Dahl", "Ek", "Fors", "Grahn", "Holm", "Isaksson", "Öst")
UNITS = tuple(f"Avdelning {number}" for number in range(1, 61))
CODES = ("I10.9", "J18.9", "S72.00", "E11.9", "N10.9", "A41.5", "F32.1", "K35.8")
STATUSES = (Status.READY, Status.DRAFT, Status.PARKED)
#: One of every kind of restriction, and some together.
RULES = {
    "alla": WorkListRule(state=ListState.ALL),
    "alla utom signerade": WorkListRule(state=ListState.UNSIGNED),
    "väntar på kodning": WorkListRule(),
    "parkerade": WorkListRule(state=ListState.PARKED),
    "parkerade som ska tas upp": WorkListRule(state=ListState.RETURNED),
    "en enhet": WorkListRule(units=UNITS[:1]),
    "tio enheter": WorkListRule(units=UNITS[:10]),
    "en klass": WorkListRule(classes=(EncounterClass.INPATIENT,)),
    "en typ": WorkListRule(types=(EncounterType.NEWBORN,)),
    "ålder minst 30 dagar": WorkListRule(least_age=30),
    "ålder högst 7 dagar": WorkListRule(most_age=7),
    "försenade": WorkListRule(most_left=-1),
    "högst 14 dagar kvar": WorkListRule(least_left=0, most_left=14),
    "få koder": WorkListRule(complexities=(Complexity.FEW,)),
    "många koder": WorkListRule(complexities=(Complexity.MANY,)),
    "tilldelade mig": WorkListRule(whose=Whose.MINE),
    "inte tilldelade": WorkListRule(whose=Whose.NOBODY),
    "ord: holm": WorkListRule(text="holm"),
    "ord som inte finns": WorkListRule(text="finnsinte"),
    "bland alla: holm": WorkListRule(text="holm", state=ListState.ALL),
    "bland alla: finns inte": WorkListRule(text="finnsinte", state=ListState.ALL),
    "bland alla: två bokstäver": WorkListRule(text="ek", state=ListState.ALL),
    "bland alla: i varje händelse": WorkListRule(text="avdelning", state=ListState.ALL),
    "bland alla: holm, tio enheter": WorkListRule(UNITS[:10], text="holm", state=ListState.ALL),
    "personnummer": WorkListRule(text="19400312-0042"),
    "allt på en gång": WorkListRule(
        units=UNITS[:10],
        classes=(EncounterClass.INPATIENT,),
        types=(EncounterType.INPATIENT,),
        complexities=(Complexity.MIDDLE, Complexity.MANY),
        whose=Whose.NOBODY,
        least_age=10,
        most_left=60,
        text="ek",
    ),
}
#: Holds few events, of which any order finds a page only by passing most others.
RARE = WorkListRule(types=(EncounterType.NEWBORN,), units=UNITS[:1], most_age=60)


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        path = arguments.keep or Path(folder, "kodklar.sqlite")
        url = arguments.database or f"sqlite:///{path}"
        app = replace(bootstrap(Path(folder), url), now=lambda: NOW)
        engine = make_engine(read_url(url))
        CLOCK[0] = perf_counter if arguments.database else process_time
        if work_list.work_count(app, WorkListRule(state=ListState.ALL).query(ME, TODAY)) == 0:
            begun = perf_counter()
            fill(engine, arguments.events, arguments.unsigned)
            print(f"made {arguments.events} events in {perf_counter() - begun:.0f} s")
        measure(app, arguments.runs)
        engine.dispose()
        app.close()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--unsigned", type=float, default=0.1, help="share of the events")
    parser.add_argument("--keep", type=Path, help="keep the database here, or use the one there")
    parser.add_argument("--database", help="address of a database of PostgreSQL to fill or use")
    return parser.parse_args()


def fill(engine: Engine, count: int, unsigned: float) -> None:
    """Store made-up events by the thousand, past the unit of work: one by one would take hours."""
    columns = [column.key for column in inspect(EncounterRow).column_attrs]
    rows = (row_of(encounter, columns) for encounter in encounters(count, unsigned))
    table = EncounterRow.__table__
    assert isinstance(table, Table)
    with engine.begin() as connection:
        for index in table.indexes:  # filled when all rows are there, in a tenth of the time
            index.drop(connection)
        of_words = take_word_indexes(connection)
        while batch := list(islice(rows, AT_ONCE)):
            connection.execute(insert(table), batch)
        for index in table.indexes:
            index.create(connection)
        for made in of_words:
            connection.execute(text(made))
    if engine.dialect.name == "postgresql":  # what autovacuum does in its own time
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM ANALYZE encounter"))


def take_word_indexes(connection: Connection) -> list[str]:
    """Drop the indexes that PostgreSQL alone has, and return how they are made."""
    if connection.dialect.name != "postgresql":
        return []
    made = connection.scalars(text(WORD_INDEXES)).all()
    connection.execute(text("DROP INDEX ix_encounter_letters, ix_encounter_filter_text"))
    return list(made)


def row_of(encounter: Encounter, columns: list[str]) -> dict[str, object]:
    """Make the row that a save makes; the record's points go by the id, as no record is stored."""
    points = int(encounter.id[1:]) % 5
    # Filled as the program's own row is, without the bookkeeping of a session.
    row: Any = SimpleNamespace(version=1, last_save_id="bench", record_points=points, codes=[])
    fill_row(row, encounter)
    return {key: getattr(row, key) for key in columns}


def encounters(count: int, unsigned: float) -> Iterator[Encounter]:
    """Events of two years, of which a share is not signed yet."""
    chance = random.Random(1)
    kinds = (
        (EncounterClass.INPATIENT, EncounterType.INPATIENT),
        (EncounterClass.OUTPATIENT, EncounterType.SPECIALIST_OUTPATIENT),
        (EncounterClass.EMERGENCY, EncounterType.EMERGENCY),
        (EncounterClass.INPATIENT, EncounterType.NEWBORN),
    )
    for number in range(count):
        end = NOW - timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
        is_signed = chance.random() >= unsigned
        status = Status.SIGNED if is_signed else chance.choices(STATUSES, (2, 1, 1))[0]
        code = chance.choice(CODES)
        kind = chance.choices(kinds, (40, 40, 19, 1))[0]
        unit = chance.choice(UNITS)
        serial = f"{chance.randrange(1930, 2020)}{chance.randrange(1, 13):02}{number % 10_000:04}"
        coder = chance.randrange(20)
        yield Encounter(
            f"e{number}",
            Patient(
                IdentityNumber(f"{serial}{number % 100:02}"[:12]),
                f"{chance.choice(FIRST)} {chance.choice(LAST)}",
                chance.choice((Sex.FEMALE, Sex.MALE)),
            ),
            *kind,
            Unit(unit, unit),
            end - timedelta(hours=chance.randrange(1, 200)),
            end,
            diagnoses=() if status is Status.READY else (Diagnosis(code, DiagnosisRole.PRINCIPAL),),
            status=status,
            park_until=park_day(chance) if status is Status.PARKED else None,
            assigned=Assignee(f"p{coder}", f"Kodare {coder}") if coder < 4 else None,
        )


def park_day(chance: random.Random) -> date | None:
    """Half of the parked events have a day to come back on, one in ten of these by now."""
    return TODAY + timedelta(days=chance.randrange(-10, 90)) if chance.random() < 0.5 else None


def measure(app: AppContext, runs: int) -> None:
    """Print what each list takes, and each order."""
    print(f"{'list':32}{'events':>10}{'page ms':>10}{'count ms':>10}")
    for name, rule in RULES.items():
        query = rule.query(ME, TODAY)
        found = work_list.work_count(app, query)
        page = timed(lambda q=query: work_list.work_page(app, q, 0, PAGE), runs)
        counted = timed(lambda q=query: work_list.work_count(app, q), runs)
        print(f"{name:32}{found:>10}{page:>10.1f}{counted:>10.1f}")
    print(f"\n{'order':28}{'all':>10}{'waiting':>10}{'few':>10}  (page ms)")
    lists = [WorkListRule(state=ListState.ALL), WorkListRule(), RARE]
    for key in SortKey:
        for descending in (False, True):
            queries = [
                replace(rule.query(ME, TODAY), sort=key, descending=descending) for rule in lists
            ]
            taken = [timed(lambda q=q: work_list.work_page(app, q, 0, PAGE), runs) for q in queries]
            name = f"{key.value}{', descending' if descending else ''}"
            print(f"{name:28}" + "".join(f"{one:>10.1f}" for one in taken))
    few = work_list.work_count(app, RARE.query(ME, TODAY))
    print(f"\nthe list that holds few has {few} events")
    counts = timed(lambda: worklist_rules.count_lists(app, ME), runs)
    following = timed(lambda: work_list.next_event_id(app, ME), runs)
    print(f"counts of all standard lists {counts:.1f} ms, next event {following:.1f} ms")


def timed(act: Callable[[], object], runs: int) -> float:
    """Return the median of some runs, in milliseconds."""
    taken = []
    for _ in range(runs):
        begun = CLOCK[0]()
        act()
        taken.append(1000 * (CLOCK[0]() - begun))
    return median(taken)


if __name__ == "__main__":
    main()
