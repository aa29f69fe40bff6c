"""How long building and searching take, keystroke by keystroke, beside RapidFuzz WRatio.

Usage: python benchmarks/search_speed.py [--every N]

`--every` takes each Nth question of the shared sets. Times are wall-clock; the processor time
stands beside them, since a busy machine stretches only the first.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from pathlib import Path

from rapidfuzz import fuzz, process
from search_editions import FixedLibrary, load_engine, load_library, read_questions, shared_data

from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery
from app.search.engine import LibrarySearch

ODD = {
    "no such letters": ["xqzvw", "qwrtpsdf ghjklzx vbnmqwr", "zzzz", "brvtx plokm wqazx"],
    "codes": ["i10", "I48.9", "S72.00", "nfb", "N02BE01", "M30-M35", "E11.9W", "Z51.1+"],
    "pasted record": ["Pat inkommer med bröstsmärta och andnöd sedan i natt. " * 30],
}
WRATIO_QUESTIONS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=8)
    every = parser.parse_args().every
    folder = shared_data()
    library = build(folder)
    engine = load_engine(library)
    engine.prepare()
    texts = [
        question.text
        for name in ("queries_dev", "synonyms_dev")
        for question in read_questions(folder / "search" / f"{name}.tsv")[::every]
    ]
    typed = [text[:length] for text in texts for length in range(1, len(text) + 1)]
    concepts = library.for_day(None).of(CodeSystem.ICD10SE).concepts()
    titles = [concept.title for concept in concepts]
    tell("keystrokes, ICD-10-SE", engine, typed, (CodeSystem.ICD10SE,))
    median = tell("keystrokes, all three", engine, typed, ())
    tell("whole questions, all three", engine, texts, ())
    tell("whole titles pasted", engine, titles[::400], ())
    narrowed = [f"kap:9,10 {text} -akut" for text in typed[::7]]
    tell("with filters", engine, narrowed, ())
    for name, odd in ODD.items():
        tell(name, engine, odd, ())
    compare(median, texts[:WRATIO_QUESTIONS], titles)


def build(folder: Path) -> FixedLibrary:
    """Print how long reading and building take, and how much memory the indexes hold."""
    wall, processor = time.perf_counter(), time.process_time()
    library = load_library(folder)
    read = time.perf_counter() - wall
    engine = load_engine(library)
    wall, processor = time.perf_counter(), time.process_time()
    engine.prepare()
    built, used = time.perf_counter() - wall, time.process_time() - processor
    print(f"reading {read:.2f} s, building {built:.2f} s (processor {used:.2f} s)")
    tracemalloc.start()
    again = load_engine(library)
    again.prepare()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"indexes hold {held / 1e6:.0f} MB")
    return library


def tell(
    name: str, engine: LibrarySearch, texts: list[str], systems: tuple[CodeSystem, ...]
) -> float:
    """Print percentiles of answering these texts; return the median."""
    walls: list[float] = []
    processors: list[float] = []
    for text in texts:
        wall, processor = time.perf_counter(), time.thread_time()
        engine.search(SearchQuery(text, systems, 50))
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.thread_time() - processor) * 1000)
    shown = "  ".join(
        f"{label} {percentile(walls, share):.1f} ({percentile(processors, share):.1f})"
        for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    )
    print(f"{name:28} {len(texts):6} texts  ms (processor): {shown}")
    return statistics.median(walls)


def percentile(values: list[float], share: float) -> float:
    """Give the value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def compare(median: float, texts: list[str], titles: list[str]) -> None:
    """Print how much faster a keystroke is than WRatio over the titles of ICD-10-SE alone."""
    lowered = [title.lower() for title in titles]
    times: list[float] = []
    for text in texts:
        started = time.perf_counter()
        process.extract(text.lower(), lowered, scorer=fuzz.WRatio, processor=None, limit=50)
        times.append((time.perf_counter() - started) * 1000)
    wratio = statistics.median(times)
    print(f"WRatio over ICD-10-SE titles: p50 {wratio:.0f} ms, {wratio / median:.0f} times slower")


if __name__ == "__main__":
    main()
