"""How long the group at the desk takes: explanation, every what-if, findings and signing.

Run: python benchmarks/drg_desk_speed.py [TABLES], a file or folder with definition tables; without
it the Swedish ones of 2014 in the folder that KODKLAR_SHARED_DATA names, or in ../shared/data.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.bootstrap import bootstrap
from app.domain.drg_change import DrgChange
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.rules.examples import example
from app.services.drg import group_by, variations
from app.services.drg_desk import desk_group, told_group
from app.services.drg_problems import with_problem_group
from app.services.drg_signed import signed_group
from app.services.drg_tables import import_tables
from app.services.drg_what_if import drg_what_if

ROOT = Path(__file__).resolve().parents[1]
_ROUNDS = 200
_SECONDARY = ("I50.9", "E11.9", "J96.0", "K65.0", "A41.9", "N17.9", "F05.9", "D62.9")


def _event(day: date) -> Encounter:
    rows = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), *map(Diagnosis, _SECONDARY))
    text = day.isoformat()
    event = example("K35.8", start=text, end=text, born="1950-05-05")
    procedures = tuple(Procedure(code, day) for code in ("JEA01", "JAH01", "DV044"))
    return replace(event, diagnoses=rows, procedures=procedures)


def _median(work: Callable[[], object]) -> str:
    work()
    times = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    ordered = sorted(times)
    worst = ordered[int(0.95 * len(ordered))]
    return f"{statistics.median(times):.2f} ms (p95 {worst:.2f}, worst {ordered[-1]:.2f})"


def _tables() -> Path:
    shared = Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    usual = shared / "norddrg" / "swe-2014" / "original"
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tables", type=Path, nargs="?", default=usual, help="a file or a folder")
    chosen: Path = parser.parse_args().tables
    if not chosen.exists():
        parser.error(f"there are no tables at {chosen}")
    return chosen


def main(tables_path: Path) -> None:
    """Print a line for each thing that is measured."""
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder), f"sqlite:///{folder}/kodklar.sqlite")
        tables, _new = import_tables(app, tables_path)
        event = _event(tables.valid.start or date(2014, 1, 1))
        group = desk_group(app, event)
        if group.told is None:
            raise SystemExit(group.sentence)
        print(
            f"{tables.label}: {len(event.diagnoses)} diagnoses, {len(event.procedures)} procedures"
        )

        def explained_with_variations() -> None:
            made = group_by(app, event, tables)
            told_group(app, event, made)
            variations(app, made)

        print("words and what-if of every code:", _median(explained_with_variations))
        print("the panel, storage included:", _median(lambda: desk_group(app, event)))
        print("problem group for the review:", _median(lambda: with_problem_group(app, event)))
        print("group at signing:", _median(lambda: signed_group(app, event)))
        change = DrgChange(first=1)
        told = _median(lambda: drg_what_if(app, event, change, tables))
        print("one what-if with both reviews:", told)
        app.close()


if __name__ == "__main__":
    main(_tables())
