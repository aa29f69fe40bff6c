"""A million made encounters reviewed in one run: time, processor, memory, cost per encounter.

    python benchmarks/review_scale.py [--sizes 10000 100000 1000000] [--jobs N] [--keep FOLDER]

Each size is a file of its own and a process of its own that opens the workstation, reviews the
file on all processors and writes every answer as `kodklar review --file --json` does, to nowhere.
Cost per encounter is processor time of all its processes after the first answer, so that the start
does not count; a fixed piece of work timed before and after tells how busy the machine was.

Runs on ICD-10-SE 2022, KVÅ 2021 and ATC in KODKLAR_SHARED_DATA or ../shared/data, else on the
starter editions. The encounters are made with a fixed seed, streamed, after a plain mix of care:
two thirds visits with one to three diagnoses, one third stays with two to eight, codes as
unevenly common as in care, injuries mostly with a cause, one line in ten thousand broken.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.bootstrap import bootstrap  # noqa: E402
from app.domain.codebook_ports import Codebooks  # noqa: E402
from app.domain.concept import Concept  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from app.services.context import AppContext  # noqa: E402
from app.services.parallel_review import review_files, usable_processors  # noqa: E402
from app.services.review import format_reviewed  # noqa: E402

SOURCES = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
SEED = 20_220_318
#: Encounters of which one line is broken.
BROKEN = 10_000
#: Answers between two looks at the memory.
LOOK = 5_000


class Maker:
    """Makes encounters in the JSON form, as unevenly spread over codes as care is."""

    def __init__(self, books: Codebooks) -> None:
        self._random = random.Random(SEED)
        icd = leaves(books.icd10se.concepts())
        self._diseases = Uneven(self._random, [c for c in icd if not "V01" <= c < "Z"])
        self._causes = Uneven(self._random, [c for c in icd if "V01" <= c < "Z"])
        self._procedures = Uneven(self._random, leaves(books.kva.concepts()))
        self._drugs = Uneven(self._random, leaves(books.atc.concepts()))

    def lines(self, count: int) -> Iterator[str]:
        for number in range(count):
            if number % BROKEN == BROKEN // 2:
                yield '{"id": "trasig", '
            else:
                yield json.dumps(self._event(number), ensure_ascii=False)

    def _event(self, number: int) -> dict[str, Any]:
        pick = self._random
        is_stay = pick.random() < 1 / 3
        start = date(2022, 1, 1) + timedelta(days=pick.randrange(300))
        days = min(int(pick.expovariate(0.25)), 60) if is_stay else 0
        rows = pick.choices(range(2, 9), (8, 7, 5, 3, 2, 1, 1))[0] if is_stay else 0
        rows = rows or pick.choices((1, 2, 3), (6, 3, 1))[0]
        acts = pick.choices(range(5), (5, 4, 2, 1, 1))[0]
        kind = "Slutenvård" if is_stay else pick.choice(("Öppenvård", "Öppenvård", "Akutsjukvård"))
        end = start + timedelta(days=days)
        return {
            "id": f"E{number}",
            "class": kind,
            "start": f"{start}T{pick.randrange(7, 17):02}:15",
            "end": f"{end}T{17 if is_stay else 23}:{10 if is_stay else 59}",
            "patient": {
                "birth_date": f"{pick.randint(1930, 2020)}-{pick.randint(1, 12):02}-11",
                "sex": pick.choice("KM"),
            },
            "diagnoses": [self._diagnosis(place) for place in range(rows)],
            "procedures": [self._procedure(start) for _ in range(acts)],
        }

    def _diagnosis(self, place: int) -> dict[str, Any]:
        pick, code = self._random, self._diseases.one()
        has_cause = code[0] in "ST" and pick.random() < 0.8
        return {
            "code": code,
            "role": "secondary" if place else "principal",
            "external_causes": [self._causes.one()] if has_cause else [],
            "drugs": [self._drugs.one()] if pick.random() < 0.03 else [],
        }

    def _procedure(self, day: date) -> dict[str, Any]:
        side = ["ZXA00"] if self._random.random() < 0.2 else []
        return {"code": self._procedures.one(), "date": str(day), "additional": side}


class Uneven:
    """Draws codes so that the n:th commonest is drawn an n:th as often as the first (Zipf)."""

    def __init__(self, pick: random.Random, codes: Sequence[str]) -> None:
        self._pick = pick
        self._codes = pick.sample(codes, len(codes))
        self._weights = list(itertools.accumulate(1 / (n + 1) for n in range(len(codes))))

    def one(self) -> str:
        (code,) = self._pick.choices(self._codes, cum_weights=self._weights)
        return code


def leaves(concepts: Sequence[Concept]) -> list[str]:
    return [concept.code for concept in concepts if concept.is_leaf]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--jobs", type=int, default=usable_processors())
    parser.add_argument("--keep", type=Path, help="a folder for the files, kept for the next run")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        print(json.dumps(reviewed(args.run, args.run.parent / "data", args.jobs)))
        return
    with tempfile.TemporaryDirectory(prefix="kodklar-scale-") as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(folder, args.sizes)
        for size in args.sizes:
            report(folder, size, args.jobs)


def prepare(folder: Path, sizes: Sequence[int]) -> None:
    """Import the codebooks and write the files that are not there."""
    data = Path(os.environ.get("KODKLAR_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    app = bootstrap(folder / "data")
    if data.is_dir():
        for source in SOURCES:
            import_codebook(app, [data / source])
    books = app.library.for_day(date(2022, 6, 1))
    print("codebooks:", *(book.edition.label for book in (books.icd10se, books.kva, books.atc)))
    for size in sizes:
        path = file_of(folder, size)
        if not path.exists():
            begun = time.perf_counter()
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in Maker(books).lines(size))
            seconds, megabytes = time.perf_counter() - begun, path.stat().st_size / 1e6
            print(f"made {size} encounters, {megabytes:.0f} MB, in {seconds:.0f} s", flush=True)
    app.close()


def file_of(folder: Path, size: int) -> Path:
    return folder / f"encounters-{size}.jsonl"


def report(folder: Path, size: int, jobs: int) -> None:
    """Review a file in a process of its own, and print what it took."""
    load, before = os.getloadavg()[0], calibrated()
    command = [sys.executable, __file__, "--run", str(file_of(folder, size)), "--jobs", str(jobs)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found |= {"calibration_ms": [before, calibrated()], "load": [load, os.getloadavg()[0]]}
    print(json.dumps({"encounters": size, "jobs": jobs} | found), flush=True)


def reviewed(path: Path, data: Path, jobs: int) -> dict[str, Any]:
    """Review a file as the command does, and measure."""
    app = bootstrap(data)
    meter = Meter()
    begun = time.perf_counter()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        count, findings, broken = run(app, path, jobs, meter, nowhere)
    seconds, processor = time.perf_counter() - begun, meter.processor()
    app.close()
    return {
        "answers": count,
        "findings": findings,
        "broken": broken,
        "start_s": round(meter.start_clock - begun, 2),
        "clock_s": round(seconds, 1),
        "per_second": round(count / seconds),
        "processor_s": round(processor, 1),
        "processor_ms_each": round(meter.cost(count, processor), 4),
        "ms_each_by_tenth": meter.tenths(count),
        "memory_mb": {"this": round(meter.own / 1e6), "largest_worker": round(meter.worker / 1e6)},
        "memory_mb_at_tenth": round(meter.early / 1e6),
    }


def run(app: AppContext, path: Path, jobs: int, meter: Meter, nowhere: Any) -> tuple[int, int, int]:
    write = json.JSONEncoder(ensure_ascii=False).encode
    count = findings = broken = 0
    for line in review_files(app, [path], jobs=jobs):
        nowhere.write(f"{write(format_reviewed(line))}\n")
        count += 1
        findings += len(line.findings)
        broken += bool(line.error)
        if count == 1 or count % LOOK == 0:
            meter.look(count)
    return count, findings, broken


class Meter:
    """Looks at the processor time and the memory of this process and its workers."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._looks: list[tuple[int, float]] = []
        self._sums: list[int] = []
        self.own = self.worker = 0
        self.start_clock = 0.0

    def look(self, count: int) -> None:
        if not self._looks:
            self.start_clock = time.perf_counter()
        self._looks.append((count, self.processor()))
        own = self._process.memory_info().rss
        workers = [child.memory_info().rss for child in self._process.children()]
        self.own, self.worker = max(self.own, own), max(self.worker, *workers, 0)
        self._sums.append(own + sum(workers))

    def processor(self) -> float:
        """Seconds of the processor so far, of this process and of all that it has started."""
        own = self._process.cpu_times()
        times = [own.user, own.system, own.children_user, own.children_system]
        for child in self._process.children():
            used = child.cpu_times()
            times += [used.user, used.system]
        return sum(times)

    def cost(self, count: int, processor: float) -> float:
        """Milliseconds for each encounter after the first answer."""
        first, start = self._looks[0]
        return 1000 * (processor - start) / (count - first)

    def tenths(self, count: int) -> list[float]:
        """Return the same for each tenth of the file."""
        last = len(self._looks) - 1
        marks = [self._looks[min(last, len(self._looks) * tenth // 10)] for tenth in range(11)]
        return [
            round(1000 * (after[1] - before[1]) / (after[0] - before[0]), 3)
            for before, after in itertools.pairwise(marks)
            if after[0] > before[0] and count
        ]

    @property
    def early(self) -> int:
        """Memory of all processes together when a tenth was done."""
        return self._sums[len(self._sums) // 10]


def calibrated() -> float:
    """Time a fixed piece of work, in milliseconds of the processor; the least of some."""
    times = []
    for _ in range(20):
        begun = time.process_time()
        table = {str(number): number for number in range(20_000)}
        sum(table[str(number)] for number in range(20_000))
        times.append((time.process_time() - begun) * 1000)
    return round(min(times), 2)


if __name__ == "__main__":
    main()
