"""How quickly contacts are grouped, and how much memory that takes.

    python benchmarks/drg_speed.py [--sizes 100000 1000000] [--jobs N]

Reads the definition tables and cases in the folder that KODKLAR_SHARED_DATA names, or else in
../shared/data. Prints medians of seven rounds, in processor time: tables ready from each form and
from the cache, grouping on one processor with features, trying each rule in turn in the same run,
explanations with every what-if.
Then groups gzip files of the given sizes as `kodklar drg group` does, each in a process of its own,
answers written as objects included, and prints cases a second by the clock, processor time a case
in the reader and in the workers with their start, and the largest memory of the reader and of a
worker.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.bootstrap import bootstrap
from app.domain.drg import DrgCase
from app.exchange.drg_answers import line_as_object
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import read_cases
from app.exchange.drg_files import read_definition_tables
from app.grouper.engine import Grouper
from app.grouper.explanation import explain, vary
from app.grouper.features import derive
from app.grouper.requirements import is_met, requirements
from app.services.drg_cache import keep_cached, read_cached
from app.services.drg_files import group_file
from app.services.drg_tables import choose_tables, import_tables
from app.services.parallel_review import usable_processors

ROOT = Path(__file__).resolve().parents[1]
_ROUNDS = 7
#: Trying every rule takes long: so many cases are enough for a ratio.
_SCANNED = 60
_EXPLAINED = 200
_KB = 1024
#: Starts this file so that processes it starts do not read it, as those of `kodklar` do not.
_ALONE = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
    "from drg_speed import main; main()"
)
#: Blocks between two looks at the memory of the workers.
_LOOK_EVERY = 10


def main() -> None:
    asked = _arguments()
    folder = (
        Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data") / "norddrg"
    )
    if asked.run is not None:
        _group_here(asked.run, asked.data, asked.jobs)
        return
    print(f"{datetime.now(UTC):%H:%M} UTC, load {os.getloadavg()[0]:.1f}")
    for name in ("nor/NOR_2015.json.gz", "swe-2014/original", "packages/ICE_2012_PL0b.zip"):
        _ready(folder / name)
    _grouping(folder)
    with tempfile.TemporaryDirectory() as made:
        _files(folder, Path(made), asked.sizes, asked.jobs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--jobs", type=int, default=usable_processors())
    parser.add_argument("--run", type=Path, help="for the process of one file")
    parser.add_argument("--data", type=Path, help="the same")
    return parser.parse_args()


def _ready(path: Path) -> None:
    whole = _median(lambda: Grouper(read_definition_tables(path)))
    compiled = Grouper(read_definition_tables(path)).tables
    with tempfile.TemporaryDirectory() as folder:
        keep_cached(Path(folder), "0" * 64, compiled)
        cached = _median(lambda: Grouper(read_cached(Path(folder), "0" * 64) or compiled))
    print(f"{path.name}: ready {whole:.2f} s, from the cache {cached:.3f} s")


def _grouping(folder: Path) -> None:
    grouper = Grouper(read_definition_tables(folder / "nor/NOR_2015.json.gz"))
    cases = _cases(folder)
    gc.collect()
    each = _median(lambda: [grouper.group(case) for case in cases]) / len(cases)
    few = cases[:_SCANNED]
    scanned = _median(lambda: [_scan(grouper, case) for case in few]) / len(few)
    print(
        f"one processor: {1 / each:,.0f} cases a second; each rule in turn {scanned / each:.0f} x"
    )
    times = [_once(lambda case=case: _told(grouper, case)) for case in cases[:_EXPLAINED]]
    print(
        f"explanation with what-if: {1000 * median(times):.1f} ms, at most {1000 * max(times):.0f}"
    )


def _cases(folder: Path) -> list[DrgCase]:
    lines = read_cases(folder / "nor/cases_public.csv", CaseFormat.NOR)
    return [line.case for line in lines if line.case]


def _told(grouper: Grouper, case: DrgCase) -> None:
    explain(grouper, case)
    for _each in vary(grouper, case):
        pass


def _scan(grouper: Grouper, case: DrgCase) -> str:
    found = derive(case, grouper.features)
    for row in grouper.rules:
        if all(is_met(each, row, case, found) for each in requirements(row)):
            return row.drg
    return ""


def _files(folder: Path, made: Path, sizes: Sequence[int], jobs: int) -> None:
    data = made / "data"
    data.mkdir()
    app = bootstrap(data)
    import_tables(app, folder / "nor/NOR_2015.json.gz")
    app.close()
    for size in sizes:
        path = made / f"cases-{size}.tsv.gz"
        _write(path, folder / "nor/cases_public.csv", size)
        for count in dict.fromkeys((1, jobs)):
            command = [sys.executable, "-c", _ALONE, "--run", str(path), "--data", str(data)]
            subprocess.run([*command, "--jobs", str(count)], check=True)


def _write(path: Path, source: Path, size: int) -> None:
    """Write so many contacts: the public ones again and again, each a day older than before."""
    cases = [line.case for line in read_cases(source, CaseFormat.NOR) if line.case]
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as lines:
        lines.write("id\tsex\tage_days\tdisch\tdur\tdiagnoses\tprocedures\n")
        for number in range(size):
            case = cases[number % len(cases)]
            codes = " ".join("/".join(entry.codes) for entry in case.diagnoses if entry.codes)
            age = case.age_days + number // len(cases)
            frame = f"{number}\t{case.sex.value}\t{age}\t{case.discharge}\t{case.stay_days}"
            lines.write(f"{frame}\t{codes}\t{' '.join(case.procedures)}\n")


def _group_here(path: Path, data: Path, jobs: int) -> None:
    app = bootstrap(data)
    try:
        clock, here, begun = time.perf_counter(), time.process_time(), sum(os.times()[2:4])
        count = 0
        peaks: dict[int, int] = {}
        grouped = group_file(app, path, choose_tables(app), line_as_object, jobs=jobs)
        for number, block in enumerate(grouped):
            count += block.grouped
            if number % _LOOK_EVERY == 0:
                peaks |= {each.pid: _peak(each.pid) for each in psutil.Process().children()}
        clock, here = time.perf_counter() - clock, time.process_time() - here
    finally:
        app.close()
    workers = sum(os.times()[2:4]) - begun
    told = {
        "cases": count,
        "jobs": jobs,
        "seconds": round(clock, 1),
        "a second": round(count / clock),
        "processor us a case, reader": round(1e6 * here / count, 1),
        "workers": round(1e6 * workers / count, 1),
        "reader MB": _peak(os.getpid()),
        "worker MB": max(peaks.values(), default=0),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(told))


def _peak(process: int) -> int:
    """Give the most memory a process has held, in MB; what it was started from does not count."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    line = next((each for each in told.splitlines() if each.startswith("VmHWM")), "0 0")
    return int(line.split()[1]) // _KB


def _median(act: Callable[[], object]) -> float:
    return median(_once(act) for _ in range(_ROUNDS))


def _once(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
