"""How long reading a record of 20,000 characters takes, and what it keeps in memory.

Usage: python benchmarks/coverage_speed.py [--runs N]

The record is made of the forty annotated notes, their sentences in another order each run, so that
no text is read twice; the indexes are built before. "first" is the first record after the start,
with the filing of the phrases; "kept" is what those take in memory. Times are the processor's, of
the thread that reads, with the clock's median beside them: a busy machine stretches the clock's.
Editions: the starter, and where the folder of real material exists ICD-10-SE 2022, KVÅ 2021, ATC
2020 and the product names.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from search_editions import ROOT, load_engine, load_library

from app.bootstrap import bootstrap
from app.domain.search import SearchQuery
from app.search.engine import LibrarySearch
from app.search.local_terms import NO_TERMS
from app.search.phrases import PhraseReader
from tests.data_makers.annotated_notes import read_notes

NOTES = ROOT / "tests" / "search" / "coverage_notes"
LENGTH = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    runs = parser.parse_args().runs
    texts = [
        note.text for name in ("dev", "held_out") for note in read_notes(NOTES / f"{name}.txt")
    ]
    print("| editions | first | median | worst | by the clock | phrases | kept |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        engine = LibrarySearch(app.library, app.codebooks / "lexicon")
        _measure("starter", engine, texts, runs)
        app.close()
    shared = Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if shared.is_dir():
        _measure("official", load_engine(load_library(shared)), texts, runs)


def _measure(editions: str, engine: LibrarySearch, texts: Sequence[str], runs: int) -> None:
    engine.prepare()
    chance = random.Random(6)
    first = _read(engine, _record(texts, chance))
    reads = [_read(engine, _record(texts, chance)) for _ in range(runs)]
    times, clock = [each.cpu for each in reads], [each.clock for each in reads]
    print(
        f"| {editions} | {first.cpu:.0f} ms | {statistics.median(times):.1f} ms "
        f"| {max(times):.1f} ms | {statistics.median(clock):.1f} ms | {first.phrases} "
        f"| {_kept(engine):.1f} MB |"
    )


def _kept(engine: LibrarySearch) -> float:
    """Tell how many MB the phrases of the three editions take, filed once more."""
    reader = PhraseReader()
    editions = [asked.search for asked in engine.editions_asked(SearchQuery("x"))]
    tracemalloc.start()
    reader.read("x", editions, NO_TERMS, date(2026, 1, 1))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept / 1e6


def _record(texts: Sequence[str], chance: random.Random) -> str:
    """Make a record of words that stand in another order each time, by sentence."""
    sentences = [part for text in texts for part in text.split(". ")]
    chance.shuffle(sentences)
    return ". ".join(sentences)[:LENGTH]


class Timed(NamedTuple):
    cpu: float
    clock: float
    phrases: int


def _read(engine: LibrarySearch, text: str) -> Timed:
    cpu, clock = time.thread_time(), time.perf_counter()
    found = engine.phrases(text)
    return Timed(
        (time.thread_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000, len(found)
    )


if __name__ == "__main__":
    main()
