"""Scores and sections of all entries for one question, and why each shown entry fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.search import MatchKind
from app.search.index import Floats, Ints, WordIndex, gather
from app.search.question import Question, Segment, Segments
from app.search.ranking import LENGTH_SHARE, LINE, TERM_BONUS
from app.search.readings import Reader, Reading, Tier

Flags = NDArray[np.bool_]
SECTIONS = (MatchKind.WORDS, MatchKind.PREFIX, MatchKind.FUZZY)
#: Entries that are scored in full; more than anybody scrolls through.
MOST_CANDIDATES = 3000
_DECIMALS = 4
_TINY = 1e-6
#: Sections differ by one, scores within a section by less than this part of it.
_ABOVE_ANY_SCORE = 16.0


class Found(NamedTuple):
    """An entry with its section (an index into SECTIONS) and score."""

    entry: int
    section: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The best entries of one index, best first, with what explains them."""

    found: list[Found]
    segments: list[Segment]
    weights: list[float]


def answer(question: Question, reader: Reader, limit: int) -> Answer:
    """Give the best entries for a question: sections first, then score, then code order."""
    segments = Segments(question, reader)
    if not question.words:
        return Answer([], [], [])
    segments.correct(everything=False)
    found = _rank(segments, reader.index, limit)
    if _is_poor(found) and segments.correct(everything=True):
        found = _rank(segments, reader.index, limit)
    return Answer(found, segments.all, segments.weights())


def _is_poor(found: Sequence[Found]) -> bool:
    best = max((f.score for f in found if f.section < Tier.GUESS), default=0.0)
    return best < LINE.correct_all


def _rank(segments: Segments, index: WordIndex, limit: int) -> list[Found]:
    weights = segments.weights()
    matched = _matched(segments, weights, index.size) / max(sum(weights), 0.1)
    section = _sections(segments, matched, index.size)
    chosen = _candidates(matched, section)
    pointed = _pointed(segments.all, index.size)[chosen]
    explained = np.minimum(_explained(segments.all, index, chosen) + pointed, 1.0)
    score = matched[chosen] * (1 - LENGTH_SHARE * (1 - explained))
    score = score + index.prior[chosen] + TERM_BONUS * (pointed > 0)
    score = np.round(score.astype(np.float64), _DECIMALS)
    order = _best(section[chosen] - score / _ABOVE_ANY_SCORE, limit)
    entries = chosen[order]
    rows = zip(entries.tolist(), section[entries].tolist(), score[order].tolist(), strict=True)
    return list(starmap(Found, rows))


def _best(worse: NDArray[np.float64], limit: int) -> NDArray[np.intp]:
    """Give the places of the least values, in order; equal ones as they stand."""
    places = np.arange(len(worse))
    if limit < len(worse):
        places = np.flatnonzero(worse <= np.partition(worse, limit - 1)[limit - 1])
    return places[np.argsort(worse[places], kind="stable")][:limit]


def _matched(segments: Segments, weights: Sequence[float], size: int) -> Floats:
    """Per entry the most weight that segments side by side can match."""
    best, ending = [np.zeros(size, np.float32)], segments.by_end()
    for end in range(1, segments.count + 1):
        here = best[end - 1].copy()
        for segment in ending[end]:
            vector = segment.reading.vector
            weight = sum(weights[segment.begin : end])
            value = best[segment.begin][vector.at] + np.float32(weight) * vector.value
            here[vector.at] = np.maximum(here[vector.at], value)
        best.append(here)
    return best[-1]


def _sections(segments: Segments, matched: Floats, size: int) -> Ints:
    section = np.full(size, int(Tier.GUESS), np.int32)
    parts = _covered(segments, Tier.PARTS, LINE.parts, size) & (matched >= LINE.above)
    section[parts] = Tier.PARTS
    section[_covered(segments, Tier.WORDS, LINE.words, size)] = Tier.WORDS
    return section


def _covered(segments: Segments, tier: Tier, line: float, size: int) -> Flags:
    """Give the entries where every word that counts has a reading of the tier, good enough."""
    words = segments.question.words
    covered, ending = [np.ones(size, np.bool_)], segments.by_end()
    noise = [segments.is_noise(word) for word in words]
    for end, is_noise in enumerate(noise, start=1):
        may_skip = is_noise and not all(noise)
        here = covered[end - 1].copy() if may_skip else np.zeros(size, np.bool_)
        for segment in ending[end]:
            if segment.reading.tier <= tier:
                vector = segment.reading.vector
                good = vector.at[vector.value >= line]
                here[good] = here[good] | covered[segment.begin][good] if segment.begin else True
        covered.append(here)
    return covered[-1]


def _candidates(matched: Floats, section: Ints) -> Ints:
    best = float(matched.max(initial=0.0))
    chosen = np.flatnonzero(matched >= max(best * LINE.keep, _TINY)).astype(np.int32)
    if len(chosen) > MOST_CANDIDATES:
        order = np.lexsort((chosen, -matched[chosen], section[chosen]))
        chosen = np.sort(chosen[order[:MOST_CANDIDATES]])
    return chosen


def _explained(segments: Sequence[Segment], index: WordIndex, chosen: Ints) -> Floats:
    """How much of each title the words of the question account for."""
    word_quality = np.zeros(index.words, np.float32)
    for segment in segments:
        np.maximum.at(word_quality, segment.reading.words, segment.reading.quality)
    cells, counts = gather(index.title_start, chosen)
    words = index.title_words[cells]
    sums = np.concatenate(([0.0], np.cumsum(word_quality[words] * index.idf[words])))
    ends = np.cumsum(counts)
    share: Floats = (sums[ends] - sums[ends - counts]) / index.title_idf[chosen]
    return share


def _pointed(segments: Sequence[Segment], size: int) -> Floats:
    """How much of each title is accounted for by terms that point at its code."""
    by_term = np.zeros(size, np.float32)
    for segment in segments:
        pointed = segment.reading.explained
        by_term[pointed.at] = np.maximum(by_term[pointed.at], pointed.value)
    return by_term


def named_by_product(given: Answer) -> frozenset[int]:
    """Give the entries that the names of products point at, and no typed word besides."""
    sure = [s.reading for s in given.segments if s.reading.tier is Tier.WORDS]
    named = _reached(reading for reading in sure if reading.is_product)
    return named - _reached(r for r in sure if not r.is_product) if named else named


def _reached(readings: Iterable[Reading]) -> frozenset[int]:
    return frozenset(
        entry
        for reading in readings
        for entry in reading.vector.at[reading.vector.value >= LINE.words].tolist()
    )


def reasons(given: Answer, entries: Sequence[int], size: int) -> list[str]:
    """Tell why each of some entries is an answer: its best reading of every word."""
    columns = np.asarray(entries, np.int32)
    dense = np.zeros(size, np.float32)
    rows: list[Floats] = []
    for segment in given.segments:
        vector = segment.reading.vector
        dense[vector.at] = vector.value
        rows.append(dense[columns])
        dense[vector.at] = 0.0
    ways = [
        (s.begin, s.end, sum(given.weights[s.begin : s.end]), s.reading.why) for s in given.segments
    ]
    table = np.array(rows).T.tolist() if rows else [[]] * len(entries)
    told: dict[tuple[float, ...], str] = {}
    for values in map(tuple, table):
        if values not in told:
            told[values] = _reason(len(given.weights), ways, values)
    return [told[tuple(values)] for values in table]


def _reason(
    count: int, ways: Sequence[tuple[int, int, float, str]], values: Sequence[float]
) -> str:
    """Walk the best way through the words again, for one entry, and tell it."""
    fitting = [(*way, value) for way, value in zip(ways, values, strict=True) if value > 0]
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, count + 1):
        here = best[end - 1]
        for begin, stop, weight, why, value in fitting:
            if stop == end:
                total = best[begin][0] + weight * value
                if total > here[0] + _TINY:
                    here = (total, (*best[begin][1], why))
        best.append(here)
    return ", ".join(dict.fromkeys(best[-1][1])) or "liknande ord"
