"""How long the differences of two full editions take, with loading both.

    .venv/bin/python benchmarks/edition_difference.py [--runs 5] [--data ../shared/data]

ICD-10-SE 2021 and 2022 as level files, and two invented sixteen-column files of the real size
(82,489 rows each) that differ in titles, notes, marks and codes. Prints medians.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.domain.codes import CodeSystem  # noqa: E402
from app.domain.edition_difference import EditionDifference  # noqa: E402
from app.persistence.database import open_database  # noqa: E402
from app.persistence.library import SqlLibrary  # noqa: E402
from app.persistence.readers.file_readers import FileReaders  # noqa: E402
from app.search.engine import LibrarySearch  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from app.services.difference_files import difference_pdf, write_difference_csv  # noqa: E402
from app.services.edition_differences import compare_editions, concept_changes  # noqa: E402
from app.services.touched_codes import find_touched  # noqa: E402
from tests.data_makers.icd10se_official import official_rows, write_official_file  # noqa: E402

DAY = date(2026, 6, 1)
#: One code in so many differs between the two invented years.
_EVERY = 40


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as made:
        folder = Path(made)
        for year, rows in ((2025, official_rows()), (2026, changed_rows())):
            write_official_file(folder / f"icd-10-se-{year}-01-01.tsv", rows)
        database = open_database(f"sqlite:///{folder / 'kodklar.sqlite'}")
        app = context(database.unit_of_work, folder)
        for year in ("2021", "2022"):
            import_codebook(app, [arguments.data / "icd10se" / year], answer=lambda _question: True)
        for year in (2025, 2026):
            file = folder / f"icd-10-se-{year}-01-01.tsv"
            import_codebook(app, [file], answer=lambda _question: True)
        measure(app, "icd10se-2021", "icd10se-2022", arguments.runs)
        difference = measure(app, "icd10se-2025", "icd10se-2026", arguments.runs)
        measure_uses(app, difference, arguments.runs)
        database.close()


def read_arguments() -> argparse.Namespace:
    named = os.environ.get("KODKLAR_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--data", type=Path, default=Path(named or REPOSITORY.parent / "shared" / "data")
    )
    return parser.parse_args()


def changed_rows() -> Iterator[list[str]]:
    """Yield the invented year again with a new title or another note here and there."""
    for number, row in enumerate(official_rows()):
        if number % _EVERY == 0:
            for column in (3, 7, 8):
                if row[column] and "-" not in row[0]:
                    row[column] = f"{row[column]} ändrat"
        yield row


def context(unit_of_work: Callable[[], object], folder: Path) -> SimpleNamespace:
    """Make what the use cases of codebooks need of an AppContext."""
    library = SqlLibrary(unit_of_work, REPOSITORY / "codebooks" / "starter")
    return SimpleNamespace(
        unit_of_work=unit_of_work,
        library=library,
        readers=FileReaders(REPOSITORY / "resources"),
        engine=LibrarySearch(library, REPOSITORY / "codebooks" / "lexicon"),
        now=datetime.now,
        new_id=lambda: "id",
        data_dir=folder,
    )


def measure(app: SimpleNamespace, a: str, b: str, runs: int) -> EditionDifference:
    """Compare two editions, with both to be loaded and with both in memory."""

    def from_storage() -> None:
        app.library.reload()
        compare_editions(app, a, b)

    used = time.process_time()
    cold = median(timed(from_storage) for _ in range(runs))
    used = (time.process_time() - used) / runs
    warm = median(timed(lambda: compare_editions(app, a, b)) for _ in range(runs))
    difference = compare_editions(app, a, b)
    print(
        f"{a} – {b}, {len(difference.changes)} changes: {cold:.2f} s with loading "
        f"({used:.2f} s of processor), {warm:.2f} s in memory"
    )
    return difference


def measure_uses(app: SimpleNamespace, difference: EditionDifference, runs: int) -> None:
    """Find what is touched, write both files, and ask what a code was the year before."""
    find_touched(app, difference)
    uses = median(timed(lambda: find_touched(app, difference)) for _ in range(runs))
    print(f"what is touched: {uses:.2f} s")
    target = app.data_dir / "ut.csv"
    written = timed(lambda: write_difference_csv(app, difference, difference.changes, {}, target))
    print(f"CSV: {written:.2f} s")
    printed = timed(lambda: difference_pdf(app, difference, difference.changes, {}))
    print(f"PDF: {printed:.2f} s")
    code = difference.changes[-1].code

    def ask() -> object:
        return concept_changes(app, CodeSystem.ICD10SE, code, DAY)

    print(f"one code, first: {timed(ask) * 1e3:.1f} ms")
    print(f"one code: {median(timed(ask) for _ in range(1_000)) * 1e6:.0f} µs")


def timed(act: Callable[[], object]) -> float:
    """Run the act and return the seconds that it took."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
