"""How often the right code comes first, and among the first ten, beside RapidFuzz WRatio.

Usage: python benchmarks/search_quality.py [--misses N] [--without-wratio]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from search_editions import Question, load_engine, load_library, read_questions, shared_data

from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery

SETS = ("queries_dev", "synonyms_dev")
FIRST = 10

Ask = Callable[[str, CodeSystem], Sequence[str]]


class Result(NamedTuple):
    """What one way of searching reached on one set."""

    at_one: float
    at_ten: float
    median_ms: float
    misses: list[tuple[Question, Sequence[str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0, help="show so many questions not first")
    parser.add_argument("--without-wratio", action="store_true")
    chosen = parser.parse_args()
    folder = shared_data()
    library = load_library(folder)
    engine = load_engine(library)
    engine.prepare()

    def ask(text: str, system: CodeSystem) -> list[str]:
        return [hit.code for hit in engine.search(SearchQuery(text, (system,), FIRST))]

    ways: dict[str, Ask] = {"kodklar": ask}
    if not chosen.without_wratio:
        books = library.for_day(None)
        ways["WRatio over titles"] = wratio(
            {s: [(c.code, c.title) for c in books.of(s).concepts()] for s in CodeSystem}
        )
    for name in SETS:
        questions = read_questions(folder / "search" / f"{name}.tsv")
        compare(name, questions, ways, chosen.misses)


def wratio(titles: dict[CodeSystem, list[tuple[str, str]]]) -> Ask:
    """Search as the simplest program does: the nearest titles of all."""
    lowered = {system: [title.lower() for _, title in rows] for system, rows in titles.items()}

    def ask(text: str, system: CodeSystem) -> list[str]:
        found = process.extract(
            text.lower(), lowered[system], scorer=fuzz.WRatio, processor=None, limit=FIRST
        )
        return [titles[system][place][0] for _, _, place in found]

    return ask


def compare(name: str, questions: list[Question], ways: dict[str, Ask], misses: int) -> None:
    """Print a line for each way of searching and how much faster the first is."""
    results = {way: measure(questions, ask) for way, ask in ways.items()}
    print(f"{name}: {len(questions)} questions")
    for way, result in results.items():
        found = f"R@1 {result.at_one:.3f}  R@10 {result.at_ten:.3f}"
        print(f"  {way:20} {found}  median {result.median_ms:.2f} ms")
    medians = [result.median_ms for result in results.values()]
    if len(medians) > 1:
        print(f"  {medians[1] / medians[0]:.0f} times as fast as WRatio at the median")
    for question, codes in results["kodklar"].misses[:misses]:
        print(f"    {question.text!r} wants {'|'.join(question.accepted)}, got {codes[:3]}")


def measure(questions: list[Question], ask: Ask) -> Result:
    """Ask every question once."""
    firsts = tens = 0
    times: list[float] = []
    misses: list[tuple[Question, Sequence[str]]] = []
    for question in questions:
        started = time.perf_counter()
        codes = ask(question.text, question.system)
        times.append((time.perf_counter() - started) * 1000)
        right = [code.replace(".", "").startswith(question.accepted) for code in codes]
        firsts += any(right[:1])
        tens += any(right)
        if not any(right[:1]):
            misses.append((question, codes))
    count = len(questions)
    return Result(firsts / count, tens / count, statistics.median(times), misses)


if __name__ == "__main__":
    main()
