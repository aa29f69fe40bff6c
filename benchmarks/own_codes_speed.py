"""What own codes cost: reading them at an opened event, and at every keystroke.

    .venv/bin/python benchmarks/own_codes_speed.py [--events 100000] [--every 24]

Reading is timed on made-up signed events of two years, a fifth of them at one unit. Keystrokes
are those of each Nth question of the shared sets, over the full codebooks; the time is the
processor's, the least of five. The page holds 60 hits, as in the window.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, cast

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from search_editions import load_engine, load_library, read_questions, shared_data  # noqa: E402
from sqlalchemy import insert, inspect  # noqa: E402

from app.domain.care_types import EncounterClass, EncounterType  # noqa: E402
from app.domain.codes import CodeSystem  # noqa: E402
from app.domain.encounter import (  # noqa: E402
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Status,
    Unit,
)
from app.domain.identity import IdentityKind, IdentityNumber  # noqa: E402
from app.domain.own_codes import OwnCode, OwnCodes, OwnReason, UsedCode  # noqa: E402
from app.domain.patient import Patient  # noqa: E402
from app.domain.personal_ports import UsedCodes  # noqa: E402
from app.domain.search import SearchQuery  # noqa: E402
from app.domain.version import SignedVersion  # noqa: E402
from app.persistence.database import Database, open_database  # noqa: E402
from app.persistence.encounter_rows import fill_row  # noqa: E402
from app.persistence.orm_encounters import AssignedCodeRow, EncounterRow  # noqa: E402
from app.persistence.orm_versions import SignedVersionRow  # noqa: E402
from app.persistence.plain_data import to_plain  # noqa: E402
from app.persistence.unit_of_work import SqlUnitOfWork  # noqa: E402
from app.services.own_codes import (  # noqa: E402
    RECENT_VERSIONS,
    UNIT_LEAST,
    UNIT_MOST,
    UNIT_PERIOD,
    search_with_own,
)

NOW = datetime(2026, 11, 22)  # noqa: DTZ001 - local wall clock
PAGE = 60
UNITS = tuple(f"Avdelning {number}" for number in range(60))
CODES = tuple(f"{letter}{number}.{last}" for letter in "ABCDEFGHIJ" for number in range(10, 60)
              for last in range(0, 10, 3))  # fmt: skip
PATIENTS = 20_000
#: Own codes of a busy desk, by reason.
KEPT = {OwnReason.PATIENT: 40, OwnReason.FAVOURITE: 20, OwnReason.UNIT: 50, OwnReason.RECENT: 80}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=24)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        database = open_database(f"sqlite:///{Path(folder, 'kodklar.sqlite')}")
        fill(database, arguments.events)
        measure_reading(database)
        database.close()
    measure_keystrokes(arguments.every)


def fill(database: Database, count: int) -> None:
    """Store made-up events with their codes and versions, a few thousand at a time."""
    rows: dict[Any, list[dict[str, Any]]] = {
        EncounterRow: [], AssignedCodeRow: [], SignedVersionRow: []
    }  # fmt: skip
    with database.unit_of_work() as uow:
        session = cast("SqlUnitOfWork", uow)._session  # past the unit of work: it takes minutes
        for number, encounter in enumerate(encounters(count), start=1):
            row = EncounterRow(version=1, last_save_id="bench")
            fill_row(row, encounter)
            rows[EncounterRow].append(values(row))
            rows[AssignedCodeRow] += [values(c) | {"encounter_id": row.id} for c in row.codes]
            rows[SignedVersionRow].append(version(encounter, number))
            if number % 5_000 == 0 or number == count:
                for table, batch in rows.items():
                    session.execute(insert(table), batch)
                    batch.clear()
        uow.commit()


def values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def encounters(count: int) -> Iterator[Encounter]:
    chance = random.Random(1)
    for number in range(count):
        end = NOW - timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
        unit = UNITS[0] if chance.random() < 0.2 else chance.choice(UNITS)
        codes = [CODES[int(len(CODES) * chance.random() ** 3)] for _ in range(5)]
        lead = Diagnosis(codes[0], DiagnosisRole.PRINCIPAL)
        text = f"1950{number % PATIENTS:08}"
        yield Encounter(
            f"e{number}",
            Patient(IdentityNumber(text, IdentityKind.PERSONNUMMER, is_valid=True), "Namn"),
            EncounterClass.INPATIENT,
            EncounterType.INPATIENT,
            Unit(unit, unit),
            end - timedelta(days=3),
            end,
            diagnoses=(lead, *map(Diagnosis, codes[1 : chance.randrange(1, 6)])),
            status=Status.SIGNED,
        )


def version(encounter: Encounter, number: int) -> dict[str, Any]:
    at, signer = cast("datetime", encounter.end) + timedelta(days=5), f"p{number % 12}"
    signed = SignedVersion(encounter.id, 1, encounter, (), ("ICD-10-SE 2022",), "1", signer, "", at)
    return {
        "encounter_id": encounter.id, "number": 1, "snapshot": to_plain(signed),
        "signer_id": signer, "signed_at": at, "rule_set": "1",
    }  # fmt: skip


def of_unit(used: UsedCodes, unit: str) -> list[UsedCode]:
    return used.of_unit(unit, since=NOW - UNIT_PERIOD, least=UNIT_LEAST, most=UNIT_MOST)


def measure_reading(database: Database) -> None:
    """Print what each question to storage takes, a new transaction each."""
    number = f"1950{7:08}"
    questions: dict[str, Callable[[UsedCodes], list[UsedCode]]] = {
        "a patient's": lambda used: used.of_patient(number, without="e7", until=None),
        "a unit's": lambda used: of_unit(used, UNITS[9]),
        "the largest unit's": lambda used: of_unit(used, UNITS[0]),
        "a signer's": lambda used: used.of_signer("p1", versions=RECENT_VERSIONS),
    }
    for name, ask in questions.items():
        taken = []
        for _ in range(7):
            begun = time.perf_counter()
            with database.unit_of_work() as uow:
                found = ask(uow.used_codes)
            taken.append(time.perf_counter() - begun)
        print(f"{name:20} {len(found):4} codes {1000 * median(taken):7.1f} ms")


def measure_keystrokes(every: int) -> None:
    """Print what a keystroke takes without own codes, and what they add."""
    folder = shared_data()
    library = load_library(folder)
    engine = load_engine(library)
    engine.prepare()
    own, app = busy_desk(library), cast("Any", SimpleNamespace(engine=engine))
    texts = [q.text for name in ("queries_dev", "synonyms_dev")
             for q in read_questions(folder / "search" / f"{name}.tsv")[::every]]  # fmt: skip
    typed = [text[:length] for text in texts for length in range(1, len(text) + 1)]
    print(f"{len(own.keys)} own codes, {len(typed)} keystrokes, ms of the processor")
    for systems in ((CodeSystem.ICD10SE,), ()):
        plain, added = [], []
        for text in typed:
            query = SearchQuery(text, systems, PAGE)
            rounds = [both(app, own, query) for _ in range(5)]
            plain.append(min(each[0] for each in rounds))
            added.append(min(each[1] for each in rounds))
        where = "ICD-10-SE" if systems else "all three"
        print(f"{where}: search {shares(plain)} · own codes add {shares(added)}")


def both(app: Any, own: OwnCodes, query: SearchQuery) -> tuple[float, float]:
    begun = time.thread_time()
    hits = app.engine.search(query)
    found = time.thread_time()
    search_with_own(app, own, hits, query)
    return 1000 * (found - begun), 1000 * (time.thread_time() - found)


def shares(taken: list[float]) -> str:
    ordered = sorted(taken)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return " ".join(
        f"{name} {ordered[int(share * len(ordered))]:.2f}" for name, share in at.items()
    )


def busy_desk(library: Any) -> OwnCodes:
    chance, books = random.Random(2), library.for_day(None)
    codes: list[OwnCode] = []
    for reason, count in KEPT.items():
        for _ in range(count):
            system = chance.choices(list(CodeSystem), (7, 2, 1))[0]
            concept = chance.choice(books.of(system).concepts())
            used = UsedCode(system, concept.code, 5, date(2026, 11, 3))
            codes.append(OwnCode(reason, used))
    return replace(OwnCodes(), codes=tuple(codes))


if __name__ == "__main__":
    main()
