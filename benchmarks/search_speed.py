"""How long searching takes, keystroke by keystroke, beside other ways of searching the same codes.

Usage: python benchmarks/search_speed.py [--every N] [--runs N] [--without PART ...]

`--every` takes each Nth question of the shared sets. Every text is asked in each of the runs, with
all that was remembered of words forgotten before; what is shown is made of its median over the
runs. An answer holds its first ten rows, made; the lines that say "all 50 rows" make the others
too, as the coding screen does. Times are the processor's, of the thread that asks, with the clock's
beside them: a busy machine stretches the clock's, and the processor's too where two threads share a
core. Parts that may be left out: build, peers, larger, profile. Painting is measured by
`benchmarks/ui_speed.py`.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from larger_edition import three_times
from search_editions import (
    ROOT,
    FixedLibrary,
    ListedProducts,
    load_engine,
    load_library,
    read_questions,
    shared_data,
)
from search_peers import load_peers, rows_of

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.search import SearchQuery
from app.search.cache import WRITER
from app.search.engine import LibrarySearch
from app.search.ranking import FIRST_PAGE

ODD = {
    "no such letters": ["xqzvw", "qwrtpsdf ghjklzx vbnmqwr", "zzzz", "brvtx plokm wqazx"],
    "codes": ["i10", "I48.9", "S72.00", "nfb", "N02BE01", "M30-M35", "E11.9W", "Z51.1+"],
    "pasted record": ["Pat inkommer med bröstsmärta och andnöd sedan i natt. " * 30],
}
PARTS = ("build", "peers", "larger", "profile")
ALL, ICD = (), (CodeSystem.ICD10SE,)
#: So many keystrokes each peer is asked; the slow one fewer.
ASKED, ASKED_SLOWLY = 120, 12
#: Shorter texts are not asked of the peers: a trigram has three letters.
SHORTEST_ASKED = 3
SHOWN_OF_PROFILE = 20
#: Rows of an answer; the first page of them is made with it.
LIMIT = 50
_SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}


class Target(NamedTuple):
    """What the issue wants of one row, in milliseconds."""

    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    max: float | None = None


class Times(NamedTuple):
    """Milliseconds of each text, the median over the runs."""

    processor: list[float]
    clock: list[float]


def main() -> None:
    chosen = read_arguments()
    folder = shared_data()
    library = load_library(folder)
    load = os.getloadavg()[0]
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, load of the machine {load:.1f}, {chosen.runs} runs")
    if "build" not in chosen.without:
        tell_building(library, chosen.runs)
    engine = load_engine(library)
    engine.prepare()
    set_aside()
    texts = read_texts(folder, chosen.every)
    tell_searching(engine, library, texts, chosen.runs)
    if "peers" not in chosen.without:
        tell_peers(engine, library, ListedProducts(folder), typed(texts))
    if "larger" not in chosen.without:
        tell_larger(library, texts, chosen.runs)
    if "profile" not in chosen.without:
        tell_profile(engine, typed(texts))


def set_aside() -> None:
    """Let the collector pass over what is built, as the program does with its first search."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without", action="append", default=[], choices=PARTS)
    return parser.parse_args()


def read_texts(folder: Path, every: int) -> list[str]:
    """Give each Nth question of the shared sets."""
    return [
        question.text
        for name in ("queries_dev", "synonyms_dev")
        for question in read_questions(folder / "search" / f"{name}.tsv")[::every]
    ]


def typed(texts: Iterable[str]) -> list[str]:
    """Give every beginning of every text, as it is typed."""
    return [text[:length] for text in texts for length in range(1, len(text) + 1)]


def tell_building(library: FixedLibrary, runs: int) -> None:
    """Print what building all three takes, a code looked up before it, and loading the cache."""
    looked, built, loaded = [], [], []
    for _ in range(runs):
        engine = load_engine(library)
        looked.append(seconds(lambda e=engine: e.search(SearchQuery("I10.9", ICD, 50))))
        engine = load_engine(library)
        built.append(seconds(engine.prepare))
        loaded.append(load_from_cache(library))
    tell_seconds("a code looked up before anything is built", looked, None)
    tell_seconds("all three built", built, 1.2)
    tell_seconds("all three loaded from the data folder", loaded, 1.2)
    tracemalloc.start()
    held = load_engine(library)
    held.prepare()
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    print(f"{'memory held by all three':44} {megabytes:5.0f} MB    (120 wanted)")


def load_from_cache(library: FixedLibrary) -> tuple[float, float]:
    """Give what a second start takes, with what the first one left in a data folder."""
    named = from_a_file(library)
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        engines = [
            LibrarySearch(named, ROOT / "codebooks" / "lexicon", Path(folder), products)
            for products in [ListedProducts(shared_data())] * 2
        ]
        engines[0].prepare()
        for thread in threading.enumerate():
            if thread.name == WRITER:
                thread.join()
        return seconds(engines[1].prepare)


def from_a_file(library: FixedLibrary) -> FixedLibrary:
    """Give the same editions as if each were imported: only such are kept in the data folder."""
    source = SourceFile("made", "0" * 64)
    books = {system: library.for_day(None).of(system) for system in CodeSystem}
    return FixedLibrary(
        {
            system: MemoryCodebook(replace(book.edition, sources=(source,)), book.concepts())
            for system, book in books.items()
        }
    )


def seconds(act: Callable[[], object]) -> tuple[float, float]:
    """Give what an act takes: seconds of the processor, and of the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.process_time() - processor, time.perf_counter() - clock


def tell_seconds(name: str, taken: Sequence[tuple[float, float]], wanted: float | None) -> None:
    processor, clock = (statistics.median(column) for column in zip(*taken, strict=True))
    target = f"({wanted} wanted{'' if processor <= wanted else ': MISSED'})" if wanted else ""
    print(f"{name:44} {processor:6.3f} s    clock {clock:6.3f} s    {target}")


def tell_searching(
    engine: LibrarySearch, library: FixedLibrary, texts: list[str], runs: int
) -> None:
    """Print the times of all that people type and paste."""
    titles = [c.title for c in library.for_day(None).of(CodeSystem.ICD10SE).concepts()][::400]
    narrowed = [f"kap:9,10 {text} -akut" for text in typed(texts)[::7]]
    print(f"\n{'milliseconds, wanted in brackets':32} {'texts':>5}")
    tell("keystrokes, ICD-10-SE", ask_all(engine, typed(texts), ICD, runs), Target(0.5, 2, 4))
    every = Target(p95=5, p99=10, max=16)
    tell("keystrokes, all three", ask_all(engine, typed(texts), ALL, runs), every)
    for name, systems in (("ICD-10-SE", ICD), ("all three", ALL)):
        every_row = ask_all(engine, typed(texts), systems, runs, rows=LIMIT)
        tell(f"keystrokes, {name}, all 50 rows", every_row, Target())
    tell("whole questions, all three", ask_all(engine, texts, ALL, runs), Target(max=16))
    tell("whole titles pasted, all three", ask_all(engine, titles, ALL, runs), Target(max=16))
    tell("with filters, all three", ask_all(engine, narrowed, ALL, runs), Target(max=16))
    for name, odd in ODD.items():
        target = Target(max=6) if name == "no such letters" else Target(max=16)
        tell(f"{name}, all three", ask_all(engine, odd, ALL, runs), target)


def ask_all(
    engine: LibrarySearch,
    texts: Sequence[str],
    systems: tuple[CodeSystem, ...],
    runs: int,
    rows: int = FIRST_PAGE,
) -> Times:
    """Ask every text in every run, and look at so many rows of each answer."""
    processor: list[list[float]] = []
    clock: list[list[float]] = []
    for _ in range(runs):
        forget(engine)
        measured = [time_of(engine, text, systems, rows) for text in texts]
        processor.append([each[0] for each in measured])
        clock.append([each[1] for each in measured])
    return Times(
        [statistics.median(column) for column in zip(*processor, strict=True)],
        [statistics.median(column) for column in zip(*clock, strict=True)],
    )


def time_of(
    engine: LibrarySearch, text: str, systems: tuple[CodeSystem, ...], rows: int = FIRST_PAGE
) -> tuple[float, float]:
    """Give milliseconds of the processor and of the clock for one question and its rows."""
    query = SearchQuery(text, systems, LIMIT)
    clock, processor = time.perf_counter(), time.thread_time()
    _ = engine.search(query)[:rows]
    used = time.thread_time() - processor
    return used * 1000, (time.perf_counter() - clock) * 1000


def forget(engine: LibrarySearch) -> None:
    """Forget every word that was read, so that each run pays for it."""
    holders: list[object] = [each for name, each in sys.modules.items() if "app.search" in name]
    for built in engine._built.values():
        reader = built.reader
        reader.last = None
        holders += [reader, *vars(reader).values()]
    for holder in holders:
        for remembered in list(getattr(holder, "__dict__", {}).values()):
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()


def tell(name: str, times: Times, target: Target) -> None:
    """Print percentiles, what is wanted of them, and what is missed."""
    cells = []
    for label, share in _SHARES.items():
        wanted, value = getattr(target, label), percentile(times.processor, share)
        mark = "" if wanted is None else f" [{wanted:g}{'' if value <= wanted else ' MISSED'}]"
        cells.append(f"{label} {value:.2f}{mark}")
    clock = " ".join(f"{percentile(times.clock, share):.1f}" for share in _SHARES.values())
    print(f"{name:32} {len(times.processor):5}  {'  '.join(cells)}   clock {clock}")


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def tell_peers(
    engine: LibrarySearch, library: FixedLibrary, products: ListedProducts, texts: list[str]
) -> None:
    """Print how many times as long others take for the same keystrokes, one after the other."""
    print(f"\n{'others, p50 of the same keystrokes':44} {'theirs':>8} {'ours':>8}   times as long")
    long_enough = [text for text in texts if len(text) >= SHORTEST_ASKED]
    for peer in load_peers(rows_of(library, products)):
        if peer.ask is None:
            print(f"NOT MEASURED: {peer.name}: {peer.reason}")
            continue
        count = ASKED_SLOWLY if "WRatio" in peer.name else ASKED
        asked = long_enough[:: max(1, len(long_enough) // count)]
        for label, system in (("ICD-10-SE", CodeSystem.ICD10SE), ("all three", None)):
            systems = (system,) if system else ALL
            forget(engine)
            theirs, ours = [], []
            for text in asked:
                theirs.append(seconds(lambda t=text, s=system, a=peer.ask: a(t, s))[0] * 1000)
                ours.append(time_of(engine, text, systems)[0])
            peers_p50, our_p50 = statistics.median(theirs), statistics.median(ours)
            wanted = {"RapidFuzz WRatio": 100, "SQLite FTS5 trigram": 10}.get(peer.name)
            is_missed = wanted is not None and peers_p50 < wanted * our_p50
            target = f"[{wanted}{' MISSED' if is_missed else ''}]" if wanted else ""
            name = f"{peer.name}, {label}, {len(asked)} texts"
            times = peers_p50 / our_p50
            print(f"{name:44} {peers_p50:8.2f} {our_p50:8.2f}   {times:5.0f} {target}")


def tell_larger(library: FixedLibrary, texts: list[str], runs: int) -> None:
    """Print the times with three times the entries."""
    engine = load_engine(three_times(library))
    used = seconds(engine.prepare)[0]
    print(f"\nthree times the entries (built in {used:.1f} s of the processor)")
    target = Target(p99=16)
    tell("keystrokes, ICD-10-SE, larger", ask_all(engine, typed(texts), ICD, runs), target)
    tell("keystrokes, all three, larger", ask_all(engine, typed(texts), ALL, runs), target)


def tell_profile(engine: LibrarySearch, texts: list[str]) -> None:
    """Print what takes the time of keystrokes in all three: each function's own share."""
    forget(engine)
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        engine.search(SearchQuery(text, ALL, LIMIT))
    profile.disable()
    functions = profile.getstats()
    total = sum(function.inlinetime for function in functions)
    print("\nprofile of keystrokes in all three: share of own time (the profiler stretches calls)")
    slowest = sorted(functions, key=lambda function: -function.inlinetime)[:SHOWN_OF_PROFILE]
    for function in slowest:
        share, calls = 100 * function.inlinetime / total, function.callcount / len(texts)
        print(f"{share:5.1f} %  {calls:6.1f} calls a key  {_place(function.code)}")


def _place(code: CodeType | str) -> str:
    """Where a function stands; one that is built in has its name alone."""
    if isinstance(code, str):
        return code
    return f"{Path(code.co_filename).name}:{code.co_firstlineno} {code.co_name}"


if __name__ == "__main__":
    main()
