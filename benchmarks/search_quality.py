"""How often the right code comes first, and among the first ten, beside other ways of searching.

Usage: python benchmarks/search_quality.py [--misses N] [--kinds] [--without PEER ...] [--all-peers]

Prints the table of `docs/search-quality.md`. Every set is asked of Kodklar and of the peers in the
same run, over ICD-10-SE 2022, KVÅ 2021, ATC 2020 and the product names. `--misses` shows so many
questions of each set that were not answered first, `--kinds` parts the own questions by system and
kind. WRatio takes tenths of a second a question: it is asked at most forty of each written set,
evenly spread, and none of the generated ones; `--all-peers` asks it everything (an hour),
`--without WRatio` nothing.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search_editions import ListedProducts, Question, load_engine, load_library, shared_data
from search_peers import FIRST, Ask, Code, Peer, load_peers, rows_of
from search_sets import QuestionSet, read_sets

from app.domain.codes import CodeSystem
from app.domain.search import SearchQuery
from app.search.engine import LibrarySearch

OURS = "Kodklar"
SLOW = "RapidFuzz WRatio"
MOST_ASKED = 40
NO_PLACE = FIRST


class Result(NamedTuple):
    """Where the right code stood, question by question (0: first; `NO_PLACE`: not among ten)."""

    places: list[int]
    answers: list[Sequence[Code]]
    median_ms: float

    def share(self, within: int) -> float:
        """Tell how many of all have the right code among so many."""
        return sum(place < within for place in self.places) / max(len(self.places), 1)


def main() -> None:
    chosen = _arguments()
    folder = shared_data()
    library = load_library(folder)
    peers = [
        Peer(OURS, ours(load_engine(library))),
        *load_peers(rows_of(library, ListedProducts(folder))),
    ]
    peers = [peer for peer in peers if not any(name in peer.name for name in chosen.without)]
    for peer in peers:
        if peer.ask is None:
            print(f"NOT MEASURED: {peer.name}: {peer.reason}")
    print("| set | n | way | R@1 | R@10 | of what is found clean | median ms |")
    print("|---|---|---|---|---|---|---|")
    clean: dict[str, dict[Question, int]] = {peer.name: {} for peer in peers}
    for each in read_sets(folder):
        results = {
            peer.name: compare(asked, peer.name, peer.ask, clean[peer.name])
            for peer in peers
            if peer.ask and (asked := asked_of(each, peer.name, chosen.all_peers)).questions
        }
        if OURS in results and chosen.kinds:
            tell_kinds(each, results[OURS])
        if OURS in results:
            tell_misses(each, results[OURS], chosen.misses)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--without", action="append", default=[], metavar="PEER")
    parser.add_argument("--all-peers", action="store_true")
    return parser.parse_args()


def asked_of(each: QuestionSet, way: str, asks_everything: bool) -> QuestionSet:
    """Give what is asked one way of searching: all of a set, or what the slow one has time for."""
    if way != SLOW or asks_everything:
        return each
    step = -(-len(each.questions) // MOST_ASKED)
    return each._replace(questions=[] if each.clean else each.questions[::step])


def ours(engine: LibrarySearch) -> Ask:
    """Ask the program's own search, as the window does."""
    engine.prepare()

    def ask(text: str, system: CodeSystem | None) -> list[Code]:
        systems = (system,) if system else ()
        return [(hit.system, hit.code) for hit in engine.search(SearchQuery(text, systems, FIRST))]

    return ask


def compare(each: QuestionSet, way: str, ask: Ask, clean: dict[Question, int]) -> Result:
    """Ask one way of searching a set, and print its line of the table.

    `clean` remembers the places of written questions for the sets that are made from them.
    """
    result = measure(each.questions, ask, is_open=each.is_open)
    if not each.is_open and not each.clean:
        clean.update(zip(each.questions, result.places, strict=True))
    kept = f"{share_kept(each, result, clean):.1%}" if each.clean else ""
    print(
        f"| {each.name} | {len(each.questions)} | {way} | {result.share(1):.3f} "
        f"| {result.share(FIRST):.3f} | {kept} | {result.median_ms:.1f} |",
        flush=True,
    )
    return result


def measure(questions: Iterable[Question], ask: Ask, *, is_open: bool) -> Result:
    """Ask every question once."""
    places: list[int] = []
    answers: list[Sequence[Code]] = []
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        codes = ask(question.text, None if is_open else question.system)
        times.append((time.perf_counter() - started) * 1000)
        places.append(place_of(question, codes))
        answers.append(codes)
    return Result(places, answers, statistics.median(times))


def place_of(question: Question, codes: Sequence[Code]) -> int:
    """Tell where the first code stands that answers the question."""
    right = (
        system is question.system and code.replace(".", "").startswith(question.accepted)
        for system, code in codes
    )
    return next((place for place, is_right in enumerate(right) if is_right), NO_PLACE)


def share_kept(each: QuestionSet, result: Result, clean: dict[Question, int]) -> float:
    """Tell how much of what is found clean, among ten, is still found when changed."""
    pairs = zip(each.clean, result.places, strict=True)
    kept = [changed < FIRST for before, changed in pairs if clean[before] < FIRST]
    return sum(kept) / max(len(kept), 1)


def tell_kinds(each: QuestionSet, result: Result) -> None:
    """Print how each kind of question fares."""
    for kind, count in sorted(Counter(each.kinds).items()):
        pairs = zip(each.kinds, result.places, strict=True)
        part = [place for label, place in pairs if label == kind]
        first, ten = (sum(place < within for place in part) for within in (1, FIRST))
        print(f"    {kind:24} {count:4}  first {first:4}  among ten {ten:4}")


def tell_misses(each: QuestionSet, result: Result, most: int) -> None:
    """Print questions without the right code among the first ten, then those not first."""
    listed = zip(result.places, each.questions, result.answers, strict=True)
    worst = sorted((entry for entry in listed if entry[0]), key=lambda entry: -entry[0])
    for place, question, codes in worst[:most]:
        stands = "not among ten" if place == NO_PLACE else f"at {place + 1}"
        wanted = "|".join(question.accepted)
        print(f"    {question.text!r} wants {wanted}, {stands}, got {[c for _, c in codes[:3]]}")


if __name__ == "__main__":
    main()
