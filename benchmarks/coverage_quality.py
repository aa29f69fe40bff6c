"""How well phrases of a note are found, placed at a code and told to be denied or over.

Usage: python benchmarks/coverage_quality.py [--show dev]

Runs over the forty annotated notes of `tests/search/coverage_notes`, with the starter edition and,
where the folder of real material exists, with ICD-10-SE 2022, KVÅ 2021, ATC 2020 and the product
names. `--show` prints what was wrong in the notes that were used for tuning.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from search_editions import ROOT, load_engine, load_library

from app.bootstrap import bootstrap
from app.domain.coverage import Mention
from tests.data_makers.annotated_notes import Figures, compare, read_notes, wrong

NOTES = ROOT / "tests" / "search" / "coverage_notes"
Read = Callable[[str], Sequence[Mention]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=["dev"])
    shown = parser.parse_args().show
    print(
        "| editions | notes | phrases | found | precision | recall | state | denied | not denied |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        _tell("starter", app.engine.phrases, shown)
        app.close()
    shared = Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if shared.is_dir():
        _tell("official", load_engine(load_library(shared)).phrases, shown)


def _tell(editions: str, read: Read, shown: str | None) -> None:
    for name in ("dev", "held_out"):
        notes = read_notes(NOTES / f"{name}.txt")
        figures = Figures.total(compare(note, read(note.text)) for note in notes)
        print(f"| {editions} | {name} | {figures.annotated} | {figures.found} | {figures.row()} |")
        if shown == name:
            for note in notes:
                print(*wrong(note, read(note.text)), sep="\n")


if __name__ == "__main__":
    main()
