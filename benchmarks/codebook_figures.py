"""Every figure that issue 3 sets a limit for, in one run.

    .venv/bin/python benchmarks/codebook_figures.py [--runs 3] [--data ../shared/data]

Imports the three full codebooks one after the other into a new database, in a process of its
own, and prints medians (POSIX only). The rest is measured by the benchmarks that stand beside
this one, whose own words are printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.bootstrap import bootstrap  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from benchmarks.import_icd10se_tsv import in_processes  # noqa: E402

CODEBOOKS = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")


def main() -> None:
    arguments = read_arguments()
    runs = str(arguments.runs)
    data = arguments.data
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("\nICD-10-SE 2022, KVÅ 2021 and ATC 2020 into a new database (limit 12 s)")
    print(f"together: {in_processes(import_all, data, arguments.runs)}")
    others = {
        "16 columns, real size (limit 15 s, 400 MB)": ("import_icd10se_tsv", "--runs", runs),
        "search ready after start (limit 1.5 s)": (
            "start_speed", "--runs", runs, "--data", str(data),
        ),
        "difference of two full editions (limit 3 s)": (
            "edition_difference", "--runs", runs, "--data", str(data),
        ),
        "a node of the tree opens (limit 20 ms)": ("tree_speed", str(data / "icd10se" / "2022")),
    }  # fmt: skip
    for what, (module, *words) in others.items():
        print(f"\n{what}", flush=True)
        subprocess.run(
            [sys.executable, "-m", f"benchmarks.{module}", *words], cwd=REPOSITORY, check=True
        )


def read_arguments() -> argparse.Namespace:
    named = os.environ.get("KODKLAR_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--data", type=Path, default=Path(named or REPOSITORY.parent / "shared" / "data")
    )
    return parser.parse_args()


def import_all(data: Path) -> None:
    """Import the three codebooks into a new data folder."""
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        app = bootstrap(Path(folder))
        for path in CODEBOOKS:
            import_codebook(app, [data / path])
        app.close()


if __name__ == "__main__":
    main()
