"""How long reading a record of 20,000 characters takes, and what it keeps in memory.

Usage: python benchmarks/coverage_speed.py [--runs N]

The record is made of the forty annotated notes, in another order each run, so that no text is read
twice; the indexes are built before. "first" is the first record after the start, with the filing of
the phrases; "words forgotten" has nothing remembered of slips. Editions: the starter, and where the
folder of real material exists ICD-10-SE 2022, KVÅ 2021, ATC 2020 and the product names.
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
from pathlib import Path

from search_editions import ROOT, load_engine, load_library

from app.bootstrap import bootstrap
from app.domain.ports import SearchEngine
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
    print("| editions | first | median | worst | phrases | kept |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        _measure("starter", app.engine, texts, runs)
        app.close()
    shared = Path(os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if shared.is_dir():
        _measure("official", load_engine(load_library(shared)), texts, runs)


def _measure(editions: str, engine: SearchEngine, texts: Sequence[str], runs: int) -> None:
    engine.prepare()
    chance = random.Random(6)
    tracemalloc.start()
    first, phrases = _read(engine, _record(texts, chance))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    times = [_read(engine, _record(texts, chance))[0] for _ in range(runs)]
    median, worst = statistics.median(times), max(times)
    print(
        f"| {editions} | {first:.0f} ms | {median:.1f} ms | {worst:.1f} ms | {phrases} "
        f"| {kept / 1e6:.1f} MB |"
    )


def _record(texts: Sequence[str], chance: random.Random) -> str:
    """Make a record of words that stand in another order each time, by sentence."""
    sentences = [part for text in texts for part in text.split(". ")]
    chance.shuffle(sentences)
    return ". ".join(sentences)[:LENGTH]


def _read(engine: SearchEngine, text: str) -> tuple[float, int]:
    started = time.perf_counter()
    found = engine.phrases(text)
    return (time.perf_counter() - started) * 1000, len(found)


if __name__ == "__main__":
    main()
