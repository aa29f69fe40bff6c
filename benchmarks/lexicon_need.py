"""Which lines of the lexicon prove their need: take each away and ask for what it says.

Usage: python benchmarks/lexicon_need.py [--list VERDICT ...] [--file NAME] [--together FILE]
       python benchmarks/lexicon_need.py --check

The indexes are built once; for each line the search looks away from it and asks what a coder who
knows the term would type. A line that names codes has its target when a code that begins with one
of them is meant; a line that names words, when a title with one of those words is (a group of like
words: for any of its members). The first of these that a line proves is its verdict:

* first: with the line a target stands first, above the line of guesses; without it, it does not
* found: with the line a target is among the first ten, and without it none is
* sure: without the line the target is only a guess
* meanings: the best target is found, but another is lost from the first ten
* whole: without the line the target is found only as the beginning of a longer term
* half typed: typed to two thirds, with the line a target is among the first ten, not without it
* inside: words for words are needed beside others: a group in a compound of a member and an
  everyday head, a phrase in front of an everyday organ

and of those that prove nothing: `needless`, or `idle` when no target is among the first ten even
with the line. Product names are left out, as on a workstation that has imported none.

Lines are judged one at a time: two lines that say the same are both needless, and only one may go.
`--together` writes those that may go at once. `--check` fails when the needless and idle lines are
more than `TOLERANCE` of a file's. Fifteen thousand lines take some minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from lexicon_asker import FIRST, LEXICON, Asker, LexiconBut, members
from search_editions import load_library, shared_data

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind, SearchHit
from app.search.lexicon import read_lexicon
from app.search.normalise import fold
from app.search.terms import Term, TermKind

NEEDED = ("first", "found", "sure", "meanings", "whole", "half typed", "inside")
VERDICTS = (*NEEDED, "needless", "idle")
#: The share of a file's lines that may be needless or idle: what is found in other ways since.
TOLERANCE = 0.05
#: Shorter terms are not asked half-typed.
SHORTEST_HALVED = 6
#: What members of a group are joined with to ask for compounds.
HEADS = {
    CodeSystem.ICD10SE: ("sjukdom", "inflammation", "cancer", "skada", "smärta"),
    CodeSystem.KVA: ("operation", "undersökning", "spegling", "prov"),
    CodeSystem.ATC: ("medicin",),
}
#: What phrases are put in front of.
ORGANS = ("levern", "knät", "örat", "tarmen", "handen")


class Stand(NamedTuple):
    """Where a target stands: `FIRST` when it is not among the first ten."""

    at: int
    is_guess: bool
    is_half: bool = False

    @property
    def is_found(self) -> bool:
        """Whether it is among the first ten."""
        return self.at < FIRST

    @property
    def is_first(self) -> bool:
        """Whether it is the best answer, and no guess."""
        return self.at == 0 and not self.is_guess


NOWHERE = Stand(FIRST, is_guess=True)


class Line(NamedTuple):
    """A line of the lexicon and the file it stands in."""

    file: str
    term: Term


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", nargs="*", default=[], choices=VERDICTS)
    parser.add_argument("--file", default="", help="only lines of this file")
    parser.add_argument("--together", type=Path, help="write what may go at once to this file")
    parser.add_argument("--jobs", type=int, default=2, help="processes that judge beside another")
    parser.add_argument("--check", action="store_true", help="fail beyond the tolerance")
    chosen = parser.parse_args()
    lines = read_lines(LEXICON)
    asker = Asker(load_library(shared_data()), LexiconBut(line.term for line in lines))
    numbers = [at for at, line in enumerate(lines) if chosen.file in line.file]
    asked = [lines[at] for at in numbers]
    verdicts = judge_all(numbers, asker, chosen.jobs)
    for line, judged in zip(asked, verdicts, strict=True):
        if judged in chosen.list:
            print(f"{judged:10} {row(line)}")
    tell_counts(asked, verdicts)
    if chosen.together:
        spare = [a for a, judged in zip(asked, verdicts, strict=True) if judged not in NEEDED]
        write_together(spare, asker, chosen.together)
    if chosen.check:
        sys.exit(check(asked, verdicts))


def read_lines(folder: Path) -> list[Line]:
    """Read every line; the terms come in the order of the files."""
    terms = iter(read_lexicon(folder).terms)
    names = [
        path.name
        for path in sorted(folder.glob("*.tsv"))
        for text in path.read_text(encoding="utf-8-sig").splitlines()[1:]
        if text.strip() and not text.startswith("#")
    ]
    return [Line(name, term) for name, term in zip(names, terms, strict=True)]


def judge_all(numbers: Sequence[int], asker: Asker, jobs: int) -> list[str]:
    """Judge the lines with these numbers, in as many processes where the system can fork."""
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [verdict(asker.terms[number], asker) for number in numbers]
    with multiprocessing.get_context("fork").Pool(jobs, _share, (asker,)) as pool:
        return pool.map(_verdict_of, numbers, chunksize=50)


_shared: list[Asker] = []


def _share(asker: Asker) -> None:
    _shared.append(asker)


def _verdict_of(number: int) -> str:
    (asker,) = _shared
    return verdict(asker.terms[number], asker)


def verdict(term: Term, asker: Asker) -> str:
    """Judge one line: the best proof of its need that any of its questions gives."""
    systems = (term.system,) if term.system else tuple(CodeSystem)
    judged = {judge_full(term, text, system, asker) for text, system in _full(term, systems)}
    best = min(judged, key=VERDICTS.index)
    if best in NEEDED:
        return best
    if any(is_only_found_with(term, text, system, asker) for text, system in _half(term, systems)):
        return "half typed"
    if any(
        is_only_found_with(term, text, system, asker) for text, system in _inside(term, systems)
    ):
        return "inside"
    return best


def _full(term: Term, systems: Sequence[CodeSystem]) -> Iterator[tuple[str, CodeSystem]]:
    """Give the term typed in full; of a group of like words, each whole member."""
    texts = [term.text]
    if term.kind is TermKind.SYNSET:
        texts += [target.strip("*") for target in term.targets]
    return ((text, system) for text in texts for system in systems)


def _half(term: Term, systems: Sequence[CodeSystem]) -> Iterator[tuple[str, CodeSystem]]:
    """Give the term typed to two thirds."""
    if term.kind is not TermKind.SYNSET and len(term.text) >= SHORTEST_HALVED:
        typed = term.text[: ceil(len(term.text) * 2 / 3)]
        yield from ((typed, system) for system in systems)


def _inside(term: Term, systems: Sequence[CodeSystem]) -> Iterator[tuple[str, CodeSystem]]:
    """Give compounds of the members of a group, and a phrase for words beside organs."""
    if term.kind is not TermKind.SYNSET and not term.points_at_codes:
        yield from ((f"{term.text} {organ}", each) for organ in ORGANS for each in systems)
    if term.kind is TermKind.SYNSET:
        roots = [each.rstrip("*") for each in members(term) if not each.startswith("*")]
        for system in systems:
            yield from ((root + head, system) for root in roots for head in HEADS[system])


def judge_full(term: Term, text: str, system: CodeSystem, asker: Asker) -> str:
    """Tell what a term typed in full proves."""
    wanted = _wanted(term, text)
    held, left = (_stands(wanted, asker.ask(text, system, hidden), term) for hidden in (None, term))
    with_it, without = min(held), min(left)
    if not with_it.is_found:
        return "idle"
    if with_it.is_first and not without.is_first:
        return "first" if without.is_found else "found"
    if not without.is_found:
        return "found"
    if without.is_guess and not with_it.is_guess:
        return "sure"
    if without.is_half and not with_it.is_half:
        return "whole"
    lost = any(a.is_found and not b.is_found for a, b in zip(held, left, strict=True))
    return "meanings" if lost else "needless"


def is_only_found_with(term: Term, text: str, system: CodeSystem, asker: Asker) -> bool:
    """Whether a text finds a target among the first ten with the line, and not without it."""
    wanted = _wanted(term, text)
    without = min(_stands(wanted, asker.ask(text, system, term), term))
    return not without.is_found and min(_stands(wanted, asker.ask(text, system), term)).is_found


def _wanted(term: Term, text: str) -> list[tuple[str, ...]]:
    """Give the targets, best first; words other than what is asked count as one target."""
    if term.points_at_codes:
        return [(code,) for code in term.codes]
    asked = fold(text).strip("*")
    others = (fold(member) for member in members(term))
    return [tuple(member for member in others if not asked.startswith(member.strip("*")))]


def _stands(
    wanted: Sequence[tuple[str, ...]], hits: Sequence[SearchHit], term: Term
) -> list[Stand]:
    """Tell for each target where its first hit stands."""
    has_it: Callable[[SearchHit, tuple[str, ...]], bool] = (
        _is_code if term.points_at_codes else _has_word
    )
    stands = [
        Stand(at, hit.kind is MatchKind.FUZZY, _is_by_longer(hit, term))
        for at, hit in enumerate(hits)
    ]
    pairs = list(zip(hits, stands, strict=True))
    return [next((stand for hit, stand in pairs if has_it(hit, t)), NOWHERE) for t in wanted]


def _is_by_longer(hit: SearchHit, term: Term) -> bool:
    """Whether a hit is there as the beginning of a longer term."""
    named, arrow, _ = hit.why.partition(" →")
    longer = named.partition(": ")[2]
    return bool(arrow) and len(longer) > len(term.text) and longer.startswith(term.text)


def _is_code(hit: SearchHit, target: tuple[str, ...]) -> bool:
    return hit.code.replace(".", "").startswith(target)


def _has_word(hit: SearchHit, targets: tuple[str, ...]) -> bool:
    """Whether all words of a target stand in the title, inside longer words or alone."""
    title = fold(hit.title)
    return any(all(word.strip("*") in title for word in target.split()) for target in targets)


def row(line: Line) -> str:
    """Write a line of the lexicon behind the name of its file."""
    term = line.term
    return "\t".join((line.file, term.text, "|".join(term.targets), term.system or "*", term.kind))


def write_together(spare: Sequence[Line], asker: Asker, path: Path) -> None:
    """Write the lines that may all go at once."""
    for line in reversed(spare):
        if verdict(line.term, asker) not in NEEDED:
            asker.gone.append(line.term)
    gone = {id(term) for term in asker.gone}
    rows = [row(line) for line in spare if id(line.term) in gone]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"\nmay all go at once: {len(rows)} of {len(spare)} needless or idle lines, in {path}")


def tell_counts(lines: Sequence[Line], verdicts: Sequence[str]) -> None:
    """Print the verdicts for each file and kind."""
    print(f"| file | kind | lines | needed | {' | '.join(VERDICTS)} |")
    print(f"|---|---|---|---|{'---|' * len(VERDICTS)}")
    counts = Counter(
        (line.file, line.term.kind.value, judged)
        for line, judged in zip(lines, verdicts, strict=True)
    )
    for file, kind in sorted({(file, kind) for file, kind, _ in counts}):
        _tell_row(file, kind, [counts[file, kind, each] for each in VERDICTS])
    _tell_row("all", "", [verdicts.count(each) for each in VERDICTS])


def _tell_row(file: str, kind: str, counts: Sequence[int]) -> None:
    needed = sum(counts[: len(NEEDED)])
    cells = (file, kind, sum(counts), needed, *counts)
    print(f"| {' | '.join(map(str, cells))} |")


def check(lines: Sequence[Line], verdicts: Sequence[str]) -> int:
    """Give 1 when a file has more needless and idle lines than is tolerated, and say which."""
    of_file = Counter(line.file for line in lines)
    spare = Counter(a.file for a, v in zip(lines, verdicts, strict=True) if v not in NEEDED)
    beyond = [file for file, count in of_file.items() if spare[file] > TOLERANCE * count]
    for file in beyond:
        print(f"{file}: {spare[file]} of {of_file[file]} lines prove no need")
    return 1 if beyond else 0


if __name__ == "__main__":
    main()
