"""The word index of one edition: arrays that are built once and only read afterwards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np

from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Concept, Level
from app.search.code_table import bare_known_codes
from app.search.letters import LetterTable
from app.search.normalise import fold_lines, spelling_keys, stems_of
from app.search.ranking import GENERAL_WORDS, WEIGHT, prior
from app.search.vectors import EMPTY, Floats, Ints, Places, Table, Vector


def is_searched_by_word(concept: Concept) -> bool:
    """Whether titles are indexed: all but the thousands of five-character external causes."""
    if concept.system is CodeSystem.ICD10SE and concept.level is Level.EXTENSION:
        return not is_external_cause(concept.code)
    return not (concept.system is CodeSystem.ATC and concept.code.startswith("Q"))


class Alike:
    """Numbers that share a key, without an object for each group: the collector visits them all."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        self._next = [-1] * len(keys)
        for number in range(len(keys) - 1, -1, -1):
            self._next[number] = self._first.get(keys[number], -1)
            self._first[keys[number]] = number

    def of(self, key: str) -> Iterator[int]:
        """Give the numbers with this key, in order."""
        number = self._first.get(key, -1)
        while number >= 0:
            yield number
            number = self._next[number]


@dataclass(frozen=True)
class WordIndex:
    """Which entries hold which words. Immutable, so that any thread may read it."""

    #: Place of each entry among the concepts of its edition; entries stand in code order.
    rows: Ints
    codes: list[str]
    #: Sorted, so that the words with a common beginning lie side by side.
    vocabulary: list[str]
    stems: list[str]
    keys: list[str]
    #: Entries of word w: entries[start[w]:start[w + 1]], with the weight of the place.
    start: Ints
    entries: Ints
    weights: Floats
    #: Title words of entry e: title_words[title_start[e]:title_start[e + 1]].
    title_start: Ints
    title_words: Ints
    #: What each word weighs in a title: rare words much, those of no meaning nothing.
    idf: Floats
    title_idf: Floats
    prior: Floats

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.codes)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each word."""
        return {word: at for at, word in enumerate(self.vocabulary)}

    @cached_property
    def by_stem(self) -> Alike:
        """The words that share a stem."""
        return Alike(self.stems)

    @cached_property
    def by_key(self) -> Alike:
        """The words that share a spelling key."""
        return Alike(self.keys)

    def look_ups(self) -> None:
        """Make now what would otherwise be made for the first question."""
        _ = self.number, self.by_stem, self.by_key, self.letters
        _ = self.letters_before, self.word_at, self.lengths, self.stem_lengths
        _ = self.word_entries, self.title_cells, self.title_cell_idf
        _ = self.word_table, self.title_table

    @cached_property
    def letters(self) -> LetterTable:
        """The vocabulary as one text, a line break on each side of a word."""
        return LetterTable("\n" + "\n".join(self.vocabulary) + "\n")

    @cached_property
    def word_table(self) -> Table:
        """Where the entries of each word are."""
        return Table.of(self.start)

    @cached_property
    def title_table(self) -> Table:
        """Where the words of each title are."""
        return Table.of(self.title_start)

    @cached_property
    def word_entries(self) -> Places:
        """The entries of every word, to pick with."""
        return self.entries.astype(np.intp)

    @cached_property
    def title_cells(self) -> Places:
        """The words of every title, to pick with."""
        return self.title_words.astype(np.intp)

    @cached_property
    def title_cell_idf(self) -> Floats:
        """What the words of every title weigh."""
        return self.idf[self.title_words]

    @cached_property
    def text_start(self) -> Ints:
        """Where each word begins in the text of `letters`."""
        return np.concatenate(([1], 1 + np.cumsum(self.lengths + 1)[:-1])).astype(np.int32)

    @cached_property
    def letters_before(self) -> Ints:
        """How many letters of its word stand before each place in the text of `letters`."""
        before = np.arange(len(self.word_at), dtype=np.int32) - self.text_start[self.word_at]
        before[:1] = 0
        return before

    @cached_property
    def word_at(self) -> Places:
        """The word at each place in the text of `letters`."""
        words = np.arange(self.words).repeat(self.lengths + 1)
        return np.concatenate((words[:1], words))

    @cached_property
    def lengths(self) -> Ints:
        """How many letters each word has."""
        return np.fromiter(map(len, self.vocabulary), np.int32, self.words)

    @cached_property
    def stem_lengths(self) -> Ints:
        """How many letters the stem of each word has; a stem is the beginning of its word."""
        return np.fromiter(map(len, self.stems), np.int32, self.words)

    @property
    def words(self) -> int:
        """How many different words there are."""
        return len(self.vocabulary)

    def beginning_with(self, letters: str) -> range:
        """Give the words that begin so."""
        low = bisect_left(self.vocabulary, letters)
        return range(low, bisect_left(self.vocabulary, letters + "\uffff", low))

    def containing(self, letters: str, limit: int = 400) -> tuple[Places, Places]:
        """Give the words that end so, inflected or not, and those that hold them elsewhere.

        Words that begin so are in neither. A word that holds the letters twice stands twice.
        """
        found = self.letters.find(letters, limit)
        found = found[self.letters_before[found] > 0]
        at = self.word_at[found]
        if not len(at):
            return at, at
        end = self.letters_before[found] + len(letters)
        is_end = (end == self.lengths[at]) | (end == self.stem_lengths[at])
        return at[is_end], at[~is_end]

    def with_code_prefix(self, prefix: str) -> range:
        """Give the entries whose code begins so."""
        low = bisect_left(self.codes, prefix)
        return range(low, bisect_left(self.codes, prefix + "\uffff", low))

    def with_code(self, code: str) -> range:
        """Give the entry of exactly that code, if it has one."""
        at = bisect_left(self.codes, code)
        return range(at, at + (at < self.size and self.codes[at] == code))

    def vector(self, words: Places, quality: Floats) -> Vector:
        """Give quality × place weight wherever one of these words stands."""
        if not len(words):
            return EMPTY
        if len(words) == 1:
            return self._one_word(int(words[0]), quality)
        slots, counts = self.word_table.gather(words)
        values = quality.repeat(counts)
        values *= self.weights[slots]
        return Vector(self.word_entries[slots], values)

    def _one_word(self, word: int, quality: Floats) -> Vector:
        """Give the entries of one word, which hold each entry once and in order."""
        cells = slice(int(self.start[word]), int(self.start[word + 1]))
        return Vector(self.word_entries[cells], quality * self.weights[cells])

    def vector_of_range(self, words: range, quality: Floats) -> Vector:
        """Give the same for words that lie side by side, without copying their entries."""
        if not len(words):
            return EMPTY
        if len(words) == 1:
            return self._one_word(words.start, quality)
        begin, end = int(self.start[words.start]), int(self.start[words.stop])
        values = quality.repeat(self.word_table.cells[words.start : words.stop])
        values *= self.weights[begin:end]
        return Vector(self.word_entries[begin:end], values)


def build_word_index(concepts: Sequence[Concept]) -> WordIndex:
    """Index the titles (and KVÅ descriptions) of one edition."""
    wanted = [at for at, concept in enumerate(concepts) if is_searched_by_word(concept)]
    bare = bare_known_codes([concepts[at].code for at in wanted])
    order = sorted(range(len(wanted)), key=bare.__getitem__)
    rows = [wanted[at] for at in order]
    kept = [concepts[row] for row in rows]
    tokens = _Tokens()
    title_counts = tokens.add_titles([c.title for c in kept])
    tokens.add_descriptions([c.description for c in kept])
    vocabulary, place = tokens.sorted_vocabulary()
    title_words = place[np.fromiter(tokens.title_words, np.int32, len(tokens.title_words))]
    start, entries, weights = tokens.postings(place, title_counts, len(kept))
    found = np.maximum(np.diff(start), 1)
    is_telling = np.fromiter((word not in GENERAL_WORDS for word in vocabulary), np.bool_)
    idf = (np.log1p(len(kept) / found) * is_telling).astype(np.float32)
    title_start = np.concatenate(([0], np.cumsum(title_counts))).astype(np.int32)
    return WordIndex(
        rows=np.array(rows, np.int32),
        codes=[bare[at] for at in order],
        vocabulary=vocabulary,
        stems=stems_of(vocabulary),
        keys=spelling_keys(vocabulary),
        start=start,
        entries=entries,
        weights=weights,
        title_start=title_start,
        title_words=title_words,
        idf=idf,
        title_idf=_sum_rows(idf[title_words], title_start),
        prior=np.fromiter((prior(c) for c in kept), np.float32, len(kept)),
    )


def _sum_rows(values: Floats, start: Ints) -> Floats:
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    rows: Floats = np.maximum(sums[start[1:]] - sums[start[:-1]], 0.1).astype(np.float32)
    return rows


class _Numbers(dict[str, int]):
    """Words in the order they are met."""

    def __missing__(self, word: str) -> int:
        number = len(self)
        self[word] = number
        return number


class _Tokens:
    """Collects words with the entry and the place where they stand."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self.title_words: list[int] = []
        self._extra: list[tuple[int, int, float]] = []
        self._negated: list[int] = []

    def add_titles(self, titles: Sequence[str]) -> list[int]:
        """Take the words of every title and return how many each has."""
        if not titles:
            return []
        number = self._numbers.__getitem__
        counts: list[int] = []
        rows: list[list[str]] = []
        before = 0
        for entry, line in enumerate(fold_lines("\n".join(t.replace("\n", " ") for t in titles))):
            words = self._without_hyphens(entry, line) if "-" in line else line.split()
            if "icke" in line and "icke" in words:
                self._negations(entry, words, before)
            rows.append(words)
            counts.append(len(words))
            before += len(words)
        self.title_words = list(map(number, chain.from_iterable(rows)))
        return counts

    def add_descriptions(self, texts: Sequence[str]) -> None:
        """Take the words of descriptions, which weigh less."""
        numbered = [(entry, text) for entry, text in enumerate(texts) if text]
        lines = fold_lines("\n".join(text.replace("\n", " ") for _, text in numbered))
        for (entry, _), line in zip(numbered, lines, strict=False):
            for word in set(line.replace("-", " ").split()):
                self._extra.append((self._numbers[word], entry, WEIGHT.description))

    def sorted_vocabulary(self) -> tuple[list[str], Ints]:
        """Give the words in order, and the place of each number in that order."""
        vocabulary = sorted(self._numbers)
        place = np.empty(len(vocabulary), np.int32)
        met = np.fromiter((self._numbers[w] for w in vocabulary), np.int32, len(vocabulary))
        place[met] = np.arange(len(vocabulary), dtype=np.int32)
        return vocabulary, place

    def postings(self, place: Ints, counts: Sequence[int], size: int) -> tuple[Ints, Ints, Floats]:
        """Give the compressed table word → entries, each pair once with its highest weight."""
        title = np.fromiter(self.title_words, np.int64, len(self.title_words))
        entry = np.repeat(np.arange(size, dtype=np.int64), counts)
        extra = np.array([(w, e) for w, e, _ in self._extra], np.int64).reshape(-1, 2)
        words = place[np.concatenate((title, extra[:, 0]))].astype(np.int64)
        entries = np.concatenate((entry, extra[:, 1]))
        weights = np.concatenate(
            (np.full(len(title), WEIGHT.title), [weight for *_, weight in self._extra])
        ).astype(np.float32)
        weights[self._negated] = WEIGHT.negated
        order = np.lexsort((-weights, words * size + entries))
        pair = (words * size + entries)[order]
        first = order[np.concatenate(([True], pair[1:] != pair[:-1]))] if len(pair) else order
        start = np.searchsorted(words[first], np.arange(len(place) + 1)).astype(np.int32)
        return start, entries[first].astype(np.int32), weights[first]

    def _without_hyphens(self, entry: int, line: str) -> list[str]:
        """Part hyphened words, and remember them joined as well."""
        for word in line.split():
            joined = word.strip("-")
            if "-" in joined:
                self._extra.append((self._numbers[joined.replace("-", "")], entry, WEIGHT.title))
        return line.replace("-", " ").split()

    def _negations(self, entry: int, words: list[str], before: int) -> None:
        """Remember `icke varig` as one word, and that the plain word weighs less here."""
        for place, (negation, word) in enumerate(pairwise(words)):
            if negation == "icke":
                self._extra.append((self._numbers["icke" + word], entry, WEIGHT.title))
                self._negated.append(before + place + 1)
