"""How long an official ICD-10-SE file of the real size takes to read and to import.

    .venv/bin/python benchmarks/import_icd10se_tsv.py [--runs 5] [--file FILE]

Without a file one is made: 82,489 rows, 38,928 codes, 15 MB. Prints medians, the processor's time
beside the clock's, since the clock also counts what else the machine does. The peak of memory is
that of a process of its own, interpreter and database included; POSIX only.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from uuid import uuid4

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.persistence.database import open_database  # noqa: E402
from app.persistence.library import SqlLibrary  # noqa: E402
from app.persistence.readers import icd10se_tsv  # noqa: E402
from app.persistence.readers.file_readers import FileReaders  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from tests.data_makers.icd10se_official import official_rows, write_official_file  # noqa: E402

DAY = date(2026, 1, 1)


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        path = arguments.file or Path(folder, "icd-10-se-2026.tsv")
        if arguments.file is None:
            write_official_file(path, official_rows())
        print(f"file: {path.stat().st_size / 1e6:.1f} MB")
        for name, act in {"read": read_all, "import": import_all}.items():
            print(f"{name}: {in_processes(act, path, arguments.runs)}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--file", type=Path)
    return parser.parse_args()


def read_all(path: Path) -> list[object]:
    """Read every concept with its notes and hold them all."""
    (codebook,) = icd10se_tsv.recognises([path])
    return list(icd10se_tsv.read(codebook))


def import_all(path: Path) -> object:
    """Import the file into a new database."""
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        database = open_database(f"sqlite:///{Path(folder, 'new.sqlite')}")
        app = SimpleNamespace(
            unit_of_work=database.unit_of_work,
            library=SqlLibrary(database.unit_of_work, REPOSITORY / "codebooks" / "starter"),
            readers=FileReaders(REPOSITORY / "resources"),
            now=datetime.now,
            new_id=lambda: uuid4().hex,
        )
        report = import_codebook(app, [path], version="2026", valid_from=DAY)
        database.close()
    return report


def in_processes(act: Callable[[Path], object], path: Path, runs: int) -> str:
    """Return in words what an act takes, each time in a process of its own: the medians."""
    measured = []
    for _ in range(runs):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            measured.append(pool.apply(measure, (act, path)))
    elapsed, used, peak = (median(column) for column in zip(*measured, strict=True))
    return f"{elapsed:.2f} s ({used:.2f} s processor), peak {peak:.0f} MB"


def measure(act: Callable[[Path], object], path: Path) -> tuple[float, float, float]:
    """Return seconds by the clock and of the processor, and the peak of megabytes, of an act."""
    start, started = time.perf_counter(), time.process_time()
    result = act(path)
    seconds, used = time.perf_counter() - start, time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    del result
    return seconds, used, peak


if __name__ == "__main__":
    main()
