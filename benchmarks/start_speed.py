"""How long it takes to start, with the full codebooks loaded, and how much memory that holds.

    .venv/bin/python benchmarks/start_speed.py [--runs 7] [--data ../shared/data]

ICD-10-SE 2022, KVÅ 2021, ATC 2020 and the product names of 2026 are loaded. Each figure is the
median of whole processes, started warm: compiled, and read from the disk once before. `usable
search` is the part of a window's start without the window: the database opened, the editions
loaded, the indexes of search built, one question answered. Processor time is told beside the
clock's, since the clock also counts what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.bootstrap import bootstrap  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from app.services.products import import_products  # noqa: E402

CODEBOOKS = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
PRODUCTS = Path("atc", "products-sv-2026.tsv")

#: Runs a command in a child and tells seconds by the clock and by the processor, and peak KiB.
WATCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
elapsed = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
USABLE = """
import sys
from pathlib import Path
from app.bootstrap import bootstrap
from app.domain.search import SearchQuery
app = bootstrap(Path(sys.argv[1]))
app.engine.prepare()
assert app.engine.search(SearchQuery("hjärtinfarkt"))
app.close()
"""


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        import_codebooks(Path(folder), arguments.data)
        kodklar = [sys.executable, "-m", "app"]
        here = ["--data-dir", folder]
        commands = {
            "kodklar identity": [*kodklar, "identity", "191212121212"],
            "kodklar rules": [*kodklar, "rules"],
            "kodklar worklist": [*kodklar, "worklist", *here],
            "kodklar search I10": [*kodklar, "search", "I10", *here],
            "kodklar search hjärtinfarkt": [*kodklar, "search", "hjärtinfarkt", *here],
            "usable search": [sys.executable, "-c", USABLE, folder],
        }
        for name, command in commands.items():
            print(f"{name}: {measure(command, Path(folder), arguments.runs)}")


def read_arguments() -> argparse.Namespace:
    named = os.environ.get("KODKLAR_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--data", type=Path, default=Path(named or REPOSITORY.parent / "shared" / "data")
    )
    return parser.parse_args()


def import_codebooks(folder: Path, data: Path) -> None:
    app = bootstrap(folder)
    for path in CODEBOOKS:
        import_codebook(app, [data / path])
    import_products(app, data / PRODUCTS)
    app.close()


def measure(command: Sequence[str], folder: Path, runs: int) -> str:
    """Run a command once to warm up and then some times; return the medians as text."""
    taken = [watched(command, folder) for _ in range(runs + 1)][1:]
    elapsed, used, memory = (median(values) for values in zip(*taken, strict=True))
    return f"{elapsed:.2f} s ({used:.2f} s processor), {memory / 1024:.0f} MB"


def watched(command: Sequence[str], folder: Path) -> tuple[float, float, float]:
    """Run a command in a process of its own, compiled files in the scratch folder."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command],
        cwd=REPOSITORY,
        env=environment | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")},
        capture_output=True,
        check=True,
    )
    elapsed, used, memory = json.loads(done.stdout)
    return elapsed, used, memory


if __name__ == "__main__":
    main()
