"""Which lines of the lexicon prove their need: take each away and ask for what it says.

Usage: python benchmarks/lexicon_need.py [--list VERDICT ...] [--file NAME]

The indexes are built once; for each line the search looks away from it and its own term is asked.
A line that names codes has its target when a code that begins with the first one is among the
first ten, in the system of the line; a line that names words has it when a title with one of those
words is (a group of like words: for any of its members, in any system). Verdicts:

* needed: without the line the target is not among the first ten
* other meanings: the first target is found, but a later one is lost
* places: the target is among the first ten without the line too, but lower, or only as a guess
* needless: it is found as high without the line
* idle: the target is not among the first ten even with the line

Product names are left out, as on a workstation that has imported none; the lines of brands that
the list of products makes needless are counted apart. Lines are judged one at a time: two lines
that say the same are both needless, and only one of them may go.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from search_editions import ROOT, FixedLibrary, ListedProducts, load_library, shared_data

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.engine import LibrarySearch
from app.search.lexicon import Lexicon, Term, TermKind, read_lexicon
from app.search.normalise import fold

LEXICON = ROOT / "codebooks" / "lexicon"
FIRST = 10
VERDICTS = ("needed", "other meanings", "places", "needless", "idle")


class Stand(NamedTuple):
    """Where a target stands: `FIRST` when it is not among the first ten."""

    at: int
    is_guess: bool

    @property
    def is_found(self) -> bool:
        """Whether it is among the first ten."""
        return self.at < FIRST


NOWHERE = Stand(FIRST, is_guess=True)


class Line(NamedTuple):
    """A line of the lexicon and the file it stands in."""

    file: str
    term: Term


class LexiconBut(Lexicon):
    """The lexicon, looking away from some terms."""

    _hidden: frozenset[int] = frozenset()
    _groups: frozenset[frozenset[str]] = frozenset()

    def look_away_from(self, terms: Iterable[Term]) -> None:
        """Hide these terms, and no others, from now on."""
        listed = list(terms)
        self._hidden = frozenset(map(id, listed))
        groups = (term for term in listed if term.kind is TermKind.SYNSET)
        self._groups = frozenset(map(_members, groups))

    def of_key(self, key: str, system: CodeSystem) -> list[Term]:
        return [term for term in super().of_key(key, system) if id(term) not in self._hidden]

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        found = super().beginning(text, system, limit + len(self._hidden))
        return [term for term in found if id(term) not in self._hidden][:limit]

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Leave out what the hidden groups give; each member stands for the others."""
        found = super().synsets(part, system)
        return [term for term in found if _members(term) not in self._groups]


class Asker:
    """The engine on a lexicon that can look away from a line."""

    def __init__(
        self, library: FixedLibrary, lexicon: LexiconBut, products: ListedProducts | None
    ) -> None:
        self._library = library
        self._lexicon = lexicon
        self._engine = LibrarySearch(library, LEXICON, None, products)
        self._engine._lexicon = lexicon
        self._engine.prepare()

    def ask(self, text: str, system: CodeSystem, hidden: Iterable[Term] = ()) -> list[SearchHit]:
        """Give the first ten hits without some terms; remembered readings are forgotten."""
        self._lexicon.look_away_from(hidden)
        reader = self._engine._edition(self._library.for_day(None).of(system)).reader
        for remembered in vars(reader).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()
        return self._engine.search(SearchQuery(text, (system,), FIRST))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", nargs="*", default=["needless"], choices=VERDICTS)
    parser.add_argument("--file", default="", help="only lines of this file")
    parser.add_argument("--together", action="store_true", help="list what may go at once")
    chosen = parser.parse_args()
    library, lines = load_library(shared_data()), read_lines(LEXICON)
    asker = Asker(library, LexiconBut(line.term for line in lines), None)
    asked = [line for line in lines if chosen.file in line.file]
    verdicts = [verdict(line.term, asker) for line in asked]
    for line, judged in zip(asked, verdicts, strict=True):
        if judged in chosen.list:
            tell(judged, line)
    tell_counts(asked, verdicts)
    tell_brands(library, lines)
    if chosen.together:
        needless = [a for a, judged in zip(asked, verdicts, strict=True) if judged == "needless"]
        tell_together(needless, asker)


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


def verdict(term: Term, asker: Asker, gone: Iterable[Term] = ()) -> str:
    """Judge one line: the best reason to keep it that any of its questions gives.

    Other lines may be gone already.
    """
    others = [other for other in gone if other is not term]
    judged = (_judge(term, *asked, asker, others) for asked in _questions(term))
    return min(judged, key=VERDICTS.index)


def _questions(term: Term) -> Iterator[tuple[str, CodeSystem]]:
    """Give what is asked to prove a line, and the systems that it is asked in."""
    systems = (term.system,) if term.system else tuple(CodeSystem)
    texts = [term.text]
    if term.kind is TermKind.SYNSET:
        texts += [target.strip("*") for target in term.targets]
    return ((text, system) for text in texts for system in systems)


def _judge(term: Term, text: str, system: CodeSystem, asker: Asker, gone: list[Term]) -> str:
    wanted, by_code = _wanted(term, text), term.points_at_codes
    held = _stands(wanted, asker.ask(text, system, gone), by_code=by_code)
    left = _stands(wanted, asker.ask(text, system, [*gone, term]), by_code=by_code)
    if not held[0].is_found:
        return "idle"
    if not left[0].is_found:
        return "needed"
    pairs = zip(held[1:], left[1:], strict=True)
    if any(before.is_found and not after.is_found for before, after in pairs):
        return "other meanings"
    is_lower = held[0].at < left[0].at or held[0].is_guess < left[0].is_guess
    return "places" if is_lower else "needless"


def _wanted(term: Term, text: str) -> list[tuple[str, ...]]:
    """Give the targets, best first; words other than what is asked count as one target."""
    if term.points_at_codes:
        return [(code,) for code in term.codes]
    asked = fold(text).strip("*")
    others = (fold(member) for member in _members(term))
    return [tuple(member for member in others if member.strip("*") != asked)]


def _members(term: Term) -> frozenset[str]:
    return frozenset((term.text, *term.targets))


def _stands(
    wanted: Sequence[tuple[str, ...]], hits: Sequence[SearchHit], *, by_code: bool
) -> list[Stand]:
    """Tell for each target where its first hit stands."""
    has_it = _is_code if by_code else _has_word
    return [
        next(
            (
                Stand(at, hit.kind is MatchKind.FUZZY)
                for at, hit in enumerate(hits)
                if has_it(hit, target)
            ),
            NOWHERE,
        )
        for target in wanted
    ]


def _is_code(hit: SearchHit, target: tuple[str, ...]) -> bool:
    return hit.code.replace(".", "").startswith(target)


def _has_word(hit: SearchHit, targets: tuple[str, ...]) -> bool:
    """Whether all words of a target stand in the title, inside longer words or alone."""
    title = fold(hit.title)
    return any(all(word.strip("*") in title for word in target.split()) for target in targets)


def tell(judged: str, line: Line) -> None:
    """Print one line of the lexicon with its verdict."""
    print(f"{judged:15} {line.file:18} {line.term.text} → {'|'.join(line.term.targets)}")


def tell_together(needless: Sequence[Line], asker: Asker) -> None:
    """Print the needless lines that may all go at once."""
    gone: list[Term] = []
    for line in needless:
        if verdict(line.term, asker, gone) == "needless":
            gone.append(line.term)
    kept = None
    while kept != []:
        kept = [term for term in gone if verdict(term, asker, gone) != "needless"]
        gone = [term for term in gone if not any(term is other for other in kept)]
    print(f"\nmay all go at once: {len(gone)} of {len(needless)} needless lines")
    for line in needless:
        if any(line.term is term for term in gone):
            tell("together", line)


def tell_counts(lines: Sequence[Line], verdicts: Sequence[str]) -> None:
    """Print the verdicts for each file and kind."""
    print(f"\n| file | kind | lines | {' | '.join(VERDICTS)} |")
    print(f"|---|---|---|{'---|' * len(VERDICTS)}")
    counts = Counter(
        (line.file, line.term.kind.value, judged)
        for line, judged in zip(lines, verdicts, strict=True)
    )
    for file, kind in sorted({(file, kind) for file, kind, _ in counts}):
        row = [counts[file, kind, each] for each in VERDICTS]
        print(f"| {file} | {kind} | {sum(row)} | {' | '.join(map(str, row))} |")
    total = [verdicts.count(each) for each in VERDICTS]
    print(f"| all | | {sum(total)} | {' | '.join(map(str, total))} |")


def tell_brands(library: FixedLibrary, lines: Sequence[Line]) -> None:
    """Print how many brands the list of products finds as well as their lines do."""
    brands = [line.term for line in lines if line.term.kind is TermKind.BRAND]
    others = LexiconBut(line.term for line in lines if line.term.kind is not TermKind.BRAND)
    asker = Asker(library, others, ListedProducts(shared_data()))
    found = [
        _stands([(term.codes[0],)], asker.ask(term.text, CodeSystem.ATC), by_code=True)[0].at
        for term in brands
    ]
    print(f"\nbrands that the list of products puts first too: {found.count(0)} of {len(brands)}")


if __name__ == "__main__":
    main()
