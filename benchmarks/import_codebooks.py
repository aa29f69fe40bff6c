"""How long the full codebooks take to import and to load, and how much memory they hold.

    .venv/bin/python benchmarks/import_codebooks.py [--runs 5] [--data ../shared/data]

Prints medians. Memory is what Python objects take, after loading, without the interpreter.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from uuid import uuid4

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.persistence.database import Database, open_database  # noqa: E402
from app.persistence.library import SqlLibrary  # noqa: E402
from app.persistence.readers.file_readers import FileReaders  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from app.services.edition_differences import compare_editions  # noqa: E402

FOLDERS = {"ICD-10-SE 2022": "icd10se/2022", "KVÅ 2021": "kva/2021", "ATC 2020": "atc"}
DAY = date(2022, 6, 1)


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        for name, path in FOLDERS.items():
            seconds = [
                timed(lambda run=run, path=path: import_into(folder, run, arguments.data / path))
                for run in range(arguments.runs)
            ]
            print(f"import {name}: {median(seconds):.2f} s")
        measure_loading(Path(folder), arguments.data, arguments.runs)


def read_arguments() -> argparse.Namespace:
    named = os.environ.get("KODKLAR_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--data", type=Path, default=Path(named or REPOSITORY.parent / "shared" / "data")
    )
    return parser.parse_args()


def import_into(folder: str, run: int, source: Path) -> None:
    """Import one codebook into a new database."""
    path = Path(folder, f"{source.parent.name}-{source.name}-{run}.sqlite")
    database = open_database(f"sqlite:///{path}")
    import_codebook(context(database), [source])
    database.close()


def measure_loading(folder: Path, data: Path, runs: int) -> None:
    database = open_database(f"sqlite:///{folder / 'all.sqlite'}")
    app = context(database)
    for path in (*FOLDERS.values(), "icd10se/2021"):
        import_codebook(app, [data / path])

    def load() -> None:
        app.library.reload()
        app.library.for_day(DAY)

    print(f"load all three: {median(timed(load) for _ in range(runs)):.2f} s")
    asked = [timed(lambda: app.library.for_day(DAY)) for _ in range(1_000)]
    print(f"ask again for the same day: {median(asked) * 1e6:.1f} µs")
    compare_editions(app, "icd10se-2021", "icd10se-2022")
    difference = [
        timed(lambda: compare_editions(app, "icd10se-2021", "icd10se-2022")) for _ in range(runs)
    ]
    print(f"difference 2021–2022: {median(difference):.3f} s")
    children = [first_children(app.library) for _ in range(runs)]
    print(f"first question for children: {median(children):.3f} s")
    app.library.reload()
    tracemalloc.start()
    app.library.for_day(DAY)
    print(f"memory of all three: {tracemalloc.get_traced_memory()[0] / 2**20:.0f} MB")
    database.close()


def first_children(library: SqlLibrary) -> float:
    """Return the seconds of the first question for children to a freshly loaded codebook."""
    library.reload()
    book = library.for_day(DAY).icd10se
    return timed(lambda: book.children(None))


def context(database: Database) -> SimpleNamespace:
    """Make what the use cases of codebooks need of an AppContext."""
    return SimpleNamespace(
        unit_of_work=database.unit_of_work,
        library=SqlLibrary(database.unit_of_work, REPOSITORY / "codebooks" / "starter"),
        readers=FileReaders(REPOSITORY / "resources"),
        now=datetime.now,
        new_id=lambda: uuid4().hex,
    )


def timed(act: Callable[[], object]) -> float:
    """Run the act and return the seconds that it took."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
