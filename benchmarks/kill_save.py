"""Kill the program in the middle of saving, many times, and count what was lost.

    python benchmarks/kill_save.py [--times 1000] [--url sqlite:///… | postgresql://…]

A child process saves one event over and over, each time with other codes and a save id of its
own, and reports every confirmed save on a pipe. The parent kills it (SIGKILL) at a random
moment, looks at what is stored, sends the last save again under the same save id, and looks
again. Children are forked from a process that has everything imported. POSIX only.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func
from sqlalchemy import select as sql_select

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Unit
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.persistence.database import Database, open_database
from app.persistence.orm_encounters import AssignedCodeRow, EncounterRow, SaveRow

EVENT = "kill-save"
#: A child lives at most this long after its first save, in seconds.
LONGEST_LIFE_S = 0.03


@dataclass
class Tally:
    """What became of the saves. All but the first must stay 0."""

    confirmed: int = 0
    lost: int = 0
    doubled: int = 0
    half_saved: int = 0
    killed_while_saving: int = 0
    repeated: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.half_saved)

    def __str__(self) -> str:
        return (
            f"confirmed {self.confirmed}, lost {self.lost}, doubled {self.doubled}, "
            f"half saved {self.half_saved} "
            f"(killed while saving {self.killed_while_saving}: "
            f"stored already {self.repeated['stored']}, stored by the repetition "
            f"{self.repeated['absent']})"
        )


def coding(number: int) -> Encounter:
    """Build the event as save `number` stores it: every code tells which."""
    rows = 3 + number % 8
    letters = f"{number % 1000:03}"
    diagnoses = tuple(
        Diagnosis(
            f"A{row:02}.{letters}",
            DiagnosisRole.SECONDARY if row else DiagnosisRole.PRINCIPAL,
            partner=f"G{row:02}.{letters}",
            external_causes=(f"W{row:02}.{letters}",),
            text=str(number),
        )
        for row in range(rows)
    )
    procedures = tuple(
        Procedure(f"AA{letters}", additional=(f"ZX{letters}",)) for _ in range(rows % 4)
    )
    return Encounter(
        EVENT,
        Patient(IdentityNumber("")),
        unit=Unit("kill", str(number)),
        diagnoses=diagnoses,
        procedures=procedures,
        version=number - 1,
    )


def save(database: Database, number: int, run: str) -> None:
    with database.unit_of_work() as uow:
        uow.encounters.save(coding(number), f"{run}-{number}")
        uow.commit()


def child(url: str, first: int, run: str, report: int) -> None:
    """Save from number `first` on until killed, telling each number before and after."""
    database = open_database(url)
    number = first
    while True:
        os.write(report, f"trying {number}\n".encode())
        save(database, number, run)
        os.write(report, f"saved {number}\n".encode())
        number += 1


def run_child(url: str, first: int, run: str, life_s: float) -> list[str]:
    """Let a child live for a while; return what it reported."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(url, first, run, writing)
        finally:
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as reports:
        said = b""
        # Opening takes longer than saving; without waiting, most would die before they save.
        while b"saved" not in said and (more := reports.read(4096)):
            said += more
        time.sleep(life_s)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        said += reports.readall()
    if not os.WIFSIGNALED(status):
        raise SystemExit("The child failed before it was killed; see its traceback above.")
    return said.decode("ascii").splitlines()


def stored_number(database: Database, tally: Tally) -> int:
    """Find the number of the save that is stored, after counting what is wrong with it."""
    with database.unit_of_work() as uow:
        stored = uow.encounters.get(EVENT)
    with database.engine.connect() as connection:
        saves = connection.scalar(sql_select(func.count()).where(SaveRow.encounter_id == EVENT))
        last = connection.scalar(
            sql_select(EncounterRow.last_save_id).where(EncounterRow.id == EVENT)
        )
        rows = connection.execute(
            sql_select(AssignedCodeRow.code)
            .where(AssignedCodeRow.encounter_id == EVENT)
            .order_by(AssignedCodeRow.position)
        ).scalars()
        codes = list(rows)
    if stored is None:
        tally.half_saved += bool(saves or codes)
        return 0
    number = int(stored.unit.name)
    is_whole = (
        replace(stored, version=number - 1) == coding(number)
        and codes == [assigned.code for assigned in assigned_codes(stored)]
        and str(last).endswith(f"-{number}")
    )
    tally.half_saved += not is_whole
    # Save n makes version n, so more versions or noted saves than n mean one was stored twice.
    tally.doubled += stored.version > number or int(saves or 0) > number
    return number


def kill_once(url: str, run: str, number: int, tally: Tally, chance: random.Random) -> int:
    """One life and death of the program; return the number of the last save."""
    lines = run_child(url, number + 1, run, chance.uniform(0, LONGEST_LIFE_S))
    tried = [int(line.split()[1]) for line in lines if line.startswith("trying")]
    saved = [int(line.split()[1]) for line in lines if line.startswith("saved")]
    confirmed, attempted = max(saved, default=number), max(tried, default=number)
    tally.confirmed += len(saved)
    database = open_database(url)
    stored = stored_number(database, tally)
    tally.lost += stored < confirmed
    if attempted > confirmed:
        tally.killed_while_saving += 1
        tally.repeated["stored" if stored == attempted else "absent"] += 1
    if attempted:
        save(database, attempted, run)
        tally.confirmed += attempted > confirmed
        tally.lost += stored_number(database, tally) < attempted
    database.close()
    return attempted


def kill_many(url: str, times: int, seed: int = 1) -> Tally:
    """Kill the program many times on an empty database; the same seed gives the same lives."""
    tally, run, number = Tally(), uuid4().hex, 0
    chance = random.Random(seed)
    open_database(url).close()
    for _ in range(times):
        number = kill_once(url, run, number, tally, chance)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--url", help="address of an empty database (a temporary file otherwise)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kodklar-kill-") as folder:
        url = given.url or f"sqlite:///{Path(folder, 'kodklar.sqlite')}"
        tally = kill_many(url, given.times, given.seed)
    print(f"{given.times} kills in {time.perf_counter() - start:.0f} s: {tally}")
    return 0 if tally.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
